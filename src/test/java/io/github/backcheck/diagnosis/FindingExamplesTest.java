package io.github.backcheck.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the pages of findings print is what is printed, and the mended program is not accused. */
class FindingExamplesTest {

    private static final Pattern ROUNDING = Pattern.compile("\\d(\\.\\d+)?e-(09|1[0-9])\\b");
    private static final Pattern LAST_DIGITS = Pattern.compile("(\\d\\.\\d{10})\\d+");

    static List<FindingExample> examples() {
        return FindingExamples.all();
    }

    @ParameterizedTest
    @MethodSource("examples")
    void isFoundAndPrintedAsOnItsPage(FindingExample example) throws IOException {
        assertThat(withoutRounding(Files.readString(FindingExamples.page(example.id()))))
                .as("the page as FindingExamples writes it")
                .contains(withoutRounding(FindingExamples.block(example.finding())));
    }

    /** What is lost in rounding is another number on another machine. */
    private static String withoutRounding(String text) {
        return LAST_DIGITS.matcher(ROUNDING.matcher(text).replaceAll("tiny")).replaceAll("$1");
    }

    @ParameterizedTest
    @MethodSource("examples")
    void isNotFoundOnceMended(FindingExample example) {
        Diagnosis mended = example.mended().get();

        assertThat(mended.finding(example.id())).as(mended.toString()).isEmpty();
        assertThat(mended.isClean()).as(mended.toString()).isTrue();
    }

    @Test
    void eachIsOfAnIdOfItsOwn() {
        assertThat(examples()).extracting(FindingExample::id).doesNotHaveDuplicates();
    }
}
