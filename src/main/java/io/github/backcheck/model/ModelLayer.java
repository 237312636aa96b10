package io.github.backcheck.model;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The parameters that belong to one layer of a model.
 *
 * @param index from 0, the layer that reads the inputs
 * @param weights out × in
 * @param biases empty for a layer without
 */
public record ModelLayer(int index, Parameter weights, Optional<Parameter> biases) {

    /**
     * Checks that nothing is null.
     *
     * @param index from 0, the layer that reads the inputs
     * @param weights out × in
     * @param biases empty for a layer without
     */
    public ModelLayer {
        Objects.requireNonNull(weights, "weights");
        Objects.requireNonNull(biases, "biases");
    }

    /**
     * What to call the layer: the part of its weights' name before the slash, or the whole name.
     *
     * @return {@code hidden} for weights named {@code hidden/W}
     */
    public String name() {
        int slash = weights.name().lastIndexOf('/');
        return slash > 0 ? weights.name().substring(0, slash) : weights.name();
    }

    /**
     * Weights and, where there are any, biases.
     *
     * @return one or two parameters
     */
    public List<Parameter> parameters() {
        return Stream.concat(Stream.of(weights), biases.stream()).toList();
    }
}
