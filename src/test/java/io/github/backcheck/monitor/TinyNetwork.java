package io.github.backcheck.monitor;

import io.github.backcheck.model.Architecture;
import io.github.backcheck.model.Batch;
import io.github.backcheck.model.Model;
import io.github.backcheck.model.ModelBuilder;
import io.github.backcheck.model.Trace;
import java.util.Random;

/** Somebody's network in plain arrays: one sigmoid hidden layer, a sigmoid head, squared error, gradient descent. */
final class TinyNetwork {

    static final double LEARNING_RATE = 0.5;

    final double[][] w1;
    final double[] b1;
    final double[][] w2;
    final double[] b2;

    /** The layers from this one on are updated: 0 for all, 1 for a backward loop that ends one layer early. */
    int firstTrained = 0;

    TinyNetwork(int inputs, int hidden, int outputs) {
        Random random = new Random(42);
        w1 = gaussian(random, hidden, inputs);
        b1 = new double[hidden];
        w2 = gaussian(random, outputs, hidden);
        b2 = new double[outputs];
    }

    private static double[][] gaussian(Random random, int rows, int columns) {
        double[][] weights = new double[rows][columns];
        for (double[] row : weights) {
            for (int j = 0; j < columns; j++) {
                row[j] = random.nextGaussian();
            }
        }
        return weights;
    }

    void train(double[][] x, double[][] y) {
        for (int s = 0; s < x.length; s++) {
            double[] a1 = sigmoid(preActivations(w1, b1, x[s]));
            double[] a2 = sigmoid(preActivations(w2, b2, a1));
            double[] delta2 = new double[a2.length];
            for (int k = 0; k < a2.length; k++) {
                delta2[k] = (a2[k] - y[s][k]) * a2[k] * (1 - a2[k]);
            }
            double[] delta1 = new double[a1.length];
            for (int i = 0; i < a1.length; i++) {
                for (int k = 0; k < a2.length; k++) {
                    delta1[i] += w2[k][i] * delta2[k];
                }
                delta1[i] *= a1[i] * (1 - a1[i]);
            }
            update(w2, b2, delta2, a1);
            if (firstTrained == 0) {
                update(w1, b1, delta1, x[s]);
            }
        }
    }

    private static void update(double[][] w, double[] b, double[] delta, double[] below) {
        for (int i = 0; i < delta.length; i++) {
            for (int j = 0; j < below.length; j++) {
                w[i][j] -= LEARNING_RATE * delta[i] * below[j];
            }
            b[i] -= LEARNING_RATE * delta[i];
        }
    }

    double[][] predict(double[][] x) {
        double[][] outputs = new double[x.length][];
        for (int s = 0; s < x.length; s++) {
            outputs[s] = sigmoid(preActivations(w2, b2, sigmoid(preActivations(w1, b1, x[s]))));
        }
        return outputs;
    }

    Trace trace(double[][] x) {
        double[][] z1 = new double[x.length][];
        double[][] a1 = new double[x.length][];
        double[][] z2 = new double[x.length][];
        double[][] a2 = new double[x.length][];
        for (int s = 0; s < x.length; s++) {
            z1[s] = preActivations(w1, b1, x[s]);
            a1[s] = sigmoid(z1[s]);
            z2[s] = preActivations(w2, b2, a1[s]);
            a2[s] = sigmoid(z2[s]);
        }
        return Trace.layer(z1, a1).andLayer(z2, a2);
    }

    private static double[] preActivations(double[][] w, double[] b, double[] below) {
        double[] z = b.clone();
        for (int i = 0; i < z.length; i++) {
            for (int j = 0; j < below.length; j++) {
                z[i] += w[i][j] * below[j];
            }
        }
        return z;
    }

    private static double[] sigmoid(double[] z) {
        double[] a = new double[z.length];
        for (int i = 0; i < z.length; i++) {
            a[i] = 1 / (1 + Math.exp(-z[i]));
        }
        return a;
    }

    Model model() {
        return builder().build();
    }

    ModelBuilder builder() {
        return Model.named("tiny")
                .weights("hidden/W", w1)
                .biases("hidden/b", b1)
                .weights("output/W", w2)
                .biases("output/b", b2)
                .predict(this::predict)
                .trace(this::trace)
                .trainStep(batch -> train(batch.inputs(), batch.targets()))
                .architecture(Architecture.inputs(w1[0].length)
                        .sigmoid(w1.length)
                        .sigmoid(w2.length)
                        .halfSquaredError());
    }

    /** Random inputs from 0 to 1, two classes by the sign of the first input minus the last. */
    static Batch data(int samples, int inputs) {
        Random random = new Random(7);
        double[][] x = new double[samples][inputs];
        int[] labels = new int[samples];
        for (int s = 0; s < samples; s++) {
            for (int j = 0; j < inputs; j++) {
                x[s][j] = random.nextDouble();
            }
            labels[s] = x[s][0] > x[s][inputs - 1] ? 1 : 0;
        }
        return Batch.labelled(x, labels, 2);
    }

    /** The same data with one input always 0. */
    static Batch dataWithDarkInput(int samples, int inputs, int dark) {
        Batch data = data(samples, inputs);
        double[][] x = data.inputs();
        for (double[] row : x) {
            row[dark] = 0;
        }
        return Batch.of(x, data.targets());
    }
}
