package io.github.backcheck.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.backcheck.diagnosis.Diagnosis;
import io.github.backcheck.diagnosis.Finding;
import io.github.backcheck.diagnosis.FindingId;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The symptoms that the example promises, and what is found. Both programs are trained once for all tests. */
class StuckAt9Point8Test {

    private static StuckAt9Point8.Run broken;
    private static StuckAt9Point8.Run fixed;
    private static Diagnosis ofBroken;
    private static Diagnosis ofFixed;

    @BeforeAll
    static void runBoth() {
        Console.printedBy(() -> {
            broken = StuckAt9Point8.trainBroken();
            fixed = StuckAt9Point8.trainFixed();
            ofBroken = StuckAt9Point8.broken();
            ofFixed = StuckAt9Point8.fixed();
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
                .hasSize(20)
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
        assertThat(fixed.accuracies()).hasSize(21);
        assertThat(fixed.accuracies().get(0))
                .isEqualTo(broken.accuracies().get(0))
                .isLessThan(0.2);
        assertThat(fixed.accuracies().get(20)).isGreaterThan(0.93);
        assertThat(new HashSet<>(fixed.accuracies())).hasSizeGreaterThan(10);
    }

    /** Which of the two bugs it is that stops the learning. */
    @Test
    void sumsThatAreNeverSetBackDoLittleHarmByThemselves() {
        Console.printedBy(() -> {
            StuckAt9Point8.Run averaged =
                    StuckAt9Point8.train("", new StuckAt9Point8.Reader(new Random(1), 64, 30, 10) {
                        @Override
                        double factor(double learnRate, int batchSize) {
                            return learnRate / batchSize;
                        }
                    });
            assertThat(averaged.accuracies().get(20)).isGreaterThan(0.93);
        });
    }

    @Test
    void theSumsTheSaturationAndTheConstantPredictionAreFound() {
        assertThat(ofBroken.findings())
                .extracting(Finding::id)
                .contains(FindingId.SATURATED_BY_WEIGHTS)
                .startsWith(FindingId.GRADIENT_NOT_REPEATABLE);
        assertThat(Console.words(ofBroken.findings().get(0).toString()))
                .contains("cause the sums of gradients are the array they should be reset from, multiplied by the"
                        + " learning rate each time and never 0")
                .contains("momentum 0.1", "defect update-accumulator-rescaled");
        assertThat(ofBroken.finding(FindingId.CONSTANT_PREDICTION).orElseThrow().toString())
                .contains("class 0 for 360 of 360 samples", "exactly the share of class 0");
    }

    @Test
    void nothingIsSaidAgainstTheFixedProgram() {
        assertThat(ofFixed.findings()).isEmpty();
        assertThat(ofFixed.notJudged()).isEmpty();
    }

    @Test
    void mainPrintsBothSideBySideAndIsRepeatable() {
        assertThat(Console.printedBy(() -> StuckAt9Point8.main(new String[0])))
                .startsWith("""
                        Accuracy on digits not seen, in percent:

                        epoch   as it was   mended
                            0        6.67     6.67
                            1       10.83    38.89
                        """)
                .contains("\n   20       10.83    94.44\n")
                .endsWith("\nThe program as it was asked about:\n\n" + ofBroken + "\nThe same with its bugs mended:\n\n"
                        + ofFixed + "\n");
    }
}
