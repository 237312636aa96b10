package io.github.backcheck.examples;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import io.github.backcheck.model.Batch;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;

/**
 * The 1,797 handwritten digits of {@code data/digits.csv.gz}, 8 x 8 pixels each; see the README beside the file.
 *
 * <pre>{@code
 * Digits.Split split = Digits.split(Digits.load().scaled(), 1);
 * }</pre>
 */
public final class Digits {

    private static final String RESOURCE = "/data/digits.csv.gz";
    private static final int PIXELS = 64;
    private static final int BRIGHTEST = 16;
    private static final int CLASSES = 10;
    private static final int TRAINING_SAMPLES = 1437;

    private final double[][] pixels;
    private final int[] labels;

    private Digits(double[][] pixels, int[] labels) {
        this.pixels = pixels;
        this.labels = labels;
    }

    /** Two parts of a data set that have no sample in common. */
    public record Split(Batch training, Batch test) {}

    /** Reads the file from the class path. */
    public static Digits load() {
        InputStream stream = Digits.class.getResourceAsStream(RESOURCE);
        if (stream == null) {
            throw new IllegalStateException(
                    RESOURCE + " is not on the class path; it is copied there from examples/data by mvn test-compile");
        }
        return read(stream);
    }

    /** Reads gzipped lines of 64 pixels and a label, and closes the stream. */
    static Digits read(InputStream gzipped) {
        List<double[]> pixels = new ArrayList<>();
        List<Integer> labels = new ArrayList<>();
        try (gzipped;
                CsvReader<CsvRecord> lines = CsvReader.builder()
                        .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                        .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                        .ofCsvRecord(new GZIPInputStream(gzipped), StandardCharsets.US_ASCII)) {
            for (CsvRecord line : lines) {
                if (line.getFieldCount() != PIXELS + 1) {
                    throw new IllegalArgumentException("line " + line.getStartingLineNumber() + " has "
                            + line.getFieldCount() + " fields, " + PIXELS + " pixels and a label were expected");
                }
                double[] image = new double[PIXELS];
                for (int pixel = 0; pixel < PIXELS; pixel++) {
                    image[pixel] = number(line, pixel, BRIGHTEST);
                }
                pixels.add(image);
                labels.add(number(line, PIXELS, CLASSES - 1));
            }
        } catch (IOException | UncheckedIOException | CsvParseException e) {
            throw new IllegalArgumentException("the digits cannot be read: " + e.getMessage(), e);
        }
        if (pixels.isEmpty()) {
            throw new IllegalArgumentException("the file of digits is empty");
        }
        return new Digits(
                pixels.toArray(double[][]::new),
                labels.stream().mapToInt(Integer::intValue).toArray());
    }

    private static int number(CsvRecord line, int field, int largest) {
        String text = line.getField(field);
        int number;
        try {
            number = Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw unexpected(line, field, largest);
        }
        if (number < 0 || number > largest) {
            throw unexpected(line, field, largest);
        }
        return number;
    }

    private static IllegalArgumentException unexpected(CsvRecord line, int field, int largest) {
        return new IllegalArgumentException("line " + line.getStartingLineNumber() + ", field " + (field + 1) + " is \""
                + line.getField(field) + "\", an integer from 0 to " + largest + " was expected");
    }

    /** The pixels as they are, 0 to 16; targets one-hot, samples x 10. */
    public Batch raw() {
        return Batch.labelled(pixels, labels, CLASSES);
    }

    /** The pixels divided by 16, 0 to 1; targets one-hot, samples x 10. */
    public Batch scaled() {
        double[][] scaled = new double[pixels.length][PIXELS];
        for (int image = 0; image < pixels.length; image++) {
            for (int pixel = 0; pixel < PIXELS; pixel++) {
                scaled[image][pixel] = pixels[image][pixel] / BRIGHTEST;
            }
        }
        return Batch.labelled(scaled, labels, CLASSES);
    }

    /** 1,437 random digits to learn from, the other 360 to test with; the same seed gives the same digits. */
    public static Split split(Batch digits, long seed) {
        Batch shuffled = digits.shuffled(seed);
        return new Split(shuffled.slice(0, TRAINING_SAMPLES), shuffled.slice(TRAINING_SAMPLES, shuffled.size()));
    }
}
