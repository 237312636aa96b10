package io.github.backcheck.diagnosis;

import io.github.backcheck.model.Activation;
import io.github.backcheck.model.Model;
import io.github.backcheck.model.ModelLayer;
import io.github.backcheck.model.Parameter;
import java.util.List;
import java.util.Optional;

/**
 * What is known about one layer without looking at its numbers.
 *
 * @param index from 0, the layer that reads the inputs
 * @param name as in {@code hidden}
 * @param parameters names of its weights and, where there are any, biases
 * @param entries number of entries of these parameters
 * @param activation empty without an architecture
 */
public record LayerFacts(
        int index, String name, List<String> parameters, int entries, Optional<Activation> activation) {

    /**
     * Copies the list.
     *
     * @param index from 0
     * @param name as in {@code hidden}
     * @param parameters names of its parameters
     * @param entries number of entries of these parameters
     * @param activation empty without an architecture
     */
    public LayerFacts {
        parameters = List.copyOf(parameters);
    }

    static List<LayerFacts> of(Model model) {
        return model.layers().stream().map(layer -> of(model, layer)).toList();
    }

    private static LayerFacts of(Model model, ModelLayer layer) {
        return new LayerFacts(
                layer.index(),
                layer.name(),
                layer.parameters().stream().map(Parameter::name).toList(),
                layer.parameters().stream().mapToInt(Parameter::size).sum(),
                model.architecture().map(known -> known.layer(layer.index()).activation()));
    }
}
