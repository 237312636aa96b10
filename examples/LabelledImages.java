package io.github.backcheck.examples;

import io.github.backcheck.model.Batch;
import io.github.backcheck.text.Figures;
import java.util.stream.IntStream;

/**
 * Images of digits and what they show, a byte for each pixel. {@link Batch}es of doubles, eight times as large, are made of the
 * range that is asked for.
 */
final class LabelledImages {

    static final int CLASSES = 10;
    private static final double BRIGHTEST = 255;

    private final Idx images;
    private final Idx labels;

    private LabelledImages(Idx images, Idx labels) {
        this.images = images;
        this.labels = labels;
    }

    /**
     * Puts images and labels together.
     *
     * @param images count x rows x columns
     * @param labels count
     * @throws IdxException if these are no images and labels, if their counts differ, or if a label is above 9
     */
    static LabelledImages of(Idx images, Idx labels) {
        images.requireImages();
        labels.requireLabels();
        if (images.count() != labels.count()) {
            throw new IdxException(images.name() + " holds " + Figures.count(images.count(), "image") + ", "
                    + labels.name() + " " + Figures.count(labels.count(), "label")
                    + ": as many labels as images were expected; do the two files belong together?");
        }
        for (int item = 0; item < labels.count(); item++) {
            if (labels.at(item, 0) >= CLASSES) {
                throw new IdxException(labels.name() + ": byte " + Figures.count(labels.byteOf(item)) + ": label "
                        + Figures.count(item) + " is " + labels.at(item, 0) + ", a digit from 0 to " + (CLASSES - 1)
                        + " was expected");
            }
        }
        return new LabelledImages(images, labels);
    }

    int count() {
        return images.count();
    }

    int rows() {
        return images.dimensions()[1];
    }

    int columns() {
        return images.dimensions()[2];
    }

    /** What a pixel is in a batch. */
    enum Scale {
        /** 0 to 255, as in the file. */
        BYTES(1),
        /** 0 to 1. */
        UNIT(BRIGHTEST);

        private final double divisor;

        Scale(double divisor) {
            this.divisor = divisor;
        }
    }

    /** The images from one (inclusive) to another (exclusive), one per row, targets one-hot. */
    Batch batch(int from, int to, Scale scale) {
        if (from < 0 || to > count() || from >= to) {
            throw new IllegalArgumentException("images " + from + " to " + to + " (exclusive) of " + count()
                    + ": a range of at least one, inside 0 to " + count() + ", was expected");
        }
        return select(IntStream.range(from, to).toArray(), scale);
    }

    /** The images of these indices, one per row, targets one-hot. */
    Batch select(int[] items, Scale scale) {
        int pixels = images.elementsPerItem();
        double[][] inputs = new double[items.length][pixels];
        int[] digits = new int[items.length];
        for (int row = 0; row < items.length; row++) {
            int item = items[row];
            if (item < 0 || item >= count()) {
                throw new IllegalArgumentException(
                        "image " + item + " of " + count() + ": from 0 to " + (count() - 1) + " was expected");
            }
            for (int pixel = 0; pixel < pixels; pixel++) {
                inputs[row][pixel] = images.at(item, pixel) / scale.divisor;
            }
            digits[row] = labels.at(item, 0);
        }
        return Batch.labelled(inputs, digits, CLASSES);
    }
}
