package io.github.backcheck.diagnosis;

import io.github.backcheck.text.Fact;
import io.github.backcheck.text.Outline;
import io.github.backcheck.text.PlainText;
import java.util.List;
import java.util.Objects;

/**
 * One statement of a diagnosis.
 *
 * @param id what kind of finding
 * @param severity how much it matters
 * @param where the layers or parameters it concerns, first the one to look at; empty if it concerns the whole network
 * @param statement what is the case, in one or two sentences
 * @param evidence what was seen, with figures
 * @param advice what to look for in one's own code
 */
public record Finding(
        FindingId id, Severity severity, List<String> where, String statement, List<Fact> evidence, String advice) {

    /**
     * Copies the lists.
     *
     * @param id what kind of finding
     * @param severity how much it matters
     * @param where the layers or parameters it concerns
     * @param statement what is the case
     * @param evidence what was seen
     * @param advice what to look for
     */
    public Finding {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(severity, "severity");
        where = List.copyOf(where);
        evidence = List.copyOf(evidence);
    }

    /** The same, no less grave than something that follows from it. */
    Finding atLeast(Severity other) {
        return other.compareTo(severity) < 0 ? new Finding(id, other, where, statement, evidence, advice) : this;
    }

    /**
     * Draws the finding on an outline.
     *
     * @param outline receives it. Modified.
     * @param number its place in the diagnosis, from 1
     */
    void describeTo(Outline outline, int number) {
        outline.heading(number + ". " + statement);
        outline.facts(evidence);
        outline.paragraph("What to do: " + advice);
        outline.paragraph("(" + id + ", " + severity + ")");
    }

    /** The finding as it stands in a diagnosis. */
    @Override
    public String toString() {
        PlainText page = new PlainText();
        describeTo(page, 1);
        return page.toString();
    }
}
