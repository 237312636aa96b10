package io.github.backcheck.monitor;

import io.github.backcheck.model.Batch;
import io.github.backcheck.model.Model;
import io.github.backcheck.model.Parameter;
import java.util.Objects;

/** Whether a batch can be fed to a model. */
final class Inputs {

    private Inputs() {}

    static int expected(Model model) {
        return firstWeights(model).columns();
    }

    private static Parameter firstWeights(Model model) {
        return model.layers().get(0).weights();
    }

    static void requireFit(Batch batch, Model model) {
        Objects.requireNonNull(batch, "the batch is null");
        if (batch.inputCount() != expected(model)) {
            throw new IllegalArgumentException(batch + " does not fit " + firstWeights(model) + " of " + model.name()
                    + ": one column per input was expected (for biases in the same matrix use weightsWithBiases)");
        }
    }
}
