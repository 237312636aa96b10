package io.github.backcheck.census;

import io.github.backcheck.text.Fact;
import io.github.backcheck.text.Outline;
import io.github.backcheck.text.PlainText;
import java.util.ArrayList;
import java.util.List;

/**
 * A data set in numbers.
 *
 * @param shape samples, inputs, outputs
 * @param inputs their range and scale, and which do not vary
 * @param targets their range, their classes, and the loss of ignoring the inputs
 * @param duplicates samples with equal inputs
 * @param relation whether inputs tell anything about targets
 */
public record CensusReport(
        DataShape shape, InputCensus inputs, TargetCensus targets, Duplicates duplicates, TargetRelation relation) {

    /**
     * The report as evidence.
     *
     * @return inputs first, then targets, then both together
     */
    public List<Fact> facts() {
        List<Fact> facts = new ArrayList<>(inputs.facts());
        facts.addAll(targets.facts());
        facts.add(duplicates.fact());
        facts.add(relation.fact("inputs and targets"));
        return List.copyOf(facts);
    }

    /**
     * Adds the report to an outline.
     *
     * @param page where to. Modified.
     * @return the outline
     */
    public Outline describeTo(Outline page) {
        return page.heading("Data: " + shape).facts(facts());
    }

    /** A heading and a few facts. */
    @Override
    public String toString() {
        return describeTo(new PlainText()).toString();
    }
}
