package io.github.backcheck.audit;

import io.github.backcheck.mlp.BackwardPass;
import io.github.backcheck.mlp.LayerGradient;
import io.github.backcheck.model.Model;
import io.github.backcheck.model.ModelLayer;
import io.github.backcheck.model.Parameter;
import io.github.backcheck.model.Parameter.Role;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Numbers for the weights and biases of each layer, such as a gradient as a program gives it, or the change by a step. */
final class Layers {

    private record Pair(Part weights, Optional<Part> biases) {
        private Stream<Part> parts() {
            return Stream.concat(Stream.of(weights), biases.stream());
        }
    }

    /** The numbers of one parameter, and how far rounding may have moved them all together (a norm). */
    static final class Part {
        private final double[] values;
        private final double rounding;

        Part(double[] values, double rounding) {
            this.values = values;
            this.rounding = rounding;
        }

        double[] values() {
            return values;
        }

        double rounding() {
            return rounding;
        }

        /** Whether the program said anything about the parameter. */
        boolean isKnown() {
            return values.length > 0;
        }

        Part dividedBy(double divisor) {
            return new Part(
                    Arrays.stream(values).map(value -> value / divisor).toArray(), rounding / Math.abs(divisor));
        }

        /** This and a multiple of another. */
        Part plus(double factor, Part other) {
            return new Part(Vectors.sum(values, factor, other.values), rounding + Math.abs(factor) * other.rounding);
        }

        boolean isFinite() {
            return Arrays.stream(values).allMatch(Double::isFinite);
        }
    }

    private final List<Pair> pairs;

    private Layers(List<Pair> pairs) {
        this.pairs = pairs;
    }

    /** What a function gives for each parameter; a layer without biases has none here. */
    static Layers of(Model model, Function<Parameter, Part> values) {
        List<Pair> pairs = new ArrayList<>();
        for (ModelLayer layer : model.layers()) {
            pairs.add(new Pair(values.apply(layer.weights()), layer.biases().map(values)));
        }
        return new Layers(pairs);
    }

    /** What a pass of the reference network accumulated; biases only where the model has them. */
    static Layers of(BackwardPass pass, Model model) {
        List<Pair> pairs = new ArrayList<>();
        for (ModelLayer layer : model.layers()) {
            LayerGradient gradient = pass.accumulator(layer.index());
            pairs.add(new Pair(
                    new Part(gradient.weights().data.clone(), 0),
                    layer.biases().map(biases -> new Part(gradient.biases().data.clone(), 0))));
        }
        return new Layers(pairs);
    }

    Part weights(int layer) {
        return pairs.get(layer).weights();
    }

    /** Empty for a layer without. */
    Optional<Part> biases(int layer) {
        return pairs.get(layer).biases();
    }

    /** Weights before biases, first layer first. */
    Layers mapByRole(BiFunction<Role, Part, Part> change) {
        List<Pair> changed = new ArrayList<>();
        for (Pair pair : pairs) {
            Part weights = change.apply(Role.WEIGHTS, pair.weights());
            changed.add(new Pair(weights, pair.biases().map(biases -> change.apply(Role.BIASES, biases))));
        }
        return new Layers(changed);
    }

    Layers map(UnaryOperator<Part> change) {
        return new Layers(pairs.stream()
                .map(pair ->
                        new Pair(change.apply(pair.weights()), pair.biases().map(change)))
                .toList());
    }

    /** Weights before biases, first layer first, as {@link #map} goes. */
    List<Part> parts() {
        return pairs.stream().flatMap(Pair::parts).toList();
    }

    boolean isFinite() {
        return pairs.stream().flatMap(Pair::parts).allMatch(Part::isFinite);
    }
}
