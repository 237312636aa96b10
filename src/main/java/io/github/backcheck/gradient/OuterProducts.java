package io.github.backcheck.gradient;

import io.github.backcheck.model.Model;
import io.github.backcheck.model.ModelLayer;
import io.github.backcheck.model.Parameter;

/** The gradients of single samples from the deltas of their layers: dW = δ a_prevᵀ, db = δ. */
final class OuterProducts implements SampleGradients {

    private final Model model;
    private final Recording recording;
    private final double[][][] deltas;

    /** @param deltas of each layer, units x samples */
    OuterProducts(Model model, Recording recording, double[][][] deltas) {
        this.model = model;
        this.recording = recording;
        this.deltas = deltas;
    }

    @Override
    public int samples() {
        return recording.samples();
    }

    @Override
    public double[] of(Parameter parameter, int sample) {
        ModelLayer layer = model.layers().stream()
                .filter(one -> one.parameters().contains(parameter))
                .findFirst()
                .orElseThrow();
        double[] one = {1};
        double[] inputs =
                parameter.role() == Parameter.Role.BIASES ? one : recording.inputs(layer.index())[sample];
        double[] product = new double[parameter.size()];
        for (int entry = 0; entry < product.length; entry++) {
            product[entry] = deltas[layer.index()][entry / inputs.length][sample] * inputs[entry % inputs.length];
        }
        return product;
    }
}
