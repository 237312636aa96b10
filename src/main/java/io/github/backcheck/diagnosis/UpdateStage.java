package io.github.backcheck.diagnosis;

import io.github.backcheck.audit.ParameterUpdate;
import io.github.backcheck.audit.StepVerdict;
import io.github.backcheck.audit.UpdateAudit;
import io.github.backcheck.audit.UpdateTrail;
import io.github.backcheck.model.Batch;
import io.github.backcheck.model.Capability;
import io.github.backcheck.model.Model;
import io.github.backcheck.model.ModelException;
import io.github.backcheck.model.ParameterSnapshot;
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
            inquiry.add(auditOrReason());
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
