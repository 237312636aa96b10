package io.github.backcheck.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class PlainTextTest {

    private static final String PANGRAM = "the quick brown fox jumps over the lazy dog and comes back";

    @Test
    void drawsAllItsParts() {
        Outline page = new PlainText(60)
                .heading("Gradient check")
                .paragraph("The gradient of hidden/W disagrees with the differences of the loss.")
                .facts(List.of(
                        new Fact("entries checked", "2,260 of 2,260"),
                        new Fact("worst", "hidden/W[3,17], where the analytic value is twice the numeric one")))
                .bullet("Divide by the batch size only once: in the loss, or in the outer product, not in both.")
                .heading("Update");
        assertThat(page).hasToString("""
                        Gradient check
                          The gradient of hidden/W disagrees with the differences of
                          the loss.
                            entries checked  2,260 of 2,260
                            worst            hidden/W[3,17], where the analytic
                                             value is twice the numeric one
                          - Divide by the batch size only once: in the loss, or in
                            the outer product, not in both.

                        Update
                        """);
    }

    @Test
    void isEmptyToBeginWith() {
        assertThat(new PlainText()).hasToString("");
    }

    @Nested
    class AsAnOutline {

        @Test
        void everyCallReturnsTheOutlineItself() {
            PlainText page = new PlainText();
            assertThat(page.heading("a")).isSameAs(page);
            assertThat(page.paragraph("a")).isSameAs(page);
            assertThat(page.facts(List.of())).isSameAs(page);
            assertThat(page.bullet("a")).isSameAs(page);
        }

        @Test
        void everyCallAddsBelowWhatIsThere() {
            PlainText page = new PlainText();
            String before = page.paragraph("first").toString();
            page.bullet("second").paragraph("third");
            assertThat(page.toString()).startsWith(before).endsWith("third\n");
        }

        @Test
        void noFactsAddNothing() {
            assertThat(new PlainText().facts(List.of())).hasToString("");
        }
    }

    @Nested
    class Wrapping {

        @Test
        void fillsALineToTheLastCharacter() {
            String fits = "a".repeat(18) + " " + "b".repeat(19);
            assertThat(new PlainText(40).paragraph(fits)).hasToString("  " + fits + "\n");
            assertThat(new PlainText(40).paragraph(fits + "b"))
                    .hasToString("  " + "a".repeat(18) + "\n  " + "b".repeat(20) + "\n");
        }

        @Test
        void neverMakesALineWiderThanThePageOfOrdinaryWords() {
            Random random = new Random(4);
            for (int width = 40; width < 130; width++) {
                PlainText page = new PlainText(width);
                String key = PANGRAM.substring(0, 1 + random.nextInt(PANGRAM.length()));
                page.heading(PANGRAM + " " + PANGRAM)
                        .paragraph(PANGRAM + " " + PANGRAM)
                        .facts(List.of(new Fact("short", PANGRAM), new Fact(key, PANGRAM), new Fact(PANGRAM, "1")))
                        .bullet(PANGRAM + " " + PANGRAM);
                for (String line : page.toString().split("\n", -1)) {
                    assertThat(line.length()).as("width %d: %s", width, line).isLessThanOrEqualTo(width);
                    assertThat(line).isEqualTo(line.stripTrailing());
                }
                assertThat(words(page.toString()))
                        .as("every word, in order")
                        .containsExactly(words(String.join(
                                " ", PANGRAM, PANGRAM, PANGRAM, PANGRAM, "short", PANGRAM, key, PANGRAM, PANGRAM, "1 -",
                                PANGRAM, PANGRAM)));
            }
        }

        @Test
        void leavesAWordInOnePieceThatIsLongerThanThePage() {
            String path = "x".repeat(60);
            assertThat(new PlainText(40).paragraph("see " + path + " there"))
                    .hasToString("  see\n  " + path + "\n  there\n");
        }

        @Test
        void takesLineBreaksAndRunsOfSpacesForOneSpace() {
            assertThat(new PlainText().paragraph(" two\nlines \t and  more ")).hasToString("  two lines and more\n");
            assertThat(new PlainText().facts(List.of(new Fact("a\nkey", "a\nvalue"))))
                    .hasToString("    a key  a value\n");
        }

        @Test
        void writesNoTrailingSpaceForAnEmptyValue() {
            assertThat(new PlainText().facts(List.of(new Fact("seen", "")))).hasToString("    seen\n");
        }
    }

    @Nested
    class Facts {

        @Test
        void areAlignedWithTheWidestKeyThatIsNotTooWide() {
            PlainText page = new PlainText(70);
            page.facts(List.of(
                    new Fact("k", "one"),
                    new Fact("a longer key", "two"),
                    new Fact("a key that is much too long to align the others with", "three")));
            assertThat(page).hasToString("""
                                k             one
                                a longer key  two
                                a key that is much too long to align the others with  three
                            """.indent(0));
        }

        @Test
        void withAKeyThatLeavesNoRoomForTheValueHaveItBelow() {
            PlainText page = new PlainText(40);
            page.facts(List.of(
                    new Fact("k", "one"),
                    new Fact("a key as wide as the whole page is", "0.00012345 at hidden/W[3,17]")));
            assertThat(page.toString().lines())
                    .containsExactly(
                            "    k  one",
                            "    a key as wide as the whole page is",
                            "       0.00012345 at hidden/W[3,17]");
        }

        @Test
        void ofANarrowPageLeaveRoomForTheirValues() {
            PlainText page = new PlainText(40);
            page.facts(
                    List.of(new Fact("a key of 27 characters wide", "0.00012345 of 0.00067890"), new Fact("k", "3")));
            assertThat(page.toString().lines()).allMatch(line -> line.length() <= 40);
        }
    }

    @Test
    void isAtLeastFortyCharactersWide() {
        assertThat(new PlainText(40)).hasToString("");
        assertThatThrownBy(() -> new PlainText(39))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a page is at least 40 characters wide, not 39");
    }

    private static String[] words(String text) {
        return Arrays.stream(text.strip().split("\\s+", -1)).toArray(String[]::new);
    }
}
