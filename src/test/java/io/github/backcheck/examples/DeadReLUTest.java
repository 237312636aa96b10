package io.github.backcheck.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.backcheck.diagnosis.Diagnosis;
import io.github.backcheck.diagnosis.Finding;
import io.github.backcheck.diagnosis.FindingId;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The symptoms that the example promises, and what is found. Both programs are trained once for all tests. */
class DeadReLUTest {

    private static DeadReLU.Run broken;
    private static DeadReLU.Run fixed;
    private static Diagnosis ofBroken;
    private static Diagnosis ofFixed;

    @BeforeAll
    static void runBoth() {
        Console.printedBy(() -> {
            broken = DeadReLU.trainBroken();
            fixed = DeadReLU.trainFixed();
            ofBroken = DeadReLU.examine(broken);
            ofFixed = DeadReLU.examine(fixed);
        });
    }

    @Test
    void allUnitsDieInTheFirstEpochAndStayDead() {
        assertThat(broken.dead()).hasSize(11);
        assertThat(broken.dead().get(0)).containsExactly(1, 0);
        assertThat(broken.dead().subList(1, 11)).containsOnly(List.of(24, 16));
        assertThat(broken.accuracies().subList(1, 11))
                .allSatisfy(accuracy -> assertThat(accuracy).isLessThan(0.15));
    }

    @Test
    void theMendedProgramKeepsItsUnitsAndReadsDigits() {
        assertThat(fixed.dead().get(0)).isEqualTo(broken.dead().get(0));
        assertThat(fixed.dead())
                .allSatisfy(dead -> assertThat(dead.get(0) + dead.get(1)).isLessThanOrEqualTo(3));
        assertThat(fixed.accuracies().get(10)).isGreaterThan(0.93);
    }

    /** Both layers, all their units, and that the backward pass is not to blame. */
    @Test
    void theDeadUnitsAreFound() {
        List<Finding> dead = ofBroken.findings().stream()
                .flatMap(Finding::withConsequences)
                .filter(finding -> finding.id() == FindingId.DEAD_UNITS)
                .toList();
        assertThat(dead).extracting(Finding::where).containsExactly(List.of("hidden1"), List.of("hidden2"));
        assertThat(Console.words(dead.get(0).toString())).contains("24 of 24 units");
        assertThat(Console.words(dead.get(1).toString())).contains("16 of 16 units");
        assertThat(ofBroken.findings().stream().flatMap(Finding::withConsequences))
                .extracting(Finding::id)
                .contains(FindingId.FROZEN_BY_UNITS)
                .doesNotContain(
                        FindingId.GRADIENT_WRONG,
                        FindingId.BACKWARD_STEP_WRONG,
                        FindingId.BACKWARD_NEVER_REACHES_LAYER,
                        FindingId.UPDATE_NOT_APPLIED,
                        FindingId.UPDATE_WRONG,
                        FindingId.LAYER_FROZEN);
    }

    @Test
    void nothingIsSaidAgainstTheMendedProgram() {
        assertThat(ofFixed.findings()).isEmpty();
        assertThat(ofFixed.notJudged()).isEmpty();
    }

    @Test
    void mainPrintsBothAndIsRepeatable() {
        assertThat(Console.printedBy(() -> DeadReLU.main(new String[0])))
                .startsWith("Units that give the same for every digit, of 24 and 16, and accuracy in percent:\n")
                .contains("\n    0     1   0      9.17     1   0      9.17\n", "\n   10    24  16 ")
                .contains("\nThe program as it was:\n\n" + ofBroken)
                .endsWith("\nThe same with scaled pixels and shorter steps:\n\n" + ofFixed + "\n");
    }
}
