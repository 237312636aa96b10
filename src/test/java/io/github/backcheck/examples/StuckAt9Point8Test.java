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
        assertThat(fixed.accuracies().get(6)).isGreaterThan(0.9);
        assertThat(new HashSet<>(fixed.accuracies())).hasSize(7);
    }

    /** Which of the two bugs it is that stops the learning. */
    @Test
    void sumsThatAreNeverSetBackDoLittleHarmByThemselves() {
        Console.printedBy(() -> {
            StuckAt9Point8.Run averaged = StuckAt9Point8.train(
                    "",
                    new StuckAt9Point8.Reader(new Random(1), 784, 30, 10) {
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
        assertThat(cause.statement())
                .isEqualTo("The accumulation of all layers is wrong: the accumulators are never reset: each gradient is"
                        + " added to all before it.");
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
            assertThat(onMnist.accuracies().get(6)).isEqualTo(0.098);
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
    void mainPrintsBothSideBySideAndIsRepeatable() {
        assertThat(Console.printedBy(() -> StuckAt9Point8.show(DIGITS)))
                .startsWith("""
                        8x8 digits drawn into 28x28 because a test has to be the same everywhere

                        Accuracy on digits not seen, in percent:

                        epoch   as it was   mended
                            0       10.56    10.56
                            1       10.83    27.50
                        """)
                .contains("\n    6       10.83    91.11\n")
                .endsWith("\nThe program as it was asked about:\n\n" + ofBroken + "\nThe same with its bugs mended:\n\n"
                        + ofFixed + "\n");
    }
}
