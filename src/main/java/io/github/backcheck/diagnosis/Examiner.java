package io.github.backcheck.diagnosis;

import io.github.backcheck.model.Model;
import io.github.backcheck.model.ModelException;
import io.github.backcheck.model.ParameterSnapshot;
import io.github.backcheck.probe.WeightCensus;
import io.github.backcheck.text.Figures;
import java.util.stream.Stream;

/** Gathers evidence, cheap and decisive first, and has the rules judge it. */
final class Examiner {

    private final Model model;
    private final Examination.Settings settings;
    private final Inquiry inquiry;

    Examiner(Examination.Settings settings) {
        this.model = settings.model();
        this.settings = settings;
        this.inquiry = new Inquiry(settings);
    }

    Diagnosis examine() {
        FirstSteps firstSteps = new FirstSteps(inquiry);
        ParameterSnapshot before = model.snapshot();
        try {
            // What is asked last may leave something in sums that are never reset.
            require(Stage.DATA, new DataStage(inquiry));
            require(Stage.WEIGHTS, () -> inquiry.add(WeightCensus.of(model)));
            require(Stage.GRADIENT, new GradientStage(inquiry, firstSteps));
            stage(Stage.UNITS, new UnitStage(inquiry));
            stage(Stage.PREDICTIONS, new PredictionStage(inquiry));
            stage(Stage.TRAINING, new TrainingStage(inquiry, firstSteps));
            stage(Stage.BACKWARD, new BackwardStage(inquiry));
            stage(Stage.UPDATE, new UpdateStage(inquiry, firstSteps));
            stage(Stage.EPOCH, new EpochStage(inquiry));
            stage(Stage.TRIALS, new TrialStage(inquiry));
        } finally {
            before.restore();
        }
        Evidence evidence = inquiry.evidence();
        Summary summary = new Summary(evidence, model.capabilities());
        return new Diagnosis(
                model.name(),
                Rule.judgeAll(evidence),
                summary.observations(),
                summary.judged(),
                Stream.concat(summary.notJudged().stream(), inquiry.leftOut().stream())
                        .toList());
    }

    /** Without it nothing can be said. */
    private void require(Stage stage, Runnable what) {
        settings.listener().begins(stage);
        what.run();
    }

    /** As long as the budget lasts; a stage that the network throws in is left out. */
    private void stage(Stage stage, Runnable what) {
        settings.listener().begins(stage);
        if (inquiry.isSpent()) {
            inquiry.leaveOut(
                    stage, "the budget of " + Figures.count(settings.pace().budget(), "sample") + " was spent");
        } else if (settings.pace().isOver().getAsBoolean()) {
            inquiry.leaveOut(stage, "the examination was to end before");
        } else {
            ParameterSnapshot before = model.snapshot();
            try {
                what.run();
            } catch (ModelException e) {
                inquiry.leaveOut(stage, String.valueOf(e.getMessage()));
            } finally {
                before.restore();
            }
        }
    }
}
