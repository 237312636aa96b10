package io.github.backcheck.monitor;

import io.github.backcheck.text.Figures;
import java.util.OptionalDouble;

/**
 * The units of one layer at one moment of a run.
 *
 * @param name the layer's name
 * @param units how many there are
 * @param dead how many have the same activation for every sample
 * @param medianSlope the median of f′(z) / max f′, empty where the activation is not known or not one for each unit
 */
public record LayerPulse(String name, int units, int dead, OptionalDouble medianSlope) {

    static LayerPulse of(LayerHealth health) {
        return new LayerPulse(
                health.name(), health.units().size(), health.deadUnits().size(), health.medianSlope());
    }

    /** As in {@code hidden: 3 of 30 units dead, f'/max f' 0.41}. */
    @Override
    public String toString() {
        return name + ": " + Figures.count(dead) + " of " + Figures.count(units, "unit") + " dead"
                + (medianSlope.isPresent() ? ", f'/max f' " + Figures.of(medianSlope.getAsDouble()) : "");
    }
}
