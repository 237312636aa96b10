package io.github.backcheck.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.backcheck.diagnosis.Diagnosis;
import io.github.backcheck.monitor.UnchangedColumns;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program looks frozen and is not. It is trained once for all tests, for a part of the steps. */
class LooksFrozenTest {

    /** Each digit some fifty times. */
    private static final int STEPS = 1_500;

    /** Each image of MNIST once. */
    private static final int STEPS_ON_MNIST = 1_200;

    private static Mnist digits;
    private static LooksFrozen.Run run;
    private static Diagnosis diagnosis;

    @BeforeAll
    static void runOnce() {
        digits = Mnist.enlargedDigits("this is a test");
        Console.printedBy(() -> {
            run = LooksFrozen.train(digits, STEPS);
            diagnosis = LooksFrozen.examine(run);
        });
    }

    @Test
    void whatIsPrintedOfTheWeightsStaysTheSame() {
        assertThat(run.cornersAfter()).isEqualTo(run.cornersBefore()).hasLineCount(7);
    }

    @Test
    void theFirstLayerChangesWhereItCan() {
        UnchangedColumns columns = run.history().unchangedColumns("hidden/W");
        // 28 x 28 − 20 x 20 pixels of border, and the always black pixels 0 and 39 of the small images.
        assertThat(columns.explained()).hasSize(385).contains(0, 1, 2, 781, 782, 783);
        assertThat(columns.unexplained()).isEmpty();
        assertThat(run.history().steps()).isEqualTo(STEPS);
        assertThat(LooksFrozen.black(digits)).isEqualTo(385);
    }

    @Test
    void theExplanationCounts() {
        List<String> explanation = LooksFrozen.explanation(digits, run);
        assertThat(explanation)
                .startsWith(
                        "W1 does change: 399 of its 784 columns did.",
                        "385 columns did not and could not, the corners among them: their pixels are black in all images"
                                + " that it was fed.",
                        "0 columns did not although they could.",
                        "In all 1,437 training images 385 pixels are black throughout.")
                .hasSize(5);
        assertThat(explanation.get(4)).startsWith("Digits not seen before that are read correctly: ");
    }

    @Test
    void itLearns() {
        assertThat(run.accuracy()).isGreaterThan(0.45);
        Console.printedBy(
                () -> assertThat(LooksFrozen.train(digits, 0).accuracy()).isLessThan(0.2));
    }

    @Test
    void nothingIsWrong() {
        assertThat(diagnosis.findings()).isEmpty();
        assertThat(diagnosis.notJudged()).isEmpty();
        assertThat(diagnosis.toString()).startsWith("Diagnosis of classifier: nothing wrong found\n");
        assertThat(diagnosis.judged()).anySatisfy(what -> assertThat(what).contains("7,960 of 7,960 entries"));
    }

    /** On the real images: as many columns stay as pixels are black in the whole training set. */
    @Test
    void onMnist67ColumnsCannotChange() {
        Mnist mnist = RealMnist.load();
        Console.printedBy(() -> {
            LooksFrozen.Run onMnist = LooksFrozen.train(mnist, STEPS_ON_MNIST);
            UnchangedColumns columns = onMnist.history().unchangedColumns("hidden/W");
            assertThat(columns.explained()).hasSize(67);
            assertThat(columns.unexplained()).isEmpty();
            assertThat(LooksFrozen.black(mnist)).isEqualTo(67);
            assertThat(onMnist.cornersAfter()).isEqualTo(onMnist.cornersBefore());
            assertThat(onMnist.history().inputs().samples()).isEqualTo(60_000);
        });
    }

    @Test
    void mainSaysWhichDataItRanOn(@TempDir Path empty) {
        String printed = Console.printedBy(() -> withoutMnist(empty, () -> LooksFrozen.main(new String[] {"10"})));
        assertThat(printed)
                .startsWith("Data: 8x8 digits drawn into 28x28 because MNIST is not in " + empty + " and may not be ")
                .contains("The corners of W1 before training:\n\n" + run.cornersBefore())
                .contains("The corners of W1 after 10 steps:\n\n" + run.cornersBefore())
                // Ten batches leave four pixels black that others do not.
                .contains("389 columns did not and could not", "Diagnosis of classifier: ");
    }

    /** Runs a program where no MNIST is and nothing may be downloaded. */
    private static void withoutMnist(Path empty, Runnable program) {
        Optional<String> folder = Optional.ofNullable(System.getProperty(MnistSearch.FOLDER));
        System.clearProperty(MnistSearch.FOLDER);
        System.setProperty(MnistSearch.CACHE, empty.toString());
        System.setProperty(MnistSearch.MAY_DOWNLOAD, "false");
        try {
            program.run();
        } finally {
            folder.ifPresent(name -> System.setProperty(MnistSearch.FOLDER, name));
            System.clearProperty(MnistSearch.CACHE);
            System.clearProperty(MnistSearch.MAY_DOWNLOAD);
        }
    }
}
