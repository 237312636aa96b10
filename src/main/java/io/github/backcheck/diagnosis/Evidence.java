package io.github.backcheck.diagnosis;

import io.github.backcheck.census.CensusReport;
import io.github.backcheck.gradient.GradientReport;
import io.github.backcheck.gradient.ParameterCheck;
import io.github.backcheck.gradient.PointCheck;
import io.github.backcheck.monitor.PredictionReport;
import io.github.backcheck.monitor.TrainingHistory;
import io.github.backcheck.monitor.UnitHealthReport;
import java.util.List;
import java.util.Optional;

/**
 * Everything an examination measured. Rules see this and nothing else.
 *
 * @param layers of the network, first layer first
 * @param data what is in the samples
 * @param loss where the loss stands
 * @param gradient analytic against numeric
 * @param training the examination's own training steps; empty without a training step
 * @param units over all samples; empty without a trace or an architecture
 * @param unitsOnStandardisedInputs the same with every input shifted and scaled to mean 0 and variance 1, with the same
 *     weights; empty without an architecture
 * @param predictions for all samples; empty without predictions
 */
public record Evidence(
        List<LayerFacts> layers,
        CensusReport data,
        LossCourse loss,
        GradientReport gradient,
        Optional<TrainingHistory> training,
        Optional<UnitHealthReport> units,
        Optional<UnitHealthReport> unitsOnStandardisedInputs,
        Optional<PredictionReport> predictions) {

    /**
     * Copies the list.
     *
     * @param layers of the network
     * @param data what is in the samples
     * @param loss where the loss stands
     * @param gradient analytic against numeric
     * @param training the examination's own training steps
     * @param units over all samples
     * @param unitsOnStandardisedInputs the same on standardised inputs
     * @param predictions for all samples
     */
    public Evidence {
        layers = List.copyOf(layers);
    }

    /** The checks of a parameter at all points. */
    List<ParameterCheck> checks(String parameter) {
        return gradient.points().stream()
                .flatMap(point -> point.parameter(parameter).stream())
                .toList();
    }

    /** The first point at which a parameter's analytic gradient is exactly 0 and the numeric one is not. */
    Optional<PointCheck> wronglyZero(String parameter) {
        return gradient.points().stream()
                .filter(point -> point.parameter(parameter)
                        .filter(ParameterCheck::isWronglyZero)
                        .isPresent())
                .findFirst();
    }

    /** Whether all parameters of a layer have an analytic gradient of exactly 0 that should not be. */
    boolean isNotReached(LayerFacts layer) {
        return layer.parameters().stream().allMatch(name -> wronglyZero(name).isPresent());
    }

    /** Whether no training step changed any parameter of a layer. */
    boolean isUnchanged(LayerFacts layer) {
        return training.isPresent()
                && layer.parameters().stream()
                        .allMatch(name -> training.get()
                                .weightChanges()
                                .find(name)
                                .orElseThrow()
                                .neverChanged());
    }
}
