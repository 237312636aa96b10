package io.github.backcheck.census;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/**
 * MNIST where it lies beside the project, or in the folder that the system property {@code backcheck.mnist} names; it is not
 * part of the project. Bytes are handed out as they stand in the files, so that a test can read them as wrongly as people do.
 */
final class MnistFiles {

    static final int PIXELS = 784;
    static final int CLASSES = 10;
    static final int IMAGE_HEADER = 16;
    static final int LABEL_HEADER = 8;

    private static final Path FOLDER = Path.of(System.getProperty("backcheck.mnist", "../shared/data/mnist"));

    private MnistFiles() {}

    static boolean present() {
        return Files.isRegularFile(FOLDER.resolve("t10k-labels-idx1-ubyte.gz"));
    }

    /** The first bytes of the images of the test set, from a place on. */
    static double[][] images(int count, int from) {
        byte[] bytes = bytes("t10k-images-idx3-ubyte.gz", from + count * PIXELS);
        double[][] images = new double[count][PIXELS];
        for (int i = 0; i < count * PIXELS; i++) {
            images[i / PIXELS][i % PIXELS] = bytes[from + i];
        }
        return images;
    }

    /** The first bytes of the labels of the test set, from a place on. */
    static int[] labels(int count, int from) {
        byte[] bytes = bytes("t10k-labels-idx1-ubyte.gz", from + count);
        int[] labels = new int[count];
        for (int i = 0; i < count; i++) {
            labels[i] = bytes[from + i];
        }
        return labels;
    }

    static double[][] unsigned(double[][] signed) {
        double[][] unsigned = new double[signed.length][];
        for (int i = 0; i < signed.length; i++) {
            unsigned[i] = signed[i].clone();
            for (int p = 0; p < unsigned[i].length; p++) {
                unsigned[i][p] = (int) unsigned[i][p] & 0xFF;
            }
        }
        return unsigned;
    }

    private static byte[] bytes(String file, int count) {
        byte[] bytes = new byte[count];
        try (DataInputStream stream =
                new DataInputStream(new GZIPInputStream(Files.newInputStream(FOLDER.resolve(file))))) {
            stream.readFully(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes;
    }
}
