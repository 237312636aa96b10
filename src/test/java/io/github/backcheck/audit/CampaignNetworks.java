package io.github.backcheck.audit;

import io.github.backcheck.mlp.Initialiser;
import io.github.backcheck.mlp.Mlp;
import io.github.backcheck.model.Activation;
import io.github.backcheck.model.Architecture;
import io.github.backcheck.model.Batch;
import io.github.backcheck.model.Loss;
import io.github.backcheck.model.Model;
import io.github.backcheck.model.ModelBuilder;
import io.github.backcheck.model.Parameter;
import io.github.backcheck.model.Storage;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** The networks that defects are put into: reference networks of eight architectures, with random weights and biases. */
final class CampaignNetworks {

    static final List<Architecture> ARCHITECTURES = List.of(
            Architecture.inputs(5).sigmoid(4).sigmoid(3).halfSquaredError().summed(),
            Architecture.inputs(4).tanh(4).tanh(4).tanh(4).meanSquaredError(),
            Architecture.inputs(6).relu(8).softmax(3).softmaxCrossEntropy().l2(0.01),
            Architecture.inputs(3).elu(5).softplus(5).sigmoid(1).binaryCrossEntropy(),
            Architecture.inputs(7)
                    .leakyRelu(6)
                    .tanh(1)
                    .relu(5)
                    .identity(2)
                    .meanSquaredError()
                    .summed()
                    .l2(0.1),
            Architecture.inputs(5)
                    .sigmoid(5)
                    .tanh(5)
                    .relu(5)
                    .sigmoid(5)
                    .binaryCrossEntropy()
                    .summed(),
            Architecture.inputs(4).relu(6).elu(5).softmax(4).softmaxCrossEntropy(),
            Architecture.inputs(2).softplus(3).tanh(1).halfSquaredError().l2(0.03));

    private static final double BIAS_SPREAD = 0.3;

    private static final int SAMPLES = 8;

    private CampaignNetworks() {}

    /** The same seed gives the same network. */
    static Mlp network(Architecture architecture, long seed) {
        Mlp network = Mlp.of(architecture, Initialiser.xavier(), seed);
        Random random = new Random(seed * 6151 + 1);
        for (int layer = 0; layer < architecture.depth(); layer++) {
            for (int unit = 0; unit < architecture.layer(layer).units(); unit++) {
                network.biases(layer).set(unit, 0, BIAS_SPREAD * random.nextGaussian());
            }
        }
        return network;
    }

    /** Eight random samples with targets that the network could reach. */
    static Batch batch(Architecture architecture, long seed) {
        Random random = new Random(seed * 12_289 + 2);
        Activation head = architecture.layer(architecture.depth() - 1).activation();
        double[][] x = new double[SAMPLES][architecture.inputCount()];
        double[][] y = new double[SAMPLES][architecture.outputCount()];
        for (int sample = 0; sample < SAMPLES; sample++) {
            Arrays.setAll(x[sample], j -> random.nextGaussian());
            if (architecture.loss() == Loss.SOFTMAX_CROSS_ENTROPY) {
                y[sample][random.nextInt(y[sample].length)] = 1;
            } else {
                Arrays.setAll(y[sample], k -> target(architecture.loss(), head, random));
            }
        }
        return Batch.of(x, y);
    }

    private static double target(Loss loss, Activation head, Random random) {
        if (loss == Loss.BINARY_CROSS_ENTROPY) {
            return random.nextInt(2);
        }
        if (head == Activation.SIGMOID) {
            return random.nextDouble();
        }
        return head == Activation.TANH ? 1.8 * random.nextDouble() - 0.9 : random.nextGaussian();
    }

    /** The same network of which only loss and a training step can be called. */
    static Model stepOnly(Model model) {
        ModelBuilder builder = Model.named(model.name() + ", step only");
        model.layers().forEach(layer -> {
            builder.weights(layer.weights().name(), storage(layer.weights()));
            layer.biases().ifPresent(biases -> builder.biases(biases.name(), storage(biases)));
        });
        return builder.loss(model::loss)
                .trainStep(model::trainStep)
                .architecture(model.architecture().orElseThrow())
                .build();
    }

    private static Storage storage(Parameter parameter) {
        int columns = parameter.columns();
        return Storage.entries(
                parameter.rows(),
                columns,
                (row, column) -> parameter.get(row * columns + column),
                (row, column, value) -> parameter.set(row * columns + column, value));
    }
}
