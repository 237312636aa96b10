package io.github.backcheck.gradient;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.backcheck.model.Architecture;
import io.github.backcheck.model.Batch;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How a report reads. */
class GradientReportTest {

    private static final int WIDEST_LINE = 100;

    private static final Architecture ARCHITECTURE =
            Architecture.inputs(2).tanh(3).sigmoid(2).halfSquaredError();

    private static final Batch BATCH = Batch.of(
            new double[][] {{0.5, 1}, {1, -1}, {-2, 0.25}, {0, 2}}, new double[][] {{1, 0}, {0, 1}, {1, 1}, {0, 0}});

    private static GradientReport agreeing() {
        return GradientCheck.of(new PlainNetwork(ARCHITECTURE, 1, 1).model())
                .on(BATCH)
                .run();
    }

    private static GradientReport disagreeing() {
        PlainNetwork network = new PlainNetwork(ARCHITECTURE, 1, 1) {
            @Override
            void backprop(Batch batch) {
                super.backprop(batch);
                for (double[] row : dw[0]) {
                    Arrays.fill(row, 0);
                }
                Arrays.setAll(db[0], i -> -db[0][i]);
            }
        };
        return GradientCheck.of(network.model()).on(BATCH).at(Point.AS_GIVEN).run();
    }

    @Test
    void anAgreeingReportReads() {
        assertThat(agreeing()).hasToString("""
                Gradient check of plain network: all 4 parameters agree
                  Analytic gradient from gradient(batch), on a batch of 4: inputs 4 x 2, targets 4 x 2, seed 1.
                  At the given parameters (every entry through the reference twin, unit by unit; the loss was
                  evaluated 6 times):
                  - 1/W agrees: 6 of 6 entries checked
                  - 1/b agrees: 3 of 3 entries checked
                  - 2/W agrees: 6 of 6 entries checked
                  - 2/b agrees: 2 of 2 entries checked
                  - the reference twin is this network: same outputs, same loss, also when the parameters of each
                    layer are moved along a random direction, which confirms the numeric gradient in all layers
                  At parameters drawn so that all units are live (every entry through the reference twin, unit by
                  unit; the loss was evaluated 6 times):
                  - 1/W agrees: 6 of 6 entries checked
                  - 1/b agrees: 3 of 3 entries checked
                  - 2/W agrees: 6 of 6 entries checked
                  - 2/b agrees: 2 of 2 entries checked
                  - the reference twin is this network: same outputs, same loss, also when the parameters of each
                    layer are moved along a random direction, which confirms the numeric gradient in all layers
                """);
    }

    @Test
    void aDisagreeingReportReads() {
        assertThat(disagreeing()).hasToString("""
                Gradient check of plain network: 2 of 4 parameters wrong
                  Analytic gradient from gradient(batch), on a batch of 4: inputs 4 x 2, targets 4 x 2, seed 1.
                  At the given parameters (every entry through the reference twin, unit by unit; the loss was
                  evaluated 6 times):
                  - 1/W disagrees: the analytic gradient is exactly zero in every entry; 6 of 6 entries checked, 6
                    wrong
                    1/W[1,1]  analytic 0, numeric 0.0377404 ± 9e-14
                    1/W[1,0]  analytic 0, numeric -0.0306389 ± 9e-14
                    1/W[0,1]  analytic 0, numeric 0.0242314 ± 3e-14
                  - 1/b disagrees: the analytic gradient is the numeric gradient with its sign flipped; 3 of 3
                    entries checked, 3 wrong
                    error    relative error 2; the pattern explains all but less than 1e-12 of the error
                    descent  a small step goes up instead of down (cosine -1)
                    1/b[1]   analytic 0.0418198, numeric -0.0418198 ± 5e-14
                    1/b[0]   analytic -0.0111538, numeric 0.0111538 ± 2e-14
                    1/b[2]   analytic 1.19125e-04, numeric -1.19125e-04 ± 3e-15
                  - 2/W agrees: 6 of 6 entries checked
                  - 2/b agrees: 2 of 2 entries checked
                  - all parameters together: a small step still goes down, but not the steepest way (cosine 0.72),
                    although it climbs in 1/b
                  - the reference twin is this network: same outputs, same loss, also when the parameters of each
                    layer are moved along a random direction, which confirms the numeric gradient in all layers
                """);
    }

    /** The first sample is all 0 and the biases are, too: every unit of the first layer is exactly on its kink there. */
    @Test
    void entriesAtAKinkAreListedWithTheirInterval() {
        PlainNetwork network =
                new PlainNetwork(Architecture.inputs(2).relu(5).identity(1).halfSquaredError(), 1, 1);
        Arrays.fill(network.b[0], 0);
        Batch batch = Batch.of(new double[][] {{0, 0}, {1, 2}}, new double[][] {{3}, {1}});

        GradientReport report =
                GradientCheck.of(network.model()).on(batch).at(Point.AS_GIVEN).run();

        PointCheck point = report.at(Point.AS_GIVEN).orElseThrow();
        ParameterCheck biases = point.parameter("1/b").orElseThrow();
        assertThat(biases.verdict()).isEqualTo(Verdict.AGREES);
        assertThat(biases.entries().atKink()).isEqualTo(5);
        assertThat(biases.kinks())
                .hasSize(3)
                .isSortedAccordingTo(Comparator.comparingDouble(entry -> entry.lower() - entry.upper()))
                .allSatisfy(entry -> assertThat(entry.analytic()).isBetween(entry.lower(), entry.upper()));
        KinkEntry widest = biases.kinks().get(0);
        assertThat(report.toString()).contains("    " + widest.name() + "  analytic ");
        assertThat(widest.toString())
                .matches("1/b\\[\\d]: analytic \\S+, at a kink: anything from \\S+ to \\S+ is right");
        assertThat(point.parameter("2/W").orElseThrow().kinks()).isEmpty();
    }

    @Test
    void noLineIsTooLong() {
        for (GradientReport report : List.of(
                agreeing(),
                disagreeing(),
                GradientCheck.of(new PlainNetwork(ARCHITECTURE, 1, 1).wrapped().build())
                        .on(BATCH)
                        .run())) {
            assertThat(report.toString().lines())
                    .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(WIDEST_LINE));
        }
    }

    @Test
    void aReportIsAskedByNames() {
        GradientReport report = disagreeing();

        assertThat(report.verdict()).isEqualTo(Verdict.DISAGREES);
        assertThat(report.parameterNames()).containsExactly("1/W", "1/b", "2/W", "2/b");
        assertThat(report.verdict("1/W")).isEqualTo(Verdict.DISAGREES);
        assertThat(report.verdict("2/W")).isEqualTo(Verdict.AGREES);
        assertThat(report.verdict("no such")).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(report.disagreement("2/W")).isEmpty();
        assertThat(report.at(Point.LIVELY)).isEmpty();
        ParameterCheck biases = report.disagreement("1/b").orElseThrow();
        assertThat(biases.isWronglyZero()).isFalse();
        assertThat(biases.isVanishing()).isFalse();
        assertThat(biases.entries()).isEqualTo(new EntryCounts(3, 3, 0, 3, 0, 0));
        assertThat(biases.magnitudes().cosine()).isLessThan(-0.999);
        assertThat(biases.worst().get(0).relativeError()).isBetween(1.999, 2.0);
    }
}
