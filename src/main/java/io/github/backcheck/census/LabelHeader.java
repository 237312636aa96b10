package io.github.backcheck.census;

import io.github.backcheck.model.Batch;
import io.github.backcheck.text.Fact;
import java.util.Optional;

/**
 * The header of an IDX file of labels (the format of MNIST) among the targets: the reader did not skip it, so that every
 * target stands eight samples too late. It is the bytes 0 0 8 1, then the number of labels in four bytes, the highest first.
 * As classes, the first targets are then 0, 0, 8, 1, and two bytes of a number below 65,536, which are 0. Where a byte is
 * no class, the row of a one-hot target has stayed empty. Only data in the order of the file can show it.
 *
 * @param labels how many labels the header announces, at most; the bytes that are no class count as 255
 */
public record LabelHeader(long labels) {

    /** How many bytes the header has, and samples it shifts the targets by. */
    public static final int LENGTH = 8;

    private static final int BYTES = 256;
    private static final double ROUND_OFF = 1e-6;
    private static final int UNKNOWN = BYTES - 1;
    private static final double[] BEGINNING = {0, 0, 8, 1, 0, 0};

    static Optional<LabelHeader> of(Batch data) {
        if (data.size() <= LENGTH) {
            return Optional.empty();
        }
        double[] bytes = new double[LENGTH];
        double unit = data.outputCount() == 1 ? data.target(3, 0) : 1;
        for (int s = 0; s < LENGTH; s++) {
            bytes[s] = data.outputCount() == 1 ? data.target(s, 0) / unit : label(data.target(s));
        }
        for (int s = 0; s < BEGINNING.length; s++) {
            if (!(Math.abs(bytes[s] - BEGINNING[s]) < ROUND_OFF)) {
                return Optional.empty();
            }
        }
        long labels = HeaderBytes.number(bytes, Integer.BYTES, 1);
        return HeaderBytes.are(bytes, LENGTH, 1) && labels >= data.size() - LENGTH
                ? Optional.of(new LabelHeader(labels))
                : Optional.empty();
    }

    /** The index of the only target that is 1 where all others are 0; 255 where there is none. */
    private static int label(double[] row) {
        int label = UNKNOWN;
        for (int output = 0; output < row.length; output++) {
            if (row[output] != 0) {
                if (row[output] != 1 || label != UNKNOWN) {
                    return UNKNOWN;
                }
                label = output;
            }
        }
        return label;
    }

    Fact fact() {
        return new Fact("header among the targets", toString());
    }

    /** As in {@code the first targets are 0 0 8 1 0 0, the header of a file of labels}. */
    @Override
    public String toString() {
        return "the first targets are 0 0 8 1 0 0, the header of a file of labels";
    }
}
