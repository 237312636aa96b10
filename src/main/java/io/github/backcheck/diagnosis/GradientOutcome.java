package io.github.backcheck.diagnosis;

import io.github.backcheck.gradient.GradientReport;
import io.github.backcheck.gradient.GradientSource;
import io.github.backcheck.gradient.Guard;
import io.github.backcheck.gradient.Verdict;

/**
 * What the gradient check came to, as far as it decides what to ask next.
 *
 * @param report of the check
 */
record GradientOutcome(GradientReport report) {

    GradientSource source() {
        return report.source();
    }

    /** Whether it makes sense to ask for the gradient again. */
    boolean canBeAsked() {
        return report.brokenGuards().stream().allMatch(broken -> broken.guard() == Guard.GRADIENT_REPEATABLE);
    }

    /** Whether parameters, loss and gradient were finite wherever they were asked for. */
    boolean isFinite() {
        return report.brokenGuards().stream()
                .noneMatch(broken -> broken.guard() == Guard.PARAMETERS_FINITE
                        || broken.guard() == Guard.LOSS_FINITE
                        || broken.guard() == Guard.GRADIENT_FINITE);
    }

    /** Whether the loss is not finite, and nothing else kept the check from judging. */
    boolean isOnlyLossNotFinite() {
        return !report.brokenGuards().isEmpty()
                && report.brokenGuards().stream().allMatch(broken -> broken.guard() == Guard.LOSS_FINITE);
    }

    /** Whether there is no error in it but such as do no harm, and nothing that could not be judged. */
    boolean isRight() {
        return report.brokenGuards().isEmpty()
                && report.points().stream()
                        .flatMap(point -> point.parameters().stream())
                        .filter(check -> check.verdict() == Verdict.DISAGREES)
                        .allMatch(Inexact::is)
                && report.parameterNames().stream().allMatch(name -> report.verdict(name) != Verdict.INCONCLUSIVE);
    }
}
