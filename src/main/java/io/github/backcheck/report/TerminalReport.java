package io.github.backcheck.report;

import io.github.backcheck.diagnosis.Diagnosis;
import io.github.backcheck.text.Outline;
import io.github.backcheck.text.PlainText;
import java.util.Objects;

/**
 * A diagnosis as text for a terminal of a given width, plain or with bold headings. {@code diagnosis.toString()} is the same
 * at the default width without emphasis.
 *
 * <pre>{@code
 * System.out.print(TerminalReport.of(diagnosis).width(80).emphasised().text());
 * }</pre>
 *
 * <p>Immutable; each setting returns a new report.
 */
public final class TerminalReport {

    /** How headings are set apart. */
    private enum Style {
        PLAIN,
        EMPHASISED
    }

    private final Diagnosis diagnosis;
    private final int width;
    private final Style style;

    private TerminalReport(Diagnosis diagnosis, int width, Style style) {
        this.diagnosis = diagnosis;
        this.width = width;
        this.style = style;
    }

    /**
     * A plain report of the default width.
     *
     * @param diagnosis what to report
     * @return the report
     */
    public static TerminalReport of(Diagnosis diagnosis) {
        return new TerminalReport(
                Objects.requireNonNull(diagnosis, "the diagnosis is null"), PlainText.DEFAULT_WIDTH, Style.PLAIN);
    }

    /**
     * The same in another width.
     *
     * @param characters in a line, at least 40
     * @return a new report
     */
    public TerminalReport width(int characters) {
        return new TerminalReport(diagnosis, characters, style);
    }

    /**
     * The same with bold headings, by the escape sequences of ECMA-48 that terminals understand.
     *
     * @return a new report
     */
    public TerminalReport emphasised() {
        return new TerminalReport(diagnosis, width, Style.EMPHASISED);
    }

    /**
     * Draws the report.
     *
     * @return lines that end in a line feed
     * @throws IllegalArgumentException if the width is below 40
     */
    public String text() {
        Outline page = style == Style.PLAIN ? new PlainText(width) : new BoldHeadings(width);
        diagnosis.describeTo(page);
        return page.toString();
    }
}
