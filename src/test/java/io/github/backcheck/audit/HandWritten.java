package io.github.backcheck.audit;

import io.github.backcheck.model.Architecture;
import io.github.backcheck.model.Batch;
import io.github.backcheck.model.Gradient;
import io.github.backcheck.model.Model;
import io.github.backcheck.model.ModelBuilder;
import java.util.Arrays;
import java.util.Random;

/**
 * A program of plain arrays as people write it: tanh layers, half the squared error, gradients added up over the samples of a
 * batch. How it updates is handed in; everything else is right.
 */
final class HandWritten {

    /** What the program does on a batch. */
    @FunctionalInterface
    interface Step {
        void train(HandWritten net, double[][] x, double[][] y);
    }

    final double[][][] w;
    final double[][] b;
    double[][][] dw;
    double[][] db;
    private final int[] sizes;

    HandWritten(long seed, int... sizes) {
        Random random = new Random(seed);
        this.sizes = sizes;
        int depth = sizes.length - 1;
        w = new double[depth][][];
        b = new double[depth][];
        dw = new double[depth][][];
        db = new double[depth][];
        for (int l = 0; l < depth; l++) {
            w[l] = new double[sizes[l + 1]][sizes[l]];
            b[l] = new double[sizes[l + 1]];
            dw[l] = new double[sizes[l + 1]][sizes[l]];
            db[l] = new double[sizes[l + 1]];
            for (int i = 0; i < b[l].length; i++) {
                b[l][i] = 0.1 * random.nextGaussian();
                for (int j = 0; j < w[l][i].length; j++) {
                    w[l][i][j] = random.nextGaussian() / Math.sqrt(sizes[l]);
                }
            }
        }
    }

    double[][] forward(double[] x) {
        double[][] a = new double[w.length + 1][];
        a[0] = x;
        for (int l = 0; l < w.length; l++) {
            a[l + 1] = new double[b[l].length];
            for (int i = 0; i < b[l].length; i++) {
                double z = b[l][i];
                for (int j = 0; j < a[l].length; j++) {
                    z += w[l][i][j] * a[l][j];
                }
                a[l + 1][i] = Math.tanh(z);
            }
        }
        return a;
    }

    void clear() {
        for (int l = 0; l < w.length; l++) {
            Arrays.fill(db[l], 0);
            for (double[] row : dw[l]) {
                Arrays.fill(row, 0);
            }
        }
    }

    /** Adds the gradient of one sample. */
    void backpropagate(double[] x, double[] y) {
        double[][] a = forward(x);
        double[] delta = new double[y.length];
        for (int i = 0; i < y.length; i++) {
            double out = a[w.length][i];
            delta[i] = (out - y[i]) * (1 - out * out);
        }
        for (int l = w.length - 1; l >= 0; l--) {
            double[] below = new double[sizes[l]];
            for (int i = 0; i < delta.length; i++) {
                db[l][i] += delta[i];
                for (int j = 0; j < below.length; j++) {
                    dw[l][i][j] += delta[i] * a[l][j];
                    below[j] += w[l][i][j] * delta[i] * (1 - a[l][j] * a[l][j]);
                }
            }
            delta = below;
        }
    }

    void backpropagate(double[][] x, double[][] y) {
        for (int n = 0; n < x.length; n++) {
            backpropagate(x[n], y[n]);
        }
    }

    /** θ ← θ + factor · sums. */
    void add(double factor) {
        for (int l = 0; l < w.length; l++) {
            for (int i = 0; i < b[l].length; i++) {
                b[l][i] += factor * db[l][i];
                for (int j = 0; j < w[l][i].length; j++) {
                    w[l][i][j] += factor * dw[l][i][j];
                }
            }
        }
    }

    double loss(Batch batch) {
        double sum = 0;
        for (int n = 0; n < batch.size(); n++) {
            double[] out = forward(batch.input(n))[w.length];
            for (int i = 0; i < out.length; i++) {
                sum += (out[i] - batch.target(n)[i]) * (out[i] - batch.target(n)[i]) / 2;
            }
        }
        return sum;
    }

    Architecture architecture() {
        Architecture.Layers layers = Architecture.inputs(sizes[0]);
        for (int l = 1; l < sizes.length; l++) {
            layers = layers.tanh(sizes[l]);
        }
        return layers.halfSquaredError().summed();
    }

    /** Parameters, loss and step. */
    ModelBuilder wrapped(Step step) {
        ModelBuilder builder = Model.named("hand-written");
        for (int l = 0; l < w.length; l++) {
            builder.weights("layer " + (l + 1) + "/W", w[l]).biases("layer " + (l + 1) + "/b", b[l]);
        }
        return builder.loss(this::loss).trainStep(batch -> step.train(this, batch.inputs(), batch.targets()));
    }

    /** With an architecture, so that there is a twin. */
    Model model(Step step) {
        return wrapped(step).architecture(architecture()).build();
    }

    /** With a gradient that shares the sums with the step, and clears them or does not. */
    Model modelWithGradient(Step step, Runnable before, double sign) {
        return withGradient(step, before, sign).build();
    }

    private ModelBuilder withGradient(Step step, Runnable before, double sign) {
        return wrapped(step).gradient(batch -> {
            before.run();
            backpropagate(batch.inputs(), batch.targets());
            return gradient(sign);
        });
    }

    /** With a right gradient, as far as the sums are right, and an architecture. */
    Model modelWithGradient() {
        return withGradient((net, x, y) -> {}, this::clear, 1)
                .architecture(architecture())
                .build();
    }

    private Gradient gradient(double sign) {
        Gradient gradient = Gradient.of("layer 1/W", times(sign, dw[0])).and("layer 1/b", times(sign, db)[0]);
        for (int l = 1; l < w.length; l++) {
            gradient = gradient.and("layer " + (l + 1) + "/W", times(sign, dw[l]))
                    .and("layer " + (l + 1) + "/b", times(sign, db)[l]);
        }
        return gradient;
    }

    private static double[][] times(double factor, double[][] matrix) {
        return Arrays.stream(matrix)
                .map(row -> Arrays.stream(row).map(v -> factor * v).toArray())
                .toArray(double[][]::new);
    }

    /** Random samples with targets between −1 and 1. */
    Batch batch(int samples, long seed) {
        Random random = new Random(seed);
        double[][] x = new double[samples][sizes[0]];
        double[][] y = new double[samples][sizes[sizes.length - 1]];
        for (int n = 0; n < samples; n++) {
            x[n] = random.doubles(x[n].length, -1, 1).toArray();
            y[n] = random.doubles(y[n].length, -0.9, 0.9).toArray();
        }
        return Batch.of(x, y);
    }
}
