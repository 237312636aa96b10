package io.github.backcheck.audit;

import io.github.backcheck.mlp.Backpropagation;
import io.github.backcheck.mlp.BackwardPass;
import io.github.backcheck.text.Figures;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Gradients that are right but for a factor that all parameters share and that is another for each batch, as by clipping to a
 * norm. The factor is no mistake of a step, and is taken off.
 */
final class CommonScale {

    private static final double SAME = 1e-6;

    private final List<Observation> observations;

    CommonScale(List<Observation> observations) {
        this.observations = observations;
    }

    /** The observations without the factor, and a remark; the same if there is no such factor. */
    List<Observation> takenOff(List<String> remarks) {
        List<Double> factors = new ArrayList<>();
        for (Observation one : observations) {
            OptionalDouble factor = factor(one);
            if (factor.isEmpty() || !(factor.getAsDouble() > 0)) {
                return observations;
            }
            factors.add(factor.getAsDouble());
        }
        double least = factors.stream().min(Comparator.naturalOrder()).orElse(1.0);
        double most = factors.stream().max(Comparator.naturalOrder()).orElse(1.0);
        boolean differ = factors.stream()
                        .map(factor -> Math.rint(factor / SAME))
                        .distinct()
                        .count()
                > 2;
        if (!differ) {
            return observations;
        }
        remarks.add("the gradient as a whole is scaled by " + Figures.of(least) + " to " + Figures.of(most)
                + ", by another factor for each batch, as by clipping to a norm");
        List<Observation> scaled = new ArrayList<>();
        for (int i = 0; i < factors.size(); i++) {
            double factor = factors.get(i);
            scaled.add(observations.get(i).with(seen -> seen.map(part -> part.dividedBy(factor))));
        }
        return scaled;
    }

    /**
     * The observations as they would be if no entry had been cut off at a largest value, which is no mistake of a step either;
     * the same if none was.
     */
    List<Observation> notCutOff(List<String> remarks) {
        double limit =
                observations.stream().mapToDouble(CommonScale::largest).max().orElse(0);
        boolean any = false;
        for (Observation one : observations) {
            List<Layers.Part> right = right(one).parts();
            List<Layers.Part> seen = one.parts();
            for (int i = 0; i < seen.size(); i++) {
                double[] cut = Arrays.stream(right.get(i).values())
                        .map(g -> Math.max(-limit, Math.min(limit, g)))
                        .toArray();
                double[] given = seen.get(i).values();
                double allowed = SAME * Vectors.norm(cut) + seen.get(i).rounding();
                if (given.length != cut.length || Vectors.distance(given, cut) > allowed) {
                    return observations;
                }
                any |= Vectors.distance(right.get(i).values(), cut) > allowed;
            }
        }
        if (!any) {
            return observations;
        }
        remarks.add("entries of the gradient are cut off at " + Figures.precise(limit));
        return observations.stream().map(one -> one.with(seen -> right(one))).toList();
    }

    private static double largest(Observation one) {
        return one.parts().stream()
                .flatMapToDouble(part -> Arrays.stream(part.values()))
                .map(Math::abs)
                .max()
                .orElse(0);
    }

    private static Layers right(Observation one) {
        BackwardPass pass = one.freshPass();
        Backpropagation.standard().run(pass);
        return one.like(pass);
    }

    /** Empty if the gradient is no multiple of the right one. */
    private static OptionalDouble factor(Observation one) {
        List<Layers.Part> right = right(one).parts();
        List<Layers.Part> seen = one.parts();
        double factor = Double.NaN;
        for (int i = 0; i < seen.size(); i++) {
            if (seen.get(i).isKnown()) {
                double[] values = right.get(i).values();
                double squares = Vectors.dot(values, values);
                double here = Vectors.dot(seen.get(i).values(), values) / squares;
                factor = Double.isNaN(factor) ? here : factor;
                double off = Vectors.norm(Vectors.sum(seen.get(i).values(), -factor, values));
                if (!(off
                        <= SAME * Math.abs(factor) * Math.sqrt(squares)
                                + seen.get(i).rounding())) {
                    return OptionalDouble.empty();
                }
            }
        }
        return Double.isNaN(factor) ? OptionalDouble.empty() : OptionalDouble.of(factor);
    }
}
