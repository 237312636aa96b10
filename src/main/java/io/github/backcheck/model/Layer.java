package io.github.backcheck.model;

import java.util.Objects;

/**
 * One layer: a = f(W a_prev + b).
 *
 * @param inputs number of inputs, at least 1
 * @param units number of units, at least 1
 * @param activation f
 */
public record Layer(int inputs, int units, Activation activation) {

    /**
     * Checks the sizes.
     *
     * @param inputs number of inputs, at least 1
     * @param units number of units, at least 1
     * @param activation f
     * @throws IllegalArgumentException if a size is below 1
     */
    public Layer {
        Shapes.positive(inputs, "number of inputs");
        Shapes.positive(units, "number of units");
        Objects.requireNonNull(activation, "activation");
    }

    /** As in {@code 64 -> 30 sigmoid}. */
    @Override
    public String toString() {
        return inputs + " -> " + units + " " + activation;
    }
}
