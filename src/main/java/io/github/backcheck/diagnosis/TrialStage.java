package io.github.backcheck.diagnosis;

import io.github.backcheck.model.Capability;
import io.github.backcheck.model.Model;
import io.github.backcheck.model.ParameterSnapshot;
import io.github.backcheck.monitor.TrainingHistory;
import io.github.backcheck.probe.WeightReport;
import io.github.backcheck.trial.InputUse;
import io.github.backcheck.trial.LoopTrial;
import io.github.backcheck.trial.Trial;
import java.util.Arrays;

/** The stage of short trainings, where nothing that was seen so far explains why the network would not learn. */
final class TrialStage implements Runnable {

    private final Inquiry inquiry;
    private final Model model;

    TrialStage(Inquiry inquiry) {
        this.inquiry = inquiry;
        this.model = inquiry.model();
    }

    @Override
    public void run() {
        if (!model.can(Capability.TRAIN_STEP) || !areParametersFinite() || isExplained()) {
            return;
        }
        if (inquiry.find(Evidence.LossOfOtherNumbers.class).isPresent()) {
            inquiry.leaveOut(Stage.TRIALS, "steps change something that was not given, and cannot be put back");
            return;
        }
        if (isSpoiled()) {
            inquiry.leaveOut(
                    Stage.TRIALS, "steps taken before left something in the program that makes a step NaN or infinite");
            return;
        }
        Trial trial = Trial.of(model)
                .on(inquiry.data())
                .batchSize(inquiry.settings().pace().batchSize())
                .seed(inquiry.settings().seed());
        Trials trials = new TrialSeries(inquiry.evidence(), trial, inquiry::isSpent).run();
        inquiry.add(trials);
        if (!trials.learns() && !inquiry.evidence().doesItsJob()) {
            inquiry.add(InputUse.of(trial));
        }
        if (model.can(Capability.EPOCH) && !inquiry.isSpent()) {
            inquiry.add(LoopTrial.of(trial));
        }
    }

    private boolean areParametersFinite() {
        return inquiry.find(WeightReport.class).orElseThrow().layers().stream()
                .noneMatch(layer -> layer.has(WeightReport.Trait.NOT_FINITE));
    }

    private boolean isExplained() {
        return Rule.judgeAll(inquiry.evidence()).stream().anyMatch(Consequences::isCauseOfFailure);
    }

    /** A step from here is not finite although training from here was. */
    private boolean isSpoiled() {
        boolean wasFinite = inquiry.find(TrainingHistory.class)
                .filter(history -> history.weightChanges().parameters().stream()
                        .allMatch(change -> change.firstNonFinite().isEmpty()))
                .isPresent();
        ParameterSnapshot before = model.snapshot();
        try {
            model.trainStep(inquiry.first());
            return wasFinite
                    && model.parameters().stream()
                            .anyMatch(parameter ->
                                    !Arrays.stream(parameter.values()).allMatch(Double::isFinite));
        } finally {
            before.restore();
        }
    }
}
