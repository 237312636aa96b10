package io.github.backcheck.wrapping;

import io.github.backcheck.model.Architecture;
import io.github.backcheck.model.BiasPlacement;
import io.github.backcheck.model.Gradient;
import io.github.backcheck.model.Model;
import io.github.backcheck.model.Storage;
import java.util.Random;

/** After the exercise of a well-known course: a 1 in front of every input, biases in the first column of each Theta. */
class BiasFirstNetwork {

    final double[][] Theta1;
    final double[][] Theta2;
    double[][] Theta1_grad = {};
    double[][] Theta2_grad = {};

    BiasFirstNetwork(long seed) {
        Random rand = new Random(seed);
        Theta1 = randInitializeWeights(2, 5, rand);
        Theta2 = randInitializeWeights(5, 1, rand);
    }

    private static double[][] randInitializeWeights(int L_in, int L_out, Random rand) {
        double[][] W = new double[L_out][1 + L_in];
        double epsilon_init = Math.sqrt(6) / Math.sqrt(L_in + L_out);
        for (double[] row : W) {
            for (int j = 0; j < row.length; j++) {
                row[j] = rand.nextDouble() * 2 * epsilon_init - epsilon_init;
            }
        }
        return W;
    }

    private static double[] addOne(double[] a) {
        double[] withOne = new double[a.length + 1];
        withOne[0] = 1;
        System.arraycopy(a, 0, withOne, 1, a.length);
        return withOne;
    }

    private static double[] layer(double[][] Theta, double[] a) {
        double[] g = new double[Theta.length];
        for (int i = 0; i < g.length; i++) {
            double z = 0;
            for (int j = 0; j < a.length; j++) {
                z += Theta[i][j] * a[j];
            }
            g[i] = 1 / (1 + Math.exp(-z));
        }
        return g;
    }

    double[] h(double[] x) {
        return layer(Theta2, addOne(layer(Theta1, addOne(x))));
    }

    /** The column of Theta2 that belongs to a hidden unit. */
    int column(int unit) {
        return unit + 1;
    }

    void backprop(double[][] X, double[][] y) {
        Theta1_grad = new double[Theta1.length][Theta1[0].length];
        Theta2_grad = new double[Theta2.length][Theta2[0].length];
        for (int i = 0; i < X.length; i++) {
            double[] a1 = addOne(X[i]);
            double[] a2 = addOne(layer(Theta1, a1));
            double delta3 = layer(Theta2, a2)[0] - y[i][0];
            for (int j = 0; j < a2.length; j++) {
                Theta2_grad[0][j] += delta3 * a2[j] / X.length;
            }
            for (int unit = 0; unit < Theta1.length; unit++) {
                double a = a2[unit + 1];
                double delta2 = Theta2[0][column(unit)] * delta3 * a * (1 - a);
                for (int j = 0; j < a1.length; j++) {
                    Theta1_grad[unit][j] += delta2 * a1[j] / X.length;
                }
            }
        }
    }

    void gradientDescent(double[][] X, double[][] y, double alpha) {
        backprop(X, y);
        for (int j = 0; j < Theta2[0].length; j++) {
            Theta2[0][j] -= alpha * Theta2_grad[0][j];
        }
        for (int unit = 0; unit < Theta1.length; unit++) {
            for (int j = 0; j < Theta1[0].length; j++) {
                Theta1[unit][j] -= alpha * Theta1_grad[unit][j];
            }
        }
    }

    /** The bug: the column of the biases is not skipped on the way back. */
    static class BiasNotSkipped extends BiasFirstNetwork {
        BiasNotSkipped(long seed) {
            super(seed);
        }

        @Override
        int column(int unit) {
            return unit;
        }
    }

    static Model wrap(BiasFirstNetwork net) {
        return Model.named("bias first")
                .weightsWithBiases("hidden", BiasPlacement.FIRST_COLUMN, net.Theta1)
                .weightsWithBiases("output", BiasPlacement.FIRST_COLUMN, net.Theta2)
                .trainStep(batch -> net.gradientDescent(batch.inputs(), batch.targets(), 1.0))
                .gradient(batch -> {
                    net.backprop(batch.inputs(), batch.targets());
                    return Gradient.withBiases("hidden", BiasPlacement.FIRST_COLUMN, Storage.of(net.Theta1_grad))
                            .andWithBiases("output", BiasPlacement.FIRST_COLUMN, Storage.of(net.Theta2_grad));
                })
                .predictSample(net::h)
                .architecture(Architecture.inputs(2).sigmoid(5).sigmoid(1).binaryCrossEntropy())
                .build();
    }
}
