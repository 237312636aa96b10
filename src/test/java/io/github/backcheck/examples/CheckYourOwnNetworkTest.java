package io.github.backcheck.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.backcheck.diagnosis.Diagnosis;
import io.github.backcheck.diagnosis.Finding;
import io.github.backcheck.diagnosis.FindingId;
import io.github.backcheck.gradient.GradientReport;
import io.github.backcheck.gradient.Verdict;
import io.github.backcheck.model.Batch;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the tour says of the network, and of the one with a factor forgotten. It is taken once for all tests. */
class CheckYourOwnNetworkTest {

    private static String tour;
    private static Diagnosis ofBroken;
    private static Diagnosis ofFixed;

    @BeforeAll
    static void takeTheTour() {
        tour = Console.printedBy(() -> CheckYourOwnNetwork.main(new String[0]));
        Console.printedBy(() -> {
            ofBroken = CheckYourOwnNetwork.broken();
            ofFixed = CheckYourOwnNetwork.fixed();
        });
    }

    @Test
    void thereAreNineStepsWithALineEach() {
        assertThat(tour.lines().filter(line -> line.matches("[1-9]\\. .*"))).hasSize(9);
        assertThat(tour.lines().filter(line -> line.matches("[1-9]\\. .*")))
                .isSorted()
                .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(120));
        assertThat(tour)
                .contains(
                        "    Data: 1,437 samples",
                        "    my network [hidden/W (16 x 64), ",
                        "    Gradient check of my network: all 4 parameters agree",
                        "    Unit health over 360 samples",
                        "    Predictions for 360 samples",
                        "    Gradient check of my network: 2 of 4 parameters wrong")
                .doesNotContainPattern("(?m) $");
    }

    @Test
    void theTourSaysWhatTheCallsSay() {
        assertThat(Console.words(tour))
                .contains(Console.words(ofFixed.toString()).strip())
                .endsWith(Console.words(ofBroken.toString()));
    }

    @Test
    void theGradientAgreesInTheOneAndNotInTheOther() {
        Batch batch = Digits.split(Digits.load().scaled(), 1).training().slice(0, 32);
        GradientReport right = CheckYourOwnNetwork.gradient(
                CheckYourOwnNetwork.wrap(new CheckYourOwnNetwork.MyNetwork(new Random(1))), batch);
        GradientReport wrong = CheckYourOwnNetwork.gradient(
                CheckYourOwnNetwork.wrap(new CheckYourOwnNetwork.Forgetful(new Random(1))), batch);
        assertThat(right.verdict()).isEqualTo(Verdict.AGREES);
        assertThat(wrong.verdict("hidden/W")).isEqualTo(Verdict.DISAGREES);
        assertThat(wrong.verdict("hidden/b")).isEqualTo(Verdict.DISAGREES);
        assertThat(wrong.verdict("output/W")).isEqualTo(Verdict.AGREES);
        assertThat(wrong.verdict("output/b")).isEqualTo(Verdict.AGREES);
    }

    @Test
    void theForgottenFactorIsNamed() {
        Finding finding = ofBroken.finding(FindingId.BACKWARD_STEP_WRONG).orElseThrow();
        assertThat(finding.where()).containsExactly("hidden");
        assertThat(finding.toString()).contains("derivative-missing");
        assertThat(ofBroken.findings()).hasSize(1);
    }

    @Test
    void nothingIsSaidAgainstTheNetworkAsItShouldBe() {
        assertThat(ofFixed.findings()).isEmpty();
        assertThat(ofFixed.notJudged()).isEmpty();
    }
}
