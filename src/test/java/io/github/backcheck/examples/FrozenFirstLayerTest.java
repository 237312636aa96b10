package io.github.backcheck.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.backcheck.diagnosis.Diagnosis;
import io.github.backcheck.diagnosis.Finding;
import io.github.backcheck.diagnosis.FindingId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the example says, word for word. Both programs are trained once for all tests. */
class FrozenFirstLayerTest {

    private static final String BROKEN = """
            Diagnosis of digit reader: 2 findings

            1. hidden/W and hidden/b do not change: the backward pass stops one layer early, so that their
            gradient is exactly zero while the numeric one is not.
                in training   no entry of hidden/W and hidden/b changed in 20 training steps
                hidden/W      analytic 0 in all 1,920 entries checked; the largest numeric one is
                              -1.61592 ± 8e-10 in hidden/W[6,59]
                hidden/b      analytic 0 in all 30 entries checked; the largest numeric one is -0.106336 ± 6e-11
                              in hidden/b[6]
                other layers  the gradient of output/W and output/b agrees
              What to do: Look at the bounds of the loop that goes back through the layers: it must run down to
              the first layer. The activation below that layer is the input itself: check that the stored
              activations include it.
              (backward-never-reaches-layer, breaks learning; docs/findings/backward-never-reaches-layer.md)

            2. The units of hidden are saturated by inputs of up to 16.
                saturated      on 92.7 % of units and samples f'(z) is below 5 % of its maximum; the median unit
                               has 3.75 % of it
                inputs         0 to 16, mean 4.92, root mean square 7.78
                layer          |z| 45.3 on average, 247 at most; |inputs| 4.92, |weights| 0.783 on average
                inputs scaled  to mean 0 and variance 1, with the same weights, the median unit would have
                               23.5 %
              What to do: Scale the inputs, for example to 0..1 or to mean 0 and variance 1, in training and in
              use alike.
              (saturated-by-inputs, hurts learning; docs/findings/saturated-by-inputs.md)

            Seen besides:
                data             360 samples, 64 inputs, 10 outputs; inputs 0 to 16, mean 4.92, root mean square
                                 7.78
                loss             81.1623; 161.65 would be the best prediction that is the same for all samples;
                                 78.2048 after 20 training steps
                predictions      0: 41 (11.4 %), 1: 0 (0 %), 2: 40 (11.1 %), 3: 37 (10.3 %), 4: 29 (8.06 %),
                                 5: 47 (13.1 %), 6: 46 (12.8 %), 7: 36 (10.0 %), 8: 45 (12.5 %), 9: 39 (10.8 %)
                true classes     0: 39 (10.8 %), 1: 31 (8.61 %), 2: 40 (11.1 %), 3: 28 (7.78 %), 4: 33 (9.17 %),
                                 5: 45 (12.5 %), 6: 38 (10.6 %), 7: 30 (8.33 %), 8: 38 (10.6 %), 9: 38 (10.6 %)
                never predicted  class 1
                accuracy         68.1 % (245 of 360)
                update           θ ← θ - 0.09375 g in output/W and output/b

            Judged:
              - gradient, 2,260 of 2,260 entries: at the given parameters
              - gradient, 2,260 of 2,260 entries: at parameters drawn so that all units are live
              - what changes in 20 training steps
              - every unit over 360 samples
              - predictions for 360 samples
            """;

    private static final String FIXED = """
            Diagnosis of digit reader: nothing wrong found

            Seen besides:
                data               360 samples, 64 inputs, 10 outputs; inputs 0 to 1, mean 0.308, root mean
                                   square 0.486
                loss               14.118; 161.65 would be the best prediction that is the same for all samples;
                                   11.9056 after 20 training steps
                predictions        0: 40 (11.1 %), 1: 34 (9.44 %), 2: 42 (11.7 %), 3: 27 (7.50 %),
                                   4: 30 (8.33 %), 5: 43 (11.9 %), 6: 38 (10.6 %), 7: 30 (8.33 %),
                                   8: 38 (10.6 %), 9: 38 (10.6 %)
                true classes       0: 39 (10.8 %), 1: 31 (8.61 %), 2: 40 (11.1 %), 3: 28 (7.78 %),
                                   4: 33 (9.17 %), 5: 45 (12.5 %), 6: 38 (10.6 %), 7: 30 (8.33 %),
                                   8: 38 (10.6 %), 9: 38 (10.6 %)
                accuracy           95.6 % (344 of 360)
                update             θ ← θ - 0.09375 g in all parameters
                unchanged columns  8 columns of hidden/W did not change and could not: their inputs are 0 in
                                   every sample (0, 16, 24, 31, 32, 39, 40, 56)

            Judged:
              - gradient, 2,260 of 2,260 entries: at the given parameters
              - gradient, 2,260 of 2,260 entries: at parameters drawn so that all units are live
              - what changes in 20 training steps
              - every unit over 360 samples
              - predictions for 360 samples
            """;

    private static final String PERCENT = " %";

    /** What the example promises of the mended program. */
    private static final double GOOD_ACCURACY = 94;

    private static Diagnosis broken;
    private static Diagnosis fixed;

    @BeforeAll
    static void runBoth() {
        Console.printedBy(() -> {
            broken = FrozenFirstLayer.broken();
            fixed = FrozenFirstLayer.fixed();
        });
    }

    @Test
    void theBrokenProgramHasTwoFindings() {
        assertThat(broken.findings())
                .extracting(Finding::id)
                .containsExactly(FindingId.BACKWARD_NEVER_REACHES_LAYER, FindingId.SATURATED_BY_INPUTS);
        assertThat(broken.findings())
                .allSatisfy(finding -> assertThat(finding.where()).containsExactly("hidden"));
    }

    @Test
    void theFixedProgramHasNoneAndReadsDigits() {
        assertThat(fixed.findings()).isEmpty();
        assertThat(fixed.notJudged()).isEmpty();
        String accuracy = fixed.observations().stream()
                .filter(fact -> fact.key().equals("accuracy"))
                .findFirst()
                .orElseThrow()
                .value();
        assertThat(Double.parseDouble(accuracy.substring(0, accuracy.indexOf(PERCENT))))
                .isGreaterThan(GOOD_ACCURACY);
    }

    @Test
    void textOfTheBrokenProgram() {
        assertThat(broken).hasToString(BROKEN);
    }

    @Test
    void textOfTheFixedProgram() {
        assertThat(fixed).hasToString(FIXED);
    }

    @Test
    void linesHaveRoomInATerminal() {
        assertThat(BROKEN.lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(100));
    }

    @Test
    void mainPrintsBothAndIsRepeatable() {
        assertThat(Console.printedBy(() -> FrozenFirstLayer.main(new String[0])))
                .isEqualTo("The program as it was asked about:\n\n" + BROKEN
                        + "\nThe same with the bug fixed and the inputs scaled:\n\n" + FIXED + "\n");
    }

    /** The first screen of the README shows this program's wrapping and this diagnosis, and nothing else. */
    @Test
    void theReadmeShowsThisProgramAndThisDiagnosis() throws IOException {
        String readme = Files.readString(Path.of("README.md"));
        String example = Files.readString(Path.of("examples", "FrozenFirstLayer.java"));

        String wrapping = readme.substring(readme.indexOf("Model.named("), readme.indexOf(".build();"));
        assertThat(withoutSpaces(example)).contains(withoutSpaces(wrapping));
        assertThat(readme).contains("```text\n" + broken + "```");
    }

    private static String withoutSpaces(String text) {
        return text.replaceAll("\\s+", "");
    }
}
