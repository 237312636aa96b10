package io.github.backcheck.model;

import io.github.backcheck.model.Parameter.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which biases belong to which weights. With as many biases as weights, the first go with the first, and so on; with fewer,
 * biases belong to the weights given just before them.
 */
final class LayerOrder {

    private LayerOrder() {}

    static List<ModelLayer> of(String model, List<Parameter> parameters) {
        List<Parameter> weights = withRole(parameters, Role.WEIGHTS);
        List<Parameter> biases = withRole(parameters, Role.BIASES);
        if (weights.isEmpty()) {
            throw new IllegalArgumentException("the model " + model + " has no weights, only " + parameters);
        }
        List<ModelLayer> layers = new ArrayList<>();
        for (int i = 0; i < weights.size(); i++) {
            Optional<Parameter> own = biases.size() == weights.size()
                    ? Optional.of(biases.get(i))
                    : following(parameters, weights.get(i));
            layers.add(new ModelLayer(i, weights.get(i), own));
        }
        if (layers.stream().filter(layer -> layer.biases().isPresent()).count() != biases.size()) {
            throw new IllegalArgumentException("the model " + model + " has " + weights.size() + " weights and "
                    + biases.size()
                    + " biases: give biases right after their weights, or one for every layer; given were "
                    + parameters);
        }
        layers.forEach(LayerOrder::requireBiasesFit);
        for (int i = 1; i < layers.size(); i++) {
            requireFollows(layers.get(i - 1), layers.get(i));
        }
        return List.copyOf(layers);
    }

    private static List<Parameter> withRole(List<Parameter> parameters, Role role) {
        return parameters.stream().filter(parameter -> parameter.role() == role).toList();
    }

    private static Optional<Parameter> following(List<Parameter> parameters, Parameter weights) {
        int next = parameters.indexOf(weights) + 1;
        return next < parameters.size() && parameters.get(next).role() == Role.BIASES
                ? Optional.of(parameters.get(next))
                : Optional.empty();
    }

    private static void requireBiasesFit(ModelLayer layer) {
        layer.biases().filter(biases -> biases.size() != layer.weights().rows()).ifPresent(biases -> {
            throw new IllegalArgumentException(biases + " does not fit " + layer.weights()
                    + ": one bias per row of the weights was expected (weights are out x in; for in x out use"
                    + " weightsInByOut, or Storage.transposed())");
        });
    }

    private static void requireFollows(ModelLayer below, ModelLayer above) {
        int given = above.weights().columns();
        int units = below.weights().rows();
        if (given != units) {
            throw new IllegalArgumentException(above.weights() + " does not fit " + below.weights()
                    + ": as many columns as the layer below has rows were expected (weights are out x in, in the order of"
                    + " the layers; "
                    + (given == units + 1 && above.biases().isEmpty()
                            ? "where the biases are a column of the weights use weightsWithBiases)"
                            : "for in x out use weightsInByOut, or Storage.transposed())"));
        }
    }

    static void requireFits(Architecture architecture, List<ModelLayer> layers) {
        if (architecture.depth() != layers.size()) {
            throw new IllegalArgumentException("the architecture " + architecture + " has " + architecture.depth()
                    + " layers, the model has weights for " + layers.size() + ": "
                    + layers.stream().map(ModelLayer::weights).toList());
        }
        for (ModelLayer layer : layers) {
            Layer expected = architecture.layer(layer.index());
            Parameter weights = layer.weights();
            if (weights.rows() != expected.units() || weights.columns() != expected.inputs()) {
                throw new IllegalArgumentException(weights + " does not fit layer " + (layer.index() + 1)
                        + " of the architecture, " + expected + ": "
                        + Shapes.of(expected.units(), expected.inputs()) + " (out x in) was expected"
                        + hint(weights, expected));
            }
        }
    }

    private static String hint(Parameter weights, Layer expected) {
        if (weights.rows() == expected.inputs() && weights.columns() == expected.units()) {
            return "; for in x out use weightsInByOut, or Storage.transposed()";
        }
        boolean oneColumnMore = weights.rows() == expected.units() && weights.columns() == expected.inputs() + 1;
        boolean oneRowMore = weights.rows() == expected.inputs() + 1 && weights.columns() == expected.units();
        return oneColumnMore || oneRowMore
                ? "; where the biases are a " + (oneColumnMore ? "column" : "row")
                        + " of the weights use weightsWithBiases"
                : "";
    }
}
