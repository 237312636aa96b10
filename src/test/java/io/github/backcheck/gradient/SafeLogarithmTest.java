package io.github.backcheck.gradient;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.backcheck.model.Architecture;
import io.github.backcheck.model.Batch;
import io.github.backcheck.model.Loss;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Programs that keep a logarithm finite are right, whether their gradient knows of it or not. */
class SafeLogarithmTest {

    private static final double[][] INPUTS = {
        {0.5, -1, 0.25}, {1, 0.5, -0.75}, {-0.25, 0.75, 1}, {0.9, -0.4, -1}, {-1, -0.5, 0.1}, {0.3, 0.6, -0.2}
    };

    private static final Batch BATCH = Batch.labelled(INPUTS, new int[] {0, 1, 2, 0, 1, 2}, 3);

    private static final Architecture SOFTMAX =
            Architecture.inputs(3).tanh(5).softmax(3).softmaxCrossEntropy();
    private static final Architecture SIGMOIDS =
            Architecture.inputs(3).relu(5).sigmoid(3).binaryCrossEntropy();

    /** Takes the logarithm of something next to the probability. */
    private static class Safe extends PlainNetwork {
        private final DoubleUnaryOperator taken;

        Safe(Architecture architecture, double scale, DoubleUnaryOperator taken) {
            super(architecture, scale, 3);
            this.taken = taken;
        }

        @Override
        double loss(Batch batch) {
            double sum = 0;
            for (int n = 0; n < batch.size(); n++) {
                double[] out = forward(batch.input(n));
                for (int k = 0; k < out.length; k++) {
                    double y = batch.target(n, k);
                    sum -= y * Math.log(taken.applyAsDouble(out[k]));
                    sum -= architecture.loss() == Loss.BINARY_CROSS_ENTROPY
                            ? (1 - y) * Math.log(taken.applyAsDouble(1 - out[k]))
                            : 0;
                }
            }
            return sum / batch.size();
        }
    }

    /** Whose gradient is that of what it computes: of log (a + ε). */
    private static final class Exact extends Safe {
        private final double epsilon;

        Exact(Architecture architecture, double epsilon) {
            super(architecture, 1, p -> p + epsilon);
            this.epsilon = epsilon;
        }

        @Override
        double[] outputDelta(double[] y) {
            double[] out = a[w.length - 1];
            double[] slope = new double[out.length];
            for (int k = 0; k < out.length; k++) {
                slope[k] = -y[k] / (out[k] + epsilon);
                if (architecture.loss() == Loss.BINARY_CROSS_ENTROPY) {
                    slope[k] += (1 - y[k]) / (1 - out[k] + epsilon);
                }
            }
            double[] delta = new double[out.length];
            for (int k = 0; k < out.length; k++) {
                for (int j = 0; j < out.length; j++) {
                    delta[k] += architecture.loss() == Loss.BINARY_CROSS_ENTROPY
                            ? (j == k ? slope[k] * out[k] * (1 - out[k]) : 0)
                            : slope[j] * out[j] * ((j == k ? 1 : 0) - out[k]);
                }
            }
            return delta;
        }
    }

    private static GradientReport check(PlainNetwork network) {
        return GradientCheck.of(network.model()).on(BATCH).run();
    }

    static Stream<Arguments> right() {
        return Stream.of(SOFTMAX, SIGMOIDS)
                .flatMap(architecture -> Stream.of(1e-15, 1e-12, 1e-10, 1e-9, 1e-8, 1e-7, 1.1920928955078125e-7, 1e-6)
                        .map(epsilon -> Arguments.of(architecture, epsilon)));
    }

    @ParameterizedTest
    @MethodSource("right")
    void bothGradientsAgree(Architecture architecture, double epsilon) {
        for (PlainNetwork network :
                new PlainNetwork[] {new Safe(architecture, 1, p -> p + epsilon), new Exact(architecture, epsilon)}) {
            GradientReport report = check(network);

            assertThat(report.verdict()).as(report.toString()).isEqualTo(Verdict.AGREES);
            assertThat(report.points())
                    .allSatisfy(point -> assertThat(point.method()).isEqualTo(Method.UNIT_WISE));
        }
    }

    @Test
    void theReportSaysWhatWasSeen() {
        GradientReport report = check(new Safe(SOFTMAX, 1, p -> p + 1e-8));

        assertThat(report.toString().replaceAll("\\s+", " "))
                .contains("same loss (with 1.00e-08 added inside the logarithm), also when");
    }

    /** Outputs near 0 and 1, where the small number takes part of the loss away: unknown, at worst. */
    @ParameterizedTest
    @CsvSource({"10, 1e-7", "10, 1e-4", "30, 1e-7", "30, 1e-9", "100, 1e-15"})
    void nobodyIsAccusedInSaturation(double scale, double epsilon) {
        for (Architecture architecture : new Architecture[] {SOFTMAX, SIGMOIDS}) {
            for (DoubleUnaryOperator taken : new DoubleUnaryOperator[] {
                p -> Math.max(p, epsilon),
                p -> Math.min(Math.max(p, epsilon), 1 - epsilon),
                p -> p + Math.min(epsilon, 1e-6)
            }) {
                GradientReport report = check(new Safe(architecture, scale, taken));

                assertThat(report.verdict()).as(report.toString()).isNotEqualTo(Verdict.DISAGREES);
            }
        }
    }

    @Test
    void whatIsLeftOpenSaysWhy() {
        GradientReport report = check(new Safe(SOFTMAX, 30, p -> Math.max(p, 1e-3)));

        assertThat(report.points().get(0).parameters())
                .anySatisfy(check ->
                        assertThat(check.note()).contains("raised to it before the logarithm, which takes so much"));
    }

    @ParameterizedTest
    @CsvSource({"1.001", "0.5", "-1"})
    void aWrongGradientIsStillWrong(double factor) {
        for (Architecture architecture : new Architecture[] {SOFTMAX, SIGMOIDS}) {
            GradientReport report = check(new Safe(architecture, 1, p -> p + 1e-8) {
                @Override
                double[] propagate(int l, double[] delta) {
                    double[] lower = super.propagate(l, delta);
                    lower[2] *= factor;
                    return lower;
                }
            });

            assertThat(report.verdict("1/W")).as(report.toString()).isEqualTo(Verdict.DISAGREES);
            assertThat(report.verdict("2/W")).as(report.toString()).isEqualTo(Verdict.AGREES);
        }
    }

    /** No small number explains another loss. */
    @Test
    void anotherLossIsStillAnotherLoss() {
        GradientReport report = check(new Safe(SOFTMAX, 1, p -> 0.999 * p));

        assertThat(report.points().get(0).proof().orElseThrow().holds()).isFalse();
    }
}
