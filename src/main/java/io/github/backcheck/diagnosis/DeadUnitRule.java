package io.github.backcheck.diagnosis;

import io.github.backcheck.monitor.LayerHealth;
import io.github.backcheck.text.Fact;
import io.github.backcheck.text.Figures;
import io.github.backcheck.text.Lists;
import java.util.ArrayList;
import java.util.List;

/**
 * Hidden layers in which most units say the same whatever the sample. A few such units are normal, and a network that does
 * its job, or learns all the same, has enough others.
 */
final class DeadUnitRule implements Rule {

    private static final double MOST = 0.5;

    @Override
    public List<Finding> judge(Evidence evidence) {
        List<LayerHealth> layers = evidence.unitsThatMatter();
        List<Finding> findings = new ArrayList<>();
        for (LayerHealth layer : layers.subList(0, Math.max(0, layers.size() - 1))) {
            List<Integer> dead = layer.deadUnits();
            boolean all = dead.size() == layer.units().size();
            // Saturated units hardly vary, and that they are saturated says more.
            if (SaturationRule.isSaturated(layer) && !all) {
                continue;
            }
            if (all
                    || (dead.size() > MOST * layer.units().size()
                            && !evidence.loss().isFalling())) {
                findings.add(finding(layer, dead));
            }
        }
        return List.copyOf(findings);
    }

    private static Finding finding(LayerHealth layer, List<Integer> dead) {
        boolean all = dead.size() == layer.units().size();
        long off = layer.units().stream().filter(unit -> unit.off()).count();
        List<Fact> facts = new ArrayList<>();
        facts.add(new Fact(
                "dead",
                Figures.count(dead.size()) + " of "
                        + Figures.count(layer.units().size(), "unit") + ": " + Lists.indices(dead)));
        if (off > 0) {
            facts.add(new Fact("off", Figures.count(off) + " of them give 0, with derivative 0, for every sample"));
        }
        facts.add(new Fact("layer", layer.scale().toString()));
        return new Finding(
                FindingId.DEAD_UNITS,
                all ? Severity.BREAKS : Severity.HURTS,
                List.of(layer.name()),
                (all ? "All units" : "Most units") + " of " + layer.name()
                        + " are dead: they give the same activation for every sample.",
                facts,
                layer.scale().meanWeight() == 0
                        ? "All its weights are 0. Start from random weights: units that start alike stay alike."
                        : "If they were alive before training, lower the learning rate. If not, start with biases of 0 and"
                                + " random weights of about sqrt(2 / number of inputs) for ReLU, 1 / sqrt(number of"
                                + " inputs) otherwise, and scale the inputs to about -1 to 1.");
    }
}
