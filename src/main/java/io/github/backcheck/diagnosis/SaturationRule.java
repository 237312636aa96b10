package io.github.backcheck.diagnosis;

import io.github.backcheck.model.Elementwise;
import io.github.backcheck.monitor.LayerHealth;
import io.github.backcheck.text.Fact;
import io.github.backcheck.text.Figures;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Layers that work where their derivative is almost 0. Trained networks saturate too, and the last layer of a classifier
 * should, so a network that does its job is left alone, and a last layer unless it does harm. Whether inputs or weights are
 * to blame is shown by the same weights on standardised inputs.
 */
final class SaturationRule implements Rule {

    /** Median over the units of the mean of f′ / max f′: below this a layer passes on a twentieth of the gradient. */
    private static final double SATURATED = 0.05;

    /** Inputs of this root mean square are larger than standardised ones by more than chance. */
    private static final double LARGE = 2;

    @Override
    public List<Finding> judge(Evidence evidence) {
        List<LayerHealth> layers = evidence.unitsThatMatter();
        List<Finding> findings = new ArrayList<>();
        for (int index = 0; index < layers.size(); index++) {
            boolean isLast = index == layers.size() - 1;
            if (isSaturated(layers.get(index))
                    && (!isLast || isStuck(evidence))
                    && !evidence.loss().isComingDown()) {
                findings.add(finding(evidence, layers.get(index), index));
            }
        }
        return List.copyOf(findings);
    }

    static boolean isSaturated(LayerHealth layer) {
        return layer.activation()
                        .filter(known -> known instanceof Elementwise f && !f.isPiecewiseLinear())
                        .isPresent()
                && layer.medianSlope().orElse(1) < SATURATED;
    }

    /** The outputs are wrong, and their derivative stands between the loss and the rest of the network. */
    private static boolean isStuck(Evidence evidence) {
        boolean derivativeCounts = evidence.architecture()
                .filter(known -> known.loss().requiredHead().isEmpty())
                .isPresent();
        return derivativeCounts && evidence.loss().isWorseThanConstant();
    }

    /** Large inputs only do harm up to the first layer that bounds what it hands on. */
    private static boolean isReachedByInputs(Evidence evidence, int index) {
        return evidence.layers().subList(0, index).stream()
                .allMatch(layer -> layer.activation()
                        .filter(known -> known instanceof Elementwise f && f.isPiecewiseLinear())
                        .isPresent());
    }

    private static Finding finding(Evidence evidence, LayerHealth layer, int index) {
        Optional<LayerHealth> standardised = evidence.unitsOnStandardisedInputs()
                .map(report -> report.layers().get(index));
        boolean byInputs = isReachedByInputs(evidence, index)
                && evidence.data().inputs().values().rootMeanSquare() > LARGE
                && standardised
                        .filter(other -> other.medianSlope().orElse(0) >= SATURATED)
                        .isPresent();
        double largest = Math.max(
                Math.abs(evidence.data().inputs().values().largest()),
                Math.abs(evidence.data().inputs().values().smallest()));
        List<Fact> facts = new ArrayList<>();
        facts.add(new Fact(
                "saturated",
                "on " + Figures.percent(layer.saturatedShare().orElse(Double.NaN))
                        + " of units and samples f'(z) is below 5 % of its maximum; the median unit has "
                        + Figures.percent(layer.medianSlope().orElse(Double.NaN)) + " of it"));
        facts.add(new Fact("inputs", evidence.data().inputs().values().toString()));
        facts.add(new Fact("layer", layer.scale().toString()));
        if (byInputs) {
            standardised.ifPresent(other -> facts.add(new Fact(
                    "inputs scaled",
                    "to mean 0 and variance 1, with the same weights, the median unit would have "
                            + Figures.percent(other.medianSlope().orElse(Double.NaN)))));
        }
        return new Finding(
                byInputs ? FindingId.SATURATED_BY_INPUTS : FindingId.SATURATED_BY_WEIGHTS,
                Severity.HURTS,
                List.of(layer.name()),
                "The units of " + layer.name() + " are saturated "
                        + (byInputs
                                ? "by inputs of up to " + Figures.of(largest) + "."
                                : "by weights or biases that are too large."),
                facts,
                byInputs
                        ? "Scale the inputs, for example to 0..1 or to mean 0 and variance 1, in training and in use alike."
                        : "Start from weights of about 1 / sqrt(number of inputs) and biases of 0. If they were small at the"
                                + " start, training made them grow: lower the learning rate, and look at the other findings"
                                + " for a wrong gradient.");
    }
}
