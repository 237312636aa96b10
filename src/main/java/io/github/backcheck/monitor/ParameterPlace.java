package io.github.backcheck.monitor;

import io.github.backcheck.model.Model;
import io.github.backcheck.model.ModelLayer;
import io.github.backcheck.model.Parameter;
import io.github.backcheck.model.Parameter.Role;

/**
 * Where a parameter belongs, without its values.
 *
 * @param name its name in the model
 * @param role weights or biases
 * @param layer from 0, the layer that reads the inputs
 * @param shape rows and columns
 */
public record ParameterPlace(String name, Role role, int layer, Shape shape) {

    static ParameterPlace of(Parameter parameter, Model model) {
        int layer = model.layers().stream()
                .filter(candidate -> candidate.parameters().contains(parameter))
                .mapToInt(ModelLayer::index)
                .findFirst()
                .orElseThrow();
        return new ParameterPlace(
                parameter.name(), parameter.role(), layer, new Shape(parameter.rows(), parameter.columns()));
    }

    /**
     * Whether these are the weights that the inputs of the network are multiplied by.
     *
     * @return true for the weights of layer 0
     */
    public boolean readsInputs() {
        return layer == 0 && role == Role.WEIGHTS;
    }

    /** As in {@code hidden/W (30 x 64)}, {@code hidden/b (30)}. */
    @Override
    public String toString() {
        return name + " (" + (role == Role.BIASES ? String.valueOf(shape.size()) : shape.toString()) + ")";
    }
}
