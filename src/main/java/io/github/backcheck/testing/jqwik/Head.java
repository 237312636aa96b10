package io.github.backcheck.testing.jqwik;

import io.github.backcheck.model.Activation;
import io.github.backcheck.model.Loss;

/** The last layer's activation and the loss on top of it. */
record Head(Activation activation, Loss loss) {

    /** A softmax of one unit is 1 whatever its weights. */
    int fewestOutputs() {
        return activation == Activation.SOFTMAX ? 2 : 1;
    }
}
