package io.github.backcheck.diagnosis;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Concludes something from evidence. A rule that cannot judge stays silent; the examination says what was not judged. */
@FunctionalInterface
interface Rule {

    /** What follows from the evidence, most important first; empty if nothing does. */
    List<Finding> judge(Evidence evidence);

    /**
     * What all rules find. Numbers that are not finite make everything but data, outputs and start meaningless, and parameters that
     * are not those of the network whatever is said of them.
     */
    static List<Finding> judgeAll(Evidence evidence) {
        List<Finding> unjudgeable = new FiniteRule().judge(evidence);
        List<Rule> rules = !unjudgeable.isEmpty()
                ? List.of(new DataRule(), new ForwardRule(), new TrialRule())
                : OutputRule.areOthers(evidence) ? List.of(new DataRule(), new OutputRule(), new ForwardRule()) : all();
        return causesFirst(Stream.concat(
                        unjudgeable.stream(), rules.stream().flatMap(rule -> rule.judge(evidence).stream()))
                .toList());
    }

    /**
     * A wrong forward pass is as grave as what is said of the gradient, which was taken through it; a step of the backward pass
     * with a name as what has none.
     */
    private static List<Finding> causesFirst(List<Finding> findings) {
        return findings.stream()
                .map(finding -> switch (finding.id()) {
                    case FORWARD_DIFFERS ->
                        // What is only described otherwise spoils no gradient.
                        finding.severity() == Severity.ADVICE
                                ? finding
                                : atLeast(finding, findings, FindingId.BACKWARD_STEP_WRONG, FindingId.GRADIENT_WRONG);
                    case BACKWARD_STEP_WRONG -> atLeast(finding, findings, FindingId.GRADIENT_WRONG);
                    default -> finding;
                })
                .toList();
    }

    private static Finding atLeast(Finding finding, List<Finding> all, FindingId... effects) {
        return all.stream()
                .filter(other -> List.of(effects).contains(other.id()))
                .map(Finding::severity)
                .min(Comparator.naturalOrder())
                .map(finding::atLeast)
                .orElse(finding);
    }

    private static List<Rule> all() {
        return List.of(
                new GuardRule(),
                new DataRule(),
                new OutputRule(),
                new EpochRule(),
                new ForwardRule(),
                new ReachRule(),
                new FrozenLayerRule(),
                new UpdateRule(),
                new BackwardRule(),
                new BatchStepRule(),
                new GradientRule(),
                new StepReadingRule(),
                new UnitsAlikeRule(),
                new TrialRule(),
                new SaturationRule(),
                new DeadUnitRule(),
                new DivergenceRule(),
                new ConstantPredictionRule(),
                new EvaluationRule(),
                new TestDataRule());
    }
}
