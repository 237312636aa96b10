package io.github.backcheck.diagnosis;

import io.github.backcheck.audit.BackwardAudit;
import io.github.backcheck.audit.BackwardTrail;
import io.github.backcheck.audit.ForwardTrail;
import io.github.backcheck.gradient.GradientSource;
import io.github.backcheck.gradient.TwinProof;
import io.github.backcheck.model.Capability;
import io.github.backcheck.model.Model;
import io.github.backcheck.model.ModelException;
import io.github.backcheck.model.ParameterSnapshot;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The stage that asks which step of the backward pass is wrong, if the gradient check says that something is, or does not know. A
 * program that cannot do with the audit's small batches is left alone.
 */
final class BackwardStage implements Runnable {

    private final Inquiry inquiry;
    private final Model model;

    BackwardStage(Inquiry inquiry) {
        this.inquiry = inquiry;
        this.model = inquiry.model();
    }

    @Override
    public void run() {
        Evidence evidence = inquiry.evidence();
        GradientOutcome gradient = inquiry.gradient();
        boolean onlySumsAreKnown = evidence.stepsGrowEvenly() && gradient.source() == GradientSource.TRAIN_STEP;
        boolean isKnown = evidence.proof().filter(TwinProof::holds).isPresent()
                || evidence.forward().flatMap(ForwardTrail::plan).isPresent();
        if (!onlySumsAreKnown && isKnown && gradient.canBeAsked() && !gradient.isRight()) {
            inquiry.add(auditOrReason(gradient));
        }
    }

    private BackwardTrail auditOrReason(GradientOutcome gradient) {
        try (ParameterSnapshot before = model.snapshot()) {
            try {
                return audit();
            } catch (ModelException e) {
                String reason = "which step of the backward pass is wrong: " + e.getMessage();
                return new BackwardTrail(
                        model.name(),
                        gradient.source().toString(),
                        OptionalDouble.empty(),
                        Optional.empty(),
                        List.of(),
                        List.of(),
                        List.of(reason));
            } finally {
                before.restore();
            }
        }
    }

    /**
     * With the learning rate that is read off the step; where that leaves something without a name, as where each layer's
     * gradient has another factor, with the one that is meant.
     */
    private BackwardTrail audit() {
        OptionalDouble meant = inquiry.settings().learningRate();
        BackwardAudit audit = BackwardAudit.of(model)
                .on(inquiry.auditBatch())
                .seed(inquiry.settings().seed());
        BackwardTrail read = audit.run();
        if (model.can(Capability.GRADIENT) || meant.isEmpty() || read.wrong().isEmpty() || read.isNamed()) {
            return read;
        }
        BackwardTrail given = audit.learningRate(meant.getAsDouble()).run();
        return given.isNamed() ? given : read;
    }
}
