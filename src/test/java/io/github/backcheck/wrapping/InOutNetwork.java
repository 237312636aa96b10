package io.github.backcheck.wrapping;

import io.github.backcheck.model.Architecture;
import io.github.backcheck.model.Model;
import java.util.Random;

/** Ported from numpy: X times W, weights in x out, whole batches. Tanh, softmax, cross-entropy. */
class InOutNetwork {

    final double[][] W1;
    final double[] b1;
    final double[][] W2;
    final double[] b2;
    private final double lr;

    InOutNetwork(long seed, double lr) {
        Random rng = new Random(seed);
        this.W1 = randn(rng, 2, 8);
        this.b1 = new double[8];
        this.W2 = randn(rng, 8, 3);
        this.b2 = new double[3];
        this.lr = lr;
    }

    private static double[][] randn(Random rng, int in, int out) {
        double[][] W = new double[in][out];
        for (int i = 0; i < in; i++) {
            for (int j = 0; j < out; j++) {
                W[i][j] = rng.nextGaussian() / Math.sqrt(in);
            }
        }
        return W;
    }

    private static double[][] dot(double[][] A, double[][] B) {
        double[][] C = new double[A.length][B[0].length];
        for (int i = 0; i < A.length; i++) {
            for (int k = 0; k < B.length; k++) {
                for (int j = 0; j < B[0].length; j++) {
                    C[i][j] += A[i][k] * B[k][j];
                }
            }
        }
        return C;
    }

    private static double[][] T(double[][] A) {
        double[][] B = new double[A[0].length][A.length];
        for (int i = 0; i < A.length; i++) {
            for (int j = 0; j < A[0].length; j++) {
                B[j][i] = A[i][j];
            }
        }
        return B;
    }

    private static double[][] dense(double[][] X, double[][] W, double[] b) {
        double[][] Z = dot(X, W);
        for (double[] row : Z) {
            for (int j = 0; j < b.length; j++) {
                row[j] += b[j];
            }
        }
        return Z;
    }

    private double[][] hidden(double[][] X) {
        double[][] A = dense(X, W1, b1);
        for (double[] row : A) {
            for (int j = 0; j < row.length; j++) {
                row[j] = Math.tanh(row[j]);
            }
        }
        return A;
    }

    private double[][] softmax(double[][] A1) {
        double[][] P = dense(A1, W2, b2);
        for (double[] row : P) {
            double max = Math.max(row[0], Math.max(row[1], row[2]));
            double sum = 0;
            for (int k = 0; k < row.length; k++) {
                row[k] = Math.exp(row[k] - max);
                sum += row[k];
            }
            for (int k = 0; k < row.length; k++) {
                row[k] /= sum;
            }
        }
        return P;
    }

    double[][] predictProba(double[][] X) {
        return softmax(hidden(X));
    }

    double crossEntropy(double[][] X, double[][] Y) {
        double[][] P = predictProba(X);
        double sum = 0;
        for (int n = 0; n < X.length; n++) {
            for (int k = 0; k < P[n].length; k++) {
                sum -= Y[n][k] > 0 ? Y[n][k] * Math.log(P[n][k]) : 0;
            }
        }
        return sum / X.length;
    }

    double tanhPrime(double a) {
        return 1 - a * a;
    }

    void trainOnBatch(double[][] X, double[][] Y) {
        double[][] A1 = hidden(X);
        double[][] dZ2 = softmax(A1);
        for (int n = 0; n < X.length; n++) {
            for (int k = 0; k < dZ2[n].length; k++) {
                dZ2[n][k] = (dZ2[n][k] - Y[n][k]) / X.length;
            }
        }
        double[][] dZ1 = dot(dZ2, T(W2));
        for (int n = 0; n < X.length; n++) {
            for (int j = 0; j < dZ1[n].length; j++) {
                dZ1[n][j] *= tanhPrime(A1[n][j]);
            }
        }
        descend(W2, b2, dot(T(A1), dZ2), dZ2);
        descend(W1, b1, dot(T(X), dZ1), dZ1);
    }

    private void descend(double[][] W, double[] b, double[][] dW, double[][] dZ) {
        for (int j = 0; j < b.length; j++) {
            for (int i = 0; i < W.length; i++) {
                W[i][j] -= lr * dW[i][j];
            }
            for (double[] row : dZ) {
                b[j] -= lr * row[j];
            }
        }
    }

    /** The bug: the square is missing. */
    static class SquareMissing extends InOutNetwork {
        SquareMissing(long seed, double lr) {
            super(seed, lr);
        }

        @Override
        double tanhPrime(double a) {
            return 1 - a;
        }
    }

    static Model wrap(InOutNetwork net) {
        return Model.named("in x out")
                .weightsInByOut("hidden/W", net.W1)
                .biases("hidden/b", net.b1)
                .weightsInByOut("output/W", net.W2)
                .biases("output/b", net.b2)
                .loss(batch -> net.crossEntropy(batch.inputs(), batch.targets()))
                .trainStep(batch -> net.trainOnBatch(batch.inputs(), batch.targets()))
                .predict(net::predictProba)
                .architecture(Architecture.inputs(2).tanh(8).softmax(3).softmaxCrossEntropy())
                .build();
    }
}
