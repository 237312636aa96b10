package io.github.backcheck.diagnosis;

import io.github.backcheck.model.Batch;
import io.github.backcheck.model.Capability;
import io.github.backcheck.model.Model;
import io.github.backcheck.monitor.TrainingHistory;
import io.github.backcheck.probe.Repeatability;
import io.github.backcheck.trial.BatchStep;

/** The stage that watches a few training steps. */
final class TrainingStage implements Runnable {

    private final Inquiry inquiry;
    private final FirstSteps firstSteps;

    TrainingStage(Inquiry inquiry, FirstSteps firstSteps) {
        this.inquiry = inquiry;
        this.firstSteps = firstSteps;
    }

    @Override
    public void run() {
        Model model = inquiry.model();
        Batch first = inquiry.first();
        if (!model.can(Capability.TRAIN_STEP)) {
            return;
        }
        if (inquiry.find(TrainingHistory.class).isEmpty()) {
            firstSteps.take();
        }
        if (!new DivergenceRule().judge(inquiry.evidence()).isEmpty()) {
            inquiry.add(OriginSearch.in(inquiry));
        }
        inquiry.add(Repeatability.of(model, first));
        inquiry.add(RepeatedSteps.watch(model, first));
        if (!model.can(Capability.GRADIENT)) {
            inquiry.add(BatchStep.of(model, first));
        }
        HandedOut.in(inquiry).ifPresent(handedOut -> {
            inquiry.add(handedOut);
            inquiry.add(handedOut.applied()); // that is the gradient that matters
        });
    }
}
