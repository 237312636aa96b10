package io.github.backcheck.testing.jqwik;

import io.github.backcheck.model.Architecture;
import io.github.backcheck.model.Batch;
import io.github.backcheck.model.Layer;
import io.github.backcheck.model.Loss;

/** Network cases of which only a part is of interest; the rest is zero. */
final class Empty {

    private Empty() {}

    static NetworkCase network(Architecture architecture) {
        return network(architecture, sample(architecture));
    }

    static NetworkCase network(Architecture architecture, Batch batch) {
        double[][][] weights = new double[architecture.depth()][][];
        double[][] biases = new double[architecture.depth()][];
        for (int layer = 0; layer < weights.length; layer++) {
            Layer shape = architecture.layer(layer);
            weights[layer] = new double[shape.units()][shape.inputs()];
            biases[layer] = new double[shape.units()];
        }
        return new NetworkCase(architecture, weights, biases, batch);
    }

    static NetworkCase withoutData(NetworkCase network) {
        Architecture architecture = network.architecture();
        double[][][] weights = new double[architecture.depth()][][];
        double[][] biases = new double[architecture.depth()][];
        for (int layer = 0; layer < weights.length; layer++) {
            weights[layer] = network.weights(layer);
            biases[layer] = network.biases(layer);
        }
        return new NetworkCase(architecture, weights, biases, sample(architecture));
    }

    private static Batch sample(Architecture architecture) {
        double[][] targets = new double[1][architecture.outputCount()];
        targets[0][0] = architecture.loss() == Loss.SOFTMAX_CROSS_ENTROPY ? 1 : 0;
        return Batch.of(new double[1][architecture.inputCount()], targets);
    }
}
