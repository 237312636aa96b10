package io.github.backcheck.diagnosis;

import io.github.backcheck.examples.Digits;
import io.github.backcheck.model.Batch;
import java.util.Random;
import java.util.function.Consumer;

/** Small data sets, and the loop that trains on them. */
final class Samples {

    static final Batch XOR =
            Batch.of(new double[][] {{0, 0}, {0, 1}, {1, 0}, {1, 1}}, new double[][] {{0}, {1}, {1}, {0}});

    static final Batch XOR_CLASSES = Batch.labelled(XOR.inputs(), new int[] {0, 1, 1, 0}, 2);

    private static final Digits DIGITS = Digits.load();

    private Samples() {}

    static Batch digits() {
        return DIGITS.scaled().shuffled(1).slice(0, 300);
    }

    static Batch rawDigits() {
        return DIGITS.raw().shuffled(1).slice(0, 300);
    }

    /** Three clouds of points in the plane, one class each. */
    static Batch clouds() {
        Random random = new Random(5);
        double[][] x = new double[150][2];
        int[] labels = new int[x.length];
        for (int n = 0; n < x.length; n++) {
            labels[n] = n % 3;
            x[n][0] = Math.cos(2 * labels[n]) + 0.3 * random.nextGaussian();
            x[n][1] = Math.sin(2 * labels[n]) + 0.3 * random.nextGaussian();
        }
        return Batch.labelled(x, labels, 3);
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

    static Batch withoutInputs(Batch data) {
        return Batch.of(new double[data.size()][data.inputCount()], data.targets());
    }

    /** Trains in batches of a size, shuffled anew in each epoch. */
    static void train(Batch data, int size, int epochs, Consumer<Batch> step) {
        for (int epoch = 0; epoch < epochs; epoch++) {
            Batch shuffled = data.shuffled(epoch);
            for (int from = 0; from < data.size(); from += size) {
                step.accept(shuffled.slice(from, Math.min(from + size, data.size())));
            }
        }
    }
}
