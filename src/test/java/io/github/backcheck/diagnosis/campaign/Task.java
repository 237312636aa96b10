package io.github.backcheck.diagnosis.campaign;

import io.github.backcheck.examples.Digits;
import io.github.backcheck.model.Batch;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** What healthy networks learn. */
enum Task {
    /** Digits with pixels 0..1. */
    DIGITS {
        @Override
        Batch training(long seed) {
            return digits(seed, 0, DIGITS_TO_LEARN_FROM, 1.0 / 16, 0);
        }

        @Override
        Batch test(long seed) {
            return digits(seed, DIGITS_TO_LEARN_FROM, ALL_DIGITS, 1.0 / 16, 0);
        }
    },
    /** Digits with pixels -1..1, 400 to learn from. */
    FEW_DIGITS {
        @Override
        Batch training(long seed) {
            return digits(seed, 0, 400, 1.0 / 8, -1);
        }

        @Override
        Batch test(long seed) {
            return digits(seed, DIGITS_TO_LEARN_FROM, ALL_DIGITS, 1.0 / 8, -1);
        }
    },
    /** Digits with pixels of mean 0 and deviation 1. */
    STANDARDISED_DIGITS {
        @Override
        Batch training(long seed) {
            return digits(seed, 0, DIGITS_TO_LEARN_FROM, 1 / 6.0, -0.81);
        }

        @Override
        Batch test(long seed) {
            return digits(seed, DIGITS_TO_LEARN_FROM, ALL_DIGITS, 1 / 6.0, -0.81);
        }
    },
    /** Two smooth functions of five numbers, with a little noise. */
    CURVES {
        @Override
        Batch training(long seed) {
            return curves(seed, 1000);
        }

        @Override
        Batch test(long seed) {
            return curves(seed + 1000, 400);
        }

        @Override
        List<Head> heads() {
            return List.of(Head.LINEAR_SQUARED, Head.LINEAR_MEAN_SQUARED);
        }

        @Override
        double quality(double[][] outputs, double[][] targets) {
            double unexplained = 0;
            double all = 0;
            for (int k = 0; k < targets[0].length; k++) {
                int column = k;
                double mean = Arrays.stream(targets)
                        .mapToDouble(row -> row[column])
                        .average()
                        .orElseThrow();
                for (int n = 0; n < targets.length; n++) {
                    unexplained += Math.pow(outputs[n][k] - targets[n][k], 2);
                    all += Math.pow(targets[n][k] - mean, 2);
                }
            }
            return 1 - unexplained / all;
        }

        @Override
        double sensible() {
            return 0.7;
        }
    };

    private static final int DIGITS_TO_LEARN_FROM = 1000;
    private static final int ALL_DIGITS = 1400;
    private static final Batch RAW = Digits.load().raw();

    abstract Batch training(long seed);

    abstract Batch test(long seed);

    List<Head> heads() {
        return List.of(
                Head.SOFTMAX_CROSS_ENTROPY,
                Head.SOFTMAX_CROSS_ENTROPY,
                Head.SIGMOID_CROSS_ENTROPY,
                Head.SIGMOID_SQUARED,
                Head.SIGMOID_MEAN_SQUARED,
                Head.LINEAR_SQUARED);
    }

    /** Share of right classes, or of the variance that is explained. */
    double quality(double[][] outputs, double[][] targets) {
        return accuracy(outputs, targets);
    }

    /** What a setting must reach to be a sensible one. */
    double sensible() {
        return 0.85;
    }

    boolean isOfClasses() {
        return this != CURVES;
    }

    static double accuracy(double[][] outputs, double[][] targets) {
        int right = 0;
        for (int n = 0; n < outputs.length; n++) {
            right += largest(outputs[n]) == largest(targets[n]) ? 1 : 0;
        }
        return right / (double) outputs.length;
    }

    private static int largest(double[] row) {
        int largest = 0;
        for (int k = 1; k < row.length; k++) {
            largest = row[k] > row[largest] ? k : largest;
        }
        return largest;
    }

    private static Batch digits(long seed, int from, int to, double factor, double shift) {
        Batch some = RAW.shuffled(seed).slice(from, to);
        double[][] x = some.inputs();
        for (double[] row : x) {
            for (int i = 0; i < row.length; i++) {
                row[i] = row[i] * factor + shift;
            }
        }
        return Batch.of(x, some.targets());
    }

    private static Batch curves(long seed, int samples) {
        Random random = new Random(seed);
        double[][] x = new double[samples][5];
        double[][] y = new double[samples][2];
        for (int n = 0; n < samples; n++) {
            for (int i = 0; i < 5; i++) {
                x[n][i] = random.nextGaussian();
            }
            y[n][0] = Math.sin(x[n][0]) + 0.5 * x[n][1] * x[n][2] + 0.05 * random.nextGaussian();
            y[n][1] = Math.abs(x[n][3]) - 0.3 * x[n][4] + 0.05 * random.nextGaussian();
        }
        return Batch.of(x, y);
    }
}
