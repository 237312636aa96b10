package io.github.backcheck.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.backcheck.model.Batch;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FeedingTest {

    private static final int ROWS = 300;
    private static final int BATCH = 10;

    private final Batch data = data();
    private final FeedingTracker tracker =
            new FeedingTracker(3, MonitorOptions.standard().against(data));

    /** Three classes, sorted. */
    private static Batch data() {
        Random random = new Random(5);
        double[][] x = new double[ROWS][3];
        for (double[] row : x) {
            for (int j = 0; j < 3; j++) {
                row[j] = random.nextDouble();
            }
        }
        return Batch.labelled(x, IntStream.range(0, ROWS).map(row -> row / 100).toArray(), 3);
    }

    private void feed(Batch all) {
        for (int first = 0; first < all.size(); first += BATCH) {
            tracker.add(all.slice(first, Math.min(all.size(), first + BATCH)));
        }
    }

    private DataFeeding rows() {
        return tracker.summary().data().orElseThrow();
    }

    private ClassOrder order() {
        return tracker.summary().order().orElseThrow();
    }

    @Test
    void shuffledEpochsAreInOrder() {
        for (int epoch = 0; epoch < 5; epoch++) {
            feed(data.shuffled(epoch));
            tracker.epochEnded();
        }

        assertThat(rows().neverFed()).isEmpty();
        assertThat(rows().unknown()).isZero();
        assertThat(rows().otherTargets()).isZero();
        assertThat(rows().epochs())
                .hasSize(5)
                .allSatisfy(epoch -> assertThat(epoch).isEqualTo(new EpochFeeding(epoch.epoch(), ROWS, ROWS, 0, ROWS)));
        assertThat(order().sorted()).isFalse();
        assertThat(order().ofOneClass()).isZero();
        assertThat(order().changes()).isBetween(900L, 1100L);
        assertThat(order().expectedChanges()).isEqualTo(1000);
    }

    @Test
    void manyShufflesAreNeverCalledSorted() {
        for (int seed = 0; seed < 300; seed++) {
            ClassOrderTracker one = new ClassOrderTracker();
            one.add(data.shuffled(seed));
            assertThat(one.order().orElseThrow().sorted()).isFalse();
        }
    }

    @Test
    void sortedDataAreSeen() {
        feed(data);

        assertThat(order().sorted()).isTrue();
        assertThat(order())
                .hasToString(
                        "the class changed 2 times, 200 expected in a random order;"
                                + " at most 100 of a class in a row; 30 of 30 batches of one class: sorted by class, never shuffled");
    }

    @Test
    void rareClassesAreNoOrder() {
        int[] labels = new int[ROWS];
        labels[17] = 1;
        feed(Batch.labelled(data.inputs(), labels, 3));

        assertThat(order().sorted()).as("two changes of two expected").isFalse();
    }

    @Test
    void rowsThatAreLeftOutAreNamed() {
        feed(data.slice(0, 290));
        tracker.epochEnded();

        assertThat(rows().neverFed())
                .containsExactlyElementsOf(IntStream.range(290, 300).boxed().toList());
        assertThat(rows().epochs().get(0)).hasToString("epoch 1: 290 rows fed, 96.7 % of the data seen, 0 rows again");
    }

    @Test
    void rowsThatAreFedTwiceAreCounted() {
        feed(data.shuffled(1));
        feed(data.slice(0, 10));
        tracker.epochEnded();

        assertThat(rows().epochs().get(0).again()).isEqualTo(10);
    }

    @Test
    void rowsThatTheDataHaveTwiceMayBeFedTwice() {
        Batch doubled = data.select(0, 0, 1, 2);
        DataFeedingTracker four = new DataFeedingTracker(doubled);
        four.add(doubled.shuffled(3));
        four.epochEnded();

        assertThat(four.summary().epochs().get(0)).isEqualTo(new EpochFeeding(1, 4, 4, 0, 4));
        assertThat(four.summary().neverFed()).isEmpty();
    }

    @Test
    void labelsOutOfStepAreSeen() {
        double[][] targets = data.targets();
        double[][] moved = new double[ROWS][];
        for (int row = 0; row < ROWS; row++) {
            moved[row] = targets[(row + 1) % ROWS];
        }
        feed(Batch.of(data.inputs(), moved));

        assertThat(rows().otherTargets()).as("where the class changes").isEqualTo(3);
        assertThat(rows().toString()).contains("3 rows fed with targets that the data do not have for these inputs");
    }

    @Test
    void scaledInputsAreNotJudged() {
        double[][] scaled = data.inputs();
        for (double[] row : scaled) {
            row[0] *= 2;
        }
        feed(Batch.of(scaled, data.targets()));

        assertThat(rows().toString()).startsWith("rows of the data: not judged");
    }

    @Test
    void regressionHasNoClasses() {
        Random random = new Random(1);
        double[][] y = new double[ROWS][1];
        for (double[] row : y) {
            row[0] = random.nextGaussian();
        }
        feed(Batch.of(data.inputs(), y));

        assertThat(tracker.summary().order()).isEmpty();
        assertThat(tracker.summary().toString()).contains("order of classes", "not judged: needs batches");
    }

    @Test
    void inputsAreLookedAtInTheFirstBatchesAndWhenParametersAreCompared() {
        FeedingTracker now = new FeedingTracker(3, MonitorOptions.standard().comparing(Schedule.every(10)));

        for (int batch = 1; batch <= 25; batch++) {
            now.add(data);
        }

        assertThat(now.summary().inputs().samples())
                .as("batches 1 to 8, 10 and 20")
                .isEqualTo(10L * data.size());
    }

    @Test
    void ofLongRunsAQuarterOfTheBatchesIsLookedAtWhateverTheirNumberInAnEpoch() {
        for (int perEpoch : new int[] {2, 3, 4, 5, 8, 10, 16, 30}) {
            FeedingTracker now = new FeedingTracker(3, MonitorOptions.standard());
            double[][] row = new double[1][3];
            for (int batch = 0; batch < 2048 + 40 * perEpoch; batch++) {
                // From batch 257 on, another batch of the epoch has the second value of each input.
                row[0][0] = batch >= 2048 && batch % perEpoch == 0 ? 1 : 0;
                row[0][1] = batch >= 2048 && batch % perEpoch == 1 ? 1 : 0;
                row[0][2] = batch >= 2048 && batch % perEpoch == perEpoch - 1 ? 1 : 0;
                now.add(Batch.of(row, new double[1][1]));
            }

            assertThat(now.summary().inputs().live()).as("%d batches", perEpoch).containsExactly(0, 1, 2);
            assertThat(now.summary().inputs().samples()).isBetween(2048L + 8L * perEpoch, 2048L + 12L * perEpoch);
        }
    }
}
