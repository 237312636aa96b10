package io.github.backcheck.gradient;

import io.github.backcheck.mlp.ForwardPass;
import io.github.backcheck.model.Model;
import io.github.backcheck.model.ModelLayer;
import io.github.backcheck.model.Parameter;
import java.util.Arrays;
import org.ejml.data.DMatrixRMaj;

/** The gradients of single samples from the deltas of their layers: dW = δ a_prevᵀ, db = δ. */
final class OuterProducts implements SampleGradients {

    private final Model model;
    private final ForwardPass pass;
    private final double[][] deltas;

    /** @param deltas of each layer, samples x units */
    OuterProducts(Model model, ForwardPass pass, double[][] deltas) {
        this.model = model;
        this.pass = pass;
        this.deltas = deltas;
    }

    @Override
    public int samples() {
        return pass.samples();
    }

    @Override
    public double[] of(Parameter parameter, int sample) {
        ModelLayer layer = model.layers().stream()
                .filter(one -> one.parameters().contains(parameter))
                .findFirst()
                .orElseThrow();
        int units = parameter.rows();
        double[] delta = Arrays.copyOfRange(deltas[layer.index()], sample * units, (sample + 1) * units);
        return parameter.role() == Parameter.Role.BIASES
                ? delta
                : product(delta, pass.layerInputs(layer.index()), sample);
    }

    private static double[] product(double[] delta, DMatrixRMaj below, int sample) {
        int columns = below.numCols;
        double[] product = new double[delta.length * columns];
        for (int entry = 0; entry < product.length; entry++) {
            product[entry] = delta[entry / columns] * below.get(sample, entry % columns);
        }
        return product;
    }
}
