package io.github.backcheck.monitor;

import io.github.backcheck.model.Model;
import io.github.backcheck.model.ModelBuilder;
import java.util.Random;

/** A program as many people write it: plain loops over {@code double[][]}, sigmoid layers, squared error, mini-batches. */
final class PlainArrays {

    private static final double LEARNING_RATE = 1e-3;

    private final double[][][] weights;
    private final double[][] biases;
    private final double[][][] weightSums;
    private final double[][] biasSums;
    private final double[][] activations;
    private final double[][] deltas;

    PlainArrays(int... sizes) {
        int depth = sizes.length - 1;
        Random random = new Random(1);
        weights = new double[depth][][];
        weightSums = new double[depth][][];
        biases = new double[depth][];
        biasSums = new double[depth][];
        deltas = new double[depth][];
        activations = new double[depth + 1][];
        for (int l = 0; l < depth; l++) {
            weights[l] = new double[sizes[l + 1]][sizes[l]];
            weightSums[l] = new double[sizes[l + 1]][sizes[l]];
            biases[l] = new double[sizes[l + 1]];
            biasSums[l] = new double[sizes[l + 1]];
            deltas[l] = new double[sizes[l + 1]];
            activations[l + 1] = new double[sizes[l + 1]];
            for (double[] row : weights[l]) {
                for (int j = 0; j < row.length; j++) {
                    row[j] = random.nextGaussian() / Math.sqrt(row.length);
                }
            }
        }
    }

    double train(double[][] inputs, double[][] targets) {
        double loss = 0;
        for (int sample = 0; sample < inputs.length; sample++) {
            loss += accumulate(inputs[sample], targets[sample]);
        }
        for (int l = 0; l < weights.length; l++) {
            for (int i = 0; i < biases[l].length; i++) {
                for (int j = 0; j < weights[l][i].length; j++) {
                    weights[l][i][j] -= LEARNING_RATE * weightSums[l][i][j] / inputs.length;
                    weightSums[l][i][j] = 0;
                }
                biases[l][i] -= LEARNING_RATE * biasSums[l][i] / inputs.length;
                biasSums[l][i] = 0;
            }
        }
        return loss / inputs.length;
    }

    private double accumulate(double[] input, double[] target) {
        activations[0] = input;
        int last = weights.length - 1;
        for (int l = 0; l <= last; l++) {
            for (int i = 0; i < biases[l].length; i++) {
                double z = biases[l][i];
                for (int j = 0; j < activations[l].length; j++) {
                    z += weights[l][i][j] * activations[l][j];
                }
                activations[l + 1][i] = 1 / (1 + Math.exp(-z));
            }
        }
        double loss = 0;
        for (int l = last; l >= 0; l--) {
            for (int i = 0; i < biases[l].length; i++) {
                double a = activations[l + 1][i];
                double slope = 0;
                if (l == last) {
                    slope = a - target[i];
                    loss += slope * slope / 2;
                } else {
                    for (int k = 0; k < biases[l + 1].length; k++) {
                        slope += weights[l + 1][k][i] * deltas[l + 1][k];
                    }
                }
                deltas[l][i] = slope * a * (1 - a);
                for (int j = 0; j < activations[l].length; j++) {
                    weightSums[l][i][j] += deltas[l][i] * activations[l][j];
                }
                biasSums[l][i] += deltas[l][i];
            }
        }
        return loss;
    }

    Model model() {
        ModelBuilder builder = Model.named("plain arrays");
        for (int l = 0; l < weights.length; l++) {
            builder.weights("W" + (l + 1), weights[l]).biases("b" + (l + 1), biases[l]);
        }
        return builder.loss(batch -> Double.NaN).build();
    }
}
