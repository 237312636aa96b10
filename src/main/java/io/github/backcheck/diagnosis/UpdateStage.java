package io.github.backcheck.diagnosis;

import io.github.backcheck.audit.BackwardAudit;
import io.github.backcheck.audit.BackwardTrail;
import io.github.backcheck.audit.ParameterUpdate;
import io.github.backcheck.audit.StepVerdict;
import io.github.backcheck.audit.UpdateAudit;
import io.github.backcheck.audit.UpdateTrail;
import io.github.backcheck.gradient.GradientCheck;
import io.github.backcheck.gradient.GradientReport;
import io.github.backcheck.gradient.Verdict;
import io.github.backcheck.model.Batch;
import io.github.backcheck.model.Capability;
import io.github.backcheck.model.Model;
import io.github.backcheck.model.ModelException;
import io.github.backcheck.model.ParameterSnapshot;
import io.github.backcheck.trial.BatchStep;
import java.util.List;
import java.util.Optional;

/** The stage that asks what a training step does to each parameter. A program that does not survive the audit is left alone. */
final class UpdateStage implements Runnable {

    private final Inquiry inquiry;
    private final FirstSteps firstSteps;
    private final Model model;
    private final Batch first;

    UpdateStage(Inquiry inquiry, FirstSteps firstSteps) {
        this.inquiry = inquiry;
        this.firstSteps = firstSteps;
        this.model = inquiry.model();
        this.first = inquiry.first();
    }

    @Override
    public void run() {
        if (model.can(Capability.TRAIN_STEP) && inquiry.gradient().canBeAsked()) {
            UpdateTrail trail = auditOrReason();
            inquiry.add(trail);
            boolean followsAnother = model.can(Capability.GRADIENT)
                    && inquiry.gradient().isRight()
                    && trail.parameters().stream().anyMatch(ParameterUpdate::isNotReproduced);
            if (followsAnother) {
                askSteps();
            }
        }
    }

    /**
     * What is handed out is right, and the steps do not follow it: a program may have a backward pass of its own for training. It
     * is accused only of what has a name.
     */
    private void askSteps() {
        inquiry.add(BatchStep.of(model, first));
        Model stepsAlone = model.withoutGradient();
        GradientReport followed = GradientCheck.of(stepsAlone)
                .on(first)
                .seed(inquiry.settings().seed())
                .run();
        if (followed.verdict() != Verdict.DISAGREES || !model.can(Capability.ARCHITECTURE)) {
            return;
        }
        BackwardTrail backward = BackwardAudit.of(stepsAlone)
                .on(inquiry.auditBatch())
                .seed(inquiry.settings().seed())
                .run();
        if (backward.isNamed()) {
            inquiry.add(new Evidence.StepsOfTheirOwn());
            inquiry.add(followed);
            inquiry.add(backward);
        }
    }

    private UpdateTrail auditOrReason() {
        try (ParameterSnapshot before = model.snapshot()) {
            try {
                return audit().run();
            } catch (ModelException e) {
                StepVerdict verdict = new StepVerdict.NotJudged(String.valueOf(e.getMessage()));
                List<ParameterUpdate> none = model.parameters().stream()
                        .map(parameter -> new ParameterUpdate(parameter.name(), "", List.of(), verdict))
                        .toList();
                return new UpdateTrail(
                        model.name(),
                        first.toString(),
                        Optional.empty(),
                        0,
                        none,
                        List.of(),
                        inquiry.settings().seed());
            } finally {
                before.restore();
            }
        }
    }

    private UpdateAudit audit() {
        UpdateAudit audit = UpdateAudit.of(
                        inquiry.find(HandedOut.class).map(HandedOut::stepsAlone).orElse(model))
                .on(first)
                .seed(inquiry.settings().seed());
        if (inquiry.settings().learningRate().isPresent()) {
            audit = audit.learningRate(inquiry.settings().learningRate().getAsDouble());
        }
        return firstSteps.recording().map(audit::after).orElse(audit);
    }
}
