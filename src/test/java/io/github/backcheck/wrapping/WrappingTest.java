package io.github.backcheck.wrapping;

import static io.github.backcheck.wrapping.Examined.isFound;
import static io.github.backcheck.wrapping.Examined.isLeftInPeace;

import io.github.backcheck.diagnosis.FindingId;
import org.junit.jupiter.api.Test;

/** Each way to write a network, wrapped as {@code docs/wrapping.md} says: the right one is left in peace, the bug is found. */
class WrappingTest {

    @Test
    void neuronObjects() {
        isLeftInPeace(() -> NeuronNetwork.wrap(new NeuronNetwork(1, 0.5)), Tasks.XOR, 4000);
        isFound(
                NeuronNetwork.wrap(new NeuronNetwork.SquashesTwice(1, 0.5)),
                Tasks.XOR,
                FindingId.BACKWARD_STEP_WRONG,
                "f'(a) instead of f'(z)");
    }

    @Test
    void weightsInByOut() {
        isLeftInPeace(() -> InOutNetwork.wrap(new InOutNetwork(1, 0.3)), Tasks.blobs(), 100);
        isFound(
                InOutNetwork.wrap(new InOutNetwork.SquareMissing(1, 0.3)),
                Tasks.blobs(),
                FindingId.BACKWARD_STEP_WRONG,
                "1 - a");
    }

    @Test
    void oneLongVector() {
        isLeftInPeace(() -> UnrolledNetwork.wrap(new UnrolledNetwork(1, 0.2)), Tasks.wave(), 300);
        isFound(
                UnrolledNetwork.wrap(new UnrolledNetwork.WrongOffset(1, 0.2)),
                Tasks.wave(),
                FindingId.BACKWARD_STEP_WRONG,
                "no gradient of the biases is computed");
    }

    @Test
    void biasInTheFirstColumn() {
        isLeftInPeace(() -> BiasFirstNetwork.wrap(new BiasFirstNetwork(1)), Tasks.circle(), 3000);
        isFound(
                BiasFirstNetwork.wrap(new BiasFirstNetwork.BiasNotSkipped(1)),
                Tasks.circle(),
                FindingId.GRADIENT_WRONG,
                "the propagation is wrong");
    }

    @Test
    void biasInTheLastColumn() {
        isLeftInPeace(() -> BiasLastNetwork.wrap(new BiasLastNetwork(1, 0.1)), Tasks.SIGNS, 1000);
        isFound(
                BiasLastNetwork.wrap(new BiasLastNetwork.BiasForgotten(1, 0.1)),
                Tasks.SIGNS,
                FindingId.LAYER_FROZEN,
                "hidden/b and output/b do not change in training");
    }

    @Test
    void floats() {
        isLeftInPeace(() -> FloatNetwork.wrap(new FloatNetwork(1, 0.1f)), Tasks.blobs(), 200);
        isFound(
                FloatNetwork.wrap(new FloatNetwork.ReluGradMissing(1, 0.1f)),
                Tasks.blobs(),
                FindingId.BACKWARD_STEP_WRONG,
                "derivative");
    }

    @Test
    void staticFields() {
        isLeftInPeace(
                () -> {
                    StaticNetwork.init(1, 2.0);
                    return StaticNetwork.wrap();
                },
                Tasks.XOR,
                4000);
        StaticNetwork.init(1, StaticNetwork.oneTenthInIntegers());
        isFound(StaticNetwork.wrap(), Tasks.XOR, FindingId.LAYER_FROZEN, "a division of integers");
    }

    @Test
    void oneSampleAtATime() {
        isLeftInPeace(() -> OnlineNetwork.wrap(new OnlineNetwork(1, 0.5)), Tasks.digits(), 5);
        isFound(
                OnlineNetwork.wrap(new OnlineNetwork.MovesTooEarly(1, 0.5)),
                Tasks.digits(),
                FindingId.BACKWARD_STEP_WRONG,
                "updated");
    }

    @Test
    void aListOfLayers() {
        isLeftInPeace(() -> LayerListNetwork.wrap(new LayerListNetwork(1)), Tasks.wave(), 300);
        isFound(
                LayerListNetwork.wrap(new LayerListNetwork.NeverZeroed(1)),
                Tasks.wave(),
                FindingId.GRADIENT_NOT_REPEATABLE,
                "the accumulators are never reset");
    }

    @Test
    void fitAndPredict() {
        isLeftInPeace(() -> FitPredictNetwork.wrap(new FitPredictNetwork()), Tasks.blobs(), 10);
        isFound(
                FitPredictNetwork.wrap(new FitPredictNetwork.FirstLayerLeftOut()),
                Tasks.blobs(),
                FindingId.LAYER_FROZEN,
                "layer1");
    }

    @Test
    void connectionObjects() {
        isLeftInPeace(() -> ConnectionNetwork.wrap(new ConnectionNetwork(1, 0.1, 2, 4, 1)), Tasks.SIGNS, 1000);
        isFound(
                ConnectionNetwork.wrap(new ConnectionNetwork.DerivativeOfASigmoid(1, 0.1, 2, 4, 1)),
                Tasks.SIGNS,
                FindingId.BACKWARD_STEP_WRONG,
                "a (1 - a)");
    }

    @Test
    void privateFields() {
        isLeftInPeace(() -> PrivateNetwork.wrap(new PrivateNetwork(1, 0.05, 2, 6, 3)), Tasks.blobs(), 20);
        isFound(
                PrivateNetwork.wrap(new PrivateNetwork.MinusOnTheWayBack(1, 0.05)),
                Tasks.blobs(),
                FindingId.BACKWARD_STEP_WRONG,
                "sign");
    }

    @Test
    void samplesInColumns() {
        isLeftInPeace(() -> ColumnNetwork.wrap(new ColumnNetwork(1, 2, 8, 1)), Tasks.circle(), 500);
        isFound(
                ColumnNetwork.wrap(new ColumnNetwork.SquareMissing(1)),
                Tasks.circle(),
                FindingId.BACKWARD_STEP_WRONG,
                "1 - a");
    }

    @Test
    void fitThatCannotBeShortened() {
        isLeftInPeace(() -> FitPredictNetwork.wrapAsItIs(new FitPredictNetwork()), Tasks.blobs(), 1);
        isFound(
                FitPredictNetwork.wrapAsItIs(new FitPredictNetwork.FirstLayerLeftOut()),
                Tasks.blobs(),
                FindingId.LAYER_FROZEN,
                "layer1");
    }
}
