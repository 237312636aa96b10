package io.github.backcheck.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.backcheck.model.Batch;
import org.junit.jupiter.api.Test;

class LiveInputTrackerTest {

    private static final double[][] NO_TARGETS = {{0}, {0}};

    private static Batch batch(double[] first, double[] second) {
        return Batch.of(new double[][] {first, second}, NO_TARGETS);
    }

    @Test
    void findsConstantInputs() {
        LiveInputs inputs = LiveInputTracker.ofInputs(4)
                .add(batch(new double[] {0, 1, 0, 5}, new double[] {0, 1, -0.0, 6}))
                .add(batch(new double[] {0, 1, 0, 5}, new double[] {2, 1, 0, 5}))
                .report();

        assertThat(inputs.samples()).isEqualTo(4);
        assertThat(inputs.live()).containsExactly(0, 3);
        assertThat(inputs.constant()).containsExactly(1, 2);
        assertThat(inputs.constantlyZero()).containsExactly(2);
        assertThat(inputs.ranges().get(3)).isEqualTo(new InputRange(5, 6)).hasToString("5 to 6");
        assertThat(inputs).hasToString("""
                        Inputs over 4 samples
                            live inputs      2 of 4
                            always 0         2
                            constant, not 0  1
                        """);
    }

    @Test
    void isSilentWhenAllInputsAreLive() {
        LiveInputs inputs =
                LiveInputTracker.ofInputs(3).add(TinyNetwork.data(20, 3)).report();

        assertThat(inputs.live()).containsExactly(0, 1, 2);
        assertThat(inputs.constant()).isEmpty();
        assertThat(inputs.constantlyZero()).isEmpty();
    }

    @Test
    void severalBatchesEqualOne() {
        Batch data = TinyNetwork.data(30, 5);
        LiveInputTracker streamed = LiveInputTracker.ofInputs(5);
        streamed.add(data.slice(0, 7)).add(data.slice(7, 8)).add(data.slice(8, 30));

        assertThat(streamed.report())
                .isEqualTo(LiveInputTracker.ofInputs(5).add(data).report());
    }

    @Test
    void claimsNothingWithoutSamples() {
        LiveInputs inputs = LiveInputTracker.ofInputs(2).report();

        assertThat(inputs.live()).isEmpty();
        assertThat(inputs.constant()).isEmpty();
        assertThat(inputs.constantlyZero()).isEmpty();
        assertThat(inputs).hasToString("""
                        Inputs over 0 samples
                          No batch was seen.
                        """);
    }

    @Test
    void rejectsWhatDoesNotFit() {
        LiveInputTracker tracker = LiveInputTracker.ofInputs(3);

        assertThatThrownBy(() -> tracker.add(TinyNetwork.data(4, 5)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("batch of 4: inputs 4 x 5, targets 4 x 2: 3 inputs were expected");
        assertThatThrownBy(() -> tracker.add(null)).hasMessage("the batch is null");
        assertThatThrownBy(() -> LiveInputTracker.ofInputs(0))
                .hasMessage("the number of inputs is 0, at least 1 was expected");
        assertThat(tracker.report().samples()).isZero();
    }
}
