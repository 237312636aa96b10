package io.github.backcheck.diagnosis;

import io.github.backcheck.text.Fact;
import io.github.backcheck.text.Figures;
import io.github.backcheck.text.Outline;
import io.github.backcheck.text.PlainText;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What an examination came to: findings, worst first; what was seen besides; what was judged and what could not be. Prints
 * itself.
 *
 * @param model name of the network
 * @param findings worst first, of equals causes before effects; empty if nothing wrong was found
 * @param observations what was seen that is not wrong in itself: the data, the loss, how predictions are distributed
 * @param judged what was looked at, in words
 * @param notJudged what could not be looked at, and why, in words
 */
public record Diagnosis(
        String model, List<Finding> findings, List<Fact> observations, List<String> judged, List<String> notJudged) {

    /**
     * Copies the lists and ranks the findings.
     *
     * @param model name of the network
     * @param findings in any order
     * @param observations what was seen besides
     * @param judged what was looked at
     * @param notJudged what could not be looked at
     */
    public Diagnosis {
        findings = findings.stream()
                .sorted(Comparator.comparing(Finding::severity).thenComparing(Finding::id))
                .toList();
        observations = List.copyOf(observations);
        judged = List.copyOf(judged);
        notJudged = List.copyOf(notJudged);
    }

    /**
     * Whether nothing wrong was found. Look at {@link #notJudged()} too: what was not judged is not known to be right.
     *
     * @return true without findings
     */
    public boolean isClean() {
        return findings.isEmpty();
    }

    /**
     * The worst finding of a kind.
     *
     * @param id which kind
     * @return empty if there is none
     */
    public Optional<Finding> finding(FindingId id) {
        return findings.stream().filter(finding -> finding.id() == id).findFirst();
    }

    /**
     * Draws the diagnosis on an outline.
     *
     * @param outline receives it. Modified.
     */
    public void describeTo(Outline outline) {
        outline.heading("Diagnosis of " + model + ": "
                + (isClean() ? cleanHeadline() : Figures.count(findings.size(), "finding")));
        for (int i = 0; i < findings.size(); i++) {
            findings.get(i).describeTo(outline, i + 1);
        }
        outline.heading("Seen besides:");
        outline.facts(observations);
        outline.heading("Judged:");
        judged.forEach(outline::bullet);
        if (!notJudged.isEmpty()) {
            outline.heading("Not judged:");
            notJudged.forEach(outline::bullet);
        }
    }

    private String cleanHeadline() {
        return notJudged.isEmpty() ? "nothing wrong found" : "nothing wrong found in what could be judged";
    }

    /** The whole diagnosis as text. */
    @Override
    public String toString() {
        PlainText page = new PlainText();
        describeTo(page);
        return page.toString();
    }
}
