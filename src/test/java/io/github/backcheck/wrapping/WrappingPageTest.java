package io.github.backcheck.wrapping;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Every line of Java in {@code docs/wrapping.md} is, word for word, one of the program that is named above it. */
class WrappingPageTest {

    /** What the page promises: no network needs more. */
    private static final int LINES_AT_MOST = 12;

    private static final Pattern FILE_OR_CODE =
            Pattern.compile("\\]\\(\\.\\./(src/[\\w/]+\\.java)\\)|```java\n(.*?)\n```", Pattern.DOTALL);

    private final String page = Files.readString(Path.of("docs", "wrapping.md"));

    WrappingPageTest() throws IOException {}

    /** From the project's root, which is where Maven runs the tests. Indentation is not compared, line breaks are. */
    private static String withoutIndentation(String code) {
        return code.replaceAll("(?m)^ +", "");
    }

    @Test
    void showsThePrograms() throws IOException {
        String source = "";
        List<String> files = new ArrayList<>();
        int pieces = 0;
        Matcher found = FILE_OR_CODE.matcher(page);
        while (found.find()) {
            if (found.group(1) != null) {
                files.add(found.group(1));
                source = withoutIndentation(Files.readString(Path.of(found.group(1))));
            } else {
                pieces++;
                assertThat(source).contains("\n" + withoutIndentation(found.group(2)) + "\n");
            }
        }
        // The test, and a program for each of ten styles, two for biases in a column.
        assertThat(files).hasSize(1 + 11).doesNotHaveDuplicates();
        assertThat(pieces).isEqualTo(23);
    }

    @Test
    void wrapsEachInAFewLines() {
        List<String> wrappings = new ArrayList<>();
        Matcher found = FILE_OR_CODE.matcher(page);
        while (found.find()) {
            if (found.group(2) != null && found.group(2).contains(".build();")) {
                wrappings.add(found.group(2));
            }
        }
        assertThat(wrappings).hasSize(11).allSatisfy(lines -> assertThat(lines.lines())
                .hasSizeLessThanOrEqualTo(LINES_AT_MOST));
    }

    @Test
    void hasASectionForEachLineOfItsTable() {
        List<String> anchors = Pattern.compile("\\]\\(#([a-z0-9-]+)\\)")
                .matcher(page)
                .results()
                .map(link -> link.group(1))
                .toList();
        List<String> sections = Pattern.compile("(?m)^## (.+)$")
                .matcher(page)
                .results()
                .map(heading -> heading.group(1).toLowerCase(java.util.Locale.ROOT).replace(' ', '-'))
                .toList();
        assertThat(anchors).hasSize(10).isEqualTo(sections);
    }
}
