package io.github.backcheck.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.backcheck.diagnosis.Diagnosis;
import io.github.backcheck.diagnosis.Finding;
import io.github.backcheck.diagnosis.FindingId;
import io.github.backcheck.monitor.ClassPredictions;
import io.github.backcheck.monitor.PredictionCensus;
import io.github.backcheck.monitor.PredictionReport;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The symptoms that the example promises, and what is found. Both programs are trained once for all tests. */
class StuckAt9Point8Test {

    private static final Mnist DIGITS = Mnist.enlargedDigits("a test has to be the same everywhere");

    private static StuckAt9Point8.Run broken;
    private static StuckAt9Point8.Run fixed;
    private static Diagnosis ofBroken;
    private static Diagnosis ofFixed;

    @BeforeAll
    static void runBoth() {
        Console.printedBy(() -> {
            broken = StuckAt9Point8.trainBroken(DIGITS);
            fixed = StuckAt9Point8.trainFixed(DIGITS);
            ofBroken = StuckAt9Point8.examine(broken);
            ofFixed = StuckAt9Point8.examine(fixed);
        });
    }

    @Test
    void afterOneEpochTheAccuracyIsTheShareOfZerosForEver() {
        int zeros = (int) Arrays.stream(broken.test().labels())
                .filter(label -> label == 0)
                .count();
        List<Double> trained =
                broken.accuracies().subList(1, broken.accuracies().size());
        assertThat(trained)
                .hasSize(6)
                .containsOnly(zeros / (double) broken.test().size());
        assertThat(broken.accuracies().get(0)).isNotEqualTo(trained.get(0));
    }

    @Test
    void everyDigitIsReadAsZero() {
        for (double[] image : broken.test().inputs()) {
            assertThat(broken.reader().guess(image)).isZero();
        }
    }

    @Test
    void theFixedProgramLearns() {
        assertThat(fixed.accuracies()).hasSize(7);
        assertThat(fixed.accuracies().get(0))
                .isEqualTo(broken.accuracies().get(0))
                .isLessThan(0.2);
        assertThat(fixed.accuracies().get(6)).isGreaterThan(0.85);
        assertThat(new HashSet<>(fixed.accuracies())).hasSize(7);
    }

    /** Which of the two bugs it is that stops the learning. */
    @Test
    void sumsThatAreNeverSetBackDoLittleHarmByThemselves() {
        Console.printedBy(() -> {
            StuckAt9Point8.Run averaged = StuckAt9Point8.train(
                    "",
                    new StuckAt9Point8.Reader(new Random(2), 784, 30, 10) {
                        @Override
                        double factor(double learnRate, int batchSize) {
                            return learnRate / batchSize;
                        }
                    },
                    DIGITS);
            assertThat(averaged.accuracies().get(6)).isGreaterThan(0.85);
        });
    }

    /** The sums are the cause; that the units are saturated and that all answers are the same comes of it. */
    @Test
    void theSaturationAndTheConstantPredictionHangBelowTheSumsThatAreNeverReset() {
        assertThat(ofBroken.findings()).hasSize(1);
        Finding cause = ofBroken.findings().get(0);
        assertThat(cause.id()).isEqualTo(FindingId.GRADIENT_NOT_REPEATABLE);
        assertThat(Console.words(cause.toString()))
                .contains("cause the sums of gradients are the array they should be reset from, multiplied by the"
                        + " learning rate each time and never 0")
                .contains("momentum 0.1", "defect update-accumulator-rescaled");
        assertThat(cause.consequences())
                .extracting(Finding::id)
                .containsExactly(
                        FindingId.SATURATED_BY_WEIGHTS, FindingId.SATURATED_BY_WEIGHTS, FindingId.CONSTANT_PREDICTION);
        assertThat(Console.words(cause.toString()))
                .contains("class 0 for 360 of 360 samples")
                .contains("10.8 % (39 of 360), exactly the share of class 0: it says nothing about the network")
                .contains("samples become alike: in output");
    }

    /** What the question was about. */
    @Test
    void onMnistTheAccuracyIsThatOfThe980ZerosAmong10000Images() {
        Mnist mnist = RealMnist.load();
        Console.printedBy(() -> {
            StuckAt9Point8.Run onMnist = StuckAt9Point8.trainBroken(mnist);
            assertThat(onMnist.accuracies().subList(1, 7)).containsOnly(0.098);
            PredictionReport report = PredictionCensus.of(StuckAt9Point8.wrap(onMnist.reader()), onMnist.test());
            ClassPredictions classes = report.classes().orElseThrow();
            assertThat(classes.correct()).isEqualTo(980);
            assertThat(classes.truth().get(0)).isEqualTo(980);
        });
    }

    @Test
    void nothingIsSaidAgainstTheFixedProgram() {
        assertThat(ofFixed.findings()).isEmpty();
        assertThat(ofFixed.notJudged()).isEmpty();
    }

    @Test
    void bothStandSideBySide() {
        assertThat(StuckAt9Point8.table(broken, fixed).lines())
                .hasSize(8)
                .startsWith("epoch   as it was   mended")
                .contains("    6       10.83    86.39");
    }
}
