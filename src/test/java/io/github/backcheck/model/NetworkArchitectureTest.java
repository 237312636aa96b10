package io.github.backcheck.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests of {@link Architecture}; {@code ArchitectureTest} is the one of the walls between the packages. */
class NetworkArchitectureTest {

    private final Architecture architecture =
            Architecture.inputs(64).sigmoid(30).softmax(10).softmaxCrossEntropy();

    @Test
    void saysItsLayersLossReductionAndPenalty() {
        assertThat(architecture)
                .hasToString("64 -> 30 sigmoid -> 10 softmax, softmax cross-entropy, mean over the batch");
        assertThat(architecture.summed().l2(1e-4))
                .hasToString(
                        "64 -> 30 sigmoid -> 10 softmax, softmax cross-entropy, sum over the batch, L2 penalty 1.0E-4");
        assertThat(architecture.depth()).isEqualTo(2);
        assertThat(architecture.inputCount()).isEqualTo(64);
        assertThat(architecture.outputCount()).isEqualTo(10);
        assertThat(architecture.layer(0)).isEqualTo(new Layer(64, 30, Activation.SIGMOID));
        assertThat(architecture.layer(1)).hasToString("30 -> 10 softmax");
        assertThat(architecture.loss()).isEqualTo(Loss.SOFTMAX_CROSS_ENTROPY);
        assertThat(architecture.reduction()).isEqualTo(Reduction.MEAN);
        assertThat(architecture.l2()).isZero();
        assertThat(architecture.layers()).isUnmodifiable();
    }

    @Test
    void everyLayerHasTheActivationOfItsName() {
        assertThat(Architecture.inputs(1)
                        .identity(1)
                        .sigmoid(2)
                        .tanh(3)
                        .relu(4)
                        .leakyRelu(5)
                        .elu(6)
                        .softplus(7)
                        .layer(8, Activation.leakyRelu(0.2))
                        .softmax(9)
                        .meanSquaredError())
                .hasToString("1 -> 1 identity -> 2 sigmoid -> 3 tanh -> 4 ReLU -> 5 leaky ReLU -> 6 ELU -> 7 softplus"
                        + " -> 8 leaky ReLU (slope 0.2) -> 9 softmax, mean squared error, mean over the batch");
    }

    @Test
    void isNotChangedByWhatIsDerivedFromIt() {
        Architecture.Layers layers = Architecture.inputs(2).tanh(3);
        Architecture shallow = layers.halfSquaredError();
        Architecture deep = layers.tanh(4).halfSquaredError();
        assertThat(shallow.depth()).isEqualTo(1);
        assertThat(deep.depth()).isEqualTo(2);
        Architecture penalised = shallow.l2(0.5);
        assertThat(penalised.summed().l2()).isEqualTo(0.5);
        assertThat(shallow.summed().l2(0.5).reduction()).isEqualTo(Reduction.SUM);
        assertThat(shallow.l2()).isZero();
        assertThat(shallow.reduction()).isEqualTo(Reduction.MEAN);
    }

    @Test
    void refusesWhatDoesNotGoTogether() {
        refused(() -> Architecture.inputs(0), "number of inputs must be at least 1, it is 0");
        refused(() -> Architecture.inputs(2).relu(0), "number of units must be at least 1, it is 0");
        refused(
                () -> Architecture.inputs(2).softmax(3).tanh(2),
                "layer 2 on top of softmax: softmax is supported in the last layer only");
        refused(
                () -> Architecture.inputs(2).sigmoid(3).softmaxCrossEntropy(),
                "softmax cross-entropy needs a softmax head, the last layer is sigmoid");
        refused(
                () -> Architecture.inputs(2).softmax(3).binaryCrossEntropy(),
                "binary cross-entropy needs a sigmoid head, the last layer is softmax");
        refused(
                () -> Architecture.inputs(2).halfSquaredError(),
                "an architecture needs at least one layer before its loss");
        refused(() -> new Layer(0, 1, Activation.TANH), "number of inputs must be at least 1, it is 0");
    }

    @Test
    void refusesNothingAtAll() {
        assertThatThrownBy(() -> Architecture.inputs(2).layer(3, null))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("activation");
        assertThatThrownBy(() -> Architecture.inputs(2).tanh(3).loss(null))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("loss");
        assertThatThrownBy(() -> new Layer(1, 1, null))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("activation");
    }

    @ParameterizedTest
    @ValueSource(doubles = {-1e-9, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void refusesPenaltiesThatAreNone(double lambda) {
        refused(
                () -> architecture.l2(lambda),
                "the penalty lambda is " + lambda + ", 0 or a positive number was expected");
    }

    @Test
    void meansAndSums() {
        assertThat(Reduction.MEAN.factor(4)).isEqualTo(0.25);
        assertThat(Reduction.SUM.factor(4)).isEqualTo(1);
    }

    private static void refused(Runnable code, String message) {
        assertThatThrownBy(code::run)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }
}
