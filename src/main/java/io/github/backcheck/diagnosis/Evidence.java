package io.github.backcheck.diagnosis;

import io.github.backcheck.audit.BackwardTrail;
import io.github.backcheck.audit.ForwardTrail;
import io.github.backcheck.audit.StepVerdict;
import io.github.backcheck.audit.UpdateTrail;
import io.github.backcheck.census.CensusReport;
import io.github.backcheck.gradient.ErrorShape;
import io.github.backcheck.gradient.GradientReport;
import io.github.backcheck.gradient.GradientSource;
import io.github.backcheck.gradient.Guard;
import io.github.backcheck.gradient.ParameterCheck;
import io.github.backcheck.gradient.Point;
import io.github.backcheck.gradient.PointCheck;
import io.github.backcheck.gradient.TwinProof;
import io.github.backcheck.gradient.Verdict;
import io.github.backcheck.model.Architecture;
import io.github.backcheck.monitor.ClassPredictions;
import io.github.backcheck.monitor.LayerHealth;
import io.github.backcheck.monitor.PredictionReport;
import io.github.backcheck.monitor.TrainingHistory;
import io.github.backcheck.monitor.UnitHealthReport;
import io.github.backcheck.probe.EvaluationReport;
import io.github.backcheck.probe.RepeatReport;
import io.github.backcheck.text.Fact;
import io.github.backcheck.text.Figures;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * Everything an examination measured. Rules see this and nothing else.
 *
 * @param layers of the network, first layer first
 * @param architecture as the network's owner gave it
 * @param reports what the stages came to; at least those on data, loss and gradient are there
 */
public record Evidence(List<LayerFacts> layers, Optional<Architecture> architecture, Reports reports) {

    /** The units with every input shifted and scaled to mean 0 and variance 1, with the same weights. */
    record UnitsOnStandardisedInputs(UnitHealthReport units) {}

    /** Steps from which the gradient is read draw something that the loss need not draw, such as a dropout mask. */
    record DrawnSteps() {}

    /**
     * The loss of the data at the same parameters, before steps of training and after them: something else was changed by them
     * that the loss depends on, and cannot be put back.
     */
    record LossOfOtherNumbers(double before, double after) {

        Fact fact() {
            return new Fact(
                    "loss",
                    Figures.precise(before) + " before training steps, " + Figures.precise(after)
                            + " after them, at parameters that are bit for bit the same");
        }
    }

    /** gradient(batch) is right, training steps follow another gradient, and what is known of gradients is known of that one. */
    record StepsOfTheirOwn() {}

    /** The learning rate that the program is meant to have, where it was given. */
    record MeantRate(double value) {}

    /** The loss is that of the architecture, because the network's owner gave none. */
    record LossOfArchitecture() {}

    /** What is predicted for the test data, and what is said of it. */
    record TestEvaluation(EvaluationReport evaluation) {}

    /** What is predicted after the examination's training steps. */
    record PredictionsAfterSteps(PredictionReport predictions) {}

    /**
     * Copies the list.
     *
     * @param layers of the network
     * @param architecture as given
     * @param reports kept as they are
     */
    public Evidence {
        layers = List.copyOf(layers);
    }

    /** What is in the samples. */
    CensusReport data() {
        return reports.find(CensusReport.class).orElseThrow();
    }

    /** Where the loss stands. */
    LossCourse loss() {
        return reports.find(LossCourse.class).orElseThrow();
    }

    /** Analytic against numeric. */
    GradientReport gradient() {
        return reports.find(GradientReport.class).orElseThrow();
    }

    /** Which step of the backward pass is wrong; empty where the gradient check leaves nothing to ask. */
    Optional<BackwardTrail> backward() {
        return reports.find(BackwardTrail.class);
    }

    /** How far the network is from its architecture, where the reference twin is not the network. */
    Optional<ForwardGap> forwardGap() {
        return reports.find(ForwardGap.class);
    }

    /** Which step of the forward pass or of the loss is wrong, where the reference twin is not the network. */
    Optional<ForwardTrail> forward() {
        return reports.find(ForwardTrail.class);
    }

    /** The examination's own training steps; empty without a training step. */
    Optional<TrainingHistory> training() {
        return reports.find(TrainingHistory.class);
    }

    /** One step taken again and again; empty without a training step. */
    Optional<RepeatedSteps> repeatedSteps() {
        return reports.find(RepeatedSteps.class);
    }

    /** What a training step does to each parameter; empty without a training step. */
    Optional<UpdateTrail> update() {
        return reports.find(UpdateTrail.class);
    }

    /** Over all samples; empty without a trace or an architecture that fits. */
    Optional<UnitHealthReport> units() {
        return reports.find(UnitHealthReport.class);
    }

    /** The same on standardised inputs; empty without an architecture that fits. */
    Optional<UnitHealthReport> unitsOnStandardisedInputs() {
        return reports.find(UnitsOnStandardisedInputs.class).map(UnitsOnStandardisedInputs::units);
    }

    /** For all samples; empty without predictions. */
    Optional<PredictionReport> predictions() {
        return reports.find(PredictionReport.class);
    }

    /** The same after the training steps. */
    Optional<PredictionReport> predictionsAfterSteps() {
        return reports.find(PredictionsAfterSteps.class).map(PredictionsAfterSteps::predictions);
    }

    /** With so much of the numbers lost to rounding, a twin that is another network may pass for the network. */
    private static final double BLIND = 0.01;

    /**
     * The proof that the reference twin is the network, where one was tried: at the given parameters, unless these have run so
     * far away that nothing can be seen there, and the two differ elsewhere.
     */
    Optional<TwinProof> proof() {
        Optional<TwinProof> given = gradient().at(Point.AS_GIVEN).flatMap(PointCheck::proof);
        boolean isBlind =
                given.filter(proof -> proof.holds() && proof.blur() > BLIND).isPresent();
        return gradient()
                .at(Point.LIVELY)
                .flatMap(PointCheck::proof)
                .filter(lively -> isBlind && !lively.holds())
                .or(() -> given);
    }

    /** Whether the reference twin computes what the network does, but for next to nothing. */
    boolean isTwin() {
        return proof().isPresent() && forwardGap().map(ForwardGap::isNegligible).orElse(true);
    }

    /** Whether the gradient is the network's own answer, and not read off a training step. */
    boolean hasOwnGradient() {
        return gradient().source() == GradientSource.GRADIENT;
    }

    /** Whether the loss is that of the architecture: then it is only as right as what was said of it. */
    boolean isLossOfArchitecture() {
        return reports.find(LossOfArchitecture.class).isPresent();
    }

    /** The checks of a parameter at all points. */
    List<ParameterCheck> checks(String parameter) {
        return gradient().points().stream()
                .flatMap(point -> point.parameter(parameter).stream())
                .toList();
    }

    /** The check of a parameter where the training steps started. */
    Optional<ParameterCheck> here(String parameter) {
        return gradient().at(Point.AS_GIVEN).flatMap(point -> point.parameter(parameter));
    }

    /**
     * Whether a small step along the program's gradient, as a whole, raises the loss, as it should: a program may well hold
     * the negative of its gradient and add it.
     */
    boolean gradientPointsUp() {
        return gradient()
                .at(Point.AS_GIVEN)
                .filter(point -> point.magnitudes().cosine() > 0)
                .isPresent();
    }

    /** Whether the program's training steps go along its own gradient instead of against it. */
    boolean updateAddsGradient() {
        return repeatedSteps().filter(RepeatedSteps::isUpwards).isPresent();
    }

    /** Whether the same step taken again is longer each time, by the same amount. */
    boolean stepsGrowEvenly() {
        return repeatedSteps()
                .filter(steps -> steps.growth() == RepeatedSteps.Growth.EVEN)
                .isPresent();
    }

    /** The first point at which a parameter's analytic gradient is exactly 0 and the numeric one is not. */
    Optional<PointCheck> wronglyZero(String parameter) {
        return gradient().points().stream()
                .filter(point -> point.parameter(parameter)
                        .filter(ParameterCheck::isWronglyZero)
                        .isPresent())
                .findFirst();
    }

    /** Whether all parameters of a layer have an analytic gradient of exactly 0 that should not be. */
    boolean isNotReached(LayerFacts layer) {
        return layer.parameters().stream().allMatch(name -> wronglyZero(name).isPresent());
    }

    /** Whether the rules about layers that are not reached or do not change speak of a parameter. */
    boolean isSaidToBeFrozen(LayerFacts layer, String parameter) {
        return !sharesItsAccumulators(layer)
                && (isNotReached(layer)
                        || (gradient().source() == GradientSource.TRAIN_STEP
                                && isUnchanged(parameter)
                                && !movesWronglyElsewhere(parameter)));
    }

    /** Whether a step does change a parameter at livelier parameters, and not down its gradient. */
    boolean movesWronglyElsewhere(String parameter) {
        return gradient()
                .at(Point.LIVELY)
                .flatMap(point -> point.parameter(parameter))
                .filter(check -> check.verdict() == Verdict.DISAGREES
                        && check.magnitudes().analytic() > 0)
                .isPresent();
    }

    /** Whether what belongs to a layer is added up in the place of another layer's, so that its own may stay empty. */
    boolean sharesItsAccumulators(LayerFacts layer) {
        return backward().stream()
                .flatMap(trail -> trail.steps().stream())
                .filter(step -> step.layer() == layer.index())
                .anyMatch(step -> step.verdict() instanceof StepVerdict.Named named
                        && named.defect().id().equals("accumulator-shared-with-layer-above"));
    }

    /** Whether the gradient of the same batch is the same each time, as far as is known. */
    boolean isRepeatable() {
        return gradient().brokenGuards().stream().noneMatch(broken -> broken.guard() == Guard.GRADIENT_REPEATABLE)
                && differentGradient().isEmpty();
    }

    /** What was seen where the gradient happened to be the same twice, and was not when it was asked for again. */
    Optional<RepeatReport.Answer> differentGradient() {
        return reports.find(RepeatReport.class)
                .flatMap(report -> report.of(RepeatReport.Question.GRADIENT))
                .filter(answer -> answer.sameness() == RepeatReport.Sameness.DIFFERENT);
    }

    /** On the gradient of a parameter at all points, where an error that does no harm is none. */
    Verdict verdict(String parameter) {
        Verdict verdict = gradient().verdict(parameter);
        if (verdict == Verdict.DISAGREES && reports.find(DrawnSteps.class).isPresent()) {
            return Verdict.INCONCLUSIVE;
        }
        boolean harmless = checks(parameter).stream()
                .filter(check -> check.verdict() == Verdict.DISAGREES)
                .allMatch(check -> Inexact.is(check) || isDecay(check));
        if (verdict == Verdict.DISAGREES && harmless) {
            return Verdict.AGREES;
        }
        return StepReading.of(this).reason(parameter).isPresent() ? Verdict.INCONCLUSIVE : verdict;
    }

    /** Read off steps, a decay in the update looks like a penalty that the loss has not. */
    private boolean isDecay(ParameterCheck check) {
        return gradient().source() == GradientSource.TRAIN_STEP
                && check.shape()
                        .filter(ErrorShape.AlongParameter.class::isInstance)
                        .isPresent()
                && update().flatMap(trail -> trail.parameter(check.parameter()))
                        .filter(known -> known.verdict() instanceof StepVerdict.Agrees)
                        .filter(known -> known.rule().contains("decay"))
                        .isPresent();
    }

    /** Whether the gradient of some parameter is wrong by more than does no harm. */
    boolean isGradientWrong() {
        return layers.stream()
                .flatMap(layer -> layer.parameters().stream())
                .anyMatch(name -> verdict(name) == Verdict.DISAGREES);
    }

    /** Whether no training step changed any parameter of a layer. */
    boolean isUnchanged(LayerFacts layer) {
        return layer.parameters().stream().allMatch(this::isUnchanged);
    }

    /** Whether no training step changed a parameter. */
    boolean isUnchanged(String parameter) {
        return training()
                .flatMap(history -> history.weightChanges().find(parameter))
                .filter(change -> change.neverChanged())
                .isPresent();
    }

    /** Whether there were training steps and no parameter changed. */
    boolean isAllUnchanged() {
        return training().isPresent() && layers.stream().allMatch(this::isUnchanged);
    }

    /** Layers whose weights were given alone. */
    List<String> layersWithoutBiases() {
        return layers.stream()
                .filter(layer -> layer.parameters().size() == 1)
                .map(LayerFacts::name)
                .toList();
    }

    /** Whether every input is 0 in every sample. */
    boolean hasNoInput() {
        return data().inputs().constantlyZero().size() == data().shape().inputs();
    }

    /** Whether the network is shown not to be the one its architecture describes. */
    boolean isAnotherNetwork() {
        return proof().filter(proof -> !proof.holds()).isPresent()
                && !forwardGap().filter(ForwardGap::isNegligible).isPresent();
    }

    /**
     * Whether the network explains most of what there is to explain, so that odd-looking units do it no harm: by its loss,
     * or by what it predicts.
     */
    boolean doesItsJob() {
        return loss().isLow() || predictions().filter(this::areMostlyRight).isPresent();
    }

    private boolean areMostlyRight(PredictionReport report) {
        Optional<ClassPredictions> classes = report.classes();
        if (classes.isEmpty()) {
            return report.meanSquaredError() < LossCourse.UNEXPLAINED * variance();
        }
        int wrong = classes.get().samples() - classes.get().correct();
        int wrongByGuessing =
                classes.get().samples() - Collections.max(classes.get().truth());
        return wrong < LossCourse.UNEXPLAINED * wrongByGuessing;
    }

    /** The units of each layer, first layer first; none where they are not known, or do no harm. */
    List<LayerHealth> unitsThatMatter() {
        return doesItsJob() ? List.of() : units().map(UnitHealthReport::layers).orElse(List.of());
    }

    /** Variance of the targets over the samples, averaged over the outputs. */
    double variance() {
        return data().targets().constantPrediction().meanSquaredError();
    }
}
