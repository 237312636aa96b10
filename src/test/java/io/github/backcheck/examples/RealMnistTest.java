package io.github.backcheck.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.backcheck.model.Batch;
import io.github.backcheck.monitor.LiveInputTracker;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What is known of MNIST, read from its real files where there are some. */
class RealMnistTest {

    private static final int PART = 5_000;

    private static Mnist mnist;

    @BeforeAll
    static void load() {
        mnist = RealMnist.load();
    }

    @Test
    void thereAreSeventyThousandDigits() {
        assertThat(mnist.trainingCount()).isEqualTo(60_000);
        assertThat(mnist.testCount()).isEqualTo(10_000);
        assertThat(mnist.origin())
                .isEqualTo("MNIST: 60,000 training and 10,000 test images from " + RealMnist.folder());
    }

    @Test
    void ofTheTestImages980AreZeros() {
        Batch test = mnist.test(0, 10_000);
        assertThat(Arrays.stream(test.labels()).filter(label -> label == 0)).hasSize(980);
        assertThat(test).hasToString("batch of 10000: inputs 10000 x 784, targets 10000 x 10");
    }

    @Test
    void ofThePixels67AreBlackInTheWholeTrainingSet() {
        LiveInputTracker tracker = LiveInputTracker.ofInputs(784);
        for (int from = 0; from < mnist.trainingCount(); from += PART) {
            tracker.add(mnist.training(from, from + PART));
        }
        assertThat(tracker.report().samples()).isEqualTo(60_000);
        assertThat(tracker.report().constantlyZero()).hasSize(67);
        assertThat(tracker.report().constant()).hasSize(67);
        assertThat(tracker.report().ranges())
                .allSatisfy(range -> assertThat(range.largest()).isBetween(0.0, 1.0));
    }

    /** The first image is a five, the first test image a seven; both have been shown in countless papers. */
    @Test
    void theFirstDigitsAreTheWellKnownOnes() {
        Batch raw = mnist.raw().training(0, 2);
        assertThat(raw.labels()).containsExactly(5, 0);
        assertThat(mnist.test(0, 1).labels()).containsExactly(7);
        double brightest = Arrays.stream(raw.input(0)).max().orElseThrow();
        assertThat(brightest).isEqualTo(255);
        assertThat(mnist.training(0, 1).input(0))
                .containsExactly(
                        Arrays.stream(raw.input(0)).map(pixel -> pixel / 255).toArray());
    }

    /** The sums that downloads are held against, by the same code. */
    @Test
    void theFilesHaveTheSumsThatDownloadsAreHeldAgainst() throws IOException {
        for (MnistFile file : MnistFile.ALL) {
            Path path = file.in(RealMnist.folder()).orElseThrow();
            assertThat(path.getFileName()).hasToString(file.packedName());
            assertThat(MnistDownload.sha256OfContent(path)).as(file.name()).isEqualTo(file.sha256());
        }
    }

    @Test
    void theSystemPropertyLeadsThere() {
        Properties properties = new Properties();
        properties.setProperty("backcheck.mnist", RealMnist.folder().toString());
        assertThat(MnistSearch.of(properties, Map.of()).find()).hasToString(mnist.origin());
    }
}
