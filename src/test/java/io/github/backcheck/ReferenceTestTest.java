package io.github.backcheck;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The test that CONTRIBUTING.md prints as an example is one that is run. */
class ReferenceTestTest {

    private static final Pattern FILE = Pattern.compile("src/test/java/[\\w/]+\\.java");

    private static final Pattern CODE = Pattern.compile("```java\n(.*?)\n```", Pattern.DOTALL);

    @Test
    void isPrintedAsItIs() throws IOException {
        // From the project's root, which is where Maven runs the tests.
        String page = Files.readString(Path.of("CONTRIBUTING.md"));
        String section = page.substring(page.indexOf("\n## A reference test\n"));
        String file = FILE.matcher(section)
                .results()
                .findFirst()
                .map(found -> found.group())
                .orElseThrow();
        String source = Files.readString(Path.of(file));
        List<String> printed =
                CODE.matcher(section).results().map(found -> found.group(1)).toList();

        assertThat(printed).as("a tolerance, a test that fires, a silent one").hasSize(3);
        assertThat(printed).allSatisfy(code -> assertThat(source).contains("\n" + code + "\n"));
        assertThat(printed.subList(1, 3)).allSatisfy(code -> assertThat(code).startsWith("    @Test\n"));
    }
}
