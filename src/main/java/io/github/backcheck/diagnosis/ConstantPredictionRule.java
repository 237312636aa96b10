package io.github.backcheck.diagnosis;

import io.github.backcheck.monitor.ClassPredictions;
import io.github.backcheck.monitor.Distinguishability;
import io.github.backcheck.monitor.PredictionReport;
import io.github.backcheck.text.Fact;
import io.github.backcheck.text.Figures;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * The same answer for every sample, and no sign that this is about to end. A network that has only begun to learn may answer
 * like that: nothing is said while its loss is falling or while the answers move apart.
 */
final class ConstantPredictionRule implements Rule {

    /**
     * Variance of the outputs between samples against the variance of the targets, below which they are as good as equal. It is
     * this small because healthy networks with small weights start not far above it.
     */
    private static final double NEARLY_EQUAL = 1e-8;

    /** The same where no training steps can show whether the outputs are moving apart: equal up to rounding. */
    private static final double EQUAL = 1e-20;

    /** Outputs whose variance grows by this share within the training steps are moving apart. */
    private static final double MOVING_APART = 1e-3;

    @Override
    public List<Finding> judge(Evidence evidence) {
        if (evidence.predictions().isEmpty()
                || evidence.data().shape().samples() < 2
                || evidence.variance() == 0
                || evidence.doesItsJob()
                || evidence.reports().find(Trials.class).filter(Trials::learns).isPresent()
                || evidence.loss().isFalling()) {
            return List.of();
        }
        PredictionReport predictions = evidence.predictions().get();
        Optional<ClassPredictions> oneClass = predictions.classes().filter(ConstantPredictionRule::isConstant);
        if (oneClass.isPresent()
                && (isStuckAtWrongClass(evidence)
                        || isStuckByWrongGradient(evidence)
                        || isNearlyEqual(evidence, predictions))) {
            return List.of(oneClass(oneClass.get(), evidence));
        }
        return isNearlyEqual(evidence, predictions) ? List.of(oneValue(predictions, evidence)) : List.of();
    }

    /** In which layer the samples become the same. */
    private static List<Fact> place(Evidence evidence) {
        return evidence
                .reports()
                .find(Distinguishability.class)
                .flatMap(Distinguishability::firstSame)
                .map(layer -> new Fact("samples become alike", "in " + layer.name()))
                .stream()
                .toList();
    }

    private static final String ADVICE =
            "This is an effect. If no other finding names its cause, look for a learning rate"
                    + " that is far too small or too large, for a penalty that draws all weights to 0, and for targets that do"
                    + " not belong to their inputs.";

    private static boolean isConstant(ClassPredictions classes) {
        return classes.dominantClass().isPresent()
                && classes.truth().get(classes.dominantClass().getAsInt())
                        < ClassPredictions.DOMINANT_SHARE * classes.samples();
    }

    /** One class for all, worse than guessing, and training steps do not help. */
    private static boolean isStuckAtWrongClass(Evidence evidence) {
        return evidence.training().isPresent()
                && !evidence.isAllUnchanged()
                && evidence.loss().isWorseThanConstant();
    }

    /** One class for all, as good as guessing, and the steps that should help follow a wrong gradient. */
    private static boolean isStuckByWrongGradient(Evidence evidence) {
        return evidence.training().isPresent()
                && !evidence.isAllUnchanged()
                && evidence.loss().isNoBetterThanConstant()
                && evidence.isGradientWrong()
                && GradientRule.wholeStory(evidence).isEmpty();
    }

    private static boolean isNearlyEqual(Evidence evidence, PredictionReport predictions) {
        double variance = predictions.meanVariance();
        Optional<PredictionReport> after = evidence.predictionsAfterSteps();
        return after.isPresent()
                ? variance < NEARLY_EQUAL * evidence.variance()
                        && !(after.get().meanVariance() > (1 + MOVING_APART) * variance)
                : variance < EQUAL * evidence.variance();
    }

    private static Finding oneClass(ClassPredictions classes, Evidence evidence) {
        int predicted = classes.dominantClass().orElseThrow();
        int samples = classes.samples();
        List<Fact> facts = new ArrayList<>();
        facts.add(new Fact(
                "predicted",
                "class " + predicted + " for "
                        + Figures.count(classes.predicted().get(predicted)) + " of " + Figures.count(samples)
                        + " samples"));
        int share = classes.truth().get(predicted);
        facts.add(new Fact(
                "accuracy",
                Figures.share(classes.correct(), samples) + " (" + Figures.count(classes.correct()) + " of "
                        + Figures.count(samples) + ")"
                        + (share == classes.correct()
                                ? ", exactly the share of class " + predicted + ": it says nothing about the network"
                                : "")));
        facts.addAll(place(evidence));
        return new Finding(
                FindingId.CONSTANT_PREDICTION,
                Severity.HURTS,
                List.of(),
                "Every sample is predicted to be of class " + predicted + ".",
                facts,
                ADVICE);
    }

    /** Outputs that are equal up to rounding may still name several classes. */
    private static Optional<Fact> shareOfOneClass(ClassPredictions classes) {
        int most = classes.predicted().indexOf(Collections.max(classes.predicted()));
        return classes.correct() == classes.truth().get(most)
                ? Optional.of(new Fact(
                        "accuracy",
                        Figures.share(classes.correct(), classes.samples()) + " (" + Figures.count(classes.correct())
                                + " of " + Figures.count(classes.samples()) + "), exactly the share of class " + most
                                + ": it says nothing about the network"))
                : Optional.empty();
    }

    private static Finding oneValue(PredictionReport predictions, Evidence evidence) {
        List<Fact> facts = new ArrayList<>(List.of(
                new Fact("outputs", "variance between samples " + Figures.of(predictions.meanVariance())),
                new Fact("targets", "variance between samples " + Figures.of(evidence.variance()))));
        predictions.classes().flatMap(ConstantPredictionRule::shareOfOneClass).ifPresent(facts::add);
        facts.addAll(place(evidence));
        return new Finding(
                FindingId.CONSTANT_PREDICTION,
                Severity.HURTS,
                List.of(),
                "The outputs are nearly the same for every sample, whatever its inputs.",
                facts,
                ADVICE);
    }
}
