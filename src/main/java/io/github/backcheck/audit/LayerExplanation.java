package io.github.backcheck.audit;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** One way to explain all that a program's gradient says about a layer: with defects, and perhaps with something left over. */
final class LayerExplanation {

    /** What may be left unexplained. */
    enum Part {
        DELTA,
        WEIGHTS,
        BIASES,
        /** Weights and biases are the same multiple of what they should be. */
        STORED,
        /** Single samples are explained, several together are not. */
        TOGETHER
    }

    private final Hypothesis hypothesis;
    private final List<Hypothesis> others;
    private final Set<Part> unexplained;
    private final List<double[]> deltas;
    private final double residual;

    /** The others give the same numbers; the residual is the largest over observations and parameters that are explained. */
    LayerExplanation(
            Hypothesis hypothesis,
            List<Hypothesis> others,
            Set<Part> unexplained,
            List<double[]> deltas,
            double residual) {
        this.hypothesis = hypothesis;
        this.others = List.copyOf(others);
        this.unexplained = unexplained.isEmpty() ? EnumSet.noneOf(Part.class) : EnumSet.copyOf(unexplained);
        this.deltas = List.copyOf(deltas);
        this.residual = residual;
    }

    Hypothesis hypothesis() {
        return hypothesis;
    }

    List<Hypothesis> others() {
        return others;
    }

    boolean isUnexplained(Part part) {
        return unexplained.contains(part);
    }

    boolean isComplete() {
        return unexplained.isEmpty();
    }

    /** δ of each observation, samples x units row by row: what the layers below are judged on. */
    List<double[]> deltas() {
        return deltas;
    }

    double residual() {
        return residual;
    }

    int unexplainedParts() {
        return unexplained.size();
    }

    /** The hypothesis and the others. */
    List<Hypothesis> alternatives() {
        List<Hypothesis> all = new ArrayList<>(List.of(hypothesis));
        all.addAll(others);
        return all;
    }

    /** The same with the names that another explanation has. */
    LayerExplanation or(LayerExplanation other) {
        if (hypothesis.size() == 0 || !isComplete() || other.hypothesis.size() == 0) {
            return this;
        }
        List<Hypothesis> more = new ArrayList<>(others);
        other.alternatives().stream()
                .filter(one -> !alternatives().contains(one))
                .forEach(more::add);
        return new LayerExplanation(hypothesis, more, unexplained, deltas, residual);
    }

    /** The same under another of its names. */
    LayerExplanation as(Hypothesis name) {
        List<Hypothesis> rest = alternatives();
        rest.remove(name);
        return new LayerExplanation(name, rest, unexplained, deltas, residual);
    }
}
