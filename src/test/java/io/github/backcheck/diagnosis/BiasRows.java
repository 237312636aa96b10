package io.github.backcheck.diagnosis;

import io.github.backcheck.model.Architecture;
import io.github.backcheck.model.BiasPlacement;
import io.github.backcheck.model.Gradient;
import io.github.backcheck.model.Model;
import io.github.backcheck.model.ModelBuilder;
import io.github.backcheck.model.Storage;
import java.util.Random;

/** A program of arrays inputs x outputs whose last row are the biases: tanh, then softmax and cross-entropy. */
final class BiasRows {

    final double[][] w1;
    final double[][] w2;
    double[][] g1;
    double[][] g2;
    private final double eta;
    private final Bug bug;

    BiasRows(Bug bug, double eta, long seed, int... sizes) {
        Random random = new Random(seed);
        this.w1 = random(sizes[0], sizes[1], random);
        this.w2 = random(sizes[1], sizes[2], random);
        this.g1 = new double[sizes[0] + 1][sizes[1]];
        this.g2 = new double[sizes[1] + 1][sizes[2]];
        this.eta = bug.rate(eta);
        this.bug = bug;
    }

    private static double[][] random(int inputs, int outputs, Random random) {
        double[][] w = new double[inputs + 1][outputs];
        for (int i = 0; i < inputs; i++) {
            for (int j = 0; j < outputs; j++) {
                w[i][j] = random.nextGaussian() / Math.sqrt(inputs);
            }
        }
        return w;
    }

    private static double[] times(double[] x, double[][] w) {
        double[] z = w[w.length - 1].clone();
        for (int i = 0; i < x.length; i++) {
            for (int j = 0; j < z.length; j++) {
                z[j] += x[i] * w[i][j];
            }
        }
        return z;
    }

    private double[] hidden(double[] x) {
        double[] h = times(x, w1);
        for (int j = 0; j < h.length; j++) {
            h[j] = Math.tanh(h[j]);
        }
        return h;
    }

    private static double[] softmax(double[] z) {
        double largest = Double.NEGATIVE_INFINITY;
        for (double v : z) {
            largest = Math.max(largest, v);
        }
        double sum = 0;
        double[] p = new double[z.length];
        for (int k = 0; k < z.length; k++) {
            p[k] = Math.exp(z[k] - largest);
            sum += p[k];
        }
        for (int k = 0; k < z.length; k++) {
            p[k] /= sum;
        }
        return p;
    }

    double[][] predict(double[][] x) {
        double[][] p = new double[x.length][];
        for (int n = 0; n < x.length; n++) {
            p[n] = softmax(times(hidden(x[n]), w2));
        }
        return p;
    }

    double loss(double[][] x, double[][] y) {
        double[][] p = predict(x);
        double sum = 0;
        for (int n = 0; n < x.length; n++) {
            for (int k = 0; k < p[n].length; k++) {
                sum -= y[n][k] == 0 ? 0 : y[n][k] * Math.log(p[n][k]);
            }
        }
        return sum / x.length;
    }

    void backward(double[][] x, double[][] y) {
        if (bug != Bug.NEVER_RESET) {
            g1 = new double[w1.length][w1[0].length];
            g2 = new double[w2.length][w2[0].length];
        }
        double share = bug == Bug.SUMMED_GRADIENT ? 1 : 1.0 / x.length;
        for (int n = 0; n < x.length; n++) {
            double[] h = hidden(x[n]);
            double[] delta2 = softmax(times(h, w2));
            for (int k = 0; k < delta2.length; k++) {
                delta2[k] -= y[n][k];
            }
            addOuter(g2, h, delta2, share);
            double[] delta1 = new double[h.length];
            for (int j = 0; j < h.length; j++) {
                for (int k = 0; k < delta2.length; k++) {
                    delta1[j] += (bug == Bug.HIDDEN_SIGN ? -1 : 1) * delta2[k] * w2[j][k];
                }
                double t = bug == Bug.WRONG_DERIVATIVE ? Math.tanh(h[j]) : h[j];
                delta1[j] *= 1 - t * t;
            }
            if (bug != Bug.FIRST_LAYER_FROZEN) {
                addOuter(g1, x[n], delta1, share);
            }
        }
    }

    private static void addOuter(double[][] g, double[] below, double[] delta, double share) {
        for (int j = 0; j < delta.length; j++) {
            for (int i = 0; i < below.length; i++) {
                g[i][j] += share * below[i] * delta[j];
            }
            g[g.length - 1][j] += share * delta[j];
        }
    }

    void train(double[][] x, double[][] y) {
        backward(x, y);
        update(w1, g1);
        update(w2, g2);
    }

    private void update(double[][] w, double[][] g) {
        for (int i = 0; i < w.length; i++) {
            boolean copied = bug == Bug.UPDATE_TO_COPY || (bug == Bug.WEIGHTS_TO_COPY && w == w1 && i < w.length - 1);
            double[] row = copied ? w[i].clone() : w[i];
            for (int j = 0; j < row.length; j++) {
                row[j] -= (bug == Bug.ASCENT ? -1 : 1) * eta * g[i][j];
            }
        }
    }

    ModelBuilder parameters() {
        return Model.named("bias rows")
                .weightsWithBiases(
                        "hidden", BiasPlacement.LAST_COLUMN, Storage.of(w1).transposed())
                .weightsWithBiases(
                        "output", BiasPlacement.LAST_COLUMN, Storage.of(w2).transposed());
    }

    Architecture architecture() {
        return Architecture.inputs(w1.length - 1)
                .tanh(w1[0].length)
                .softmax(w2[0].length)
                .softmaxCrossEntropy();
    }

    /** Without its gradient, with its step. */
    ModelBuilder stepOnly() {
        return parameters()
                .loss(batch -> loss(batch.inputs(), batch.targets()))
                .trainStep(batch -> train(batch.inputs(), batch.targets()))
                .predict(this::predict)
                .architecture(architecture());
    }

    Gradient gradient(double[][] x, double[][] y) {
        backward(x, y);
        return gradient();
    }

    /** As it was computed last. */
    Gradient gradient() {
        return Gradient.withBiases(
                        "hidden", BiasPlacement.LAST_COLUMN, Storage.of(g1).transposed())
                .andWithBiases(
                        "output", BiasPlacement.LAST_COLUMN, Storage.of(g2).transposed());
    }

    Model wrap() {
        return stepOnly()
                .gradient(batch -> gradient(batch.inputs(), batch.targets()))
                .build();
    }
}
