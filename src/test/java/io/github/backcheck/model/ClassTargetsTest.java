package io.github.backcheck.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class ClassTargetsTest {

    private static Optional<ClassTargets> of(double[]... targets) {
        return ClassTargets.of(Batch.of(new double[targets.length][1], targets));
    }

    private static double[] row(double... entries) {
        return entries;
    }

    @Test
    void readsOneHotRows() {
        ClassTargets targets = of(row(0, 1, 0), row(1, 0, 0), row(0, 1, 0)).orElseThrow();

        assertThat(targets.count()).isEqualTo(3);
        assertThat(targets.counts()).containsExactly(1, 2, 0);
        assertThat(targets.classOf(1)).isZero();
        assertThat(targets).hasToString("3 classes, targets 0.0 and 1.0");
    }

    @Test
    void readsOtherPairsOfValues() {
        assertThat(of(row(-1, 1), row(1, -1)).orElseThrow().counts()).containsExactly(1, 1);
        assertThat(of(row(0.9, 0.1), row(0.9, 0.1)).orElseThrow().counts()).containsExactly(2, 0);
    }

    @Test
    void readsASingleOutputOfTwoValues() {
        ClassTargets targets = of(row(1), row(-1), row(1)).orElseThrow();

        assertThat(targets.count()).isEqualTo(2);
        assertThat(targets.counts()).containsExactly(1, 2);
    }

    @Test
    void leavesEverythingElseToRegression() {
        assertThat(of(row(1), row(1))).as("one value").isEmpty();
        assertThat(of(row(0), row(1), row(2))).as("three values").isEmpty();
        assertThat(of(row(0, 0), row(0, 0))).as("all zero").isEmpty();
        assertThat(of(row(0, 1), row(0, 0))).as("a row without a class").isEmpty();
        assertThat(of(row(0, 1), row(1, 1))).as("a row of two classes").isEmpty();
        assertThat(of(row(0, 1), row(0.5, 0.5))).as("shares").isEmpty();
        assertThat(of(row(0, 1), row(0, 2))).as("two high values").isEmpty();
    }

    @Test
    void predictsTheLargestOutput() {
        ClassTargets targets = of(row(0, 1, 0), row(1, 0, 0)).orElseThrow();

        assertThat(targets.predicted(row(0.1, 0.2, 0.3))).hasValue(2);
        assertThat(targets.predicted(row(0.3, 0.3, 0.3)))
                .as("the first of equals")
                .hasValue(0);
        assertThat(targets.predicted(row(0, 0, Double.POSITIVE_INFINITY))).hasValue(2);
        assertThat(targets.predicted(row(1, Double.NaN, 0))).isEmpty();
    }

    @Test
    void cutsASingleOutputHalfway() {
        ClassTargets targets = of(row(0.2), row(0.8)).orElseThrow();

        assertThat(targets.predicted(row(0.49))).hasValue(0);
        assertThat(targets.predicted(row(0.51))).hasValue(1);
        assertThat(targets.predicted(row(Double.NaN))).isEmpty();
    }

    @Test
    void rejectsWhatDoesNotFit() {
        ClassTargets targets = of(row(0, 1), row(1, 0)).orElseThrow();

        assertThatThrownBy(() -> targets.predicted(row(1, 2, 3)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("3 outputs, the targets have 2");
        assertThatThrownBy(() -> ClassTargets.of(null)).hasMessage("the batch is null");
    }
}
