package io.github.backcheck.diagnosis;

import io.github.backcheck.text.Fact;
import io.github.backcheck.text.Figures;
import io.github.backcheck.text.Outline;
import io.github.backcheck.text.PlainText;
import java.util.List;
import java.util.Optional;

/**
 * What an examination came to: findings, worst first; what was seen besides; what was judged and what could not be. Prints
 * itself.
 *
 * @param model name of the network
 * @param findings worst first, of equals causes before effects, each with what comes of it; advice last; empty if there is
 *     nothing to say
 * @param observations what was seen that is not wrong in itself: the data, the loss, how predictions are distributed
 * @param judged what was looked at, in words
 * @param notJudged what could not be looked at, and why, in words
 */
public record Diagnosis(
        String model, List<Finding> findings, List<Fact> observations, List<String> judged, List<String> notJudged) {

    /**
     * Copies the lists, ranks the findings and hangs effects below their causes.
     *
     * @param model name of the network
     * @param findings in any order
     * @param observations what was seen besides
     * @param judged what was looked at
     * @param notJudged what could not be looked at
     */
    public Diagnosis {
        findings = Consequences.nest(findings);
        observations = List.copyOf(observations);
        judged = List.copyOf(judged);
        notJudged = List.copyOf(notJudged);
    }

    /**
     * Whether nothing wrong was found. Look at {@link #notJudged()} too: what was not judged is not known to be right.
     *
     * @return true without findings, or with advice only
     */
    public boolean isClean() {
        return findings.stream().noneMatch(Finding::isFault);
    }

    /**
     * The worst finding of a kind, also among consequences.
     *
     * @param id which kind
     * @return empty if there is none
     */
    public Optional<Finding> finding(FindingId id) {
        return findings.stream()
                .flatMap(Finding::withConsequences)
                .filter(finding -> finding.id() == id)
                .findFirst();
    }

    /**
     * Draws the diagnosis on an outline.
     *
     * @param outline receives it. Modified.
     */
    public void describeTo(Outline outline) {
        outline.heading("Diagnosis of " + model + ": " + headline());
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

    private String headline() {
        if (!isClean()) {
            return Figures.count(findings.size(), "finding");
        }
        return (notJudged.isEmpty() ? "nothing wrong found" : "nothing wrong found in what could be judged")
                + (findings.isEmpty() ? "" : ", but there is advice");
    }

    /** The whole diagnosis as text. */
    @Override
    public String toString() {
        PlainText page = new PlainText();
        describeTo(page);
        return page.toString();
    }
}
