package io.github.backcheck.diagnosis;

import io.github.backcheck.monitor.ParameterChange;
import io.github.backcheck.probe.NonFiniteReport;
import io.github.backcheck.text.Fact;
import io.github.backcheck.text.Figures;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Finite numbers that a few training steps make NaN or infinite. */
final class DivergenceRule implements Rule {

    /** What goes wrong at numbers of a usual size. */
    private static final Set<NonFiniteReport.Cause> OF_FORMULAS = EnumSet.of(
            NonFiniteReport.Cause.EXP_OVERFLOW,
            NonFiniteReport.Cause.LOG_OF_ZERO,
            NonFiniteReport.Cause.LOG_OF_NEGATIVE,
            NonFiniteReport.Cause.ZERO_OVER_ZERO);

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
        Optional<NonFiniteReport.Origin> formula =
                FiniteRule.origin(evidence).filter(origin -> OF_FORMULAS.contains(origin.cause()));
        if (!seen.isEmpty() && formula.isPresent()) {
            seen.addAll(FiniteRule.facts(formula.get()));
            return List.of(new Finding(
                    FindingId.NOT_FINITE,
                    Severity.BREAKS,
                    List.of(),
                    "A few training steps lead to numbers that are not finite, though no parameter grows without bounds: "
                            + formula.get().cause() + ".",
                    seen,
                    "Subtract the largest from all before exp in a softmax, and add a small number such as 1e-12 inside a"
                            + " logarithm, or compute both in one formula."));
        }
        if (seen.size() == 1 && evidence.loss().isLostInTraining()) {
            return List.of(
                    new Finding(
                            FindingId.NOT_FINITE,
                            Severity.HURTS,
                            List.of(),
                            "A few training steps make the loss infinite or NaN, though all parameters stay finite.",
                            seen,
                            "A probability that becomes exactly 0 has no logarithm: compute the loss from what the softmax is given, or"
                                    + " add a small number such as 1e-12 inside the logarithm. Large inputs or weights bring it there."));
        }
        return seen.isEmpty()
                ? List.of()
                : List.of(new Finding(
                        FindingId.TRAINING_DIVERGES,
                        Severity.BREAKS,
                        List.of(),
                        "A few training steps make numbers grow until they are no longer finite.",
                        seen,
                        "If no other finding names a cause: lower the learning rate by a factor of 10, and check that the"
                                + " update subtracts."));
    }
}
