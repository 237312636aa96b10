package io.github.backcheck.diagnosis.campaign;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Random;
import java.util.stream.IntStream;

/** Reads the two files into matrices and standardises the pixels with one mean and one deviation, as is done for MNIST. */
final class ReluData {

    private static final int TRAINING = 1000;
    private static final int TEST = 400;
    private static final double MEAN = 0.3;
    private static final double DEVIATION = 0.38;

    final double[][] x;
    final double[][] y;
    final double[][] testX;
    final int[] testLabels;
    final int classes;

    ReluData(Fault fault, long seed, int classes) {
        this.classes = classes;
        byte[] imageBytes = DigitFiles.images(seed);
        byte[] labelBytes = DigitFiles.labels(seed);
        int imageStart = fault == Fault.HEADER_IN_IMAGES ? 0 : 16;
        int labelStart = fault == Fault.HEADER_IN_LABELS ? 0 : 8;
        int count = TRAINING + TEST;
        double[][] pixels = new double[count][64];
        int[] labels = new int[count];
        for (int n = 0; n < count; n++) {
            for (int i = 0; i < 64; i++) {
                byte pixel = imageBytes[imageStart + 64 * n + i];
                pixels[n][i] = fault == Fault.BYTES_SIGNED ? pixel : pixel & 0xFF;
            }
            labels[n] = labelBytes[labelStart + n];
        }
        if (fault == Fault.BLACK_BORDER) {
            for (double[] image : pixels) {
                Arrays.fill(image, 0, 16, 0);
                Arrays.fill(image, 48, 64, 0);
            }
        }
        int[] rows = rows(fault, labels, seed);
        int[] testRows = fault == Fault.TEST_IN_TRAINING
                ? Arrays.copyOfRange(rows, rows.length - TEST, rows.length)
                : IntStream.range(TRAINING, count).toArray();
        x = standardise(fault, select(pixels, rows));
        testX = standardise(fault == Fault.TEST_UNSCALED ? Fault.INPUTS_UNSCALED : fault, select(pixels, testRows));
        int[] rowsOfLabels = fault == Fault.LABELS_SHUFFLED ? shuffled(rows, seed) : rows;
        y = new double[rows.length][];
        for (int n = 0; n < rows.length; n++) {
            int row = fault == Fault.LABELS_SHIFTED ? rowsOfLabels[(n + 1) % rows.length] : rowsOfLabels[n];
            y[n] = oneHot(fault, labels[row]);
        }
        testLabels = new int[testRows.length];
        for (int n = 0; n < testRows.length; n++) {
            testLabels[n] = labels[testRows[(n + (fault == Fault.TEST_LABELS_SHIFTED ? 1 : 0)) % testRows.length]];
        }
        if (fault == Fault.IMAGES_TRANSPOSED) {
            transpose(x);
            transpose(testX);
        }
    }

    private static int[] rows(Fault fault, int[] labels, long seed) {
        if (fault == Fault.SORTED) {
            return IntStream.range(0, TRAINING)
                    .boxed()
                    .sorted(Comparator.comparing(n -> labels[n]))
                    .mapToInt(n -> n)
                    .toArray();
        }
        if (fault == Fault.CLASS_IMBALANCE) {
            Random random = new Random(seed);
            return IntStream.range(0, TRAINING)
                    .filter(n -> labels[n] == 1 || random.nextInt(75) == 0)
                    .toArray();
        }
        return IntStream.range(0, fault == Fault.IMAGES_TRANSPOSED ? 64 : TRAINING)
                .toArray();
    }

    private static int[] shuffled(int[] rows, long seed) {
        int[] other = rows.clone();
        Random random = new Random(seed + 100);
        for (int i = other.length - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int t = other[i];
            other[i] = other[j];
            other[j] = t;
        }
        return other;
    }

    private static double[][] select(double[][] pixels, int[] rows) {
        double[][] some = new double[rows.length][];
        for (int n = 0; n < rows.length; n++) {
            some[n] = pixels[rows[n]].clone();
        }
        return some;
    }

    private static double[][] standardise(Fault fault, double[][] pixels) {
        if (fault == Fault.NAN_INPUT) {
            return standardiseColumns(pixels);
        }
        for (double[] image : pixels) {
            for (int i = 0; i < image.length; i++) {
                image[i] = switch (fault) {
                    case INPUTS_UNSCALED, LOG_OF_ZERO, EXP_OVERFLOW -> image[i];
                    case INPUTS_HARDLY_SCALED -> image[i] / 16;
                    case SCALED_TWICE -> image[i] / 255 / 255;
                    default -> (image[i] / 255 - MEAN) / DEVIATION;
                };
            }
        }
        return pixels;
    }

    /** The corner pixels are always 0, and so is their deviation. */
    private static double[][] standardiseColumns(double[][] pixels) {
        for (int i = 0; i < 64; i++) {
            double mean = 0;
            double square = 0;
            for (double[] image : pixels) {
                mean += image[i] / pixels.length;
                square += image[i] * image[i] / pixels.length;
            }
            double deviation = Math.sqrt(square - mean * mean);
            for (double[] image : pixels) {
                image[i] = (image[i] - mean) / deviation;
            }
        }
        return pixels;
    }

    private double[] oneHot(Fault fault, int label) {
        double[] target = new double[classes];
        if (classes == 1) {
            target[0] = label >= 5 ? 1 : 0;
            return target;
        }
        if (fault == Fault.TARGETS_OUT_OF_REACH) {
            Arrays.fill(target, -1);
        }
        if (fault != Fault.ONE_HOT_EMPTY) {
            target[fault == Fault.ONE_HOT_WRONG_COLUMN ? (label + 1) % classes : label] = 1;
        }
        return target;
    }

    /** One-hot, or whether the digit is 5 or more. */
    double[][] testTargets() {
        double[][] rows = new double[testLabels.length][];
        for (int n = 0; n < rows.length; n++) {
            rows[n] = oneHot(Fault.NONE, testLabels[n]);
        }
        return rows;
    }

    private static void transpose(double[][] square) {
        for (int n = 0; n < 64; n++) {
            for (int i = 0; i < n; i++) {
                double t = square[n][i];
                square[n][i] = square[i][n];
                square[i][n] = t;
            }
        }
    }
}
