package io.github.backcheck.diagnosis;

import io.github.backcheck.gradient.Guard;
import io.github.backcheck.text.Fact;
import io.github.backcheck.text.Figures;
import java.util.ArrayList;
import java.util.List;

/** Updates that do change the parameters, but not down the gradient of the batch they are given. */
final class UpdateRule implements Rule {

    @Override
    public List<Finding> judge(Evidence evidence) {
        List<Finding> findings = new ArrayList<>();
        evidence.repeatedSteps().ifPresent(steps -> {
            if (steps.isUpwards() && evidence.gradientPointsUp()) {
                findings.add(climbs(steps.cosine().orElseThrow()));
            }
            boolean gradientTells = evidence.gradient().brokenGuards().stream()
                    .anyMatch(broken -> broken.guard() == Guard.GRADIENT_REPEATABLE);
            if (steps.growth() == RepeatedSteps.Growth.EVEN && !gradientTells) {
                findings.add(addsUp());
            }
        });
        return List.copyOf(findings);
    }

    private static Finding climbs(double cosine) {
        return new Finding(
                FindingId.UPDATE_CLIMBS,
                Severity.BREAKS,
                List.of(),
                "A training step goes up the gradient instead of down.",
                List.of(new Fact(
                        "direction",
                        "cosine " + Figures.of(cosine) + " between the step and the gradient on the same batch; plain"
                                + " descent has -1")),
                "Look at the sign in the line that changes the parameters: the update subtracts learning rate times gradient"
                        + " where the gradient is built from a - y, and adds only where it is built from y - a throughout.");
    }

    private static Finding addsUp() {
        return new Finding(
                FindingId.STEPS_ADD_UP,
                Severity.BREAKS,
                List.of(),
                "Training steps on the same batch from the same parameters grow: each one is larger than the one before, by"
                        + " the same amount.",
                List.of(),
                "The sums in which gradients are added up are not set back to 0 after a step, or the zeros they are set to"
                        + " are the very array that is added to. A momentum of 1 does the same.");
    }
}
