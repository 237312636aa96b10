package io.github.backcheck.gradient;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.backcheck.model.Architecture;
import io.github.backcheck.model.Batch;
import java.util.Arrays;
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
                  evaluated 10 times):
                  - 1/W agrees: 6 of 6 entries checked
                  - 1/b agrees: 3 of 3 entries checked
                  - 2/W agrees: 6 of 6 entries checked
                  - 2/b agrees: 2 of 2 entries checked
                  - the reference twin is this network: same outputs, same loss, also when each parameter is moved
                    along a random direction, which confirms the numeric gradient in all of them
                  At parameters drawn so that all units are live (every entry through the reference twin, unit by
                  unit; the loss was evaluated 10 times):
                  - 1/W agrees: 6 of 6 entries checked
                  - 1/b agrees: 3 of 3 entries checked
                  - 2/W agrees: 6 of 6 entries checked
                  - 2/b agrees: 2 of 2 entries checked
                  - the reference twin is this network: same outputs, same loss, also when each parameter is moved
                    along a random direction, which confirms the numeric gradient in all of them
                """);
    }

    @Test
    void aDisagreeingReportReads() {
        assertThat(disagreeing()).hasToString("""
                Gradient check of plain network: 2 of 4 parameters wrong
                  Analytic gradient from gradient(batch), on a batch of 4: inputs 4 x 2, targets 4 x 2, seed 1.
                  At the given parameters (every entry through the reference twin, unit by unit; the loss was
                  evaluated 10 times):
                  - 1/W disagrees: the analytic gradient is exactly zero in every entry; 6 of 6 entries checked, 6
                    wrong
                    1/W[1,1]  analytic 0, numeric 0.0377404 ± 2.15e-12
                    1/W[1,0]  analytic 0, numeric -0.0306389 ± 2.75e-12
                    1/W[0,1]  analytic 0, numeric 0.0242314 ± 1.51e-12
                  - 1/b disagrees: the analytic gradient is the numeric gradient with its sign flipped (relative
                    error 2, cosine -1); 3 of 3 entries checked, 3 wrong
                    1/b[1]  analytic 0.0418198, numeric -0.0418198 ± 2.42e-12
                    1/b[0]  analytic -0.0111538, numeric 0.0111538 ± 9.06e-13
                    1/b[2]  analytic 1.19125e-04, numeric -1.19125e-04 ± 1.31e-13
                  - 2/W agrees: 6 of 6 entries checked
                  - 2/b agrees: 2 of 2 entries checked
                  - the reference twin is this network: same outputs, same loss, also when each parameter is moved
                    along a random direction, which confirms the numeric gradient in all of them
                """);
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
