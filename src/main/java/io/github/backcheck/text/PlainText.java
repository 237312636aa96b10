package io.github.backcheck.text;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * An outline drawn as lines of text for a terminal or a log: headings at the margin, everything else indented and
 * wrapped, the keys of facts aligned. Lines are broken between words only: no line is longer than the page is wide,
 * unless a single word has no room in it.
 */
public final class PlainText implements Outline {

    /** The width used where nobody chooses one, in characters. */
    public static final int DEFAULT_WIDTH = 100;

    private static final int NARROWEST = 40;
    /** Spaces at which a line may end: not in {@code 9.80 %}, {@code 1.5 ± 0.1} or {@code 3: 17 (4.2 %)}. */
    private static final Pattern BREAK = Pattern.compile("(?<!±)(?<!\\d:) (?![%±(])");

    private static final String INDENT = "  ";
    private static final int WIDEST_KEY = 28;

    private final int width;
    private final int widestKey;
    private final List<String> lines = new ArrayList<>();

    /** A page of the default width. */
    public PlainText() {
        this(DEFAULT_WIDTH);
    }

    /**
     * A page of a chosen width.
     *
     * @param width characters in a line, at least 40
     * @throws IllegalArgumentException if the width is below 40
     */
    public PlainText(int width) {
        if (width < NARROWEST) {
            throw new IllegalArgumentException("a page is at least " + NARROWEST + " characters wide, not " + width);
        }
        this.width = width;
        // On a narrow page the values would have no room beside the longest keys.
        this.widestKey = Math.min(WIDEST_KEY, width / 3);
    }

    @Override
    public Outline heading(String text) {
        if (!lines.isEmpty()) {
            lines.add("");
        }
        wrap("", "", text);
        return this;
    }

    @Override
    public Outline paragraph(String text) {
        wrap(INDENT, INDENT, text);
        return this;
    }

    @Override
    public Outline facts(List<Fact> facts) {
        int keyWidth = facts.stream()
                .mapToInt(fact -> key(fact).length())
                .filter(length -> length <= widestKey)
                .max()
                .orElse(0);
        String below = INDENT + INDENT + " ".repeat(keyWidth + 2);
        for (Fact fact : facts) {
            String key = key(fact);
            String beside = INDENT + INDENT + key + " ".repeat(Math.max(0, keyWidth - key.length()) + 2);
            if (beside.length() + words(fact.value())[0].length() <= width || key.length() <= widestKey) {
                wrap(beside, below, fact.value());
            } else {
                wrap(INDENT + INDENT, INDENT + INDENT, key);
                wrap(below, below, fact.value());
            }
        }
        return this;
    }

    private static String key(Fact fact) {
        return String.join(" ", words(fact.key()));
    }

    @Override
    public Outline bullet(String text) {
        wrap(INDENT + "- ", INDENT + INDENT, text);
        return this;
    }

    private void wrap(String first, String rest, String text) {
        StringBuilder line = new StringBuilder(first);
        boolean empty = true;
        for (String word : words(text)) {
            if (!empty && line.length() + 1 + word.length() > width) {
                lines.add(line.toString().stripTrailing());
                line = new StringBuilder(rest);
                empty = true;
            }
            line.append(empty ? "" : " ").append(word);
            empty = false;
        }
        lines.add(line.toString().stripTrailing());
    }

    private static String[] words(String text) {
        return BREAK.split(text.strip().replaceAll("\\s+", " "), -1);
    }

    /** The lines so far, separated by line feeds, with one at the end. */
    @Override
    public String toString() {
        return lines.isEmpty() ? "" : String.join("\n", lines) + "\n";
    }
}
