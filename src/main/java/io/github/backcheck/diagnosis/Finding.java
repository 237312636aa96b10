package io.github.backcheck.diagnosis;

import io.github.backcheck.text.Fact;
import io.github.backcheck.text.Outline;
import io.github.backcheck.text.PlainText;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One statement of a diagnosis, with the findings that come of it.
 *
 * @param id what kind of finding
 * @param severity how much it matters
 * @param where the layers or parameters it concerns, first the one to look at; empty if it concerns the whole network
 * @param statement what is the case, in one or two sentences
 * @param evidence what was seen, with figures
 * @param advice what to look for in one's own code
 * @param consequences what was found besides and is expected where this is the case
 */
public record Finding(
        FindingId id,
        Severity severity,
        List<String> where,
        String statement,
        List<Fact> evidence,
        String advice,
        List<Finding> consequences) {

    /**
     * Copies the lists.
     *
     * @param id what kind of finding
     * @param severity how much it matters
     * @param where the layers or parameters it concerns
     * @param statement what is the case
     * @param evidence what was seen
     * @param advice what to look for
     * @param consequences what is expected where this is the case
     */
    public Finding {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(severity, "severity");
        where = List.copyOf(where);
        evidence = List.copyOf(evidence);
        consequences = List.copyOf(consequences);
    }

    /**
     * A finding that nothing is known to come of.
     *
     * @param id what kind of finding
     * @param severity how much it matters
     * @param where the layers or parameters it concerns
     * @param statement what is the case
     * @param evidence what was seen
     * @param advice what to look for
     */
    public Finding(
            FindingId id, Severity severity, List<String> where, String statement, List<Fact> evidence, String advice) {
        this(id, severity, where, statement, evidence, advice, List.of());
    }

    /** The same, no less grave than something that follows from it. */
    Finding atLeast(Severity other) {
        return other.compareTo(severity) < 0
                ? new Finding(id, other, where, statement, evidence, advice, consequences)
                : this;
    }

    /** The same with what comes of it. */
    Finding with(List<Finding> others) {
        return new Finding(id, severity, where, statement, evidence, advice, others);
    }

    /** Whether something is wrong, as against advice. */
    boolean isFault() {
        return severity != Severity.ADVICE;
    }

    /**
     * The finding and all that comes of it.
     *
     * @return itself first
     */
    public Stream<Finding> withConsequences() {
        return Stream.concat(Stream.of(this), consequences.stream().flatMap(Finding::withConsequences));
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
        if (!consequences.isEmpty()) {
            outline.paragraph("Expected where this is so, and seen:");
            consequences.stream().flatMap(Finding::withConsequences).forEach(one -> outline.bullet(one.inShort()));
        }
        outline.paragraph("(" + id + ", " + severity + "; " + id.page() + ")");
    }

    private String inShort() {
        return statement
                + evidence.stream()
                        .map(fact -> fact.key() + ": " + fact.value())
                        .collect(Collectors.joining("; ", evidence.isEmpty() ? "" : " ", ""))
                + " (" + id + ")";
    }

    /** The finding as it stands in a diagnosis. */
    @Override
    public String toString() {
        PlainText page = new PlainText();
        describeTo(page, 1);
        return page.toString();
    }
}
