package io.github.backcheck.monitor;

import io.github.backcheck.text.Fact;
import io.github.backcheck.text.Figures;
import io.github.backcheck.text.Outline;
import io.github.backcheck.text.PlainText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a run was fed with.
 *
 * @param inputs the range of every input feature
 * @param order the order of the classes; empty if no batch was seen, if the targets are no classes or all are of one
 * @param data which rows of the data set; empty if it was not given
 */
public record Feeding(LiveInputs inputs, Optional<ClassOrder> order, Optional<DataFeeding> data) {

    /**
     * Adds the result to an outline.
     *
     * @param page where to. Modified.
     * @return the outline
     */
    public Outline describeTo(Outline page) {
        if (inputs.samples() == 0) {
            return page.heading("Inputs").paragraph("Not judged: needs the batches, given by observe(batch).");
        }
        page.heading("Inputs over " + Figures.count(inputs.samples(), "sample"));
        List<Fact> facts = new ArrayList<>(inputs.facts());
        facts.add(new Fact(
                "order of classes",
                order.map(ClassOrder::toString).orElse("not judged: needs batches of more than one class")));
        data.ifPresentOrElse(
                found -> facts.addAll(found.facts()),
                () -> facts.add(new Fact("rows of the data", "not judged: needs the data that batches are made of")));
        return page.facts(facts);
    }

    /** The live inputs and a few facts. */
    @Override
    public String toString() {
        return describeTo(new PlainText()).toString();
    }
}
