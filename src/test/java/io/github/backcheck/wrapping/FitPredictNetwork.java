package io.github.backcheck.wrapping;

import io.github.backcheck.model.Architecture;
import io.github.backcheck.model.Model;
import io.github.backcheck.model.Storage;
import java.util.List;
import java.util.Random;

/**
 * An estimator with fit, predict and public weights, which shuffles, makes mini-batches and goes through the data as often as it
 * was told to. Sigmoids with binary cross-entropy, one class each; fit goes on from the weights there are.
 */
class FitPredictNetwork {

    public final double[][][] coefs = new double[2][][];
    public final double[][] intercepts = {new double[6], new double[3]};
    public int maxIter = 30;
    public int batchSize = 16;
    public double learningRateInit = 0.3;
    public long randomState = 1;

    FitPredictNetwork() {
        Random random = new Random(randomState);
        coefs[0] = glorot(6, 2, random);
        coefs[1] = glorot(3, 6, random);
    }

    private static double[][] glorot(int out, int in, Random random) {
        double limit = Math.sqrt(6.0 / (in + out));
        double[][] w = new double[out][in];
        for (double[] row : w) {
            for (int i = 0; i < in; i++) {
                row[i] = limit * (2 * random.nextDouble() - 1);
            }
        }
        return w;
    }

    /** One probability for each class and row of X. */
    public double[][] predict(double[][] X) {
        double[][] P = new double[X.length][];
        for (int n = 0; n < X.length; n++) {
            P[n] = layer(1, layer(0, X[n]));
        }
        return P;
    }

    private double[] layer(int l, double[] a) {
        double[] next = intercepts[l].clone();
        for (int i = 0; i < next.length; i++) {
            for (int j = 0; j < a.length; j++) {
                next[i] += coefs[l][i][j] * a[j];
            }
            next[i] = 1 / (1 + Math.exp(-next[i]));
        }
        return next;
    }

    public void fit(double[][] X, int[] y) {
        Random random = new Random(randomState);
        int[] order = new int[X.length];
        for (int n = 0; n < order.length; n++) {
            order[n] = n;
        }
        for (int iter = 0; iter < maxIter; iter++) {
            for (int n = order.length - 1; n > 0; n--) {
                int other = random.nextInt(n + 1);
                int swap = order[n];
                order[n] = order[other];
                order[other] = swap;
            }
            for (int from = 0; from < order.length; from += batchSize) {
                int to = Math.min(from + batchSize, order.length);
                double[][][] dW = {new double[6][2], new double[3][6]};
                double[][] db = {new double[6], new double[3]};
                for (int n = from; n < to; n++) {
                    addGradients(X[order[n]], y[order[n]], dW, db);
                }
                update(dW, db, learningRateInit / (to - from));
            }
        }
    }

    private void addGradients(double[] x, int label, double[][][] dW, double[][] db) {
        double[] hidden = layer(0, x);
        double[] delta = layer(1, hidden);
        delta[label] -= 1;
        double[] below = new double[hidden.length];
        for (int j = 0; j < below.length; j++) {
            for (int k = 0; k < delta.length; k++) {
                below[j] += coefs[1][k][j] * delta[k];
            }
            below[j] *= hidden[j] * (1 - hidden[j]);
        }
        add(dW[1], db[1], delta, hidden);
        add(dW[0], db[0], below, x);
    }

    private static void add(double[][] dW, double[] db, double[] delta, double[] a) {
        for (int i = 0; i < delta.length; i++) {
            for (int j = 0; j < a.length; j++) {
                dW[i][j] += delta[i] * a[j];
            }
            db[i] += delta[i];
        }
    }

    void update(double[][][] dW, double[][] db, double rate) {
        updateLayer(0, dW[0], db[0], rate);
        updateLayer(1, dW[1], db[1], rate);
    }

    void updateLayer(int l, double[][] dW, double[] db, double rate) {
        for (int i = 0; i < db.length; i++) {
            for (int j = 0; j < dW[i].length; j++) {
                coefs[l][i][j] -= rate * dW[i][j];
            }
            intercepts[l][i] -= rate * db[i];
        }
    }

    /** The bug: the loop over the layers begins at 1. */
    static class FirstLayerLeftOut extends FitPredictNetwork {
        @Override
        void update(double[][][] dW, double[][] db, double rate) {
            for (int l = 1; l < dW.length; l++) {
                updateLayer(l, dW[l], db[l], rate);
            }
        }
    }

    static Model wrap(FitPredictNetwork net) {
        net.maxIter = 1;
        return Model.named("fit and predict")
                .layers(List.of(0, 1), l -> Storage.of(net.coefs[l]), l -> Storage.of(net.intercepts[l]))
                .trainStep(batch -> net.fit(batch.inputs(), batch.labels()))
                .predict(net::predict)
                .architecture(Architecture.inputs(2).sigmoid(6).sigmoid(3).binaryCrossEntropy())
                .build();
    }

    /** Where the number of passes is out of reach, too. */
    static Model wrapAsItIs(FitPredictNetwork net) {
        return Model.named("fit and predict")
                .layers(List.of(0, 1), l -> Storage.of(net.coefs[l]), l -> Storage.of(net.intercepts[l]))
                .trainStep(batch -> net.fit(batch.inputs(), batch.labels()))
                .predict(net::predict)
                .architecture(Architecture.inputs(2).sigmoid(6).sigmoid(3).binaryCrossEntropy())
                .build();
    }
}
