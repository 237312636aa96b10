package io.github.backcheck.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.backcheck.model.Batch;
import io.github.backcheck.model.Model;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What the page on properties shows of the laws compiles, holds, and names every law. */
class LawsPageTest {

    private static final Pattern CODE = Pattern.compile("```java\n(.*?)\n```", Pattern.DOTALL);

    /** A network with the names that the page uses. */
    private static final class Net extends ArrayProgram {
        final Random random = shuffle;
        double lambda = 0.1;

        Net() {
            super(1, new int[] {64, 9, 10}, "tanh", "softmax");
        }

        @Override
        double loss(double[][] x, double[][] y) {
            decay = lambda;
            return super.loss(x, y);
        }

        @Override
        void backward(double[][] x, double[][] y) {
            decay = lambda;
            super.backward(x, y);
        }
    }

    @Test
    void theLawsThatThePageAsksForHold() {
        Net net = new Net();
        Model model = net.model();
        Batch batch = ProbeData.digits(12);
        LawsReport report = Laws.of(model)
                .on(batch)
                .random(net.random)
                .penalty(net.lambda, lambda -> net.lambda = lambda)
                .run();
        assertThat(report.broken()).as(report.toString()).isEmpty();
        assertThat(report.missing()).as(report.toString()).isEmpty();
        assertThat(report.checks()).hasSize(LawsReport.Law.values().length);
    }

    @Test
    void thePageShowsThisTestAndNamesEveryLaw() throws IOException {
        // From the project's root, which is where Maven runs the tests.
        String page = Files.readString(Path.of("docs/property-testing.md"));
        String laws = page.substring(page.indexOf("\n## Laws"));
        String source = Files.readString(Path.of("src/test/java/io/github/backcheck/probe/LawsPageTest.java"));
        assertThat(CODE.matcher(laws).results().map(found -> found.group(1)).toList())
                .hasSize(1)
                .allSatisfy(code -> assertThat(source).contains("\n" + code + "\n"));
        for (LawsReport.Law law : LawsReport.Law.values()) {
            String what = Arrays.stream(law.toString().split(", "))
                    .reduce((first, last) -> last)
                    .orElseThrow();
            assertThat(laws).as("%s", law).contains(what);
        }
    }
}
