package io.github.backcheck.examples;

import static io.github.backcheck.testing.NetworkAssertions.assertGradients;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.backcheck.examples.CheckYourOwnNetwork.Forgetful;
import io.github.backcheck.testing.NetworkLaw;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.opentest4j.AssertionFailedError;

/** What {@code docs/testing.md} shows is code that is run, and what is printed. */
class TestingPageTest {

    // From the project's root, which is where Maven runs the tests.
    private static final Path PAGE = Path.of("docs", "testing.md");
    private static final Path SOURCES = Path.of("src", "test", "java", "io", "github", "backcheck");

    private static List<String> blocks(String language) throws IOException {
        return Pattern.compile("```" + language + "\n(.*?)\n```", Pattern.DOTALL)
                .matcher(Files.readString(PAGE))
                .results()
                .map(found -> found.group(1))
                .toList();
    }

    private static String indented(String text, int spaces) {
        return text.indent(spaces).replaceAll("(?m)^ +$", "").stripTrailing();
    }

    @Test
    void theCodeIsThatOfTheExample() throws IOException {
        String source = Files.readString(SOURCES.resolve(Path.of("examples", "MyNetworkTest.java")));

        assertThat(blocks("java"))
                .hasSize(7)
                .allSatisfy(code -> assertThat(source).contains("\n" + indented(code, 4) + "\n"));
    }

    @Test
    void theMessageIsWhatTheAssertionSays() throws IOException {
        AssertionFailedError error = catchThrowableOfType(
                AssertionFailedError.class,
                () -> assertGradients(
                        CheckYourOwnNetwork.wrap(new Forgetful(new Random(1))),
                        Digits.split(Digits.load().scaled(), 1).training().slice(0, 16)));

        assertThat(blocks("text").get(0)).isEqualTo(error.getMessage());
    }

    @Test
    void theFailureIsThatOfATest() throws IOException {
        String source = Files.readString(SOURCES.resolve(Path.of("testing", "ExaminationOnFailureTest.java")));
        String shown = blocks("text")
                .get(1)
                .replace("target/backcheck/", "REPORTS/new/")
                .replaceFirst("to a share of \\S+", "to a share of ROUNDING");

        assertThat(source).contains("\n" + indented(shown, 24) + "\n");
    }

    @Test
    void everyLawIsListed() throws IOException {
        String rows = String.join(
                "\n",
                Arrays.stream(NetworkLaw.values())
                        .map(law -> "| `" + law.name() + "` | " + law + " |")
                        .toList());

        assertThat(Files.readString(PAGE)).contains("\n|---|---|\n" + rows + "\n\n");
    }
}
