package io.github.backcheck.testing.jqwik;

import io.github.backcheck.gradient.GradientCheck;
import io.github.backcheck.gradient.Point;
import io.github.backcheck.gradient.Verdict;
import io.github.backcheck.mlp.Mlp;
import io.github.backcheck.model.Activation;
import io.github.backcheck.model.Architecture;
import io.github.backcheck.model.Batch;
import io.github.backcheck.model.Loss;
import io.github.backcheck.model.Reduction;
import java.util.Arrays;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.domains.Domain;
import net.jqwik.api.domains.DomainContext;

/** Properties that do not hold. {@link ShrinkingTest} runs them and asks for the smallest sample. */
@Domain(NetworkDomain.class)
@Domain(DomainContext.Global.class)
class FailingOnPurpose {

    @Property
    boolean never(@ForAll NetworkCase network) {
        return false;
    }

    @Property
    boolean noSecondHiddenUnit(@ForAll NetworkCase network) {
        Architecture shape = network.architecture();
        return shape.depth() < 3 || shape.layer(1).units() < 2;
    }

    @Property
    boolean noLargeWeightAbove(@ForAll NetworkCase network) {
        int last = network.architecture().depth() - 1;
        return last == 0 || network.weights(last)[0][0] < 0.7;
    }

    @Property
    boolean noWeightNearMinusOneThird(@ForAll NetworkCase network) {
        return Math.abs(network.weights(0)[0][0] + 0.35) > 0.1;
    }

    @Property
    boolean noThirdClass(@ForAll NetworkCase network) {
        return network.architecture().loss() != Loss.SOFTMAX_CROSS_ENTROPY
                || Arrays.stream(network.batch().labels()).allMatch(label -> label < 2);
    }

    @Property
    boolean noReluWithThreeSamples(@ForAll NetworkCase network) {
        return network.batch().size() < 3
                || network.architecture().layers().stream().noneMatch(layer -> layer.activation() == Activation.RELU);
    }

    @Property
    boolean noPenalisedSum(@ForAll("penalised") NetworkCase network) {
        return network.architecture().reduction() == Reduction.MEAN
                || network.architecture().l2() == 0;
    }

    @Provide
    Arbitrary<NetworkCase> penalised() {
        return NetworkArbitraries.usual()
                .layers(1, 2)
                .units(2, 3)
                .samples(2, 4)
                .reductions(Reduction.MEAN, Reduction.SUM)
                .penalties(0, 0.01, 0.1)
                .networks();
    }

    @Property
    boolean noHiddenSigmoid(@ForAll Architecture architecture) {
        return architecture.depth() < 2 || architecture.layer(0).activation() != Activation.SIGMOID;
    }

    @Property
    boolean noLargeSum(@ForAll("batches") Batch batch) {
        double sum =
                Arrays.stream(batch.inputs()).flatMapToDouble(Arrays::stream).sum();
        return sum <= 1.5 || printed(batch).isEmpty();
    }

    /** Fails with a message that has the numbers. */
    private static String printed(Batch batch) {
        throw new AssertionError(Arrays.deepToString(batch.inputs()) + Arrays.deepToString(batch.targets()));
    }

    @Provide
    Arbitrary<Batch> batches() {
        return NetworkArbitraries.usual()
                .batches(Architecture.inputs(1).tanh(2).softmax(3).softmaxCrossEntropy());
    }

    @Property
    boolean noBatchOfTwoByTwo(@ForAll Batch batch) {
        return batch.size() < 2 || batch.inputCount() < 2;
    }

    @Property
    boolean noClassFromTwoUp(@ForAll("labels") int[] labels) {
        return Arrays.stream(labels).noneMatch(label -> label >= 2);
    }

    @Provide
    Arbitrary<int[]> labels() {
        return NetworkArbitraries.usual().labels(10);
    }

    @Property
    boolean noWeightOfOne(@ForAll Mlp network) {
        return network.weights(0).get(0, 0) < 0.9 || printed(network).isEmpty();
    }

    private static String printed(Mlp network) {
        throw new AssertionError(network + " " + network.weights(0).get(0, 0));
    }

    @Property
    boolean noDefectInSecondLayer(@ForAll BrokenCase broken) {
        return broken.layer() != 1;
    }

    @Property
    boolean noDefectIsSeen(@ForAll BrokenCase broken) {
        return GradientCheck.of(broken.model())
                        .on(broken.network().batch())
                        .at(Point.AS_GIVEN)
                        .run()
                        .verdict()
                != Verdict.DISAGREES;
    }
}
