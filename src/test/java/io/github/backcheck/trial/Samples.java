package io.github.backcheck.trial;

import io.github.backcheck.examples.Digits;
import io.github.backcheck.model.Batch;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;

/** Small data sets for trials. */
final class Samples {

    private static final Digits DIGITS = Digits.load();

    private Samples() {}

    static Batch digits(long seed) {
        return DIGITS.scaled().shuffled(seed).slice(0, 600);
    }

    /** 0 to 255, as they come from a file of bytes. */
    static Batch bytes(long seed) {
        return inputs(digits(seed), value -> 255 * value);
    }

    static Batch mislabelled(long seed) {
        Batch digits = digits(seed);
        return Batch.of(digits.inputs(), digits.shuffled(seed + 100).targets());
    }

    /** A smooth curve in two inputs, for regression. */
    static Batch curve() {
        Random random = new Random(6);
        double[][] x = new double[120][2];
        double[][] y = new double[x.length][1];
        for (int n = 0; n < x.length; n++) {
            x[n][0] = 2 * random.nextDouble() - 1;
            x[n][1] = 2 * random.nextDouble() - 1;
            y[n][0] = Math.sin(2 * x[n][0]) + 0.5 * x[n][1];
        }
        return Batch.of(x, y);
    }

    static Batch inputs(Batch data, DoubleUnaryOperator change) {
        double[][] x = data.inputs();
        for (double[] row : x) {
            for (int i = 0; i < row.length; i++) {
                row[i] = change.applyAsDouble(row[i]);
            }
        }
        return Batch.of(x, data.targets());
    }
}
