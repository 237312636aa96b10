package io.github.backcheck.census;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.backcheck.examples.Digits;
import io.github.backcheck.model.Batch;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SplitCensusTest {

    private static final Digits.Split DIGITS = Digits.split(Digits.load().scaled(), 1);
    private static final Batch TRAINING = DIGITS.training();
    private static final Batch TEST = DIGITS.test();

    @Test
    void digitsSplitAtRandomAreFine() {
        for (int seed = 0; seed < 5; seed++) {
            Digits.Split split = Digits.split(Digits.load().raw(), seed);

            assertThat(Alarms.of(SplitCensus.of(split.training(), split.test())))
                    .isEmpty();
        }
        assertThat(SplitCensus.of(TRAINING, TEST).testRelation().relation()).isEqualTo(Relation.RELATED);
    }

    @Test
    void testSamplesFromTheTrainingDataAreFound() {
        Batch all = Digits.load().scaled();
        int[] mixed = IntStream.concat(IntStream.of(3, 17), IntStream.range(1500, 1600))
                .toArray();
        Leakage leakage = SplitCensus.of(all.slice(0, 1500), all.select(mixed)).leakage();

        assertThat(leakage.found()).isEqualTo(2);
        assertThat(leakage.first()).containsExactly(new SamplePair(3, 0), new SamplePair(17, 1));
        assertThat(leakage.share()).isEqualTo(2 / 102.0);
        assertThat(leakage).hasToString("2 (1.96 %), 0 of them with other targets; training = test: 3 = 0, 17 = 1");
    }

    @Test
    void testInputsDividedOnceMoreAreScaled() {
        InputShift shift =
                SplitCensus.of(TRAINING, Spoiled.inputs(TEST, v -> v / 16)).inputShift();

        assertThat(shift.kind()).isEqualTo(ShiftKind.SCALED);
        assertThat(shift.scaleRatio()).isCloseTo(1 / 16.0, within(0.002));
        assertThat(shift.shifted()).isGreaterThan(30);
        assertThat(shift.most()).hasSize(5);
        assertThat(shift).asString().startsWith("0.062").contains(" times as large, otherwise alike: ");
        assertThat(SplitCensus.of(TRAINING, Spoiled.inputs(TEST, v -> v / 16))
                        .testRelation()
                        .relation())
                .as("the scale does not spoil the comparison of targets")
                .isEqualTo(Relation.RELATED);
    }

    @Test
    void testInputsPreparedInAnotherWayAreShifted() {
        assertThat(SplitCensus.of(HealthyData.standardised(TRAINING), TEST)
                        .inputShift()
                        .kind())
                .isEqualTo(ShiftKind.SHIFTED);
        assertThat(SplitCensus.of(TRAINING, Spoiled.inputs(TEST, v -> 1 - v))
                        .inputShift()
                        .kind())
                .isEqualTo(ShiftKind.SHIFTED);
    }

    @Test
    void aRareValueIsNoShift() {
        double[][] few = new double[40][1];
        double[][] many = new double[4000][1];
        few[7][0] = 1;
        few[8][0] = 1;
        InputShift shift = SplitCensus.of(Batch.of(few, new double[40][1]), Batch.of(many, new double[4000][1]))
                .inputShift();

        assertThat(shift.kind()).isEqualTo(ShiftKind.NONE);
    }

    @Test
    void aFeatureThatIsAnotherConstantIsShifted() {
        double[][] first = new double[50][2];
        double[][] second = new double[50][2];
        for (int s = 0; s < 50; s++) {
            first[s][1] = s;
            second[s][0] = 1;
            second[s][1] = s;
        }
        InputShift shift = SplitCensus.of(Batch.of(first, new double[50][1]), Batch.of(second, new double[50][1]))
                .inputShift();

        assertThat(shift.most()).singleElement().satisfies(most -> {
            assertThat(most.feature()).isZero();
            assertThat(most.score()).isInfinite();
        });
    }

    @Test
    void fewSamplesAreNotJudged() {
        assertThat(SplitCensus.of(TRAINING, TEST.slice(0, 20)).inputShift())
                .hasToString("not judged: needs at least 30 samples in each part");
        assertThat(SplitCensus.of(TRAINING, TEST.slice(0, 20)).testRelation())
                .hasToString("not judged: needs at least 60 samples, there are 20");
    }

    @Test
    void otherClassesAreSeen() {
        ClassShift shift =
                SplitCensus.of(TRAINING, threesAndOneIn(10)).classShift().orElseThrow();

        assertThat(shift.clear()).isTrue();
        assertThat(shift.mostDifferent()).isEqualTo(3);
        assertThat(shift)
                .asString()
                .matches("class 3 is 10\\.\\d % of the training and \\d\\d\\.\\d % of the test samples");
    }

    @Test
    void slightlyOtherClassesAreAlike() {
        assertThat(SplitCensus.of(TRAINING, TEST).classShift().orElseThrow()).hasToString("alike");
        assertThat(SplitCensus.of(TRAINING, threesAndOneIn(2))
                        .classShift()
                        .orElseThrow()
                        .clear())
                .isFalse();
    }

    private static Batch threesAndOneIn(int share) {
        int[] labels = TEST.labels();
        return TEST.select(IntStream.range(0, labels.length)
                .filter(s -> labels[s] == 3 || s % share == 0)
                .toArray());
    }

    @Test
    void testTargetsBesideTheWrongSamplesAreSeen() {
        assertThat(SplitCensus.of(TRAINING, Spoiled.mixed(TEST, 3))
                        .testRelation()
                        .relation())
                .isEqualTo(Relation.NO_RELATION_SEEN);
        assertThat(SplitCensus.of(TRAINING, Spoiled.late(TEST, 2))
                        .testRelation()
                        .shift())
                .isEqualTo(2);
        assertThat(SplitCensus.of(TRAINING, Spoiled.reversed(TEST))
                        .testRelation()
                        .relation())
                .isEqualTo(Relation.REVERSED);
    }

    @Test
    void testTargetsAreNotBlamedWhereTrainingTargetsAreUnrelated() {
        assertThat(SplitCensus.of(Spoiled.mixed(TRAINING, 3), TEST).testRelation())
                .hasToString("not judged: the training data show no relation themselves");
    }

    @Test
    void theTestDataTellThatTheTrainingDataHaveLostTheirRelation() {
        assertThat(SplitCensus.of(Spoiled.mixed(TRAINING, 3), TEST).amongTest().relation())
                .isEqualTo(Relation.RELATED);
        assertThat(SplitCensus.of(Spoiled.mixed(TRAINING, 3), Spoiled.mixed(TEST, 4))
                        .amongTest()
                        .relation())
                .as("neither has one")
                .isEqualTo(Relation.NO_RELATION_SEEN);
        assertThat(SplitCensus.of(TRAINING, TEST).amongTest().relation())
                .as("nothing to ask")
                .isEqualTo(Relation.NOT_JUDGED);
    }

    @Test
    void aWeakRelationIsNotExpectedOfAFewTestSamples() {
        Batch training = weak(3000, 1);
        SplitCensus split = SplitCensus.of(training, Spoiled.mixed(weak(80, 2), 1));

        assertThat(split.trainingRelation().relation()).isEqualTo(Relation.RELATED);
        assertThat(split.testRelation())
                .hasToString(
                        "not judged: the relation in the training data is too weak to show in so few test samples");
    }

    @Test
    void printsItself() {
        assertThat(SplitCensus.of(TRAINING, TEST))
                .asString()
                .startsWith("Training data: 1,437 samples, 64 inputs, 10 outputs; test data: 360 samples, 64 inputs, 10"
                        + " outputs\n")
                .contains("test samples in training ", "test inputs against training ", "classes of test and training ")
                .contains("training inputs and targets ", "test inputs and targets ");
    }

    @Test
    void rejectsWhatCannotBeCompared() {
        assertThatThrownBy(() -> SplitCensus.of(null, TEST)).hasMessage("the training data are null");
        assertThatThrownBy(() -> SplitCensus.of(TEST, null)).hasMessage("the test data are null");
        assertThatThrownBy(() -> SplitCensus.of(TEST, Batch.of(new double[5][3], new double[5][10])))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the training data have 360 samples, 64 inputs, 10 outputs, the test data 5 samples, 3"
                        + " inputs, 10 outputs: as many inputs and outputs in both were expected");
    }

    /** The input tells a little about the target. */
    private static Batch weak(int samples, long seed) {
        Random random = new Random(seed);
        double[][] x = new double[samples][1];
        double[][] y = new double[samples][1];
        for (int s = 0; s < samples; s++) {
            x[s][0] = random.nextGaussian();
            y[s][0] = 0.6 * x[s][0] + random.nextGaussian();
        }
        return Batch.of(x, y);
    }
}
