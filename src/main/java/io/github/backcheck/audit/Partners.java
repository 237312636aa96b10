package io.github.backcheck.audit;

import io.github.backcheck.model.Model;
import io.github.backcheck.model.ModelLayer;
import io.github.backcheck.model.Parameter;
import java.util.IdentityHashMap;
import java.util.Optional;

/** Which weights and biases belong to one layer. */
final class Partners {

    private final IdentityHashMap<Parameter, Parameter> other = new IdentityHashMap<>();

    Partners(Model model) {
        for (ModelLayer layer : model.layers()) {
            layer.biases().ifPresent(biases -> {
                other.put(layer.weights(), biases);
                other.put(biases, layer.weights());
            });
        }
    }

    /** The biases that belong to weights, or the weights that belong to biases. */
    Optional<Parameter> of(Parameter parameter) {
        return Optional.ofNullable(other.get(parameter));
    }
}
