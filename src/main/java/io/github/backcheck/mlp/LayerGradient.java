package io.github.backcheck.mlp;

import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;

/** The gradient of one layer's weights and biases, in matrices of the parameters' shapes that are changed in place. */
public final class LayerGradient {

    private final DMatrixRMaj weights;
    private final DMatrixRMaj biases;

    LayerGradient(int units, int inputs) {
        this.weights = new DMatrixRMaj(units, inputs);
        this.biases = new DMatrixRMaj(units, 1);
    }

    /**
     * ∂L/∂W.
     *
     * @return live, out x in
     */
    public DMatrixRMaj weights() {
        return weights;
    }

    /**
     * ∂L/∂b; computed for every layer, whether its biases are trained or not.
     *
     * @return live, units x 1
     */
    public DMatrixRMaj biases() {
        return biases;
    }

    /** Sets every entry to 0. */
    public void clear() {
        weights.zero();
        biases.zero();
    }

    /**
     * Copies another gradient.
     *
     * @param other of the same shape. Not modified.
     */
    public void set(LayerGradient other) {
        weights.setTo(other.weights);
        biases.setTo(other.biases);
    }

    /**
     * Adds another gradient.
     *
     * @param other of the same shape. Not modified.
     */
    public void add(LayerGradient other) {
        CommonOps_DDRM.addEquals(weights, other.weights);
        CommonOps_DDRM.addEquals(biases, other.biases);
    }

    /**
     * Multiplies every entry.
     *
     * @param factor what to multiply by
     */
    public void scale(double factor) {
        CommonOps_DDRM.scale(factor, weights);
        CommonOps_DDRM.scale(factor, biases);
    }
}
