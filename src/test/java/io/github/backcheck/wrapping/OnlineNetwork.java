package io.github.backcheck.wrapping;

import io.github.backcheck.model.Architecture;
import io.github.backcheck.model.Model;
import java.util.Random;

/** A training method that takes one image and its digit, updates the weights and returns nothing. Weights one row per unit. */
class OnlineNetwork {

    final double[][] inputToHidden = new double[16][64];
    final double[] hiddenBias = new double[16];
    final double[][] hiddenToOutput = new double[10][16];
    final double[] outputBias = new double[10];
    private final double speed;

    OnlineNetwork(long seed, double speed) {
        Random random = new Random(seed);
        for (double[] row : inputToHidden) {
            for (int i = 0; i < row.length; i++) {
                row[i] = random.nextGaussian() / 8;
            }
        }
        for (double[] row : hiddenToOutput) {
            for (int i = 0; i < row.length; i++) {
                row[i] = random.nextGaussian() / 4;
            }
        }
        this.speed = speed;
    }

    private static double[] activate(double[][] weights, double[] bias, double[] from) {
        double[] to = bias.clone();
        for (int i = 0; i < to.length; i++) {
            for (int j = 0; j < from.length; j++) {
                to[i] += weights[i][j] * from[j];
            }
            to[i] = 1.0 / (1.0 + Math.exp(-to[i]));
        }
        return to;
    }

    public double[] recognise(double[] image) {
        return activate(hiddenToOutput, outputBias, activate(inputToHidden, hiddenBias, image));
    }

    public void trainOne(double[] image, double[] digit) {
        double[] hidden = activate(inputToHidden, hiddenBias, image);
        double[] output = activate(hiddenToOutput, outputBias, hidden);
        double[] outputDelta = new double[output.length];
        for (int k = 0; k < output.length; k++) {
            outputDelta[k] = (output[k] - digit[k]) * output[k] * (1 - output[k]);
        }
        learn(image, hidden, outputDelta);
    }

    void learn(double[] image, double[] hidden, double[] outputDelta) {
        double[] hiddenDelta = backwards(hidden, outputDelta);
        move(hiddenToOutput, outputBias, outputDelta, hidden);
        move(inputToHidden, hiddenBias, hiddenDelta, image);
    }

    double[] backwards(double[] hidden, double[] outputDelta) {
        double[] hiddenDelta = new double[hidden.length];
        for (int j = 0; j < hidden.length; j++) {
            for (int k = 0; k < outputDelta.length; k++) {
                hiddenDelta[j] += hiddenToOutput[k][j] * outputDelta[k];
            }
            hiddenDelta[j] *= hidden[j] * (1 - hidden[j]);
        }
        return hiddenDelta;
    }

    void move(double[][] weights, double[] bias, double[] delta, double[] from) {
        for (int i = 0; i < delta.length; i++) {
            for (int j = 0; j < from.length; j++) {
                weights[i][j] -= speed * delta[i] * from[j];
            }
            bias[i] -= speed * delta[i];
        }
    }

    /** The bug: the weights are moved before the delta is sent back through them. */
    static class MovesTooEarly extends OnlineNetwork {
        MovesTooEarly(long seed, double speed) {
            super(seed, speed);
        }

        @Override
        void learn(double[] image, double[] hidden, double[] outputDelta) {
            move(hiddenToOutput, outputBias, outputDelta, hidden);
            move(inputToHidden, hiddenBias, backwards(hidden, outputDelta), image);
        }
    }

    static Model wrap(OnlineNetwork net) {
        return Model.named("one by one")
                .weights("hidden/W", net.inputToHidden)
                .biases("hidden/b", net.hiddenBias)
                .weights("output/W", net.hiddenToOutput)
                .biases("output/b", net.outputBias)
                .trainSample(net::trainOne)
                .predictSample(net::recognise)
                .architecture(Architecture.inputs(64).sigmoid(16).sigmoid(10).halfSquaredError())
                .build();
    }
}
