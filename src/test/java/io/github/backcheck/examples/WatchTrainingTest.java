package io.github.backcheck.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.backcheck.diagnosis.Examination;
import io.github.backcheck.model.Batch;
import io.github.backcheck.monitor.ParameterChange;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the monitor saw, and that the training is what it is without. The network is trained once for all tests. */
class WatchTrainingTest {

    private static Digits.Split digits;
    private static WatchTraining.Run run;

    @BeforeAll
    static void runOnce() {
        digits = Digits.split(Digits.load().scaled(), 1);
        Console.printedBy(() -> run = WatchTraining.train(digits));
    }

    @Test
    void everyStepWasSeen() {
        assertThat(run.history().steps()).isEqualTo(8 * 45);
        assertThat(run.history().inputs().samples()).isEqualTo(8 * 1437);
        assertThat(run.history().weightChanges().parameters())
                .extracting(ParameterChange::name)
                .containsExactly("hidden/W", "hidden/b", "output/W", "output/b");
        assertThat(run.history().weightChanges().neverChanged()).isEmpty();
    }

    @Test
    void onlyTheWeightsOfBlackPixelsStayed() {
        assertThat(run.history().unchangedColumns("hidden/W").explained()).containsExactly(0, 32, 39);
        assertThat(run.history().unchangedColumns("hidden/W").unexplained()).isEmpty();
        assertThat(run.history().unchangedColumns("output/W").isEmpty()).isTrue();
    }

    @Test
    void stepsGetSmallerWhileTheNetworkLearns() {
        assertThat(run.epochs()).hasSize(8);
        WatchTraining.Epoch first = run.epochs().get(0);
        WatchTraining.Epoch last = run.epochs().get(7);
        assertThat(last.hidden()).isBetween(0.0, first.hidden() / 2);
        assertThat(last.output()).isBetween(0.0, first.output() / 2);
        assertThat(last.accuracy()).isGreaterThan(0.93).isGreaterThan(first.accuracy());
    }

    /** The same loop without a monitor. */
    @Test
    void theNetworkIsBitForBitWhatItIsWithoutAMonitor() {
        WatchTraining.Net alone = new WatchTraining.Net(new Random(1));
        for (int epoch = 0; epoch < 8; epoch++) {
            for (Batch batch : WatchTraining.batches(digits.training(), epoch)) {
                alone.train(batch.inputs(), batch.targets(), 0.05);
            }
        }
        assertThat(alone.w1).isDeepEqualTo(run.net().w1);
        assertThat(alone.b1).isEqualTo(run.net().b1);
        assertThat(alone.w2).isDeepEqualTo(run.net().w2);
        assertThat(alone.b2).isEqualTo(run.net().b2);
    }

    @Test
    void nothingIsWrongWithTheNetwork() {
        assertThat(Examination.of(WatchTraining.wrap(run.net()))
                        .data(digits.test())
                        .run()
                        .findings())
                .isEmpty();
    }

    @Test
    void mainPrintsALineForEachEpochAndTheWholeRun() {
        assertThat(Console.printedBy(() -> WatchTraining.main(new String[0])))
                .startsWith("What a step changes, as a share of the weights")
                .containsPattern("\\n    1 +0\\.[0-9]+ +0\\.[0-9]+ +[0-9.]+ %\\n")
                .containsPattern("\\n    8 +0\\.[0-9]+ +0\\.[0-9]+ +9[0-9.]+ %\\n")
                .contains("\nThe whole run:\n\n" + run.history())
                .contains("Predictions for 360 samples");
    }
}
