package io.github.backcheck.diagnosis;

import java.util.List;

/** Concludes something from evidence. A rule that cannot judge stays silent; the examination says what was not judged. */
@FunctionalInterface
interface Rule {

    /** What follows from the evidence, most important first; empty if nothing does. */
    List<Finding> judge(Evidence evidence);

    /** What all rules find. Numbers that are not finite make everything else meaningless. */
    static List<Finding> judgeAll(Evidence evidence) {
        List<Finding> unjudgeable = new FiniteRule().judge(evidence);
        return unjudgeable.isEmpty()
                ? all().stream().flatMap(rule -> rule.judge(evidence).stream()).toList()
                : unjudgeable;
    }

    private static List<Rule> all() {
        return List.of(
                new GuardRule(),
                new ForwardRule(),
                new ReachRule(),
                new FrozenLayerRule(),
                new UpdateRule(),
                new BackwardRule(),
                new GradientRule(),
                new SaturationRule(),
                new DeadUnitRule(),
                new DivergenceRule(),
                new ConstantPredictionRule());
    }
}
