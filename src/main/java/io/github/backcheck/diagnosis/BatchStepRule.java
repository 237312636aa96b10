package io.github.backcheck.diagnosis;

import io.github.backcheck.text.Fact;
import io.github.backcheck.text.Figures;
import io.github.backcheck.text.Lists;
import io.github.backcheck.trial.BatchStep;
import java.util.ArrayList;
import java.util.List;

/** A program known by its steps only, in which some places of a batch do not count. */
final class BatchStepRule implements Rule {

    /** Nobody notices one sample in twenty. */
    private static final double FEW = 0.05;

    @Override
    public List<Finding> judge(Evidence evidence) {
        boolean isNamed = !BackwardFacts.of(evidence).named().isEmpty();
        return evidence
                .reports()
                .find(BatchStep.class)
                .filter(step -> !step.ignored().isEmpty() && !isNamed)
                .map(BatchStepRule::finding)
                .stream()
                .toList();
    }

    private static Finding sameForAnyBatch() {
        return new Finding(
                FindingId.BACKWARD_STEP_WRONG,
                Severity.HURTS,
                List.of(),
                "A training step is the same whatever batch it is given.",
                List.of(new Fact(
                        "replay",
                        "a step on any one sample, in every place of the batch, is bit for bit the same step")),
                "Do the lines that wrap the network hand the batch on: batch -> net.train(batch.inputs(), batch.targets())? If"
                        + " they do, look in the program for data that it keeps in a field, and for an index that is always the"
                        + " same.");
    }

    private static Finding finding(BatchStep step) {
        boolean first = step.isOnly(0);
        boolean last = step.isOnly(step.samples() - 1);
        int ignored = step.ignored().size();
        if (ignored == step.samples()) {
            return sameForAnyBatch();
        }
        List<Fact> facts = new ArrayList<>();
        facts.add(new Fact(
                "replay",
                "other samples at " + (ignored == 1 ? "index " : "indices ") + Lists.indices(step.ignored())
                        + " of the batch leave the step bit for bit the same; elsewhere they change it"));
        if (first || last) {
            facts.add(new Fact("defect", first ? "gradient-of-first-sample" : "gradient-of-last-sample"));
        }
        return new Finding(
                FindingId.BACKWARD_STEP_WRONG,
                ignored < FEW * step.samples() ? Severity.MILD : Severity.HURTS,
                List.of(),
                first || last
                        ? "A training step on a batch is the step on its " + (first ? "first" : "last")
                                + " sample alone: the others do not count."
                        : Figures.count(ignored) + " of the " + Figures.count(step.samples(), "sample")
                                + " of a batch do not count in a training step.",
                facts,
                first
                        ? "Look for a return or a break inside the loop over the samples, and for an index 0 where the sample's"
                                + " was meant."
                        : last
                                ? "The sums of the gradient are assigned where they should be added to: += instead of =."
                                : "Look at the bounds of the loops over the samples: where they start, where they end, by how much"
                                        + " they step, and whether a batch size is a constant of the program.");
    }
}
