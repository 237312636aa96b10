package io.github.backcheck.diagnosis;

import io.github.backcheck.probe.WeightReport;
import io.github.backcheck.probe.WeightReport.LayerWeights;
import io.github.backcheck.probe.WeightReport.Trait;
import io.github.backcheck.text.Fact;
import io.github.backcheck.text.Figures;
import io.github.backcheck.text.Lists;
import java.util.ArrayList;
import java.util.List;

/** Hidden units with the same weights to the last bit. Units of the last layer have targets of their own to tell them apart. */
final class UnitsAlikeRule implements Rule {

    /** Chance makes no two units alike; a few that are, beside many that are not, hardly matter. */
    private static final double MANY = 0.25;

    @Override
    public List<Finding> judge(Evidence evidence) {
        List<LayerWeights> layers = evidence.reports()
                .find(WeightReport.class)
                .map(WeightReport::layers)
                .orElse(List.of());
        List<LayerWeights> alike = layers.subList(0, Math.max(0, layers.size() - 1)).stream()
                .filter(layer -> superfluous(layer) >= MANY * layer.units())
                .toList();
        return alike.isEmpty() || evidence.doesItsJob() ? List.of() : List.of(finding(alike));
    }

    /** Units that say nothing that another one does not say. */
    private static int superfluous(LayerWeights layer) {
        return layer.identical().stream().mapToInt(group -> group.size() - 1).sum();
    }

    private static Finding finding(List<LayerWeights> alike) {
        List<Fact> facts = new ArrayList<>();
        for (LayerWeights layer : alike) {
            facts.add(new Fact(
                    "units of " + layer.layer(),
                    Figures.count(layer.units()) + ", of them with the same weights and bias: "
                            + String.join(
                                    "; ",
                                    layer.identical().stream()
                                            .limit(3)
                                            .map(Lists::indices)
                                            .toList())));
            facts.add(new Fact("weights", layer.weights().toString()));
        }
        boolean forEver = alike.stream().anyMatch(layer -> !layer.inseparable().isEmpty());
        if (forEver) {
            facts.add(new Fact("outgoing weights", "equal too: no training can tell these units apart"));
        }
        boolean constant = alike.stream().anyMatch(layer -> layer.has(Trait.ALL_ZERO) || layer.has(Trait.ALL_EQUAL));
        List<String> names = alike.stream().map(LayerWeights::layer).toList();
        return new Finding(
                FindingId.UNITS_ALIKE,
                forEver ? Severity.BREAKS : Severity.HURTS,
                names,
                "Units of " + Texts.joined(names) + " start alike: "
                        + (constant ? "all their weights are the same." : "they have the same weights, row for row."),
                facts,
                constant
                        ? "Start from random weights: units that start alike get the same gradient and stay alike."
                        : "Create the random number generator once, outside the loop over the units: a generator with the same"
                                + " seed gives each unit the same numbers.");
    }
}
