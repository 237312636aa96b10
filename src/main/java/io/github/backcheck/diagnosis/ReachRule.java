package io.github.backcheck.diagnosis;

import io.github.backcheck.gradient.EntryCheck;
import io.github.backcheck.gradient.ParameterCheck;
import io.github.backcheck.gradient.Point;
import io.github.backcheck.gradient.PointCheck;
import io.github.backcheck.gradient.Verdict;
import io.github.backcheck.text.Fact;
import io.github.backcheck.text.Figures;
import java.util.ArrayList;
import java.util.List;

/** Layers whose gradient is handed out as exactly 0 although the loss depends on them. */
final class ReachRule implements Rule {

    @Override
    public List<Finding> judge(Evidence evidence) {
        if (!evidence.hasOwnGradient()) {
            return List.of();
        }
        List<LayerFacts> missed =
                evidence.layers().stream().filter(evidence::isNotReached).toList();
        return missed.isEmpty() ? List.of() : List.of(finding(evidence, missed));
    }

    private static Finding finding(Evidence evidence, List<LayerFacts> missed) {
        List<LayerFacts> all = evidence.layers();
        boolean fromTheBottom = missed.equals(all.subList(0, missed.size()));
        List<String> parameters =
                missed.stream().flatMap(layer -> layer.parameters().stream()).toList();
        boolean one = parameters.size() == 1;
        String early = missed.size() == 1 ? "one layer early" : missed.size() + " layers early";
        String cause = missed.size() == all.size()
                ? "no layer gets a gradient"
                : fromTheBottom ? "the backward pass stops " + early : "the backward pass leaves a layer out";
        boolean unchanged = missed.stream().allMatch(evidence::isUnchanged);
        String statement = Texts.joined(parameters)
                + (unchanged
                        ? (one ? " does not change" : " do not change")
                        : (one ? " gets no gradient" : " get no gradient"))
                + ": " + cause + ", so that "
                + (one ? "its" : "their") + " gradient is exactly zero while the numeric one is not.";
        List<Fact> facts = new ArrayList<>();
        evidence.training()
                .filter(history -> unchanged)
                .ifPresent(history -> facts.add(new Fact(
                        "in training",
                        "no entry of " + Texts.joined(parameters) + " changed in "
                                + Figures.count(history.steps(), "training step"))));
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
                                + " layer. The activation below that layer is the input itself: check that the stored"
                                + " activations include it."
                        : "Look where the gradient of this layer is assigned: is it written to another array, or overwritten"
                                + " with zeros?");
    }

    private static Fact gradients(Evidence evidence, String name) {
        PointCheck point = evidence.wronglyZero(name).orElseThrow();
        ParameterCheck check = point.parameter(name).orElseThrow();
        EntryCheck largest = check.worst().get(0);
        return new Fact(
                name,
                "analytic 0 in all " + Figures.count(check.entries().checked())
                        + " entries checked; the largest numeric one is "
                        + Figures.precise(largest.numeric()) + " ± " + Figures.halfWidth(largest.uncertainty()) + " in "
                        + largest.name() + (point.point() == Point.AS_GIVEN ? "" : " (at " + point.point() + ")"));
    }

    private static List<Fact> others(Evidence evidence, List<LayerFacts> missed) {
        List<String> agreeing = evidence.layers().stream()
                .filter(layer -> !missed.contains(layer))
                .flatMap(layer -> layer.parameters().stream())
                .filter(name -> evidence.gradient().verdict(name) == Verdict.AGREES)
                .toList();
        return agreeing.isEmpty()
                ? List.of()
                : List.of(new Fact("other layers", "the gradient of " + Texts.joined(agreeing) + " agrees"));
    }
}
