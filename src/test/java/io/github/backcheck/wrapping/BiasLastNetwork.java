package io.github.backcheck.wrapping;

import io.github.backcheck.model.Architecture;
import io.github.backcheck.model.BiasPlacement;
import io.github.backcheck.model.Model;
import java.util.Arrays;
import java.util.Random;

/** A 1 after every input, biases in the last column; everything learns from -1 and 1 with tanh. */
class BiasLastNetwork {

    final double[][] hiddenLayer = new double[4][2 + 1];
    final double[][] outputLayer = new double[1][4 + 1];
    private final double rate;

    BiasLastNetwork(long seed, double rate) {
        Random dice = new Random(seed);
        for (double[][] layer : new double[][][] {hiddenLayer, outputLayer}) {
            for (double[] unit : layer) {
                Arrays.setAll(unit, i -> dice.nextDouble() - 0.5);
            }
        }
        this.rate = rate;
    }

    private static double[] through(double[][] layer, double[] in) {
        double[] biased = Arrays.copyOf(in, in.length + 1);
        biased[in.length] = 1;
        double[] out = new double[layer.length];
        for (int u = 0; u < out.length; u++) {
            for (int i = 0; i < biased.length; i++) {
                out[u] += layer[u][i] * biased[i];
            }
            out[u] = Math.tanh(out[u]);
        }
        return out;
    }

    double[] ask(double[] in) {
        return through(outputLayer, through(hiddenLayer, in));
    }

    void teach(double[] in, double[] answer) {
        double[] mid = through(hiddenLayer, in);
        double[] out = through(outputLayer, mid);
        double outError = (answer[0] - out[0]) * (1 - out[0] * out[0]);
        double[] midError = new double[mid.length];
        for (int u = 0; u < mid.length; u++) {
            midError[u] = outError * outputLayer[0][u] * (1 - mid[u] * mid[u]);
        }
        change(outputLayer[0], outError, mid);
        for (int u = 0; u < mid.length; u++) {
            change(hiddenLayer[u], midError[u], in);
        }
    }

    void change(double[] unit, double error, double[] in) {
        for (int i = 0; i < in.length; i++) {
            unit[i] += rate * error * in[i];
        }
        unit[in.length] += rate * error;
    }

    /** The bug: the loop runs over the inputs, and the bias is none. */
    static class BiasForgotten extends BiasLastNetwork {
        private final double rate;

        BiasForgotten(long seed, double rate) {
            super(seed, rate);
            this.rate = rate;
        }

        @Override
        void change(double[] unit, double error, double[] in) {
            for (int i = 0; i < in.length; i++) {
                unit[i] += rate * error * in[i];
            }
        }
    }

    static Model wrap(BiasLastNetwork net) {
        return Model.named("bias last")
                .weightsWithBiases("hidden", BiasPlacement.LAST_COLUMN, net.hiddenLayer)
                .weightsWithBiases("output", BiasPlacement.LAST_COLUMN, net.outputLayer)
                .trainSample(net::teach)
                .predictSample(net::ask)
                .architecture(Architecture.inputs(2).tanh(4).tanh(1).halfSquaredError())
                .build();
    }
}
