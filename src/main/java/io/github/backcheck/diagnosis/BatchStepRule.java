package io.github.backcheck.diagnosis;

import io.github.backcheck.text.Fact;
import io.github.backcheck.text.Figures;
import io.github.backcheck.trial.BatchStep;
import io.github.backcheck.trial.BatchStep.Kind;
import java.util.List;

/** A program known by its steps only, in which one sample of a batch counts; its gradient could only be read off that one. */
final class BatchStepRule implements Rule {

    @Override
    public List<Finding> judge(Evidence evidence) {
        boolean isNamed = !BackwardFacts.of(evidence).named().isEmpty();
        return evidence
                .reports()
                .find(BatchStep.class)
                .filter(step -> step.kind() != Kind.OTHER && !isNamed)
                .map(BatchStepRule::finding)
                .stream()
                .toList();
    }

    private static Finding finding(BatchStep step) {
        boolean first = step.kind() == Kind.FIRST_ONLY;
        return new Finding(
                FindingId.BACKWARD_STEP_WRONG,
                Severity.HURTS,
                List.of(),
                "A training step on a batch is the step on its " + (first ? "first" : "last")
                        + " sample alone: the others do not count.",
                List.of(
                        new Fact(
                                "replay",
                                "the step on all " + Figures.count(step.samples(), "sample")
                                        + " is, entry by entry, that on the "
                                        + (first ? "first" : "last")
                                        + " one, or that divided by the number of samples"),
                        new Fact("defect", first ? "gradient-of-first-sample" : "gradient-of-last-sample")),
                first
                        ? "Look for a return or a break inside the loop over the samples, and for an index 0 where the sample's"
                                + " was meant."
                        : "The sums of the gradient are assigned where they should be added to: += instead of =.");
    }
}
