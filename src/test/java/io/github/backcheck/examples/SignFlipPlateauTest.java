package io.github.backcheck.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.backcheck.diagnosis.Diagnosis;
import io.github.backcheck.diagnosis.Finding;
import io.github.backcheck.diagnosis.FindingId;
import io.github.backcheck.diagnosis.Severity;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The symptoms that the example promises, and what is found. Both programs are trained once for all tests. */
class SignFlipPlateauTest {

    /** Half the squared error of the shares of the classes, the best answer that is the same for all digits. */
    private static final double BEST_CONSTANT = 0.45;

    /** The plateau is as good as that answer, give or take some of the noise of batches. */
    private static final double NOISE = 0.01;

    private static SignFlipPlateau.Run broken;
    private static SignFlipPlateau.Run fixed;
    private static Diagnosis ofBroken;
    private static Diagnosis ofFixed;

    @BeforeAll
    static void runBoth() {
        Console.printedBy(() -> {
            ofBroken = SignFlipPlateau.broken();
            ofFixed = SignFlipPlateau.fixed();
            broken = SignFlipPlateau.trainBroken();
            fixed = SignFlipPlateau.trainFixed();
        });
    }

    @Test
    void theErrorFallsAtFirstAndStaysFarFromZero() {
        List<Double> errors = broken.errors();
        assertThat(errors.get(0)).isGreaterThan(2 * BEST_CONSTANT);
        assertThat(errors.subList(2, errors.size()))
                .hasSizeGreaterThan(50)
                .allSatisfy(error -> assertThat(error).isBetween(BEST_CONSTANT - NOISE, BEST_CONSTANT + NOISE));
        assertThat(broken.accuracy()).isLessThan(0.2);
    }

    @Test
    void aSecondNetworkIsTheFirstOne() {
        assertThat(broken.errorOfNext()).isBetween(BEST_CONSTANT - NOISE, BEST_CONSTANT + NOISE);
        assertThat(fixed.errorOfNext()).isEqualTo(fixed.errors().get(0));
    }

    @Test
    void theFixedProgramLearns() {
        assertThat(fixed.errors().get(fixed.errors().size() - 1)).isLessThan(0.1 * BEST_CONSTANT);
        assertThat(fixed.accuracy()).isGreaterThan(0.9);
    }

    @Test
    void theFlippedSignTheDerivativeAndTheSumAreNamed() {
        List<Finding> named = ofBroken.findings().stream()
                .filter(finding -> finding.id() == FindingId.BACKWARD_STEP_WRONG)
                .toList();
        assertThat(named)
                .extracting(Finding::statement)
                .containsExactly(
                        "The activation derivative of all hidden layers is wrong: the derivative has the wrong sign and is"
                                + " taken at the activation: y (y - 1) with y = f(a).",
                        "The activation derivative of output is wrong: the derivative is taken at the activation, f'(a)"
                                + " instead of f'(z).",
                        "The batch reduction of all layers is wrong: the gradient is summed over the batch, the loss is"
                                + " averaged.");
        assertThat(named.get(0).where()).containsExactly("hidden2", "hidden1");
        assertThat(named.get(0).severity()).isEqualTo(Severity.HURTS);
        assertThat(Console.words(named.get(0).toString()))
                .contains("output descends (cosine 0.9", "hidden2 climbs (cosine -", "hidden1 descends (cosine 0.")
                .contains("in output the two signs cancel, so that it descends all the same");
        assertThat(ofBroken.observations())
                .anySatisfy(fact -> assertThat(fact.toString()).contains("θ ← θ - 0.06 g in all parameters"));
        assertThat(ofBroken.findings().stream().flatMap(Finding::withConsequences))
                .extracting(Finding::id)
                .contains(FindingId.CONSTANT_PREDICTION)
                .doesNotContain(FindingId.GRADIENT_WRONG);
    }

    @Test
    void nothingIsSaidAgainstTheFixedProgram() {
        assertThat(ofFixed.findings()).isEmpty();
        assertThat(ofFixed.notJudged()).isEmpty();
    }

    @Test
    void mainPrintsBothAndIsRepeatable() {
        assertThat(Console.printedBy(() -> SignFlipPlateau.main(new String[0])))
                .startsWith("The program as it was asked about:\n")
                .contains(
                        "\nThe same with its bugs mended:\n",
                        ofBroken.toString(),
                        ofFixed.toString(),
                        "accuracy on digits not seen: ",
                        "error of the next network, untrained: 1.3212\n");
    }
}
