package io.github.backcheck.diagnosis;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Concludes something from evidence. A rule that cannot judge stays silent; the examination says what was not judged. */
@FunctionalInterface
interface Rule {

    /** What follows from the evidence, most important first; empty if nothing does. */
    List<Finding> judge(Evidence evidence);

    /** What all rules find. Numbers that are not finite make everything else meaningless. */
    static List<Finding> judgeAll(Evidence evidence) {
        List<Finding> unjudgeable = new FiniteRule().judge(evidence);
        return unjudgeable.isEmpty()
                ? causesFirst(all().stream()
                        .flatMap(rule -> rule.judge(evidence).stream())
                        .toList())
                : unjudgeable;
    }

    /** A wrong forward pass is as grave as what is said of the gradient, which was taken through it. */
    private static List<Finding> causesFirst(List<Finding> findings) {
        Optional<Severity> gravest = findings.stream()
                .filter(finding ->
                        finding.id() == FindingId.GRADIENT_WRONG || finding.id() == FindingId.BACKWARD_STEP_WRONG)
                .map(Finding::severity)
                .min(Comparator.naturalOrder());
        return findings.stream()
                .map(finding -> finding.id() == FindingId.FORWARD_DIFFERS && gravest.isPresent()
                        ? finding.atLeast(gravest.get())
                        : finding)
                .toList();
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
                new GradientRule(),
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
