package io.github.backcheck.gradient;

import io.github.backcheck.model.Architecture;
import io.github.backcheck.model.Batch;
import io.github.backcheck.model.Gradient;
import io.github.backcheck.model.Model;
import io.github.backcheck.model.ModelBuilder;
import java.util.Arrays;

/** The plain network without biases: they stay 0 and nobody is told of them. */
class UnbiasedNetwork extends PlainNetwork {

    UnbiasedNetwork(Architecture architecture, double scale, long seed) {
        super(architecture, scale, seed);
        for (double[] biases : b) {
            Arrays.fill(biases, 0);
        }
    }

    @Override
    void backprop(Batch batch) {
        super.backprop(batch);
        for (double[] biases : db) {
            Arrays.fill(biases, 0);
        }
    }

    @Override
    Gradient collected() {
        Gradient gradient = Gradient.of("1/W", dw[0]);
        for (int l = 1; l < w.length; l++) {
            gradient = gradient.and((l + 1) + "/W", dw[l]);
        }
        return gradient;
    }

    @Override
    ModelBuilder wrapped() {
        ModelBuilder builder = Model.named("plain network without biases");
        for (int l = 0; l < w.length; l++) {
            builder.weights((l + 1) + "/W", w[l]);
        }
        return builder.loss(this::loss);
    }
}
