package io.github.backcheck.gradient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.backcheck.model.Activation;
import io.github.backcheck.model.Architecture;
import io.github.backcheck.model.Batch;
import io.github.backcheck.model.Elementwise;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Units exactly on their kinks: any slope between the two sides is right, and none beyond. */
class KinkTest {

    private static final Batch XOR =
            Batch.of(new double[][] {{0, 0}, {0, 1}, {1, 0}, {1, 1}}, new double[][] {{0}, {1}, {1}, {0}});

    /** Rounding of the uncertainty that the interval includes. */
    private static final double ROUNDING = 1e-5;

    private static Stream<Elementwise> kinked() {
        return Stream.of(
                Activation.RELU,
                Activation.LEAKY_RELU,
                Activation.leakyRelu(0.3),
                Activation.elu(0.5),
                Activation.elu(2));
    }

    /** With zero biases, and a slope of one's own choice on the kink: 0 for the one from below, 1 for the one from above. */
    private static final class Chooser extends PlainNetwork {
        private final double share;
        private final Elementwise f;

        Chooser(Elementwise f, double share) {
            super(Architecture.inputs(2).layer(4, f).identity(1).halfSquaredError(), 1, 11);
            this.share = share;
            this.f = f;
            for (double[] biases : b) {
                Arrays.fill(biases, 0);
            }
            // The output must miss the target of the blank sample, or nothing depends on the kink.
            b[1][0] = 0.7;
        }

        @Override
        double slope(int l, int i) {
            return l == 0 && z[l][i] == 0
                    ? (1 - share) * f.derivative(0) + share * f.derivative(Double.MIN_VALUE)
                    : super.slope(l, i);
        }

        ParameterCheck biases() {
            return GradientCheck.of(model())
                    .on(XOR)
                    .at(Point.AS_GIVEN)
                    .run()
                    .at(Point.AS_GIVEN)
                    .flatMap(point -> point.parameter("1/b"))
                    .orElseThrow();
        }
    }

    @ParameterizedTest
    @MethodSource("kinked")
    void theIntervalListedIsThatBetweenTheOneSidedSlopes(Elementwise f) {
        ParameterCheck below = new Chooser(f, 0).biases();
        ParameterCheck above = new Chooser(f, 1).biases();
        assertThat(below.verdict()).as(below.toString()).isEqualTo(Verdict.AGREES);
        assertThat(above.verdict()).as(above.toString()).isEqualTo(Verdict.AGREES);
        assertThat(below.entries().atKink()).isEqualTo(4);
        assertThat(below.kinks()).hasSize(3).hasSameSizeAs(above.kinks());
        for (int i = 0; i < below.kinks().size(); i++) {
            KinkEntry one = below.kinks().get(i);
            KinkEntry other = above.kinks().get(i);
            assertThat(other.name()).isEqualTo(one.name());
            assertThat(one.lower()).isCloseTo(Math.min(one.analytic(), other.analytic()), within(ROUNDING));
            assertThat(one.upper()).isCloseTo(Math.max(one.analytic(), other.analytic()), within(ROUNDING));
        }
    }

    @ParameterizedTest
    @MethodSource("kinked")
    void aSlopeBetweenBothSidesIsRightAndOneBeyondThemIsNot(Elementwise f) {
        assertThat(new Chooser(f, 0.5).biases().verdict()).isEqualTo(Verdict.AGREES);
        assertThat(new Chooser(f, 1.1).biases().verdict()).isEqualTo(Verdict.DISAGREES);
        assertThat(new Chooser(f, -0.1).biases().verdict()).isEqualTo(Verdict.DISAGREES);
    }

    /** Only the second derivative of ELU with α = 1 jumps at 0. */
    @Test
    void eluHasNoKinkToExcuse() {
        ParameterCheck elu = new Chooser(Activation.ELU, 0).biases();
        assertThat(elu.verdict()).isEqualTo(Verdict.AGREES);
        assertThat(elu.entries().atKink()).isZero();
        assertThat(elu.kinks()).isEmpty();
    }

    /** Equal units, equal outputs and equal samples: ties, but no kinks. */
    @Test
    void tiesAreNoKinks() {
        PlainNetwork network =
                new PlainNetwork(Architecture.inputs(2).relu(4).identity(3).halfSquaredError(), 1, 5);
        for (int i = 0; i < 4; i++) {
            network.w[0][i] = new double[] {0.4, 0.5};
            network.b[0][i] = 0.3;
        }
        for (double[] row : network.w[1]) {
            Arrays.fill(row, 0.5);
        }
        Arrays.fill(network.b[1], 0);
        Batch batch =
                Batch.of(new double[][] {{1, 2}, {1, 2}, {-1, 3}}, new double[][] {{1, 0, 0}, {1, 0, 0}, {0, 1, 0}});
        GradientReport report =
                GradientCheck.of(network.model()).on(batch).at(Point.AS_GIVEN).run();
        assertThat(report.verdict()).as(report.toString()).isEqualTo(Verdict.AGREES);
        assertThat(report.points().get(0).parameters())
                .allSatisfy(check -> assertThat(check.entries().atKink()).isZero());
        assertThat(GradientCheck.of(network.model())
                        .on(batch)
                        .lossOnly()
                        .at(Point.AS_GIVEN)
                        .run()
                        .verdict())
                .isEqualTo(Verdict.AGREES);
    }
}
