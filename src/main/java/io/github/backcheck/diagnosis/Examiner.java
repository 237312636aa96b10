package io.github.backcheck.diagnosis;

import io.github.backcheck.audit.BackwardAudit;
import io.github.backcheck.audit.BackwardTrail;
import io.github.backcheck.audit.ForwardAudit;
import io.github.backcheck.audit.ForwardTrail;
import io.github.backcheck.audit.ParameterUpdate;
import io.github.backcheck.audit.StepVerdict;
import io.github.backcheck.audit.UpdateAudit;
import io.github.backcheck.audit.UpdateTrail;
import io.github.backcheck.census.CensusReport;
import io.github.backcheck.census.DataCensus;
import io.github.backcheck.gradient.GradientCheck;
import io.github.backcheck.gradient.GradientReport;
import io.github.backcheck.gradient.GradientSource;
import io.github.backcheck.gradient.Guard;
import io.github.backcheck.gradient.Point;
import io.github.backcheck.gradient.PointCheck;
import io.github.backcheck.gradient.TwinProof;
import io.github.backcheck.gradient.Verdict;
import io.github.backcheck.mlp.Mlp;
import io.github.backcheck.model.Batch;
import io.github.backcheck.model.Capability;
import io.github.backcheck.model.Model;
import io.github.backcheck.model.ModelException;
import io.github.backcheck.model.ParameterSnapshot;
import io.github.backcheck.monitor.PredictionCensus;
import io.github.backcheck.monitor.PredictionReport;
import io.github.backcheck.monitor.TrainingHistory;
import io.github.backcheck.monitor.TrainingMonitor;
import io.github.backcheck.monitor.UnitHealthDetector;
import io.github.backcheck.monitor.UnitHealthReport;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** Gathers evidence, cheap and decisive first, and has the rules judge it. */
final class Examiner {

    /** A dozen samples show each step apart from the others. */
    private static final int SAMPLES_OF_AUDIT = 12;

    private final Model model;
    private final Batch data;
    private final Examination.Settings settings;
    private final Batch shuffled;
    private final Batch first;

    Examiner(Examination.Settings settings) {
        this.model = settings.model();
        this.data = settings.data();
        this.settings = settings;
        this.shuffled = data.shuffled(settings.seed());
        this.first = shuffled.slice(0, Math.min(settings.pace().batchSize(), data.size()));
    }

    Diagnosis examine() {
        try (ParameterSnapshot before = model.snapshot()) {
            Evidence evidence = gather(before);
            Summary summary = new Summary(evidence, model.capabilities());
            return new Diagnosis(
                    model.name(),
                    Rule.judgeAll(evidence),
                    summary.observations(),
                    summary.judged(),
                    summary.notJudged());
        }
    }

    private Evidence gather(ParameterSnapshot before) {
        settings.listener().begins(Stage.DATA);
        CensusReport census = DataCensus.of(data);
        settings.listener().begins(Stage.GRADIENT);
        GradientReport gradient = gradient();
        Optional<TwinProof> proof = gradient.at(Point.AS_GIVEN).flatMap(PointCheck::proof);
        Optional<ForwardGap> gap = proof.filter(known -> !known.holds()).map(known -> ForwardGap.of(model, first));
        boolean fits = proof.isPresent() && gap.map(ForwardGap::isNegligible).orElse(true);
        Optional<ForwardTrail> forward = proof.isPresent() && !fits && canBeAsked(gradient)
                ? Optional.of(
                        ForwardAudit.of(model).on(some()).seed(settings.seed()).run())
                : Optional.empty();
        settings.listener().begins(Stage.UNITS);
        Optional<UnitHealthReport> units = fits ? Optional.of(unitsOfTwin(data)) : unitsOfTrace();
        Optional<UnitHealthReport> standardised =
                fits ? Optional.of(unitsOfTwin(Standardised.inputs(data))) : Optional.empty();
        settings.listener().begins(Stage.PREDICTIONS);
        Optional<PredictionReport> predictions = predictions();
        settings.listener().begins(Stage.TRAINING);
        double loss = model.loss(data);
        // From here on the parameters are those after the steps.
        Optional<TrainingHistory> training = model.can(Capability.TRAIN_STEP) ? Optional.of(train()) : Optional.empty();
        LossCourse course = new LossCourse(
                loss,
                training.isPresent() ? OptionalDouble.of(model.loss(data)) : OptionalDouble.empty(),
                model.architecture()
                        .map(known -> OptionalDouble.of(ConstantLoss.of(data, known)))
                        .orElse(OptionalDouble.empty()));
        Optional<PredictionReport> predictionsAfter = training.flatMap(history -> predictions());
        before.restore();
        Optional<RepeatedSteps> repeated = training.map(history -> RepeatedSteps.watch(model, first));
        boolean addsUp = repeated.filter(steps -> steps.growth() == RepeatedSteps.Growth.EVEN)
                .isPresent();
        settings.listener().begins(Stage.BACKWARD);
        // Last, because what it asks of a program may leave something in sums that are never reset.
        Optional<BackwardTrail> backward = addsUp && gradient.source() == GradientSource.TRAIN_STEP
                ? Optional.empty()
                : backward(gradient, forward);
        settings.listener().begins(Stage.UPDATE);
        return new Evidence(
                LayerFacts.of(model),
                model.architecture(),
                census,
                course,
                gradient,
                backward,
                gap,
                forward,
                training,
                repeated,
                update(gradient),
                units,
                standardised,
                predictions,
                predictionsAfter);
    }

    /**
     * On a batch; and on a single sample where the gradient cannot be read off a step on a batch, because the program takes
     * one sample after the other.
     */
    private GradientReport gradient() {
        GradientReport onBatch = check(first);
        boolean cannotBeRead = model.can(Capability.TRAIN_STEP)
                && !model.can(Capability.GRADIENT)
                && onBatch.points().stream().noneMatch(Examiner::isRead);
        if (!cannotBeRead || first.size() == 1) {
            return onBatch;
        }
        GradientReport onOne = check(first.slice(0, 1));
        return onOne.points().stream().anyMatch(Examiner::isRead) ? onOne : onBatch;
    }

    private static boolean isRead(PointCheck point) {
        return point.learningRate().isPresent();
    }

    private GradientReport check(Batch batch) {
        return GradientCheck.of(model).on(batch).seed(settings.seed()).run();
    }

    /**
     * Which step is wrong, if the gradient check says that something is, or does not know. A program that cannot do with the
     * audit's small batches is left alone.
     */
    private Optional<BackwardTrail> backward(GradientReport gradient, Optional<ForwardTrail> forward) {
        boolean isTwin = gradient.at(Point.AS_GIVEN)
                .flatMap(PointCheck::proof)
                .filter(TwinProof::holds)
                .isPresent();
        boolean isKnown = isTwin || forward.flatMap(ForwardTrail::plan).isPresent();
        if (!isKnown || !canBeAsked(gradient) || isRight(gradient)) {
            return Optional.empty();
        }
        try (ParameterSnapshot before = model.snapshot()) {
            try {
                return Optional.of(
                        BackwardAudit.of(model).on(some()).seed(settings.seed()).run());
            } catch (ModelException e) {
                String reason = "which step of the backward pass is wrong: " + e.getMessage();
                return Optional.of(new BackwardTrail(
                        model.name(),
                        gradient.source().toString(),
                        OptionalDouble.empty(),
                        Optional.empty(),
                        List.of(),
                        List.of(),
                        List.of(reason)));
            } finally {
                before.restore();
            }
        }
    }

    private Batch some() {
        return shuffled.slice(0, Math.min(Math.max(first.size(), SAMPLES_OF_AUDIT), data.size()));
    }

    private static boolean canBeAsked(GradientReport gradient) {
        return gradient.brokenGuards().stream().allMatch(broken -> broken.guard() == Guard.GRADIENT_REPEATABLE);
    }

    /** What a training step does to each parameter. A program that does not survive the audit is left alone. */
    private Optional<UpdateTrail> update(GradientReport gradient) {
        if (!model.can(Capability.TRAIN_STEP) || !canBeAsked(gradient)) {
            return Optional.empty();
        }
        try (ParameterSnapshot before = model.snapshot()) {
            try {
                return Optional.of(
                        UpdateAudit.of(model).on(first).seed(settings.seed()).run());
            } catch (ModelException e) {
                StepVerdict verdict = new StepVerdict.NotJudged(String.valueOf(e.getMessage()));
                List<ParameterUpdate> none = model.parameters().stream()
                        .map(parameter -> new ParameterUpdate(parameter.name(), "", List.of(), verdict))
                        .toList();
                return Optional.of(new UpdateTrail(
                        model.name(), first.toString(), Optional.empty(), 0, none, List.of(), settings.seed()));
            } finally {
                before.restore();
            }
        }
    }

    private static boolean isRight(GradientReport gradient) {
        return gradient.brokenGuards().isEmpty()
                && gradient.points().stream()
                        .flatMap(point -> point.parameters().stream())
                        .filter(check -> check.verdict() == Verdict.DISAGREES)
                        .allMatch(Inexact::is)
                && gradient.parameterNames().stream().allMatch(name -> gradient.verdict(name) != Verdict.INCONCLUSIVE);
    }

    private TrainingHistory train() {
        TrainingMonitor monitor = TrainingMonitor.of(model);
        int size = first.size();
        int batches = data.size() / size;
        for (int step = 0; step < settings.pace().trainingSteps(); step++) {
            int from = step % batches * size;
            monitor.step(shuffled.slice(from, from + size));
        }
        return monitor.history();
    }

    private Optional<PredictionReport> predictions() {
        return model.can(Capability.PREDICT) ? Optional.of(PredictionCensus.of(model, data)) : Optional.empty();
    }

    private UnitHealthReport unitsOfTwin(Batch samples) {
        Mlp twin = Mlp.twin(model);
        return UnitHealthDetector.of(model, twin::trace).add(samples).report();
    }

    private Optional<UnitHealthReport> unitsOfTrace() {
        return model.can(Capability.TRACE)
                ? Optional.of(UnitHealthDetector.of(model).add(data).report())
                : Optional.empty();
    }
}
