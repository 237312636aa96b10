package io.github.backcheck.census;

import io.github.backcheck.text.Fact;
import io.github.backcheck.text.Figures;
import java.util.Arrays;
import java.util.Optional;

/**
 * The header of an IDX file of images (the format of MNIST) at the beginning of a sample: the reader did not skip it, so
 * that all images are shifted by 16 pixels. It is the bytes 0 0 8 3, then the number of images, their rows and their columns
 * in four bytes each, the highest first (LeCun, Cortes and Burges, <i>The MNIST database</i>, file formats). Bytes may
 * have been read with sign, and scaled and shifted, as by {@code b / 127.5 - 1}. Rows times columns must be the number of
 * inputs.
 *
 * @param sample the sample that begins with the header
 * @param images how many images the header announces
 * @param rows rows of an image
 * @param columns columns of an image
 */
public record ImageHeader(int sample, long images, long rows, long columns) {

    /** How many bytes the header has. */
    public static final int LENGTH = 16;

    private static final int NUMBER = 4;

    static Optional<ImageHeader> of(Rows inputs) {
        for (int s = 0; s < inputs.count() && inputs.columns() >= LENGTH; s++) {
            Optional<ImageHeader> header = at(s, inputs.row(s));
            if (header.isPresent()) {
                return header;
            }
        }
        return Optional.empty();
    }

    /** The first byte is 0 and the fourth is 3, which gives the scale. */
    private static Optional<ImageHeader> at(int sample, double[] scaled) {
        double[] row = Arrays.copyOf(scaled, scaled.length);
        for (int i = 0; i < LENGTH; i++) {
            row[i] -= scaled[0];
        }
        double unit = row[3] / 3;
        if (!(unit > 0)
                || row[1] != 0
                || !HeaderBytes.are(row, LENGTH, unit)
                || HeaderBytes.number(row, 0, unit) != 0x803) {
            return Optional.empty();
        }
        ImageHeader header = new ImageHeader(
                sample,
                HeaderBytes.number(row, NUMBER, unit),
                HeaderBytes.number(row, 2 * NUMBER, unit),
                HeaderBytes.number(row, 3 * NUMBER, unit));
        return header.images > 0 && header.rows * header.columns == row.length ? Optional.of(header) : Optional.empty();
    }

    Fact fact() {
        return new Fact("header among the inputs", toString());
    }

    /** As in {@code sample 0 begins with 0 0 8 3: 60,000 images of 28 x 28}. */
    @Override
    public String toString() {
        return "sample " + sample + " begins with 0 0 8 3, the header of a file of " + Figures.count(images, "image")
                + " of " + rows + " x " + columns;
    }
}
