package io.github.backcheck.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.backcheck.diagnosis.Diagnosis;
import io.github.backcheck.diagnosis.Finding;
import io.github.backcheck.diagnosis.FindingId;
import io.github.backcheck.model.Batch;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What is found on digits that are shipped; the example itself prefers MNIST. Both programs are trained once for all tests. */
class UnscaledPixelsTest {

    private static UnscaledPixels.Run broken;
    private static UnscaledPixels.Run fixed;
    private static Diagnosis ofBroken;
    private static Diagnosis ofFixed;

    @BeforeAll
    static void runBoth() {
        Mnist digits = Mnist.enlargedDigits("this is a test");
        Console.printedBy(() -> {
            broken = UnscaledPixels.train("broken", digits.raw());
            fixed = UnscaledPixels.train("fixed", digits);
            ofBroken = UnscaledPixels.examine(broken);
            ofFixed = UnscaledPixels.examine(fixed);
        });
    }

    @Test
    void onlyTheScaledPixelsAreLearned() {
        assertThat(broken.accuracy()).isLessThan(0.3);
        assertThat(fixed.accuracy()).isGreaterThan(0.85);
        assertThat(broken.test().size()).isEqualTo(360);
        assertThat(largest(broken.test())).isEqualTo(255);
        assertThat(largest(fixed.test())).isEqualTo(1);
    }

    private static double largest(Batch batch) {
        double largest = 0;
        for (double[] image : batch.inputs()) {
            for (double pixel : image) {
                largest = Math.max(largest, pixel);
            }
        }
        return largest;
    }

    @Test
    void theInputsAreBlamedForTheSaturation() {
        Finding finding = ofBroken.finding(FindingId.SATURATED_BY_INPUTS).orElseThrow();
        assertThat(finding.where()).containsExactly("hidden");
        assertThat(finding.statement()).contains("255");
        assertThat(ofBroken.findings())
                .extracting(Finding::id)
                .doesNotContain(
                        FindingId.SATURATED_BY_WEIGHTS,
                        FindingId.GRADIENT_WRONG,
                        FindingId.BACKWARD_STEP_WRONG,
                        FindingId.UPDATE_WRONG);
    }

    @Test
    void nothingIsSaidAgainstTheMendedProgram() {
        assertThat(ofFixed.findings()).isEmpty();
        assertThat(ofFixed.notJudged()).isEmpty();
    }
}
