package io.github.backcheck.diagnosis;

import io.github.backcheck.monitor.ParameterChange;
import io.github.backcheck.text.Fact;
import io.github.backcheck.text.Figures;
import java.util.ArrayList;
import java.util.List;

/** Finite numbers that a few training steps make NaN or infinite. */
final class DivergenceRule implements Rule {

    @Override
    public List<Finding> judge(Evidence evidence) {
        List<Fact> seen = new ArrayList<>();
        evidence.training().stream()
                .flatMap(history -> history.weightChanges().parameters().stream())
                .flatMap(change -> change.firstNonFinite().stream())
                .map(ParameterChange.NonFinite::toString)
                .map(text -> new Fact("seen", text))
                .findFirst()
                .ifPresent(seen::add);
        if (evidence.loss().isLostInTraining()) {
            seen.add(new Fact(
                    "loss",
                    Figures.precise(evidence.loss().here()) + " before, "
                            + evidence.loss().afterSteps().orElseThrow() + " after "
                            + Figures.count(evidence.training().orElseThrow().steps(), "training step")));
        }
        return seen.isEmpty()
                ? List.of()
                : List.of(new Finding(
                        FindingId.TRAINING_DIVERGES,
                        Severity.BREAKS,
                        List.of(),
                        "A few training steps make numbers grow until they are no longer finite.",
                        seen,
                        "If the findings above name no cause: lower the learning rate by a factor of 10, and check that the"
                                + " update subtracts."));
    }
}
