package io.github.backcheck.diagnosis;

import java.util.List;

/** Concludes something from evidence. A rule that cannot judge stays silent; the examination says what was not judged. */
@FunctionalInterface
interface Rule {

    /** What follows from the evidence, most important first; empty if nothing does. */
    List<Finding> judge(Evidence evidence);

    /** All rules, causes before effects. */
    static List<Rule> all() {
        return List.of(
                new GuardRule(),
                new ForwardRule(),
                new ReachRule(),
                new FrozenLayerRule(),
                new GradientRule(),
                new SaturationRule(),
                new DeadUnitRule(),
                new ConstantPredictionRule());
    }
}
