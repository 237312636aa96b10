package io.github.backcheck.diagnosis;

import io.github.backcheck.gradient.Verdict;
import io.github.backcheck.text.Fact;
import io.github.backcheck.text.Figures;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** Whether the number of layers is to blame, through which the gradient vanishes. */
final class DepthBlame {

    private static final int DEEP = 4;

    /** Less than what a sigmoid takes off at most, a quarter: the weights are not all of the same size. */
    private static final double SHRINKS = 0.4;

    private final Trials trials;
    private final Evidence evidence;

    DepthBlame(Trials trials, Evidence evidence) {
        this.trials = trials;
        this.evidence = evidence;
    }

    /** The right gradient of the first layer is next to nothing against that of the last, entry by entry. */
    Optional<Finding> vanishing() {
        List<LayerFacts> layers = evidence.layers();
        OptionalDouble first = gradient(layers.get(0));
        OptionalDouble last = gradient(layers.get(layers.size() - 1));
        if (layers.size() < DEEP
                || first.isEmpty()
                || last.isEmpty()
                || trials.asGiven().isFalling()
                || !shrinks()
                || !(first.getAsDouble() < Math.pow(SHRINKS, layers.size() - 1) * last.getAsDouble())) {
            return Optional.empty();
        }
        List<Fact> sizes = layers.stream()
                .flatMap(layer -> gradient(layer).stream()
                        .mapToObj(size -> new Fact(
                                layer.parameters().get(0),
                                "gradient of " + Figures.of(size) + " for an entry on average")))
                .toList();
        return Optional.of(new Finding(
                FindingId.VANISHING_GRADIENT,
                Severity.HURTS,
                List.of(layers.get(0).name()),
                "The gradient is right, and shrinks from layer to layer: next to nothing of it comes down to "
                        + layers.get(0).name() + ".",
                new TrialFacts(trials).asItIs(sizes),
                "Take fewer layers, or ReLU or tanh in place of sigmoids, with weights of sqrt(2 / number of inputs) or"
                        + " 1 / sqrt(number of inputs); Adam helps, too."));
    }

    /** Layer by layer, and not at one place. */
    private boolean shrinks() {
        double above = Double.POSITIVE_INFINITY;
        for (int i = evidence.layers().size() - 1; i >= 0; i--) {
            double here = gradient(evidence.layers().get(i)).orElse(Double.NaN);
            if (!(here < above)) {
                return false;
            }
            above = here;
        }
        return true;
    }

    /** Root mean square of the numeric gradient over the entries of a layer's weights, where the analytic one agrees. */
    private OptionalDouble gradient(LayerFacts layer) {
        return evidence.here(layer.parameters().get(0))
                .filter(check ->
                        check.verdict() == Verdict.AGREES && check.entries().checked() > 0)
                .map(check -> OptionalDouble.of(
                        check.magnitudes().numeric() / Math.sqrt(check.entries().checked())))
                .orElse(OptionalDouble.empty());
    }
}
