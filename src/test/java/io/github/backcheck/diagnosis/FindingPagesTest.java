package io.github.backcheck.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every finding is explained on a page of its own, and every page explains a finding. */
class FindingPagesTest {

    /** From the project's root, which is where Maven runs the tests. */
    private static final Path PAGES = Path.of("docs", "findings");

    private static final String INDEX = "README.md";

    /** A link to a file, without an anchor. */
    private static final Pattern LINK = Pattern.compile("]\\(([^):#]+)\\)");

    private static final List<String> IDS =
            Arrays.stream(FindingId.values()).map(FindingId::id).toList();

    @ParameterizedTest
    @EnumSource
    void hasAPageOfItsName(FindingId id) throws IOException {
        List<String> lines = Files.readAllLines(PAGES.resolve(id.id() + ".md"));

        assertThat(lines).first().isEqualTo("# " + id.id());
        assertThat(lines)
                .contains(
                        "## What it sees",
                        "## Why it hurts",
                        "## Example",
                        "## What is printed",
                        "## What to do",
                        "## Look-alikes");
        assertThat(String.join("\n", lines))
                .as("the finding as a diagnosis prints it")
                .containsPattern("(?m)^ {2}\\(" + id.id() + ", (breaks learning|hurts learning|mild|no fault); "
                        + Pattern.quote(id.page()) + "\\)$");
    }

    @Test
    void thereIsNoPageWithoutAFinding() throws IOException {
        try (Stream<Path> files = Files.list(PAGES)) {
            assertThat(files.map(file -> file.getFileName().toString())
                            .filter(name -> !name.equals(INDEX))
                            .map(name -> name.replaceFirst("\\.md$", "")))
                    .containsExactlyInAnyOrderElementsOf(IDS);
        }
    }

    @Test
    void theIndexIsWhatItsWriterWrites() throws IOException {
        assertThat(FindingIndex.PAGE).content().isEqualTo(FindingIndex.text());
    }

    @Test
    void linksLeadSomewhere() throws IOException {
        int checked = 0;
        try (Stream<Path> files = Files.list(PAGES)) {
            for (Path file : files.toList()) {
                List<MatchResult> links =
                        LINK.matcher(Files.readString(file)).results().toList();
                assertThat(links)
                        .allSatisfy(link -> assertThat(PAGES.resolve(link.group(1)))
                                .as("link in %s", file)
                                .exists());
                checked += links.size();
            }
        }
        assertThat(checked).as("links looked at").isGreaterThan(2 * IDS.size());
    }
}
