package io.github.backcheck.report;

import io.github.backcheck.text.Fact;
import io.github.backcheck.text.Outline;
import io.github.backcheck.text.PlainText;
import java.util.List;
import java.util.function.Consumer;

/** Plain text whose headings are bold. Each part is drawn by itself, so that the escape sequences do not count as width. */
final class BoldHeadings implements Outline {

    private static final String BOLD = "\u001b[1m";
    private static final String NORMAL = "\u001b[0m";

    private final int width;
    private final StringBuilder drawn = new StringBuilder();

    BoldHeadings(int width) {
        this.width = width;
    }

    private BoldHeadings draw(Consumer<Outline> part) {
        PlainText page = new PlainText(width);
        part.accept(page);
        drawn.append(page);
        return this;
    }

    @Override
    public Outline heading(String text) {
        drawn.append(drawn.isEmpty() ? "" : "\n").append(BOLD);
        draw(page -> page.heading(text));
        drawn.insert(drawn.length() - 1, NORMAL);
        return this;
    }

    @Override
    public Outline paragraph(String text) {
        return draw(page -> page.paragraph(text));
    }

    @Override
    public Outline facts(List<Fact> facts) {
        return draw(page -> page.facts(facts));
    }

    @Override
    public Outline bullet(String text) {
        return draw(page -> page.bullet(text));
    }

    @Override
    public String toString() {
        return drawn.toString();
    }
}
