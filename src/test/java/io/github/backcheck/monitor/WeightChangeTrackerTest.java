package io.github.backcheck.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.backcheck.model.BiasPlacement;
import io.github.backcheck.model.Model;
import io.github.backcheck.model.Parameter.Role;
import io.github.backcheck.model.Storage;
import java.util.List;
import org.junit.jupiter.api.Test;

class WeightChangeTrackerTest {

    /** Square roots and sums of a handful of numbers near 1: a few units in the last place. */
    private static final double ROUND_OFF = 1e-15;

    private static final Directions UNKNOWN = new Directions(Double.NaN, Double.NaN, Double.NaN);

    private final double[][] weights = {{3, 0, 0}, {0, 4, 0}};
    private final double[] biases = {0, 0};
    private final Model model = Model.named("plain")
            .weights("out/W", weights)
            .biases("out/b", biases)
            .loss(batch -> 0)
            .build();
    private final WeightChangeTracker tracker = WeightChangeTracker.of(model);

    private ParameterChange weightsChange() {
        return tracker.report().find("out/W").orElseThrow();
    }

    private ParameterChange biasesChange() {
        return tracker.report().find("out/b").orElseThrow();
    }

    @Test
    void measuresEachStepAgainstTheOneBefore() {
        weights[0][0] = 3.6;
        weights[1][1] = 4.8;
        tracker.record();
        weights[0][0] = 3;
        tracker.record();

        StepChange first = weightsChange().series().get(0);
        assertThat(first.step()).isEqualTo(1);
        assertThat(first.covered()).isEqualTo(1);
        assertThat(first.normBefore()).isEqualTo(5);
        assertThat(first.weightChange()).isCloseTo(1, within(ROUND_OFF));
        assertThat(first.changeRatio()).isCloseTo(0.2, within(ROUND_OFF));
        StepChange second = weightsChange().series().get(1);
        assertThat(second.weightChange()).isCloseTo(0.6, within(ROUND_OFF));
        assertThat(second.normBefore()).isCloseTo(6, within(ROUND_OFF));
        assertThat(weightsChange().medianChangeRatio().orElseThrow()).isCloseTo(0.15, within(ROUND_OFF));
    }

    @Test
    void collectsWhatNeverChanged() {
        weights[0][0] = 1;
        tracker.record();
        weights[0][2] = 1;
        tracker.record();

        assertThat(weightsChange().untouched()).isEqualTo(new Untouched(4, List.of(1), List.of(1)));
        assertThat(weightsChange().neverChanged()).isFalse();
        assertThat(biasesChange().neverChanged()).isTrue();
        assertThat(tracker.report().neverChanged())
                .extracting(ParameterChange::name)
                .containsExactly("out/b");
    }

    @Test
    void isSilentWhenEverythingChanges() {
        for (double[] row : weights) {
            for (int j = 0; j < row.length; j++) {
                row[j] += 1;
            }
        }
        biases[0] = 1;
        biases[1] = 1;
        tracker.record();

        assertThat(tracker.report().neverChanged()).isEmpty();
        assertThat(weightsChange().untouched()).isEqualTo(Untouched.none());
    }

    @Test
    void seesTheSmallestChange() {
        biases[0] = Double.MIN_VALUE;
        weights[0][0] = Math.nextUp(3.0);
        tracker.record();

        assertThat(biasesChange().untouched().entries()).isEqualTo(1);
        assertThat(biasesChange().series().get(0).weightChange()).isEqualTo(Double.MIN_VALUE);
        assertThat(weightsChange().series().get(0).weightChange()).isEqualTo(Math.ulp(3.0));
    }

    @Test
    void measuresNumbersWhoseSquaresOverflow() {
        weights[0][0] = 3e300;
        weights[1][1] = 4e300;
        tracker.record();

        assertThat(weightsChange().series().get(0).weightChange() / 1e300).isCloseTo(5, within(4 * ROUND_OFF));
    }

    @Test
    void aParameterOfZerosHasRatioZeroOrInfinity() {
        tracker.record();
        biases[1] = 0.1;
        tracker.record();

        assertThat(biasesChange().series())
                .extracting(StepChange::changeRatio)
                .containsExactly(0.0, Double.POSITIVE_INFINITY);
    }

    @Test
    void beforeTheFirstStepNothingIsClaimed() {
        assertThat(weightsChange().neverChanged()).isFalse();
        assertThat(weightsChange().untouched()).isEqualTo(Untouched.none());
        assertThat(weightsChange().medianChangeRatio()).isEmpty();
        assertThat(tracker.report()).hasToString("""
                        Weight changes of plain over 0 steps, compared at every step
                            out/W (2 x 3)  not compared yet
                            out/b (2)      not compared yet
                        """);
    }

    @Test
    void locatesTheFirstValueThatIsNotFinite() {
        weights[0][0] = 1;
        tracker.record();
        weights[1][2] = Double.NaN;
        tracker.record();
        weights[0][1] = Double.POSITIVE_INFINITY;
        tracker.record();

        ParameterChange change = weightsChange();
        assertThat(change.firstNonFinite()).contains(new ParameterChange.NonFinite(2, "out/W[1,2]", Double.NaN));
        assertThat(change.series().get(1).weightChange()).isNaN();
        assertThat(change.medianChangeRatio().orElseThrow()).isCloseTo(0.4, within(ROUND_OFF));
        assertThat(biasesChange().firstNonFinite()).isEmpty();
        assertThat(tracker.report()).hasToString("""
                        Weight changes of plain over 3 steps, compared at every step
                            out/W (2 x 3)  change ratio 0.4 (median); 3 entries never changed (rows: none; columns: none);
                                           out/W[1,2] is NaN after step 2
                            out/b (2)      never changed
                        """);
    }

    @Test
    void locatesAValueThatIsNotFiniteAtTheStart() {
        biases[1] = Double.NEGATIVE_INFINITY;
        ParameterChange change =
                WeightChangeTracker.of(model).report().find("out/b").orElseThrow();

        assertThat(change.firstNonFinite().orElseThrow()).hasToString("out/b[1] is -infinite at the start");
    }

    @Test
    void aParameterThatIsNeverFiniteHasNoRatio() {
        biases[0] = Double.NaN;
        WeightChangeTracker late = WeightChangeTracker.of(model);
        biases[1] = 1;
        late.record();

        assertThat(late.report().find("out/b").orElseThrow())
                .hasToString("out/b (2): change ratio unknown, not finite;"
                        + " 1 entry never changed (rows: 0; columns: none); out/b[0] is NaN at the start");
    }

    @Test
    void aScheduleComparesIntervals() {
        WeightChangeTracker sparse = WeightChangeTracker.of(model, Schedule.every(2));
        for (int step = 1; step <= 5; step++) {
            weights[0][0] += 1;
            sparse.record();
        }
        weights[0][1] = 1; // not yet counted as a step, but seen by the comparison that the report makes

        List<StepChange> series = sparse.report().find("out/W").orElseThrow().series();
        assertThat(series).extracting(StepChange::step).containsExactly(2, 4, 5);
        assertThat(series).extracting(StepChange::covered).containsExactly(2, 2, 1);
        assertThat(series.get(0).weightChange()).isEqualTo(2);
        assertThat(sparse.report().steps()).isEqualTo(5);
        assertThat(sparse.report().find("out/W").orElseThrow().series()).isEqualTo(series);
    }

    @Test
    void whatMovedAndCameBackWithinAnIntervalIsNotSeen() {
        WeightChangeTracker sparse = WeightChangeTracker.of(model, Schedule.every(2));
        weights[0][0] = 9;
        sparse.record();
        weights[0][0] = 3;
        sparse.record();

        assertThat(sparse.report().find("out/W").orElseThrow().neverChanged()).isTrue();
    }

    @Test
    void aReportStaysWhatItWas() {
        tracker.record();
        WeightChangeReport early = tracker.report();
        String text = early.toString();
        weights[0][0] = 9;
        tracker.record();

        assertThat(early).hasToString(text);
        assertThat(early.steps()).isEqualTo(1);
        assertThat(tracker.report().steps()).isEqualTo(2);
    }

    @Test
    void knowsWhereAParameterBelongs() {
        TinyNetwork net = new TinyNetwork(3, 2, 2);
        WeightChangeReport report = WeightChangeTracker.of(net.model()).report();

        assertThat(report.parameters())
                .extracting(ParameterChange::place)
                .containsExactly(
                        new ParameterPlace("hidden/W", Role.WEIGHTS, 0, new Shape(2, 3)),
                        new ParameterPlace("hidden/b", Role.BIASES, 0, new Shape(2, 1)),
                        new ParameterPlace("output/W", Role.WEIGHTS, 1, new Shape(2, 2)),
                        new ParameterPlace("output/b", Role.BIASES, 1, new Shape(2, 1)));
    }

    @Test
    void inByOutStorageIsReadAsOutByIn() {
        double[][] inByOut = new double[3][2];
        WeightChangeTracker transposed = WeightChangeTracker.of(Model.named("transposed")
                .weightsInByOut("out/W", inByOut)
                .loss(batch -> 0)
                .build());
        inByOut[2][1] = 1;
        transposed.record();

        assertThat(transposed.report().find("out/W").orElseThrow().untouched())
                .isEqualTo(new Untouched(5, List.of(0), List.of(0, 1)));
    }

    @Test
    void aBiasColumnIsAParameterOfItsOwn() {
        double[][] both = new double[2][4];
        WeightChangeTracker shared = WeightChangeTracker.of(Model.named("shared")
                .weightsWithBiases("out", BiasPlacement.LAST_COLUMN, both)
                .loss(batch -> 0)
                .build());
        both[0][3] = 1;
        both[1][3] = 1;
        shared.record();

        assertThat(shared.report().find("out/W").orElseThrow().neverChanged()).isTrue();
        assertThat(shared.report().find("out/b").orElseThrow().untouched()).isEqualTo(Untouched.none());
    }

    @Test
    void floatsAreComparedAsFloats() {
        float[][] floats = {{1, 2}};
        WeightChangeTracker single = WeightChangeTracker.of(Model.named("floats")
                .weights("out/W", Storage.of(floats))
                .loss(batch -> 0)
                .build());
        floats[0][0] += 1e-9f; // lost in rounding
        floats[0][1] += 0.5f;
        single.record();

        ParameterChange change = single.report().find("out/W").orElseThrow();
        assertThat(change.untouched().columns()).containsExactly(0);
        assertThat(change.series().get(0).weightChange()).isEqualTo(0.5);
    }

    @Test
    void rejectsNull() {
        assertThatThrownBy(() -> WeightChangeTracker.of(null)).hasMessage("the model is null");
        assertThatThrownBy(() -> WeightChangeTracker.of(model, null)).hasMessage("the schedule is null");
    }

    @Test
    void stepsReadAsWords() {
        assertThat(new StepChange(12, 1, 0.5, 5, UNKNOWN)).hasToString("step 12: weight change 0.5, change ratio 0.1");
        assertThat(new StepChange(20, 10, 0, 0, UNKNOWN))
                .hasToString("steps 11 to 20: weight change 0, change ratio 0");
    }
}
