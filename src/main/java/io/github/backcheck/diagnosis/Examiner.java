package io.github.backcheck.diagnosis;

import io.github.backcheck.audit.BackwardAudit;
import io.github.backcheck.audit.BackwardTrail;
import io.github.backcheck.audit.ForwardAudit;
import io.github.backcheck.audit.ForwardTrail;
import io.github.backcheck.audit.ParameterUpdate;
import io.github.backcheck.audit.StepRecording;
import io.github.backcheck.audit.StepVerdict;
import io.github.backcheck.audit.UpdateAudit;
import io.github.backcheck.audit.UpdateTrail;
import io.github.backcheck.census.DataCensus;
import io.github.backcheck.census.SplitCensus;
import io.github.backcheck.census.TargetReach;
import io.github.backcheck.gradient.GradientCheck;
import io.github.backcheck.gradient.GradientReport;
import io.github.backcheck.gradient.GradientSource;
import io.github.backcheck.gradient.Guard;
import io.github.backcheck.gradient.PointCheck;
import io.github.backcheck.gradient.TwinProof;
import io.github.backcheck.gradient.Verdict;
import io.github.backcheck.mlp.Mlp;
import io.github.backcheck.model.Batch;
import io.github.backcheck.model.Capability;
import io.github.backcheck.model.Model;
import io.github.backcheck.model.ModelException;
import io.github.backcheck.model.ParameterSnapshot;
import io.github.backcheck.monitor.Distinguishability;
import io.github.backcheck.monitor.PredictionCensus;
import io.github.backcheck.monitor.PredictionReport;
import io.github.backcheck.monitor.TrainingHistory;
import io.github.backcheck.monitor.TrainingMonitor;
import io.github.backcheck.monitor.UnitHealthDetector;
import io.github.backcheck.monitor.UnitHealthReport;
import io.github.backcheck.probe.EpochWatch;
import io.github.backcheck.probe.Evaluation;
import io.github.backcheck.probe.LinearNetwork;
import io.github.backcheck.probe.NonFiniteOrigin;
import io.github.backcheck.probe.NonFiniteReport;
import io.github.backcheck.probe.Repeatability;
import io.github.backcheck.probe.SampleMixing;
import io.github.backcheck.probe.StaleOutputs;
import io.github.backcheck.probe.WeightCensus;
import io.github.backcheck.probe.WeightReport;
import io.github.backcheck.text.Figures;
import io.github.backcheck.trial.BatchStep;
import io.github.backcheck.trial.ConstantPrediction;
import io.github.backcheck.trial.InputUse;
import io.github.backcheck.trial.LoopTrial;
import io.github.backcheck.trial.Trial;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Gathers evidence, cheap and decisive first, and has the rules judge it. */
final class Examiner {

    /** A dozen samples show each step apart from the others. */
    private static final int SAMPLES_OF_AUDIT = 12;

    /** Enough to see whether samples can be told apart. */
    private static final int SAMPLES_OF_TRACE = 256;

    /** The ways in which programs count are told apart by as many. */
    private static final int SAMPLES_OF_EVALUATION = 500;

    /** A number that is not finite may come of a single sample. */
    private static final int SAMPLES_OF_ORIGIN = 512;

    /** A pass through these is repeated up to forty times. */
    private static final int SAMPLES_OF_EPOCH = 256;

    private final Model model;
    private final Batch data;
    private final Examination.Settings settings;
    private final Batch shuffled;
    private final Batch first;
    private final long askedBefore;
    private final List<String> leftOut = new ArrayList<>();
    private Optional<StepRecording> firstSteps = Optional.empty();
    private Reports reports = Reports.none();

    Examiner(Examination.Settings settings) {
        this.model = settings.model();
        this.data = settings.data();
        this.settings = settings;
        this.shuffled = data.shuffled(settings.seed());
        this.first = shuffled.slice(0, Math.min(settings.pace().batchSize(), data.size()));
        this.askedBefore = model.samplesAsked();
    }

    Diagnosis examine() {
        ParameterSnapshot before = model.snapshot();
        try {
            // What is asked last may leave something in sums that are never reset.
            require(Stage.DATA, this::lookAtData);
            require(Stage.WEIGHTS, this::lookAtWeights);
            require(Stage.GRADIENT, this::checkGradient);
            stage(Stage.UNITS, this::lookAtUnits);
            stage(Stage.PREDICTIONS, this::lookAtPredictions);
            stage(Stage.TRAINING, this::watchTraining);
            stage(Stage.BACKWARD, this::auditBackwardPass);
            stage(Stage.UPDATE, this::auditUpdate);
            stage(Stage.EPOCH, this::watchEpoch);
            stage(Stage.TRIALS, this::tryChanges);
        } finally {
            before.restore();
        }
        Evidence evidence = evidence();
        Summary summary = new Summary(evidence, model.capabilities());
        return new Diagnosis(
                model.name(),
                Rule.judgeAll(evidence),
                summary.observations(),
                summary.judged(),
                Stream.concat(summary.notJudged().stream(), leftOut.stream()).toList());
    }

    private Evidence evidence() {
        return new Evidence(LayerFacts.of(model), model.architecture(), reports);
    }

    private void add(Object report) {
        reports = reports.with(report);
    }

    private void require(Stage stage, Runnable what) {
        settings.listener().begins(stage);
        what.run();
    }

    private void stage(Stage stage, Runnable what) {
        settings.listener().begins(stage);
        if (isSpent()) {
            leftOut.add(
                    stage + ": the budget of " + Figures.count(settings.pace().budget(), "sample") + " was spent");
        } else if (settings.pace().isOver().getAsBoolean()) {
            leftOut.add(stage + ": the examination was to end before");
        } else {
            ParameterSnapshot before = model.snapshot();
            try {
                what.run();
            } catch (ModelException e) {
                leftOut.add(stage + ": " + e.getMessage());
            } finally {
                before.restore();
            }
        }
    }

    private boolean isSpent() {
        return model.samplesAsked() - askedBefore >= settings.pace().budget();
    }

    private void lookAtData() {
        add(DataCensus.of(data));
        model.architecture()
                .ifPresent(known ->
                        add(TargetReach.of(data, known.layer(known.depth() - 1).activation())));
        settings.testData().ifPresent(test -> add(SplitCensus.of(data, test)));
    }

    private void lookAtWeights() {
        add(WeightCensus.of(model));
    }

    private void checkGradient() {
        add(loss(OptionalDouble.empty()));
        if (!model.can(Capability.GRADIENT)) {
            // Steps from other parameters, which the check takes then, would stay in the memory of an optimiser.
            trainAndWatch();
        }
        GradientReport gradient = gradient();
        add(gradient);
        if (gradient.source() == GradientSource.TRAIN_STEP && model.can(Capability.RESEED)) {
            add(new Evidence.DrawnSteps());
        }
        evidence().proof().filter(known -> !known.holds()).ifPresent(known -> add(ForwardGap.of(model, first)));
        if (!isAllFinite(gradient)) {
            findOriginOfNonFinite();
        }
        boolean isAnother = evidence().proof().isPresent() && !evidence().isTwin() && canBeAsked(gradient);
        if (isAnother || isOnlyLossNotFinite(gradient)) {
            add(ForwardAudit.of(model).on(some()).seed(settings.seed()).run());
        }
    }

    /** Outputs can be held against the architecture though no gradient can. */
    private boolean isOnlyLossNotFinite(GradientReport gradient) {
        return model.can(Capability.ARCHITECTURE)
                && !gradient.brokenGuards().isEmpty()
                && gradient.brokenGuards().stream().allMatch(broken -> broken.guard() == Guard.LOSS_FINITE);
    }

    /** A sample that makes it is more likely among many. */
    private void findOriginOfNonFinite() {
        NonFiniteReport origin = NonFiniteOrigin.of(model, first);
        add(origin.judgement().isNoticed() ? origin : NonFiniteOrigin.of(model, spread(SAMPLES_OF_ORIGIN)));
    }

    private LossCourse loss(OptionalDouble afterSteps) {
        return new LossCourse(
                reports.find(LossCourse.class).map(LossCourse::here).orElseGet(() -> model.loss(data)),
                afterSteps,
                model.architecture()
                        .map(known -> OptionalDouble.of(ConstantPrediction.loss(known, data)))
                        .orElse(OptionalDouble.empty()));
    }

    private boolean isAllFinite(GradientReport gradient) {
        return Double.isFinite(reports.find(LossCourse.class).orElseThrow().here())
                && gradient.brokenGuards().stream()
                        .noneMatch(broken -> broken.guard() == Guard.PARAMETERS_FINITE
                                || broken.guard() == Guard.LOSS_FINITE
                                || broken.guard() == Guard.GRADIENT_FINITE);
    }

    private void lookAtUnits() {
        Batch some = spread(SAMPLES_OF_TRACE);
        if (evidence().isTwin()) {
            if (some.size() > 1) {
                add(Distinguishability.of(model, some, Mlp.twin(model).trace(some)));
            }
            add(unitsOfTwin(data));
            add(new Evidence.UnitsOnStandardisedInputs(unitsOfTwin(Standardised.inputs(data))));
        } else if (model.can(Capability.TRACE)) {
            add(UnitHealthDetector.of(model).add(data).report());
        }
    }

    private void lookAtPredictions() {
        predictions().ifPresent(this::add);
        if (!model.can(Capability.RESEED)) {
            // With it, a mask drawn row by row is another one for each place in a batch.
            add(SampleMixing.of(model, first));
        }
        add(StaleOutputs.of(model, first));
        add(LinearNetwork.of(model, first));
        add(Evaluation.of(model, spread(data, SAMPLES_OF_EVALUATION)));
        settings.testData()
                .ifPresent(test ->
                        add(new Evidence.TestEvaluation(Evaluation.of(model, spread(test, SAMPLES_OF_EVALUATION)))));
    }

    private void watchTraining() {
        if (!model.can(Capability.TRAIN_STEP)) {
            return;
        }
        if (reports.find(TrainingHistory.class).isEmpty()) {
            trainAndWatch();
        }
        if (!new DivergenceRule().judge(evidence()).isEmpty()) {
            findOriginOfNonFinite();
        }
        add(Repeatability.of(model, first));
        add(RepeatedSteps.watch(model, first));
        if (!model.can(Capability.GRADIENT)) {
            add(BatchStep.of(model, first));
        }
    }

    private void trainAndWatch() {
        if (!model.can(Capability.TRAIN_STEP)) {
            return;
        }
        try (ParameterSnapshot before = model.snapshot()) {
            add(train());
            // The parameters are those after the steps.
            add(loss(OptionalDouble.of(model.loss(data))));
            predictions().map(Evidence.PredictionsAfterSteps::new).ifPresent(this::add);
            before.restore();
        }
    }

    private void auditBackwardPass() {
        Evidence evidence = evidence();
        boolean onlySumsAreKnown =
                evidence.stepsGrowEvenly() && evidence.gradient().source() == GradientSource.TRAIN_STEP;
        if (!onlySumsAreKnown) {
            backward(evidence).ifPresent(this::add);
        }
    }

    private void auditUpdate() {
        update(evidence().gradient()).ifPresent(this::add);
    }

    private void watchEpoch() {
        if (model.can(Capability.EPOCH)) {
            // Whole batches: a program may leave out an incomplete one.
            int size = first.size();
            int rows = Math.min(SAMPLES_OF_EPOCH, data.size());
            add(EpochWatch.of(model, spread(rows < data.size() ? Math.max(1, rows / size) * size : rows)));
        }
    }

    /** Where nothing that was seen so far explains why the network would not learn. */
    private void tryChanges() {
        if (!model.can(Capability.TRAIN_STEP) || !areParametersFinite()) {
            return;
        }
        boolean isExplained = Rule.judgeAll(evidence()).stream().anyMatch(Consequences::isCauseOfFailure);
        if (isExplained) {
            return;
        }
        Trial trial =
                Trial.of(model).on(data).batchSize(settings.pace().batchSize()).seed(settings.seed());
        if (isSpoiled()) {
            leftOut.add(Stage.TRIALS
                    + ": steps taken before left something in the program that makes a step NaN or infinite");
            return;
        }
        Trials trials = new TrialStage(evidence(), trial, this::isSpent).run();
        add(trials);
        if (!trials.learns() && !evidence().doesItsJob()) {
            add(InputUse.of(trial));
        }
        if (model.can(Capability.EPOCH) && !isSpent()) {
            add(LoopTrial.of(trial));
        }
    }

    /** A step from here is not finite although training from here was. */
    private boolean isSpoiled() {
        boolean wasFinite = reports.find(TrainingHistory.class)
                .filter(history -> history.weightChanges().parameters().stream()
                        .allMatch(change -> change.firstNonFinite().isEmpty()))
                .isPresent();
        ParameterSnapshot before = model.snapshot();
        try {
            model.trainStep(first);
            return wasFinite
                    && model.parameters().stream()
                            .anyMatch(parameter ->
                                    !Arrays.stream(parameter.values()).allMatch(Double::isFinite));
        } finally {
            before.restore();
        }
    }

    private boolean areParametersFinite() {
        return reports.find(WeightReport.class).orElseThrow().layers().stream()
                .noneMatch(layer -> layer.has(WeightReport.Trait.NOT_FINITE));
    }

    /** At most so many samples, at even distances, in the order of the data. */
    private Batch spread(int most) {
        return spread(data, most);
    }

    private static Batch spread(Batch all, int most) {
        int samples = Math.min(most, all.size());
        return all.select(IntStream.range(0, samples)
                .map(i -> (int) ((long) i * all.size() / samples))
                .toArray());
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
    private Optional<BackwardTrail> backward(Evidence evidence) {
        GradientReport gradient = evidence.gradient();
        boolean isKnown = evidence.proof().filter(TwinProof::holds).isPresent()
                || evidence.forward().flatMap(ForwardTrail::plan).isPresent();
        if (!isKnown || !canBeAsked(gradient) || isRight(gradient)) {
            return Optional.empty();
        }
        try (ParameterSnapshot before = model.snapshot()) {
            try {
                return Optional.of(backward());
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

    /**
     * With the learning rate that is read off the step; where that leaves something without a name, as where each layer's
     * gradient has another factor, with the one that is meant.
     */
    private BackwardTrail backward() {
        BackwardAudit audit = BackwardAudit.of(model).on(some()).seed(settings.seed());
        BackwardTrail read = audit.run();
        if (model.can(Capability.GRADIENT)
                || settings.learningRate().isEmpty()
                || read.wrong().isEmpty()
                || read.isNamed()) {
            return read;
        }
        BackwardTrail given =
                audit.learningRate(settings.learningRate().getAsDouble()).run();
        return given.isNamed() ? given : read;
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
                UpdateAudit audit = UpdateAudit.of(model).on(first).seed(settings.seed());
                if (settings.learningRate().isPresent()) {
                    audit = audit.learningRate(settings.learningRate().getAsDouble());
                }
                return Optional.of(firstSteps.map(audit::after).orElse(audit).run());
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
        StepRecording recording = StepRecording.of(model);
        firstSteps = Optional.of(recording);
        int size = first.size();
        int batches = data.size() / size;
        for (int step = 0; step < settings.pace().trainingSteps(); step++) {
            int from = step % batches * size;
            Batch batch = shuffled.slice(from, from + size);
            recording.step(batch);
            monitor.observe(batch);
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
}
