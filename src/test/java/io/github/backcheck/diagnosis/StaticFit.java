package io.github.backcheck.diagnosis;

import io.github.backcheck.model.Architecture;
import io.github.backcheck.model.Model;
import io.github.backcheck.model.ModelBuilder;
import java.util.Random;

/** A program of static fields and one method fit: three sigmoid layers, squared errors added up over the batch. */
final class StaticFit {

    static double[][][] weights = {};
    static double[][] biases = {};
    static double eta;
    static Bug bug = Bug.NONE;

    private StaticFit() {}

    static void reset(Bug with, double learningRate, long seed, int... sizes) {
        bug = with;
        eta = with.rate(learningRate);
        Random random = new Random(seed);
        weights = new double[sizes.length - 1][][];
        biases = new double[sizes.length - 1][];
        for (int l = 0; l < weights.length; l++) {
            weights[l] = new double[sizes[l + 1]][sizes[l]];
            biases[l] = new double[sizes[l + 1]];
            for (double[] row : weights[l]) {
                for (int j = 0; j < row.length; j++) {
                    row[j] = random.nextGaussian() * 2 / Math.sqrt(sizes[l]);
                }
            }
        }
    }

    static double[][] activations(double[] x) {
        double[][] a = new double[weights.length + 1][];
        a[0] = x;
        for (int l = 0; l < weights.length; l++) {
            a[l + 1] = new double[weights[l].length];
            for (int i = 0; i < a[l + 1].length; i++) {
                double z = biases[l][i];
                for (int j = 0; j < a[l].length; j++) {
                    z += weights[l][i][j] * a[l][j];
                }
                a[l + 1][i] = 1 / (1 + Math.exp(-z));
            }
        }
        return a;
    }

    static double[] predict(double[] x) {
        return activations(x)[weights.length];
    }

    static void fit(double[][] x, double[][] y, int epochs) {
        for (int epoch = 0; epoch < epochs; epoch++) {
            double[][][] dw = new double[weights.length][][];
            double[][] db = new double[weights.length][];
            for (int l = 0; l < weights.length; l++) {
                dw[l] = new double[weights[l].length][weights[l][0].length];
                db[l] = new double[biases[l].length];
            }
            for (int n = 0; n < x.length; n++) {
                double[][] a = activations(x[n]);
                double[] delta = {};
                for (int l = weights.length - 1; l >= (bug == Bug.FIRST_LAYER_FROZEN ? 1 : 0); l--) {
                    double[] next = new double[weights[l].length];
                    for (int i = 0; i < next.length; i++) {
                        if (l == weights.length - 1) {
                            next[i] = a[l + 1][i] - y[n][i];
                        } else {
                            for (int k = 0; k < delta.length; k++) {
                                next[i] += (bug == Bug.HIDDEN_SIGN ? -1 : 1) * weights[l + 1][k][i] * delta[k];
                            }
                        }
                        double s = a[l + 1][i];
                        next[i] *= bug == Bug.WRONG_DERIVATIVE && l < weights.length - 1 ? s : s * (1 - s);
                        for (int j = 0; j < a[l].length; j++) {
                            dw[l][i][j] += next[i] * a[l][j];
                        }
                        db[l][i] += next[i];
                    }
                    delta = next;
                }
            }
            for (int l = 0; l < weights.length; l++) {
                for (int i = 0; i < weights[l].length; i++) {
                    double[] row = bug == Bug.UPDATE_TO_COPY || (bug == Bug.WEIGHTS_TO_COPY && l == 0)
                            ? weights[l][i].clone()
                            : weights[l][i];
                    for (int j = 0; j < row.length; j++) {
                        row[j] -= eta * dw[l][i][j];
                    }
                    if (bug != Bug.UPDATE_TO_COPY) {
                        biases[l][i] -= eta * db[l][i];
                    }
                }
            }
        }
    }

    static Model wrap() {
        ModelBuilder builder = Model.named("static fields");
        Architecture.Layers shape = Architecture.inputs(weights[0][0].length);
        for (int l = 0; l < weights.length; l++) {
            builder.weights("W" + (l + 1), weights[l]).biases("b" + (l + 1), biases[l]);
            shape = shape.sigmoid(weights[l].length);
        }
        return builder.trainStep(batch -> fit(batch.inputs(), batch.targets(), 1))
                .predictSample(StaticFit::predict)
                .architecture(shape.halfSquaredError().summed())
                .build();
    }
}
