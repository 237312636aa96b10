package io.github.backcheck.wrapping;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Every line of Java in the pages on wrapping is, word for word, one of the program that is named above it. */
class WrappingPageTest {

    /** What the page promises: no network needs more. */
    private static final int LINES_AT_MOST = 12;

    private static final Pattern FILE_OR_CODE =
            Pattern.compile("\\]\\(\\.\\./(src/[\\w/]+\\.java)\\)|```java\n(.*?)\n```", Pattern.DOTALL);

    /** From the project's root, which is where Maven runs the tests. */
    private static String page(String name) throws IOException {
        return Files.readString(Path.of("docs", name));
    }

    /** Indentation is not compared, line breaks are. */
    private static String withoutIndentation(String code) {
        return code.replaceAll("(?m)^ +", "");
    }

    /** The pieces of code on a page, each found in the program named before it, and the programs. */
    private static List<String> piecesOf(String page, List<String> programs) throws IOException {
        List<String> pieces = new ArrayList<>();
        String source = "";
        Matcher found = FILE_OR_CODE.matcher(page);
        while (found.find()) {
            if (found.group(1) != null) {
                programs.add(found.group(1));
                source = withoutIndentation(Files.readString(Path.of(found.group(1))));
            } else {
                pieces.add(found.group(2));
                assertThat(source).contains("\n" + withoutIndentation(found.group(2)) + "\n");
            }
        }
        return pieces;
    }

    @Test
    void showsEachStyleInAFewLines() throws IOException {
        List<String> programs = new ArrayList<>();
        List<String> pieces = piecesOf(page("wrapping.md"), programs);

        // The test, and a program for each of thirteen styles, two for biases in a column.
        assertThat(programs).hasSize(1 + 14).doesNotHaveDuplicates();
        assertThat(pieces).hasSize(30);
        assertThat(pieces.stream().filter(code -> code.contains(".build();")))
                .hasSize(14)
                .allSatisfy(code -> assertThat(code.lines()).hasSizeLessThanOrEqualTo(LINES_AT_MOST));
    }

    @Test
    void showsTheRecipeForDeeplearning4j() throws IOException {
        assertThat(piecesOf(page("deeplearning4j.md"), new ArrayList<>())).hasSize(3);
    }

    @Test
    void hasASectionForEachLineOfItsTable() throws IOException {
        String page = page("wrapping.md");
        List<String> anchors = Pattern.compile("\\]\\(#([a-z0-9-]+)\\)")
                .matcher(page)
                .results()
                .map(link -> link.group(1))
                .toList();
        List<String> sections = Pattern.compile("(?m)^## (.+)$")
                .matcher(page)
                .results()
                .map(heading -> heading.group(1).toLowerCase(Locale.ROOT).replace(' ', '-'))
                .toList();
        assertThat(anchors).hasSize(13).isEqualTo(sections.subList(0, 13));
        assertThat(sections.subList(13, sections.size())).containsExactly("if-the-lines-are-wrong");
    }
}
