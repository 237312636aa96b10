package io.github.backcheck.mlp;

import io.github.backcheck.model.Architecture;
import java.util.Random;
import org.ejml.data.DMatrixRMaj;

/** Small networks and data for the tests of this package. */
final class Networks {

    private Networks() {}

    /** Three layers that differ in size and activation, with a penalty. */
    static Architecture threeLayers() {
        return Architecture.inputs(4)
                .tanh(5)
                .sigmoid(3)
                .softmax(2)
                .softmaxCrossEntropy()
                .l2(0.1);
    }

    /** Weights and biases that are all different and not small. */
    static Mlp random(Architecture architecture, long seed) {
        Mlp network = Mlp.of(architecture, Initialiser.normal(0.7), seed);
        Random random = new Random(seed + 1);
        for (int layer = 0; layer < architecture.depth(); layer++) {
            network.biases(layer).setTo(normal(architecture.layer(layer).units(), 1, random));
        }
        return network;
    }

    static DMatrixRMaj normal(int rows, int columns, Random random) {
        DMatrixRMaj matrix = new DMatrixRMaj(rows, columns);
        for (int i = 0; i < matrix.data.length; i++) {
            matrix.data[i] = random.nextGaussian();
        }
        return matrix;
    }

    /** Every row 0 but for a 1 at a random place. */
    static DMatrixRMaj oneHot(int rows, int columns, Random random) {
        DMatrixRMaj matrix = new DMatrixRMaj(rows, columns);
        for (int row = 0; row < rows; row++) {
            matrix.set(row, random.nextInt(columns), 1);
        }
        return matrix;
    }

    /** A pass with random samples of one-hot targets. */
    static BackwardPass fed(Mlp network, int samples, long seed) {
        BackwardPass pass = new BackwardPass(new ForwardPass(network, samples));
        feed(pass, samples, seed);
        return pass;
    }

    static void feed(BackwardPass pass, int samples, long seed) {
        Architecture architecture = pass.network().architecture();
        Random random = new Random(seed);
        pass.feed(
                normal(samples, architecture.inputCount(), random),
                oneHot(samples, architecture.outputCount(), random));
    }
}
