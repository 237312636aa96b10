package io.github.backcheck.audit;

import io.github.backcheck.mlp.Backpropagation;
import io.github.backcheck.mlp.BackwardPass;
import io.github.backcheck.mlp.ForwardPass;
import io.github.backcheck.mlp.LayerGradient;
import io.github.backcheck.mlp.Mlp;
import io.github.backcheck.model.Batch;
import io.github.backcheck.model.Model;
import io.github.backcheck.model.ModelLayer;
import java.util.Arrays;

/** The gradient of the reference network with the same weights: what the program should compute. */
final class TwinGradient implements GradientOracle {

    static final String SOURCE = "the reference twin";

    private final Model model;
    private final Mlp twin;

    /** @param model with an architecture */
    TwinGradient(Model model) {
        this.model = model;
        this.twin = Mlp.twin(model);
    }

    @Override
    public String source() {
        return SOURCE;
    }

    @Override
    public double[][] at(double[][] parameters, Batch batch) {
        new StepTaker(model).assign(parameters);
        twin.copyFrom(model);
        double[][] all = new double[parameters.length][0];
        BackwardPass pass = new BackwardPass(new ForwardPass(twin, batch.size()));
        pass.feed(batch.inputMatrix(), batch.targetMatrix());
        Backpropagation.standard().run(pass);
        for (ModelLayer layer : model.layers()) {
            LayerGradient gradient = pass.accumulator(layer.index());
            all[model.parameters().indexOf(layer.weights())] =
                    entries(gradient.weights().data, layer.weights().size());
            layer.biases()
                    .ifPresent(biases ->
                            all[model.parameters().indexOf(biases)] = entries(gradient.biases().data, biases.size()));
        }
        return all;
    }

    private static double[] entries(double[] data, int size) {
        return Arrays.copyOf(data, size);
    }
}
