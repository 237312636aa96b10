package io.github.backcheck.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.backcheck.model.Architecture;
import io.github.backcheck.model.Batch;
import java.util.List;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

class LossTrackerTest {

    private static final List<KnownLoss> TEN_CLASSES = List.of(new KnownLoss("chance", Math.log(10)));

    private static LossCurve curve(int steps, IntToDoubleFunction loss) {
        LossTracker tracker = LossTracker.of(TEN_CLASSES);
        for (int step = 1; step <= steps; step++) {
            tracker.add(step, loss.applyAsDouble(step));
        }
        return tracker.curve();
    }

    private static IntToDoubleFunction noisy(long seed, double noise, IntToDoubleFunction loss) {
        Random random = new Random(seed);
        return step -> loss.applyAsDouble(step) + noise * random.nextGaussian();
    }

    @Test
    void keepsMeansOfEquallyManyLosses() {
        LossCurve curve = curve(1000, step -> step);

        assertThat(curve.losses()).isEqualTo(1000);
        assertThat(curve.ends()).isEqualTo(new LossCurve.Ends(1, 1000));
        assertThat(curve.segments()).hasSizeBetween(32, LossTracker.SEGMENTS);
        int length = curve.segments().get(0).lastStep();
        for (LossSegment segment : curve.segments()) {
            assertThat(segment.lastStep() - segment.firstStep() + 1).isEqualTo(length);
            assertThat(segment.mean()).isCloseTo(segment.middle(), within(1e-9));
        }
        assertThat(curve.trend().orElseThrow().slope()).isCloseTo(1, within(1e-9));
        assertThat(curve.trend().orElseThrow().rises()).isTrue();
    }

    /** 1 to 8 in order: S = 28, variance 8·7·21/18 = 65.33, z = 27/8.083 = 3.340, both tails 8.4e-4. */
    @Test
    void theTestIsThatOfMann() {
        Trend trend = curve(8, step -> -step).trend().orElseThrow();

        assertThat(trend.slope()).isCloseTo(-1, within(1e-12));
        assertThat(trend.pValue()).isCloseTo(8.37e-4, within(2e-6));
        assertThat(trend.falls()).isTrue();
        assertThat(trend.rises()).isFalse();
    }

    /** Ranks 1,1,2,2,3,3,4,4: S = 24, variance 65.33 − 4·2·1·9/18 = 61.33, z = 23/7.832 = 2.937, both tails 3.3e-3. */
    @Test
    void tiesMakeTheVarianceSmaller() {
        assertThat(curve(8, step -> Math.ceil(step / 2.0)).trend().orElseThrow().pValue())
                .isCloseTo(3.32e-3, within(2e-5));
        assertThat(curve(40, step -> 1).trend().orElseThrow().pValue()).isEqualTo(1);
    }

    @Test
    void aSlowFallUnderNoiseIsSeen() {
        for (long seed = 1; seed <= 20; seed++) {
            LossCurve curve = curve(2000, noisy(seed, 0.3, step -> 2.3 - 0.0005 * step));
            assertThat(curve.trend().orElseThrow().falls()).isTrue();
            assertThat(curve.recentTrend().orElseThrow().falls()).isTrue();
            assertThat(curve.plateau()).isEmpty();
        }
    }

    @Test
    void noiseAloneIsNoTrend() {
        int trends = 0;
        for (long seed = 1; seed <= 500; seed++) {
            Trend trend = curve(640, noisy(seed, 0.3, step -> 1)).trend().orElseThrow();
            trends += trend.falls() || trend.rises() ? 1 : 0;
        }

        assertThat(trends).as("one in a hundred expected of 500").isLessThanOrEqualTo(13);
    }

    @Test
    void aLossThatStaysAtChanceIsAPlateau() {
        for (long seed = 1; seed <= 20; seed++) {
            Plateau plateau = curve(500, noisy(seed, 0.05, step -> 2.3026 + 0.2 * Math.exp(-step / 20.0)))
                    .plateau()
                    .orElseThrow();
            assertThat(plateau.level()).isEqualTo(TEN_CLASSES.get(0));
            assertThat(plateau.mean()).isCloseTo(2.3026, within(0.02));
            assertThat(plateau.since()).isBetween(200, 300);
        }
    }

    @Test
    void healthyCurvesHaveNoPlateau() {
        for (long seed = 1; seed <= 20; seed++) {
            assertThat(curve(500, noisy(seed, 0.2, step -> 0.1 + 2.2 * Math.exp(-step / 100.0)))
                            .plateau())
                    .as("a normal curve")
                    .isEmpty();
            assertThat(curve(
                                    500,
                                    noisy(
                                            seed,
                                            0.05,
                                            step -> step < 200 ? 2.3026 : 2.3026 * Math.exp((200 - step) / 80.0)))
                            .plateau())
                    .as("one that starts late")
                    .isEmpty();
            assertThat(curve(500, noisy(seed, 0.05, step -> 1.9)).plateau())
                    .as("one that has converged elsewhere")
                    .isEmpty();
        }
        assertThat(curve(15, step -> 2.3026).plateau()).as("too short to say").isEmpty();
    }

    @Test
    void theFirstLossThatIsNotFiniteIsLocated() {
        LossCurve curve = curve(100, step -> step == 40 ? Double.NaN : step > 60 ? Double.POSITIVE_INFINITY : 1);

        assertThat(curve.firstNonFinite().orElseThrow()).hasToString("NaN at step 40");
        assertThat(curve.segments())
                .allSatisfy(segment -> assertThat(segment.mean()).isEqualTo(1));
        assertThat(curve.ends().last()).isInfinite();
    }

    @Test
    void levelsAreThoseOfTheBestConstantPrediction() {
        double[][] x = {{1}, {2}, {3}, {4}};
        Batch classes = Batch.labelled(x, new int[] {0, 0, 0, 1}, 2);
        double entropy = -0.75 * Math.log(0.75) - 0.25 * Math.log(0.25);

        assertThat(KnownLoss.of(Architecture.inputs(1).softmax(2).softmaxCrossEntropy(), classes))
                .extracting(KnownLoss::level)
                .satisfiesExactly(
                        level -> assertThat(level).isCloseTo(entropy, within(1e-12)),
                        level -> assertThat(level).isCloseTo(Math.log(2), within(1e-12)));
        assertThat(KnownLoss.of(Architecture.inputs(1).sigmoid(2).binaryCrossEntropy(), classes))
                .extracting(KnownLoss::level)
                .satisfiesExactly(
                        level -> assertThat(level).isCloseTo(2 * entropy, within(1e-12)),
                        level -> assertThat(level).isCloseTo(2 * Math.log(2), within(1e-12)));
        assertThat(KnownLoss.of(Architecture.inputs(1).identity(2).meanSquaredError(), classes))
                .extracting(KnownLoss::level)
                .satisfiesExactly(level -> assertThat(level).isCloseTo(0.1875, within(1e-12)));
        assertThat(KnownLoss.of(
                        Architecture.inputs(1).identity(2).meanSquaredError().l2(0.1), classes))
                .as("a penalty is added to every level")
                .isEmpty();
        assertThatThrownBy(() -> KnownLoss.of(Architecture.inputs(1).identity(3).meanSquaredError(), classes))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("does not fit");
    }

    @Test
    void saysWhatItNeeds() {
        assertThat(LossTracker.of(List.of()).curve()).hasToString("""
                        Loss
                          Not judged: needs the losses, given by observe(batch, loss), or a probe on which to measure them.
                        """);
        assertThat(LossTracker.of(List.of()).add(1, 2).curve()).hasToString("""
                        Loss
                            losses       1, the first 2, the last 2
                            whole run    not judged: needs at least 8 means of losses
                            second half  not judged: needs at least 8 means of losses
                            plateau      not judged: needs the architecture, with a loss that is averaged and has no
                                         penalty, and the data
                        """);
    }

    @Test
    void stepsGoUp() {
        LossTracker tracker = LossTracker.of(List.of()).add(3, 1);

        assertThatThrownBy(() -> tracker.add(3, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a loss of step 3 after one of step 3: a later step was expected");
        assertThatThrownBy(() -> LossTracker.of(null)).hasMessage("the list of known losses is null");
    }
}
