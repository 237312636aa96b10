package io.github.backcheck.model;

import java.util.List;
import java.util.Objects;

/** How parameters of layers that come in a list are named. */
final class LayerNames {

    private LayerNames() {}

    static String weights(int layer) {
        return "layer" + (layer + 1) + "/W";
    }

    static String biases(int layer) {
        return "layer" + (layer + 1) + "/b";
    }

    static void requireLayers(List<?> layers) {
        if (Objects.requireNonNull(layers, "the list of layers is null").isEmpty()) {
            throw new IllegalArgumentException("the list of layers is empty, a network has at least one");
        }
    }
}
