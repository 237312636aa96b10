package io.github.backcheck.diagnosis;

import io.github.backcheck.model.Elementwise;
import io.github.backcheck.monitor.LayerHealth;
import io.github.backcheck.monitor.UnitHealthReport;
import io.github.backcheck.text.Fact;
import io.github.backcheck.text.Figures;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Hidden layers that work where their derivative is almost 0. Trained networks saturate too, and the last layer of a
 * classifier should, so a network that does its job is left alone. Whether inputs or weights are to blame is shown by the
 * same weights on standardised inputs.
 */
final class SaturationRule implements Rule {

    /** Median over the units of the mean of f′ / max f′: below this a layer passes on a twentieth of the gradient. */
    private static final double SATURATED = 0.05;

    @Override
    public List<Finding> judge(Evidence evidence) {
        List<LayerHealth> layers =
                evidence.units().map(UnitHealthReport::layers).orElse(List.of());
        if (evidence.loss().isLow()) {
            return List.of();
        }
        List<Finding> findings = new ArrayList<>();
        for (int index = 0; index + 1 < layers.size(); index++) {
            LayerHealth layer = layers.get(index);
            boolean canSaturate = layer.activation()
                    .filter(known -> known instanceof Elementwise f && !f.isPiecewiseLinear())
                    .isPresent();
            if (canSaturate && layer.medianSlope().orElse(1) < SATURATED) {
                findings.add(finding(evidence, layer, index));
            }
        }
        return List.copyOf(findings);
    }

    private static Finding finding(Evidence evidence, LayerHealth layer, int index) {
        Optional<LayerHealth> standardised = evidence.unitsOnStandardisedInputs()
                .map(report -> report.layers().get(index));
        boolean byInputs = standardised
                .filter(other -> other.medianSlope().orElse(0) >= SATURATED)
                .isPresent();
        double largest = Math.max(
                Math.abs(evidence.data().inputs().values().largest()),
                Math.abs(evidence.data().inputs().values().smallest()));
        List<Fact> facts = new ArrayList<>();
        facts.add(new Fact(
                "saturated",
                Figures.percent(layer.saturatedShare().orElse(Double.NaN))
                        + " of units and samples have a derivative below "
                        + "5 % of its maximum; median over the units "
                        + Figures.of(layer.medianSlope().orElse(Double.NaN))));
        facts.add(new Fact("inputs", evidence.data().inputs().values().toString()));
        facts.add(new Fact("layer", layer.scale().toString()));
        standardised.ifPresent(other -> facts.add(new Fact(
                "inputs standardised",
                "with the same weights, the median derivative would be "
                        + Figures.of(other.medianSlope().orElse(Double.NaN)) + " of its maximum")));
        return new Finding(
                byInputs ? FindingId.SATURATED_BY_INPUTS : FindingId.SATURATED_BY_WEIGHTS,
                Severity.HURTS,
                List.of(layer.name()),
                "The units of " + layer.name() + " are saturated "
                        + (byInputs
                                ? "by inputs of up to " + Figures.of(largest) + "."
                                : "by weights that are too large for their number."),
                facts,
                byInputs
                        ? "Scale the inputs, for example to 0..1 or to mean 0 and variance 1, in training and in use alike."
                        : "Start from weights of about 1 / sqrt(number of inputs). If they were small at the start, the learning"
                                + " rate or a wrong gradient made them grow.");
    }
}
