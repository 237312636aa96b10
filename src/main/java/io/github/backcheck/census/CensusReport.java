package io.github.backcheck.census;

import io.github.backcheck.text.Fact;
import io.github.backcheck.text.Outline;
import io.github.backcheck.text.PlainText;
import java.util.List;
import java.util.stream.Stream;

/**
 * A data set in numbers.
 *
 * @param shape samples, inputs, outputs
 * @param inputs their range, and which do not vary
 * @param targets their range, their classes, and the loss of ignoring the inputs
 */
public record CensusReport(DataShape shape, InputCensus inputs, TargetCensus targets) {

    /**
     * The report as evidence.
     *
     * @return inputs first, then targets
     */
    public List<Fact> facts() {
        return Stream.concat(inputs.facts().stream(), targets.facts().stream()).toList();
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
