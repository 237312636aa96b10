package io.github.backcheck.diagnosis;

import io.github.backcheck.monitor.ClassPredictions;
import io.github.backcheck.monitor.PredictionReport;
import io.github.backcheck.text.Fact;
import io.github.backcheck.text.Figures;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The same answer for every sample. A network that has only begun to learn may do that, so nothing is said while its loss is
 * falling.
 */
final class ConstantPredictionRule implements Rule {

    /** Variance of the outputs between samples against the variance of the targets, below which they are constant. */
    private static final double CONSTANT = 1e-6;

    @Override
    public List<Finding> judge(Evidence evidence) {
        if (evidence.predictions().isEmpty() || evidence.loss().isFalling()) {
            return List.of();
        }
        PredictionReport predictions = evidence.predictions().get();
        Optional<ClassPredictions> classes = predictions.classes();
        if (classes.isPresent()) {
            return classes.filter(ConstantPredictionRule::isConstant).stream()
                    .map(ConstantPredictionRule::oneClass)
                    .toList();
        }
        double targets = evidence.data().targets().constantPrediction().meanSquaredError();
        return predictions.meanVariance() < CONSTANT * targets ? List.of(oneValue(predictions, targets)) : List.of();
    }

    private static boolean isConstant(ClassPredictions classes) {
        return classes.dominantClass().isPresent()
                && classes.truth().get(classes.dominantClass().getAsInt())
                        < ClassPredictions.DOMINANT_SHARE * classes.samples();
    }

    private static Finding oneClass(ClassPredictions classes) {
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
        return new Finding(
                FindingId.CONSTANT_PREDICTION,
                Severity.HURTS,
                List.of(),
                "Every sample is predicted to be of class " + predicted + ".",
                facts,
                "This is an effect. Look at the findings above for its cause: a layer that does not change, saturated or dead"
                        + " units, a wrong update. If there is none and the network was not trained yet, train it.");
    }

    private static Finding oneValue(PredictionReport predictions, double targets) {
        return new Finding(
                FindingId.CONSTANT_PREDICTION,
                Severity.HURTS,
                List.of(),
                "The outputs are the same for every sample: the network ignores its inputs.",
                List.of(
                        new Fact("variance of the outputs", Figures.of(predictions.meanVariance())),
                        new Fact("variance of the targets", Figures.of(targets))),
                "This is an effect. Look at the findings above for its cause: a layer that does not change, saturated or dead"
                        + " units, a wrong update. If there is none and the network was not trained yet, train it.");
    }
}
