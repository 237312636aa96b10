package io.github.backcheck.probe;

import io.github.backcheck.examples.Digits;
import io.github.backcheck.model.Batch;
import java.util.Comparator;
import java.util.Random;
import java.util.stream.IntStream;

/** Data for the tests of this package. */
final class ProbeData {

    private static final Batch DIGITS = Digits.load().scaled().shuffled(3);

    private ProbeData() {}

    static Batch digits(int samples) {
        return DIGITS.slice(0, samples);
    }

    /** Two inputs or more from a normal distribution; classes by the largest of some random projections. */
    static Batch blobs(int samples, int inputs, int classes) {
        Random random = new Random(5);
        double[][] projections = new double[classes][inputs];
        for (double[] row : projections) {
            for (int j = 0; j < inputs; j++) {
                row[j] = random.nextGaussian();
            }
        }
        double[][] x = new double[samples][inputs];
        int[] labels = new int[samples];
        for (int s = 0; s < samples; s++) {
            double best = Double.NEGATIVE_INFINITY;
            for (int j = 0; j < inputs; j++) {
                x[s][j] = random.nextGaussian();
            }
            for (int k = 0; k < classes; k++) {
                double sum = 0;
                for (int j = 0; j < inputs; j++) {
                    sum += projections[k][j] * x[s][j];
                }
                labels[s] = sum > best ? k : labels[s];
                best = Math.max(best, sum);
            }
        }
        return Batch.labelled(x, labels, classes);
    }

    static Batch regression(int samples, int inputs) {
        Random random = new Random(6);
        double[][] x = new double[samples][inputs];
        double[][] y = new double[samples][2];
        for (int s = 0; s < samples; s++) {
            for (int j = 0; j < inputs; j++) {
                x[s][j] = 2 * random.nextDouble() - 1;
            }
            y[s][0] = Math.sin(3 * x[s][0]);
            y[s][1] = x[s][0] * x[s][1];
        }
        return Batch.of(x, y);
    }

    static Batch xor() {
        return Batch.of(new double[][] {{0, 0}, {0, 1}, {1, 0}, {1, 1}}, new double[][] {{0}, {1}, {1}, {0}});
    }

    static Batch sortedByClass(Batch data) {
        int[] labels = data.labels();
        return data.select(IntStream.range(0, data.size())
                .boxed()
                .sorted(Comparator.comparingInt(s -> labels[s]))
                .mapToInt(Integer::intValue)
                .toArray());
    }
}
