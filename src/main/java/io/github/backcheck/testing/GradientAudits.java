package io.github.backcheck.testing;

import io.github.backcheck.audit.BackwardAudit;
import io.github.backcheck.audit.BackwardTrail;
import io.github.backcheck.gradient.ErrorShape;
import io.github.backcheck.gradient.GradientCheck;
import io.github.backcheck.gradient.GradientReport;
import io.github.backcheck.gradient.ParameterCheck;
import io.github.backcheck.gradient.Verdict;
import io.github.backcheck.model.Batch;
import io.github.backcheck.model.Capability;
import io.github.backcheck.model.Model;
import io.github.backcheck.model.ModelException;
import java.util.List;
import java.util.Optional;

/**
 * What is asked once a gradient is known to be wrong.
 *
 * @param stepsAreRight whether training steps follow the right gradient, so that only what is handed out is wrong
 * @param trail of the backward pass, where the gradient is wrong
 * @param forward what is wrong with the forward pass, where the network is another than it says
 */
record GradientAudits(boolean stepsAreRight, Optional<BackwardTrail> trail, Optional<String> forward) {

    static final GradientAudits NONE = new GradientAudits(false, Optional.empty(), Optional.empty());

    /** A dozen samples show each step apart from the others. */
    private static final int SAMPLES_OF_AUDIT = 12;

    private static final double SAME_FACTOR = 1e-6;

    static GradientAudits of(GradientReport report, GradientCheck check) {
        boolean wrong =
                report.verdict() == Verdict.DISAGREES || !report.brokenGuards().isEmpty();
        boolean meaningless =
                report.brokenGuards().stream().anyMatch(guard -> guard.guard().isVital());
        if (!wrong || meaningless) {
            return NONE;
        }
        try {
            if (report.brokenGuards().isEmpty() && stepsAreRight(report, check)) {
                return new GradientAudits(true, Optional.empty(), Optional.empty());
            }
            return check.model().can(Capability.ARCHITECTURE) ? audited(report, check) : NONE;
        } catch (ModelException e) {
            // The audits ask for single samples, too; what the check found stands without them.
            return NONE;
        }
    }

    private static boolean stepsAreRight(GradientReport report, GradientCheck check) {
        Model model = check.model();
        return model.can(Capability.GRADIENT)
                && model.can(Capability.TRAIN_STEP)
                && !hasOneFactor(report)
                && GradientCheck.of(model.withoutGradient())
                                .on(check.batch())
                                .seed(report.seed())
                                .run()
                                .verdict()
                        == Verdict.AGREES;
    }

    /** A factor on the whole gradient, which in a step cannot be told from a learning rate. */
    private static boolean hasOneFactor(GradientReport report) {
        List<Optional<Double>> factors = report.parameterNames().stream()
                .map(name -> report.disagreement(name)
                        .flatMap(ParameterCheck::shape)
                        .filter(ErrorShape.Factor.class::isInstance)
                        .map(shape -> ((ErrorShape.Factor) shape).factor()))
                .toList();
        return factors.stream()
                .allMatch(factor -> factor.isPresent()
                        && Math.abs(factor.get() - factors.get(0).orElseThrow())
                                <= SAME_FACTOR * Math.abs(factor.get()));
    }

    private static GradientAudits audited(GradientReport report, GradientCheck check) {
        Model model = check.model();
        Batch batch = check.batch();
        return new GradientAudits(
                false,
                Optional.of(BackwardAudit.of(model)
                        .on(batch.slice(0, Math.min(SAMPLES_OF_AUDIT, batch.size())))
                        .seed(report.seed())
                        .run()),
                isAnotherNetwork(report)
                        ? Outcomes.forward(model, batch, report.seed())
                                .failure()
                                .map(FailureText::headline)
                        : Optional.empty());
    }

    static boolean isAnotherNetwork(GradientReport report) {
        return report.points().stream()
                .anyMatch(point -> point.proof().filter(proof -> !proof.holds()).isPresent());
    }
}
