package io.github.backcheck.audit;

import io.github.backcheck.mlp.Initialiser;
import io.github.backcheck.mlp.Mlp;
import io.github.backcheck.model.Architecture;
import io.github.backcheck.model.Batch;
import java.util.List;
import java.util.Random;

/** Small networks of different shapes, activations and losses, and samples for them. */
final class Nets {

    static final List<Architecture> ARCHITECTURES = List.of(
            Architecture.inputs(4).tanh(5).sigmoid(3).softmax(2).softmaxCrossEntropy(),
            Architecture.inputs(6)
                    .tanh(6)
                    .tanh(6)
                    .identity(3)
                    .halfSquaredError()
                    .summed(),
            Architecture.inputs(3).sigmoid(4).sigmoid(1).binaryCrossEntropy().l2(0.02),
            Architecture.inputs(5).relu(8).leakyRelu(8).softmax(4).softmaxCrossEntropy());

    private Nets() {}

    /** Weights and biases that are not 0. */
    static Mlp random(Architecture architecture, long seed) {
        Mlp network = Mlp.of(architecture, Initialiser.xavier(), seed);
        Random random = new Random(seed + 1);
        for (int layer = 0; layer < architecture.depth(); layer++) {
            double[] biases = network.biases(layer).data;
            for (int i = 0; i < biases.length; i++) {
                biases[i] = 0.1 * random.nextGaussian();
            }
        }
        return network;
    }

    /** Gaussian inputs with one-hot targets, or with targets of 0 and 1 for a single output. */
    static Batch batch(Architecture architecture, int samples, long seed) {
        Random random = new Random(seed);
        double[][] x = new double[samples][architecture.inputCount()];
        double[][] y = new double[samples][architecture.outputCount()];
        for (int n = 0; n < samples; n++) {
            for (int j = 0; j < x[n].length; j++) {
                x[n][j] = random.nextGaussian();
            }
            y[n][random.nextInt(y[n].length)] = y[n].length == 1 ? random.nextInt(2) : 1;
        }
        return Batch.of(x, y);
    }
}
