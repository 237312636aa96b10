package io.github.backcheck.monitor;

import io.github.backcheck.text.Figures;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What a network did with the probe at one moment of a run.
 *
 * @param step after which step, 0 for the start
 * @param loss the network's loss on the probe
 * @param predictions empty if the model offers no predict(inputs)
 * @param layers first layer first; none if no trace is to be had
 * @param distances empty if no trace is to be had, or if the targets of the probe are all the same
 */
public record ProbePoint(
        int step,
        double loss,
        Optional<PredictionReport> predictions,
        List<LayerPulse> layers,
        Optional<Distinguishability> distances) {

    /**
     * Copies the list.
     *
     * @param step kept as it is
     * @param loss kept as it is
     * @param predictions kept as it is
     * @param layers copied
     * @param distances kept as it is
     */
    public ProbePoint {
        layers = List.copyOf(layers);
    }

    /**
     * The share of samples that are predicted to be what they are.
     *
     * @return empty without predictions, or if the targets are no classes
     */
    public OptionalDouble accuracy() {
        return predictions
                .flatMap(PredictionReport::classes)
                .map(classes -> OptionalDouble.of(classes.accuracy()))
                .orElse(OptionalDouble.empty());
    }

    /** As in {@code loss 2.1; accuracy 9.80 % (980 of 10,000), almost always class 0; hidden: 30 of 30 units dead}. */
    @Override
    public String toString() {
        List<String> parts = new ArrayList<>();
        parts.add("loss " + Figures.of(loss));
        predictions.ifPresent(report -> {
            report.classes()
                    .ifPresent(classes ->
                            parts.add("accuracy " + Figures.share(classes.correct(), classes.samples()) + " ("
                                    + Figures.count(classes.correct()) + " of " + Figures.count(classes.samples()) + ")"
                                    + (classes.dominantClass().isPresent()
                                            ? ", almost always class "
                                                    + classes.dominantClass().getAsInt()
                                            : "")));
            parts.add("variance between samples " + Figures.of(report.meanVariance()));
        });
        layers.forEach(layer -> parts.add(layer.toString()));
        distances
                .flatMap(Distinguishability::firstSame)
                .ifPresent(place -> parts.add("samples are not told apart from " + place.name() + " on"));
        return String.join("; ", parts);
    }
}
