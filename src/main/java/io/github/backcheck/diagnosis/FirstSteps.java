package io.github.backcheck.diagnosis;

import io.github.backcheck.audit.StepRecording;
import io.github.backcheck.model.Batch;
import io.github.backcheck.model.Capability;
import io.github.backcheck.model.Model;
import io.github.backcheck.model.ParameterSnapshot;
import io.github.backcheck.monitor.PredictionCensus;
import io.github.backcheck.monitor.TrainingHistory;
import io.github.backcheck.monitor.TrainingMonitor;
import java.util.Optional;

/** The training steps that an examination takes itself, before any other: watched, written down and undone. */
final class FirstSteps {

    private final Inquiry inquiry;
    private final Model model;
    private Optional<StepRecording> recording = Optional.empty();

    FirstSteps(Inquiry inquiry) {
        this.inquiry = inquiry;
        this.model = inquiry.model();
    }

    /** What was written down, if they were taken. */
    Optional<StepRecording> recording() {
        return recording;
    }

    /** Takes them, and looks at loss and predictions after them. */
    void take() {
        try (ParameterSnapshot before = model.snapshot()) {
            inquiry.add(train());
            // The parameters are those after the steps.
            double lossAfter = model.loss(inquiry.data());
            inquiry.add(inquiry.find(LossCourse.class).orElseThrow().withLossAfterSteps(lossAfter));
            if (model.can(Capability.PREDICT)) {
                inquiry.add(new Evidence.PredictionsAfterSteps(PredictionCensus.of(model, inquiry.data())));
            }
            before.restore();
        }
        lookForOtherNumbers();
    }

    /** The parameters are what they were; where the loss is another one, and stays so, something was changed that was not given. */
    private void lookForOtherNumbers() {
        double here = inquiry.find(LossCourse.class).orElseThrow().here();
        double now = model.loss(inquiry.data());
        double again = model.loss(inquiry.data());
        if (Double.isFinite(here) && Double.isFinite(now) && now != here && now == again) {
            inquiry.add(new Evidence.LossOfOtherNumbers(here, now));
        }
    }

    private TrainingHistory train() {
        TrainingMonitor monitor = TrainingMonitor.of(model);
        StepRecording steps = StepRecording.of(model);
        recording = Optional.of(steps);
        int size = inquiry.first().size();
        int batches = inquiry.data().size() / size;
        for (int step = 0; step < inquiry.settings().pace().trainingSteps(); step++) {
            int from = step % batches * size;
            Batch batch = inquiry.shuffled().slice(from, from + size);
            steps.step(batch);
            monitor.observe(batch);
        }
        return monitor.history();
    }
}
