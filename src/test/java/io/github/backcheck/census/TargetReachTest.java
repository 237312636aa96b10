package io.github.backcheck.census;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.backcheck.model.Activation;
import io.github.backcheck.model.Batch;
import org.junit.jupiter.api.Test;

class TargetReachTest {

    private static final Batch CLASSES = batch(new double[][] {{0, 1}, {1, 0}, {0, 1}});
    private static final Batch SIGNED = batch(new double[][] {{-1, 1}, {1, -1}, {-1, 1}});
    private static final Batch NUMBERS = batch(new double[][] {{0.5}, {-3}, {7}, {1.5}});

    @Test
    void aSigmoidOnlyApproachesItsLimits() {
        TargetReach reach = TargetReach.of(CLASSES, Activation.SIGMOID);

        assertThat(reach.unreachable()).isZero();
        assertThat(reach.limits()).isEqualTo(6);
        assertThat(reach)
                .hasToString("outputs 0 to 1; no target lies outside; 100 % are limits that outputs only approach");
    }

    @Test
    void aSigmoidDoesNotReachBeyond() {
        TargetReach reach = TargetReach.of(SIGNED, Activation.SIGMOID);

        assertThat(reach.unreachable()).isEqualTo(3);
        assertThat(reach.firstSamples()).containsExactly(0, 1, 2);
        assertThat(TargetReach.of(NUMBERS, Activation.SIGMOID))
                .hasToString("outputs 0 to 1; 3 of 4 targets (75.0 %) lie outside, as far as 7; first samples 1 to 3");
    }

    @Test
    void whatIsLostIsAShareOfWhatThereIsToReach() {
        TargetReach reach = TargetReach.of(NUMBERS, Activation.SIGMOID);

        // -3 is 3 too low, 7 is 6 and 1.5 half a unit too high; the squares about the mean, 1.5, are 1, 20.25, 30.25
        // and 0.
        assertThat(reach.lost()).isCloseTo((9 + 36 + 0.25) / 51.5, within(1e-15));
        assertThat(reach.farthest()).isEqualTo(7);
        assertThat(TargetReach.of(CLASSES, Activation.SIGMOID).lost()).isZero();
        assertThat(TargetReach.of(CLASSES, Activation.SIGMOID).farthest()).isNaN();
    }

    @Test
    void tanhReachesFromMinusOneToOne() {
        assertThat(TargetReach.of(SIGNED, Activation.TANH).unreachable()).isZero();
        assertThat(TargetReach.of(SIGNED, Activation.TANH).limits()).isEqualTo(6);
        assertThat(TargetReach.of(NUMBERS, Activation.TANH).unreachable()).isEqualTo(3);
    }

    @Test
    void reluReachesZeroButNothingBelow() {
        assertThat(TargetReach.of(CLASSES, Activation.RELU).limits()).isZero();
        assertThat(TargetReach.of(SIGNED, Activation.RELU).unreachable()).isEqualTo(3);
        assertThat(TargetReach.of(NUMBERS, Activation.RELU).unreachable()).isEqualTo(1);
    }

    @Test
    void unboundedActivationsReachEverything() {
        assertThat(TargetReach.of(NUMBERS, Activation.IDENTITY).unreachable()).isZero();
        assertThat(TargetReach.of(NUMBERS, Activation.LEAKY_RELU).unreachable()).isZero();
        assertThat(TargetReach.of(NUMBERS, Activation.IDENTITY))
                .hasToString("outputs -infinite to infinite; no target lies outside");
    }

    @Test
    void activationsBoundedBelow() {
        assertThat(TargetReach.of(NUMBERS, Activation.ELU).lowest()).isEqualTo(-1);
        assertThat(TargetReach.of(NUMBERS, Activation.ELU).unreachable()).isEqualTo(1);
        assertThat(TargetReach.of(NUMBERS, Activation.SOFTPLUS).lowest()).isZero();
        assertThat(TargetReach.of(CLASSES, Activation.SOFTPLUS).limits()).isEqualTo(3);
    }

    @Test
    void softmaxSumsToOne() {
        assertThat(TargetReach.of(CLASSES, Activation.SOFTMAX).wrongSums()).isZero();

        TargetReach reach = TargetReach.of(batch(new double[][] {{0, 1}, {0, 0}, {1, 1}}), Activation.SOFTMAX);
        assertThat(reach.unreachable()).isZero();
        assertThat(reach.wrongSums()).isEqualTo(2);
        assertThat(reach)
                .asString()
                .startsWith(
                        "outputs 0 to 1; no target lies outside; 2 rows of targets do not sum to 1; first samples 1, 2");
    }

    @Test
    void roundingIsNotOutside() {
        Batch rounded = batch(new double[][] {{0.1 + 0.2 + 0.7 + 1e-16}, {1 + 1e-12}, {-1e-12}});

        assertThat(TargetReach.of(rounded, Activation.SIGMOID).unreachable()).isZero();
    }

    @Test
    void rejectsNull() {
        assertThatThrownBy(() -> TargetReach.of(null, Activation.TANH)).hasMessage("the data are null");
        assertThatThrownBy(() -> TargetReach.of(CLASSES, null)).hasMessage("the activation is null");
    }

    private static Batch batch(double[][] targets) {
        return Batch.of(new double[targets.length][1], targets);
    }
}
