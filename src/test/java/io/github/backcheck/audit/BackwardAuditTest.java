package io.github.backcheck.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.backcheck.mlp.Initialiser;
import io.github.backcheck.mlp.LearningRule;
import io.github.backcheck.mlp.Mlp;
import io.github.backcheck.mlp.Optimiser;
import io.github.backcheck.model.Architecture;
import io.github.backcheck.model.Batch;
import io.github.backcheck.model.Model;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** What the backward audit says of right networks, and of single defects. */
class BackwardAuditTest {

    static final List<Architecture> ARCHITECTURES = List.of(
            Architecture.inputs(5).sigmoid(4).sigmoid(3).halfSquaredError().summed(),
            Architecture.inputs(4).tanh(4).tanh(4).identity(2).meanSquaredError(),
            Architecture.inputs(6).relu(8).softmax(3).softmaxCrossEntropy().l2(0.01),
            Architecture.inputs(3).elu(5).softplus(5).sigmoid(1).binaryCrossEntropy(),
            Architecture.inputs(7).leakyRelu(6).tanh(3).halfSquaredError(),
            Architecture.inputs(2).sigmoid(1).halfSquaredError());

    static Mlp network(Architecture architecture, long seed) {
        Mlp network = Mlp.of(architecture, Initialiser.xavier(), seed);
        Random random = new Random(seed);
        for (int layer = 0; layer < architecture.depth(); layer++) {
            for (int i = 0; i < architecture.layer(layer).units(); i++) {
                network.biases(layer).set(i, 0, 0.3 * random.nextGaussian());
            }
        }
        return network;
    }

    static Batch batch(Architecture architecture, long seed) {
        Random random = new Random(seed);
        double[][] x = new double[8][architecture.inputCount()];
        double[][] y = new double[8][architecture.outputCount()];
        for (int n = 0; n < x.length; n++) {
            for (int j = 0; j < x[n].length; j++) {
                x[n][j] = random.nextGaussian();
            }
            y[n][random.nextInt(y[n].length)] = random.nextInt(4) == 0 && y[n].length == 1 ? 0 : 1;
        }
        return Batch.of(x, y);
    }

    static Model stepOnly(Model model, Architecture architecture) {
        var builder = Model.named("step only");
        model.layers().forEach(layer -> {
            builder.weights(
                    layer.weights().name(),
                    io.github.backcheck.model.Storage.entries(
                            layer.weights().rows(),
                            layer.weights().columns(),
                            (i, j) -> layer.weights().get(i * layer.weights().columns() + j),
                            (i, j, v) -> layer.weights().set(i * layer.weights().columns() + j, v)));
            layer.biases()
                    .ifPresent(b -> builder.biases(
                            b.name(),
                            io.github.backcheck.model.Storage.entries(
                                    b.rows(), 1, (i, j) -> b.get(i), (i, j, v) -> b.set(i, v))));
        });
        return builder.trainStep(model::trainStep)
                .loss(model::loss)
                .architecture(architecture)
                .build();
    }

    @ParameterizedTest
    @FieldSource("ARCHITECTURES")
    void rightNetworksAgree(Architecture architecture) {
        for (long seed = 1; seed <= 5; seed++) {
            Model model = network(architecture, seed).asModel("right", LearningRule.of(Optimiser.sgd(0.1)));
            BackwardTrail trail =
                    BackwardAudit.of(model).on(batch(architecture, seed)).run();
            assertThat(trail.wrong()).as(trail.toString()).isEmpty();
            trail = BackwardAudit.of(stepOnly(model, architecture))
                    .on(batch(architecture, seed))
                    .run();
            assertThat(trail.wrong()).as(trail.toString()).isEmpty();
            if (seed == 1) System.out.println(trail);
        }
    }
}
