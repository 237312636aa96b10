package io.github.backcheck.diagnosis.campaign;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Random;

/** Reads the two files through streams, and brings the pixels to -1..1. */
final class TanhData {

    private static final int ALL = 1400;
    private static final int PIXELS = 64;

    private final Fault fault;
    private final int outputs;
    final double[][] training;
    final double[][] targets;
    final double[][] test;
    final double[][] testTargets;

    TanhData(Fault fault, long seed, int outputs) {
        this.fault = fault;
        this.outputs = outputs;
        double[][] images = readImages(seed);
        int[] digits = readLabels(seed);
        int count = switch (fault) {
            case IMAGES_TRANSPOSED -> PIXELS;
            case CLASS_IMBALANCE -> keepOnes(images, digits);
            default -> 1000;
        };
        if (fault == Fault.SORTED) {
            sort(images, digits, count);
        }
        training = Arrays.copyOfRange(images, 0, count);
        test = fault == Fault.TEST_IN_TRAINING
                ? Arrays.copyOfRange(images, count - 400, count)
                : Arrays.copyOfRange(images, 1000, 1400);
        int[] testDigits = fault == Fault.TEST_IN_TRAINING
                ? Arrays.copyOfRange(digits, count - 400, count)
                : Arrays.copyOfRange(digits, 1000, 1400);
        for (double[] image : training) {
            scale(image);
        }
        if (fault != Fault.TEST_UNSCALED && fault != Fault.TEST_IN_TRAINING) {
            for (double[] image : test) {
                scale(image);
            }
        }
        int[] trainingDigits = Arrays.copyOfRange(digits, 0, count);
        if (fault == Fault.LABELS_SHUFFLED) {
            shuffle(trainingDigits, new Random(seed));
        }
        targets = encode(
                trainingDigits, fault == Fault.LABELS_SHIFTED ? 1 : 0, fault == Fault.ONE_HOT_WRONG_COLUMN ? 9 : 0);
        testTargets = encode(testDigits, fault == Fault.TEST_LABELS_SHIFTED ? 1 : 0, 0);
        if (fault == Fault.IMAGES_TRANSPOSED) {
            double[][] columns = new double[PIXELS][count];
            for (int n = 0; n < count; n++) {
                for (int i = 0; i < PIXELS; i++) {
                    columns[i][n] = training[n][i];
                }
            }
            System.arraycopy(columns, 0, training, 0, PIXELS);
        }
    }

    private double[][] readImages(long seed) {
        double[][] images = new double[ALL][PIXELS];
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(DigitFiles.images(seed)))) {
            if (fault != Fault.HEADER_IN_IMAGES) {
                in.readNBytes(16);
            }
            for (double[] image : images) {
                for (int i = 0; i < PIXELS; i++) {
                    image[i] = fault == Fault.BYTES_SIGNED ? in.readByte() : in.readUnsignedByte();
                    boolean border = i / 8 < 2 || i / 8 > 5;
                    if (fault == Fault.BLACK_BORDER && border) {
                        image[i] = 0;
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (fault == Fault.NAN_INPUT) {
            images[17][20] = Double.NaN;
        }
        return images;
    }

    private int[] readLabels(long seed) {
        int[] digits = new int[ALL];
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(DigitFiles.labels(seed)))) {
            if (fault != Fault.HEADER_IN_LABELS) {
                in.readInt();
                in.readInt();
            }
            for (int n = 0; n < ALL; n++) {
                digits[n] = in.read();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return digits;
    }

    /** Moves ones and one of each other hundred to the front. */
    private static int keepOnes(double[][] images, int[] digits) {
        int kept = 0;
        for (int n = 0; n < 1000; n++) {
            if (digits[n] == 1 || n % 90 == 0) {
                double[] image = images[kept];
                int digit = digits[kept];
                images[kept] = images[n];
                digits[kept] = digits[n];
                images[n] = image;
                digits[n] = digit;
                kept++;
            }
        }
        return kept;
    }

    private static void sort(double[][] images, int[] digits, int count) {
        for (int n = 1; n < count; n++) {
            double[] image = images[n];
            int digit = digits[n];
            int place = n;
            while (place > 0 && digits[place - 1] > digit) {
                images[place] = images[place - 1];
                digits[place] = digits[place - 1];
                place--;
            }
            images[place] = image;
            digits[place] = digit;
        }
    }

    private static void shuffle(int[] digits, Random random) {
        for (int i = digits.length - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int digit = digits[i];
            digits[i] = digits[j];
            digits[j] = digit;
        }
    }

    private void scale(double[] image) {
        for (int i = 0; i < image.length; i++) {
            switch (fault) {
                case INPUTS_UNSCALED -> {}
                case INPUTS_HARDLY_SCALED -> image[i] /= 16;
                case SCALED_TWICE -> image[i] /= 255 * 255;
                default -> image[i] = image[i] / 127.5 - 1;
            }
        }
    }

    private double[][] encode(int[] digits, int shift, int column) {
        double[][] rows = new double[digits.length][outputs];
        for (int n = 0; n < digits.length; n++) {
            int digit = digits[(n + shift) % digits.length];
            if (outputs == 1) {
                rows[n][0] = digit < 5 ? 0 : 1;
            } else {
                switch (fault) {
                    case ONE_HOT_EMPTY -> {}
                    case TARGETS_OUT_OF_REACH -> rows[n][digit] = digit;
                    default -> rows[n][(digit + column) % 10] = 1;
                }
            }
        }
        return rows;
    }
}
