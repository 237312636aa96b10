package io.github.backcheck.diagnosis;

import io.github.backcheck.gradient.EntryCheck;
import io.github.backcheck.gradient.GradientSource;
import io.github.backcheck.gradient.ParameterCheck;
import io.github.backcheck.gradient.PointCheck;
import io.github.backcheck.gradient.Verdict;
import io.github.backcheck.text.Fact;
import io.github.backcheck.text.Figures;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Layers whose gradient is handed out as exactly 0 although the loss depends on them. */
final class ReachRule implements Rule {

    @Override
    public List<Finding> judge(Evidence evidence) {
        if (evidence.gradient().source() != GradientSource.GRADIENT) {
            return List.of();
        }
        List<LayerFacts> missed =
                evidence.layers().stream().filter(evidence::isNotReached).toList();
        return missed.isEmpty() ? List.of() : List.of(finding(evidence, missed));
    }

    private static Finding finding(Evidence evidence, List<LayerFacts> missed) {
        List<LayerFacts> all = evidence.layers();
        boolean fromTheBottom = missed.equals(all.subList(0, missed.size()));
        String names =
                missed.stream().flatMap(layer -> layer.parameters().stream()).collect(Collectors.joining(", "));
        String early = missed.size() == 1 ? "one layer early" : missed.size() + " layers early";
        String cause = missed.size() == all.size()
                ? "no layer gets a gradient"
                : fromTheBottom ? "the backward pass stops " + early : "the backward pass leaves a layer out";
        boolean unchanged = missed.stream().allMatch(evidence::isUnchanged);
        String statement = names + (unchanged ? " do not change" : " get no gradient") + ": " + cause
                + ", so that their gradient is exactly zero while the numeric one is not.";
        List<Fact> facts = new ArrayList<>();
        missed.forEach(layer -> facts.addAll(unchanged(evidence, layer)));
        missed.forEach(layer -> layer.parameters().forEach(name -> facts.add(gradients(evidence, name))));
        others(evidence, missed).forEach(facts::add);
        return new Finding(
                FindingId.BACKWARD_NEVER_REACHES_LAYER,
                Severity.BREAKS,
                missed.stream().map(LayerFacts::name).toList(),
                statement,
                facts,
                fromTheBottom
                        ? "Look at the bounds of the loop that goes back through the layers: it must run down to the first"
                                + " layer, whose previous activation is the input itself. Check that the stored"
                                + " activations include the input."
                        : "Look where the gradient of this layer is assigned: is it written to another array, or overwritten"
                                + " with zeros?");
    }

    private static List<Fact> unchanged(Evidence evidence, LayerFacts layer) {
        return evidence.isUnchanged(layer)
                ? List.of(new Fact(
                        "in training",
                        "no entry of " + String.join(" and ", layer.parameters()) + " changed in "
                                + Figures.count(
                                        evidence.training().orElseThrow().steps(), "training step")))
                : List.of();
    }

    private static Fact gradients(Evidence evidence, String name) {
        PointCheck point = evidence.wronglyZero(name).orElseThrow();
        ParameterCheck check = point.parameter(name).orElseThrow();
        EntryCheck largest = check.worst().get(0);
        return new Fact(
                name,
                "analytic 0 in all " + Figures.count(check.entries().checked()) + " entries checked, numeric "
                        + Figures.precise(largest.numeric()) + " ± " + Figures.of(largest.uncertainty()) + " at "
                        + largest.name() + ", norm "
                        + Figures.of(check.magnitudes().numeric()) + " (at " + point.point()
                        + ")");
    }

    private static List<Fact> others(Evidence evidence, List<LayerFacts> missed) {
        List<String> agreeing = evidence.layers().stream()
                .filter(layer -> !missed.contains(layer))
                .flatMap(layer -> layer.parameters().stream())
                .filter(name -> evidence.gradient().verdict(name) == Verdict.AGREES)
                .toList();
        return agreeing.isEmpty()
                ? List.of()
                : List.of(new Fact("other layers", "the gradients of " + String.join(", ", agreeing) + " agree"));
    }
}
