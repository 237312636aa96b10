package io.github.backcheck.gradient;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.backcheck.model.Architecture;
import io.github.backcheck.model.Batch;
import io.github.backcheck.model.Gradient;
import io.github.backcheck.model.Model;
import io.github.backcheck.model.Parameter;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** An architecture that does not describe the network is found out, and the network is judged by its own loss. */
class TwinProofTest {

    private static final Architecture.Layers LAYERS =
            Architecture.inputs(5).tanh(6).sigmoid(3);

    private static final Batch BATCH = WrongGradientTest.batch();

    static Stream<Arguments> others() {
        return Stream.of(
                Arguments.of(
                        Architecture.inputs(5).sigmoid(6).sigmoid(3).halfSquaredError(), "output 0 of sample 0 is "),
                Arguments.of(
                        LAYERS.meanSquaredError(),
                        "(the number of outputs over 2: a half squared error, not a mean one)"),
                Arguments.of(
                        LAYERS.halfSquaredError().summed(),
                        "(one over the batch size: the network averages the losses of a batch, do not say summed())"),
                Arguments.of(LAYERS.halfSquaredError().l2(0.1), "the loss is "),
                Arguments.of(LAYERS.binaryCrossEntropy(), "the loss is "));
    }

    @ParameterizedTest
    @MethodSource("others")
    void anotherArchitectureIsRefuted(Architecture other, String seen) {
        PlainNetwork network = new PlainNetwork(LAYERS.halfSquaredError(), 1, 1);

        GradientReport report = check(network, other);

        assertThat(report.verdict()).as(report.toString()).isEqualTo(Verdict.AGREES);
        assertThat(report.points()).hasSize(2).allSatisfy(point -> {
            assertThat(point.method()).isEqualTo(Method.PARAMETER_WISE);
            assertThat(point.proof().orElseThrow().holds()).isFalse();
            assertThat(point.proof().orElseThrow().seen()).contains(seen);
        });
        assertThat(report.toString()).contains("the reference twin is not this network: ");
    }

    @Test
    void aSummedLossIsRecognised() {
        GradientReport report =
                check(new PlainNetwork(LAYERS.halfSquaredError().summed(), 1, 1), LAYERS.halfSquaredError());

        assertThat(report.points().get(0).proof().orElseThrow().seen())
                .endsWith(", a factor of 6 (the batch size: the network adds the losses of a batch, say summed())");
    }

    @Test
    void aWrongNetworkBehindAWrongArchitectureIsFound() {
        PlainNetwork network = new PlainNetwork(LAYERS.halfSquaredError(), 1, 1) {
            @Override
            double[] propagate(int l, double[] delta) {
                double[] lower = super.propagate(l, delta);
                Arrays.setAll(lower, i -> -lower[i]);
                return lower;
            }
        };

        GradientReport report = check(network, LAYERS.meanSquaredError());

        assertThat(report.disagreement("1/W").orElseThrow().shape())
                .contains(new ErrorShape.Factor(-1, List.of("the sign is flipped")));
        assertThat(report.verdict("2/W")).isEqualTo(Verdict.AGREES);
    }

    private static GradientReport check(PlainNetwork network, Architecture architecture) {
        Model model = network.wrapped()
                .gradient(network::gradient)
                .predict(network::predict)
                .architecture(architecture)
                .build();
        return GradientCheck.of(model).on(BATCH).run();
    }

    /** If the numeric gradient itself were wrong, the network's own loss would say so, and nobody would be accused. */
    @Test
    void theNetworksOwnLossContradictsAWrongNumericGradient() {
        PlainNetwork network = new PlainNetwork(LAYERS.halfSquaredError(), 1, 1);
        Model model = network.model();
        WhiteBox whiteBox = new WhiteBox(model, BATCH, model.loss(BATCH));
        Map<Parameter, Estimate> numeric = whiteBox.numericGradient();
        Parameter wrong = model.parameters().get(0);
        double[] values = new double[wrong.size()];
        Arrays.setAll(values, i -> 1.1 * numeric.get(wrong).value(i));
        numeric.put(wrong, Estimate.complete(values, new double[wrong.size()]));
        LossMeter meter = new LossMeter(model, BATCH, GradientCheck.Effort.BOUNDED);
        TwinProver prover = new TwinProver(model, BATCH, whiteBox, numeric, meter);

        TwinProof proof = prover.prove(1);

        Gradient right = network.gradient(BATCH);
        assertThat(proof.holds()).isTrue();
        assertThat(proof.seen()).endsWith("confirms the numeric gradient in 1 of 2 layers");
        assertThat(prover.supports(analytic(model, right, 1), "1/W")).isTrue();
        assertThat(prover.supports(analytic(model, right, 1), "2/W")).isFalse();
        assertThat(prover.supports(analytic(model, right, -1), "1/W")).isFalse();
    }

    private static Analytic analytic(Model model, Gradient gradient, double factor) {
        Analytic analytic = new Analytic();
        for (Parameter parameter : model.parameters()) {
            double[] values = gradient.of(parameter).orElseThrow();
            Arrays.setAll(values, i -> factor * values[i]);
            analytic.put(parameter, values, new double[values.length]);
        }
        return analytic;
    }
}
