package io.github.backcheck.testing.jqwik;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.backcheck.gradient.GradientCheck;
import io.github.backcheck.gradient.Point;
import io.github.backcheck.gradient.Verdict;
import io.github.backcheck.mlp.Mlp;
import io.github.backcheck.mlp.Optimiser;
import io.github.backcheck.model.Activation;
import io.github.backcheck.model.Architecture;
import io.github.backcheck.model.Batch;
import io.github.backcheck.model.Loss;
import io.github.backcheck.model.Model;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Shrinkable;
import net.jqwik.api.domains.Domain;
import net.jqwik.api.domains.DomainContext;

/** Whatever is drawn is what was asked for, and so is everything that it shrinks to. */
@Domain(NetworkDomain.class)
@Domain(DomainContext.Global.class)
class NetworkArbitrariesProperties {

    private static final Limits LIMITS = Limits.USUAL;

    @Property(tries = 300)
    void batchesFitTheirNetworks(@ForAll NetworkCase network) {
        assertFits(network);
    }

    private static void assertFits(NetworkCase network) {
        Architecture shape = network.architecture();
        Batch batch = network.batch();
        assertThat(batch.inputCount()).isEqualTo(shape.inputCount());
        assertThat(batch.outputCount()).isEqualTo(shape.outputCount());
        for (double[] target : batch.targets()) {
            if (shape.loss() == Loss.SOFTMAX_CROSS_ENTROPY) {
                assertThat(target).hasSizeGreaterThan(1).containsOnly(0, 1);
                assertThat(Arrays.stream(target).sum()).isEqualTo(1);
            } else if (shape.loss() == Loss.BINARY_CROSS_ENTROPY) {
                assertThat(Arrays.stream(target)).allMatch(y -> y == 0 || y == 1);
            }
        }
        for (int layer = 0; layer < shape.depth(); layer++) {
            assertThat(network.weights(layer))
                    .hasDimensions(
                            shape.layer(layer).units(), shape.layer(layer).inputs());
            assertThat(network.biases(layer)).hasSize(shape.layer(layer).units());
        }
        assertThat(Kinks.areAvoided(network)).isTrue();
    }

    @Property(tries = 20)
    void everyStepOfShrinkingIsSimplerAndFits(@ForAll NetworkCase network) {
        Shrinkable<NetworkCase> drawn =
                new CaseShrinkable(network, new Simplifications(LIMITS, EnumSet.allOf(Part.class)), Kinks::areAvoided);
        List<Shrinkable<NetworkCase>> steps = drawn.shrink().toList();
        for (Shrinkable<NetworkCase> step : steps) {
            assertThat(step.distance()).isLessThan(drawn.distance());
            assertFits(step.value());
        }
        assertThat(drawn.value()).as("a value is not changed by shrinking").isEqualTo(network);
    }

    @Property(tries = 100)
    void theReferenceGradientOfEveryNetworkAgrees(@ForAll NetworkCase network) {
        Model model = network.network().asModel("reference", Optimiser.sgd(0.1));
        Verdict verdict = GradientCheck.of(model)
                .on(network.batch())
                .at(Point.AS_GIVEN)
                .run()
                .verdict();
        assertThat(verdict).isNotEqualTo(Verdict.DISAGREES);
    }

    @Property(tries = 100)
    void networksAreCopiedIntoModels(@ForAll NetworkCase network) {
        Mlp zeros = Empty.network(network.architecture()).network();
        network.copyInto(zeros.asModel("zeros", Optimiser.sgd(0.1)));
        Mlp expected = network.network();
        for (int layer = 0; layer < network.architecture().depth(); layer++) {
            assertThat(zeros.weights(layer).data).isEqualTo(expected.weights(layer).data);
            assertThat(zeros.biases(layer).data).isEqualTo(network.biases(layer));
        }
    }

    @Property(tries = 100)
    void defectsFitTheirNetworks(@ForAll BrokenCase broken) {
        assertFits(broken.network());
        assertThat(broken.defect().fits(broken.network().architecture(), broken.layer()))
                .isTrue();
        assertThat(broken.model().gradient(broken.network().batch()).parameters())
                .hasSize(2 * broken.network().architecture().depth());
    }

    @Property(tries = 150)
    void noDefectThatIsDrawnPassesAsRight(@ForAll BrokenCase broken) {
        Verdict verdict = GradientCheck.of(broken.model())
                .on(broken.network().batch())
                .run()
                .verdict();
        assertThat(verdict)
                .as("a sum that is never set back gives another gradient each time, which is not judged")
                .isNotEqualTo(Verdict.AGREES);
    }

    @Property(tries = 50)
    void networksAreMadeOfWhatTheyPrint(@ForAll NetworkCase network) {
        int depth = network.architecture().depth();
        double[][][] weights =
                IntStream.range(0, depth).mapToObj(network::weights).toArray(double[][][]::new);
        double[][] biases = IntStream.range(0, depth).mapToObj(network::biases).toArray(double[][]::new);
        NetworkCase again = NetworkCase.of(network.architecture(), weights, biases, network.batch());
        assertThat(again).isEqualTo(network);
        weights[0][0][0] = 7;
        biases[0][0] = 7;
        assertThat(again).as("what goes in is copied").isEqualTo(network);
    }

    @Example
    void networksOfOtherShapesAreRejected() {
        Architecture shape = Architecture.inputs(2).tanh(1).halfSquaredError();
        double[][][] weights = {{{1, 2}}};
        double[][] biases = {{3}};
        Batch batch = Batch.of(new double[][] {{1, 2}}, new double[][] {{3}});
        assertThatThrownBy(() -> NetworkCase.of(shape, new double[][][] {{{1}}}, biases, batch))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the length of a row of W1 is 1, 2 was expected");
        assertThatThrownBy(() -> NetworkCase.of(shape, weights, new double[][] {{3}, {4}}, batch))
                .hasMessage("the number of layers with biases is 2, 1 was expected");
        assertThatThrownBy(() ->
                        NetworkCase.of(shape, weights, biases, Batch.of(new double[][] {{1}}, new double[][] {{3}})))
                .hasMessage("the number of inputs in the batch is 1, 2 was expected");
    }

    @Property(tries = 100)
    void settingsAreKept(@ForAll("deepAndNarrow") NetworkCase network) {
        Architecture shape = network.architecture();
        assertThat(shape.depth()).isBetween(3, 5);
        assertThat(shape.layers()).allMatch(layer -> layer.units() <= 2 && layer.activation() == Activation.SOFTPLUS);
        assertThat(shape.loss()).isEqualTo(Loss.MEAN_SQUARED_ERROR);
        assertThat(network.batch().size()).isEqualTo(2);
    }

    @Provide
    Arbitrary<NetworkCase> deepAndNarrow() {
        return NetworkArbitraries.usual()
                .layers(3, 5)
                .units(1, 2)
                .samples(2, 2)
                .activations(Activation.SOFTPLUS)
                .losses(Loss.MEAN_SQUARED_ERROR)
                .networks();
    }

    @Example
    void whatCannotBeDrawnIsRejected() {
        NetworkArbitraries usual = NetworkArbitraries.usual();
        assertThatThrownBy(() -> usual.layers(0, 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the number of layers is to be from 0 to 2");
        assertThatThrownBy(() -> usual.units(3, 2)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> usual.samples(-1, 2)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> usual.activations()).hasMessageContaining("at least one activation");
        assertThatThrownBy(() -> usual.activations(Activation.SOFTMAX))
                .hasMessageContaining("losses(Loss.SOFTMAX_CROSS_ENTROPY)");
        assertThatThrownBy(() -> usual.losses(Loss.HALF_SQUARED_ERROR, Loss.HALF_SQUARED_ERROR))
                .hasMessageContaining("none twice");
        assertThatThrownBy(() -> usual.penalties(-1)).hasMessageContaining("-1.0");
        assertThatThrownBy(() -> usual.labels(1)).hasMessageContaining("at least 2");
        assertThatThrownBy(() -> usual.batches(null)).isInstanceOf(NullPointerException.class);
    }
}
