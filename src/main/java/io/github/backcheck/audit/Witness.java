package io.github.backcheck.audit;

import io.github.backcheck.gradient.GradientCheck;
import io.github.backcheck.gradient.GradientReport;
import io.github.backcheck.gradient.Guard;
import io.github.backcheck.gradient.Verdict;
import io.github.backcheck.mlp.BackwardStepName;
import io.github.backcheck.model.Batch;
import io.github.backcheck.model.Capability;
import io.github.backcheck.model.Model;
import io.github.backcheck.model.ModelException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Hears a second witness before a step is accused: finite differences of the program's own loss. A gradient that is the
 * derivative of the program's loss is right, whatever the architecture says; and a layer of which no known defect gives the
 * numbers is accused only if the differences say, too, that its gradient is wrong.
 */
final class Witness {

    private static final int SAMPLES = 5;

    /** A residual of 1: the right gradient is 0, and what is there is something else. */
    private static final double ALL = 0.999;

    private final Model model;
    private final Batch batch;
    private final long seed;

    /** The check reads the learning rate off the step, too, and cannot see a factor. */
    private final boolean isBlindToFactors;

    Witness(Model model, BackwardAudit.Settings settings) {
        this.model = model;
        this.batch =
                settings.batch().slice(0, Math.min(SAMPLES, settings.batch().size()));
        this.seed = settings.seed();
        this.isBlindToFactors = settings.learningRate().isPresent() && !model.can(Capability.GRADIENT);
    }

    /** The judgements that stand; the others become ones that are not judged. */
    List<StepJudgement> confirm(List<StepJudgement> steps, List<String> remarks) {
        if (steps.stream().noneMatch(StepJudgement::isWrong) || !model.can(Capability.LOSS)) {
            return steps;
        }
        Optional<GradientReport> heard = report();
        if (heard.isEmpty()) {
            return steps;
        }
        GradientReport report = heard.get();
        List<String> parameters = report.parameterNames();
        boolean allAgree = !isBlindToFactors
                && !parameters.isEmpty()
                && parameters.stream().allMatch(name -> report.verdict(name) == Verdict.AGREES)
                && report.brokenGuards().isEmpty();
        if (allAgree) {
            remarks.add(
                    "the gradient is the derivative of the program's own loss; where it is not that of the architecture,"
                            + " the architecture or the forward pass is another");
        }
        List<StepJudgement> confirmed = new ArrayList<>();
        for (StepJudgement one : steps) {
            boolean ofMemory = one.step() == BackwardStepName.ACCUMULATION
                    && report.brokenGuards().stream().anyMatch(broken -> broken.guard() == Guard.GRADIENT_REPEATABLE);
            boolean unknown = one.verdict() instanceof StepVerdict.Unknown;
            boolean stands = !one.isWrong() || ofMemory || (!allAgree && (!unknown || isWrong(report, one)));
            confirmed.add(stands ? isDecay(one) ? ofUpdate(one) : one : notJudged(one));
        }
        return confirmed;
    }

    private Optional<GradientReport> report() {
        try {
            return Optional.of(GradientCheck.of(model).on(batch).seed(seed).run());
        } catch (ModelException e) {
            return Optional.empty();
        }
    }

    private boolean isWrong(GradientReport report, StepJudgement one) {
        return model.layers().get(one.layer()).parameters().stream()
                .anyMatch(parameter -> report.verdict(parameter.name()) == Verdict.DISAGREES);
    }

    /** What a step takes off the weights may be a part of the gradient or of the update. */
    private boolean isDecay(StepJudgement one) {
        boolean alongWeights = one.verdict() instanceof StepVerdict.Unknown unknown
                && (one.step() == BackwardStepName.PENALTY || unknown.residual() > ALL);
        return alongWeights && !model.can(Capability.GRADIENT);
    }

    private static StepJudgement ofUpdate(StepJudgement one) {
        return new StepJudgement(
                one.step(),
                one.layer(),
                one.layerName(),
                new StepVerdict.NotJudged(
                        "a step takes a multiple of the weights off them: weight decay in the update, or a"
                                + " penalty that is not that of the architecture"));
    }

    private static StepJudgement notJudged(StepJudgement one) {
        return new StepJudgement(
                one.step(),
                one.layer(),
                one.layerName(),
                new StepVerdict.NotJudged(
                        "its numbers are not those of the architecture, but differences of the program's loss do not show"
                                + " that they are wrong"));
    }
}
