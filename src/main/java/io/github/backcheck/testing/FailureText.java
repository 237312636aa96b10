package io.github.backcheck.testing;

import io.github.backcheck.text.Fact;
import io.github.backcheck.text.Figures;
import io.github.backcheck.text.PlainText;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What a failed assertion says: first one line with the place, the cause and the evidence, then the rest, most telling first, and
 * at the end what it takes to see it again. No more lines than anybody reads.
 */
final class FailureText {

    static final int MOST_LINES = 25;

    private static final double ROUNDING = 1e-12;

    private final String headline;
    private final List<String> bullets = new ArrayList<>();
    private final List<Fact> facts = new ArrayList<>();

    FailureText(String headline) {
        this.headline = headline.strip().replaceAll("\\s+", " ");
    }

    String headline() {
        return headline;
    }

    FailureText bullets(List<String> more) {
        bullets.addAll(more);
        return this;
    }

    FailureText facts(List<Fact> more) {
        facts.addAll(more);
        return this;
    }

    FailureText fact(String key, String value) {
        return facts(List.of(new Fact(key, value)));
    }

    /**
     * The whole text.
     *
     * @param foot is never cut off
     */
    String endingWith(List<Fact> foot) {
        PlainText page = new PlainText();
        bullets.forEach(page::bullet);
        List<Fact> all = new ArrayList<>(facts);
        all.addAll(foot);
        page.facts(all);
        List<String> drawn = page.toString().lines().toList();
        int end = drawn.size() - linesOf(foot, all);
        List<String> lines = new ArrayList<>(List.of(headline));
        int room = MOST_LINES - 1 - (drawn.size() - end);
        lines.addAll(atMost(room, drawn.subList(0, end), "print the report to see them"));
        lines.addAll(drawn.subList(end, drawn.size()));
        return String.join("\n", lines);
    }

    /** Drawn below the longest key of all, because keys are aligned. */
    private static int linesOf(List<Fact> foot, List<Fact> all) {
        List<Fact> aligned = new ArrayList<>();
        all.stream()
                .max(Comparator.comparingInt(fact -> fact.key().length()))
                .ifPresent(longest -> aligned.add(new Fact(longest.key(), "-")));
        aligned.addAll(foot);
        PlainText page = new PlainText();
        page.facts(aligned);
        return Math.toIntExact(page.toString().lines().count()) - (aligned.size() - foot.size());
    }

    /** As many lines as there is room for; the last one then says how many there are besides. */
    static List<String> atMost(int room, List<String> lines, String hint) {
        if (lines.size() <= room) {
            return lines;
        }
        List<String> shown = new ArrayList<>(lines.subList(0, Math.max(0, room - 1)));
        shown.add("    ... and " + Figures.count(lines.size() - shown.size(), "line") + " more; " + hint);
        return shown;
    }

    /** A few of many names, or of longer phrases. */
    static String some(List<String> names, int most) {
        int left = names.size() - most;
        boolean phrases = names.stream().anyMatch(name -> name.contains(", "));
        return names.stream().limit(most).collect(Collectors.joining(phrases ? "; " : ", "))
                + (left > 0 ? " and " + Figures.count(left) + " more" : "");
    }

    /** What a replay leaves unexplained; below a certain size its digits are those of rounding. */
    static String residual(double share) {
        return share < ROUNDING ? "less than 1e-12" : Figures.of(share);
    }

    /** A sentence inside another. */
    static String withoutStop(String sentence) {
        return sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
    }
}
