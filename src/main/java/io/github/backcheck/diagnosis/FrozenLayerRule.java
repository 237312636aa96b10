package io.github.backcheck.diagnosis;

import io.github.backcheck.gradient.GradientSource;
import io.github.backcheck.gradient.ParameterCheck;
import io.github.backcheck.gradient.Point;
import io.github.backcheck.gradient.Verdict;
import io.github.backcheck.monitor.LayerHealth;
import io.github.backcheck.monitor.UnitHealthReport;
import io.github.backcheck.text.Fact;
import io.github.backcheck.text.Figures;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Layers that no training step changes, kept apart by why: the gradient is right but not applied, the gradient is 0 because
 * the loss does not depend on the layer, or not known. Layers that the backward pass misses are {@link ReachRule}'s.
 */
final class FrozenLayerRule implements Rule {

    /** A layer in which this share of units is dead, or saturated on this share of samples, lets nothing through. */
    private static final double SHUT = 0.95;

    @Override
    public List<Finding> judge(Evidence evidence) {
        boolean known = evidence.gradient().source() == GradientSource.GRADIENT;
        List<LayerFacts> unchanged = evidence.layers().stream()
                .filter(evidence::isUnchanged)
                .filter(layer -> !(known && evidence.isNotReached(layer)))
                .toList();
        List<Finding> findings = new ArrayList<>();
        List<LayerFacts> notApplied = new ArrayList<>();
        List<LayerFacts> unknown = new ArrayList<>();
        for (LayerFacts layer : unchanged) {
            if (known && hasRightGradient(evidence, layer)) {
                notApplied.add(layer);
            } else if (isVanishing(evidence, layer)) {
                findings.add(vanishing(evidence, layer));
            } else {
                unknown.add(layer);
            }
        }
        if (!notApplied.isEmpty()) {
            findings.add(notApplied(evidence, notApplied));
        }
        if (!unknown.isEmpty()) {
            findings.add(unknown(evidence, unknown));
        }
        return List.copyOf(findings);
    }

    /** The gradient at the given parameters, where the steps started, is not 0 and agrees. */
    private static boolean hasRightGradient(Evidence evidence, LayerFacts layer) {
        return layer.parameters().stream()
                .anyMatch(name -> here(evidence, name)
                        .filter(check -> check.verdict() == Verdict.AGREES)
                        .isPresent());
    }

    private static Optional<ParameterCheck> here(Evidence evidence, String name) {
        return evidence.gradient().at(Point.AS_GIVEN).flatMap(point -> point.parameter(name));
    }

    private static boolean isVanishing(Evidence evidence, LayerFacts layer) {
        return layer.parameters().stream()
                .allMatch(name -> here(evidence, name)
                        .filter(check -> check.isVanishing() || isBelowRounding(check))
                        .isPresent());
    }

    private static boolean isBelowRounding(ParameterCheck check) {
        return check.verdict() == Verdict.INCONCLUSIVE
                && check.entries().checked() > 0
                && check.entries().disagreeing() == 0;
    }

    private static Finding vanishing(Evidence evidence, LayerFacts layer) {
        boolean noInput = layer.index() == 0
                && evidence.data().inputs().constantlyZero().size()
                        == evidence.data().shape().inputs();
        Fact numeric = new Fact(
                "gradient",
                "the numeric gradient of " + String.join(", ", layer.parameters()) + " is 0 as well, or too small"
                        + " to be told from rounding");
        if (noInput) {
            return new Finding(
                    FindingId.FROZEN_BY_INPUTS,
                    Severity.BREAKS,
                    List.of(layer.name()),
                    layer.name() + " does not change because every input is 0 in every sample.",
                    List.of(steps(evidence, layer), numeric),
                    "Look at how the data is read.");
        }
        Optional<Fact> shut = shutLayer(evidence, layer);
        return new Finding(
                FindingId.FROZEN_BY_UNITS,
                Severity.BREAKS,
                List.of(layer.name()),
                layer.name() + " does not change because nothing depends on it at these parameters: "
                        + (shut.isPresent()
                                ? "units from here to the loss are dead or saturated."
                                : "its gradient is 0, and so is the numeric one."),
                shut.map(fact -> List.of(steps(evidence, layer), numeric, fact))
                        .orElseGet(() -> List.of(steps(evidence, layer), numeric)),
                "The backward pass is not to blame. Start from smaller weights, scale the inputs to about -1 to 1, or lower the"
                        + " learning rate if the units died during training.");
    }

    private static Optional<Fact> shutLayer(Evidence evidence, LayerFacts from) {
        List<LayerHealth> layers =
                evidence.units().map(UnitHealthReport::layers).orElse(List.of());
        for (int index = from.index(); index < layers.size(); index++) {
            LayerHealth layer = layers.get(index);
            int dead = layer.deadUnits().size();
            double saturated = layer.saturatedShare().orElse(0);
            if (dead >= SHUT * layer.units().size() || saturated >= SHUT) {
                return Optional.of(new Fact(
                        layer.name(),
                        Figures.share(dead, layer.units().size()) + " of its units are dead, derivatives are near 0 on "
                                + Figures.percent(saturated) + " of units and samples"));
            }
        }
        return Optional.empty();
    }

    private static Finding notApplied(Evidence evidence, List<LayerFacts> layers) {
        boolean all = layers.size() == evidence.layers().size();
        List<Fact> facts = new ArrayList<>();
        for (LayerFacts layer : layers) {
            facts.add(steps(evidence, layer));
            layer.parameters()
                    .forEach(name -> here(evidence, name)
                            .ifPresent(check -> facts.add(new Fact(
                                    name,
                                    "its gradient agrees and is not 0: norm "
                                            + Figures.of(check.magnitudes().analytic())))));
        }
        return new Finding(
                FindingId.UPDATE_NOT_APPLIED,
                Severity.BREAKS,
                names(layers),
                (all ? "No parameter changes" : joined(layers) + " does not change")
                        + " although the gradient is right: the update is computed and never applied.",
                facts,
                "Look at the line that changes the parameters: does it write into a copy, into a variable of the method, or"
                        + " before the gradient is there? Is the learning rate 0, for example by an integer division such"
                        + " as 1/10?");
    }

    private static Finding unknown(Evidence evidence, List<LayerFacts> layers) {
        List<Fact> facts = new ArrayList<>();
        layers.forEach(layer -> facts.add(steps(evidence, layer)));
        boolean dependent = layers.stream().anyMatch(evidence::isNotReached);
        if (dependent) {
            facts.add(new Fact("numeric gradient", "not 0: the loss depends on " + joined(layers)));
        }
        boolean others = layers.size() < evidence.layers().size();
        return new Finding(
                FindingId.LAYER_FROZEN,
                Severity.BREAKS,
                names(layers),
                (others ? joined(layers) + " does not change" : "No parameter changes") + " when the network is trained"
                        + (dependent ? ", although the loss depends on it." : "."),
                facts,
                "Either the backward pass never reaches it (look at the loop's bounds and at whether the stored activations"
                        + " include the input), or the update is not applied to it (look for a copy that is changed"
                        + " instead). Give gradient(batch) to have the two told apart.");
    }

    private static Fact steps(Evidence evidence, LayerFacts layer) {
        return new Fact(
                layer.name(),
                "all " + Figures.count(layer.entries()) + " entries of " + String.join(" and ", layer.parameters())
                        + " are the same, bit for bit, after "
                        + Figures.count(evidence.training().orElseThrow().steps(), "training step"));
    }

    private static List<String> names(List<LayerFacts> layers) {
        return layers.stream().map(LayerFacts::name).toList();
    }

    private static String joined(List<LayerFacts> layers) {
        return names(layers).stream().collect(Collectors.joining(", "));
    }
}
