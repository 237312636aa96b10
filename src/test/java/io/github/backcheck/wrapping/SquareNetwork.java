package io.github.backcheck.wrapping;

import io.github.backcheck.model.Architecture;
import io.github.backcheck.model.Gradient;
import java.util.Arrays;
import java.util.Random;

/** Four inputs, four units, four outputs, so that nothing complains where shapes are mixed up. Sigmoids, squared error. */
final class SquareNetwork {

    static final Architecture ARCHITECTURE =
            Architecture.inputs(4).sigmoid(4).sigmoid(4).halfSquaredError();

    final double[][] w1;
    final double[][] w2;
    final double[] b1;
    final double[] b2;

    /** New arrays at each call of backprop. */
    double[][] dw1 = {};

    double[][] dw2 = {};
    double[] db1 = {};
    double[] db2 = {};

    SquareNetwork(long seed) {
        Random random = new Random(seed);
        w1 = drawn(random);
        w2 = drawn(random);
        b1 = random.doubles(4, -0.5, 0.5).toArray();
        b2 = random.doubles(4, -0.5, 0.5).toArray();
    }

    private static double[][] drawn(Random random) {
        double[][] weights = new double[4][4];
        for (double[] row : weights) {
            Arrays.setAll(row, i -> random.nextGaussian());
        }
        return weights;
    }

    static double[][] transpose(double[][] a) {
        double[][] b = new double[4][4];
        for (int i = 0; i < 4; i++) {
            for (int j = 0; j < 4; j++) {
                b[j][i] = a[i][j];
            }
        }
        return b;
    }

    static double[][] copy(double[][] a) {
        return Arrays.stream(a).map(double[]::clone).toArray(double[][]::new);
    }

    private static double[] layer(double[][] w, double[] b, double[] x) {
        double[] a = new double[4];
        for (int i = 0; i < 4; i++) {
            double z = b[i];
            for (int j = 0; j < 4; j++) {
                z += w[i][j] * x[j];
            }
            a[i] = 1 / (1 + Math.exp(-z));
        }
        return a;
    }

    double[] forward(double[] x) {
        return layer(w2, b2, layer(w1, b1, x));
    }

    double loss(double[][] inputs, double[][] targets) {
        double sum = 0;
        for (int n = 0; n < inputs.length; n++) {
            double[] out = forward(inputs[n]);
            for (int k = 0; k < 4; k++) {
                sum += 0.5 * (out[k] - targets[n][k]) * (out[k] - targets[n][k]);
            }
        }
        return sum / inputs.length;
    }

    void backprop(double[][] inputs, double[][] targets) {
        dw1 = new double[4][4];
        dw2 = new double[4][4];
        db1 = new double[4];
        db2 = new double[4];
        for (int n = 0; n < inputs.length; n++) {
            double[] hidden = layer(w1, b1, inputs[n]);
            double[] out = layer(w2, b2, hidden);
            double[] back = new double[4];
            for (int k = 0; k < 4; k++) {
                double delta = (out[k] - targets[n][k]) * out[k] * (1 - out[k]) / inputs.length;
                db2[k] += delta;
                for (int i = 0; i < 4; i++) {
                    dw2[k][i] += delta * hidden[i];
                    back[i] += delta * w2[k][i];
                }
            }
            for (int i = 0; i < 4; i++) {
                double delta = back[i] * hidden[i] * (1 - hidden[i]);
                db1[i] += delta;
                for (int j = 0; j < 4; j++) {
                    dw1[i][j] += delta * inputs[n][j];
                }
            }
        }
    }

    void train(double[][] inputs, double[][] targets) {
        backprop(inputs, targets);
        update(2);
    }

    /** Down what the fields hold, of which the gradient was made. */
    void step(Gradient gradient, double rate) {
        if (!gradient.parameters().isEmpty()) {
            update(rate);
        }
    }

    private void update(double rate) {
        for (int i = 0; i < 4; i++) {
            b1[i] -= rate * db1[i];
            b2[i] -= rate * db2[i];
            for (int j = 0; j < 4; j++) {
                w1[i][j] -= rate * dw1[i][j];
                w2[i][j] -= rate * dw2[i][j];
            }
        }
    }
}
