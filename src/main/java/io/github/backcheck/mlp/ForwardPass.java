package io.github.backcheck.mlp;

import io.github.backcheck.model.Trace;
import java.util.Objects;
import org.ejml.data.DMatrixRMaj;

/**
 * A workspace in which a network computes its outputs, and which keeps the pre-activations z = W a_prev + b and the
 * activations a = f(z) of each layer. It can be run again and again, with any number of samples; it allocates nothing as
 * long as there are no more samples than there ever were.
 *
 * <pre>{@code
 * ForwardPass pass = new ForwardPass(network, 32);
 * pass.run(inputs);                               // 32 x 64
 * DMatrixRMaj outputs = pass.activations(1);      // 32 x 10, until the next run
 * }</pre>
 *
 * <p>The matrices it hands out are its own: each run changes them, and what is written into them is seen by whoever reads
 * the pass. Their arrays may be longer than rows x columns. Not thread-safe; works in the calling thread only, so results
 * are the same to the last bit on any machine.
 */
public final class ForwardPass {

    private final Mlp network;
    private final ForwardPropagation plan;
    private final DMatrixRMaj inputs;
    private final DMatrixRMaj[] preActivations;
    private final DMatrixRMaj[] activations;
    private boolean hasRun;

    /**
     * A workspace that has not been run.
     *
     * @param network the network, whose weights are read anew in each run. Not modified.
     * @param samples number of samples to make room for, at least 1
     * @throws IllegalArgumentException if the number of samples is below 1
     */
    public ForwardPass(Mlp network, int samples) {
        this(network, samples, ForwardPropagation.standard());
    }

    /**
     * A workspace for a forward pass that may have defects.
     *
     * @param network the network, whose weights are read anew in each run. Not modified.
     * @param samples number of samples to make room for, at least 1
     * @param plan the steps to take
     * @throws IllegalArgumentException if the number of samples is below 1, or if the plan replaces a step of a layer that
     *     the network does not have
     */
    public ForwardPass(Mlp network, int samples, ForwardPropagation plan) {
        Hyperparameters.requireAtLeastOne(samples, "number of samples");
        this.network = Objects.requireNonNull(network, "network");
        this.plan = Objects.requireNonNull(plan, "plan");
        plan.requirePlaces(network.architecture().depth());
        this.inputs = new DMatrixRMaj(samples, network.architecture().inputCount());
        this.preActivations = network.perLayer(samples);
        this.activations = network.perLayer(samples);
    }

    /**
     * Computes z and a of every layer. NaN and infinities that arise on the way are carried through.
     *
     * @param inputs samples x inputs of the network, at least one row, any number of rows. Not modified, copied.
     * @throws IllegalArgumentException if there is no row, if the number of columns is not the number of inputs, or if an
     *     input is NaN or infinite
     */
    public void run(DMatrixRMaj inputs) {
        Matrices.requireColumns(inputs, network.architecture().inputCount(), "inputs");
        Matrices.copyFinite(inputs, this.inputs, "inputs");
        for (int layer = 0; layer < preActivations.length; layer++) {
            preActivations[layer].reshape(samples(), preActivations[layer].numCols);
            activations[layer].reshape(samples(), activations[layer].numCols);
            plan.runLayer(this, layer);
        }
        hasRun = true;
    }

    void requireRun() {
        if (!hasRun) {
            throw new IllegalStateException("the forward pass has not been run");
        }
    }

    /**
     * The network that computes here.
     *
     * @return the network given
     */
    public Mlp network() {
        return network;
    }

    /**
     * Number of samples of the last run.
     *
     * @return at least 1; before the first run, the number made room for
     */
    public int samples() {
        return inputs.numRows;
    }

    /**
     * The inputs of the last run.
     *
     * @return live, samples x inputs
     */
    public DMatrixRMaj inputs() {
        return inputs;
    }

    /**
     * What a layer reads: the inputs for layer 0, the activations of the layer below for the others.
     *
     * @param layer from 0
     * @return live, samples x inputs of the layer
     */
    public DMatrixRMaj layerInputs(int layer) {
        return layer == 0 ? inputs : activations[layer - 1];
    }

    /**
     * z = W a_prev + b of a layer.
     *
     * @param layer from 0
     * @return live, samples x units
     */
    public DMatrixRMaj preActivations(int layer) {
        return preActivations[layer];
    }

    /**
     * a = f(z) of a layer.
     *
     * @param layer from 0
     * @return live, samples x units
     */
    public DMatrixRMaj activations(int layer) {
        return activations[layer];
    }

    /**
     * The activations of the last layer.
     *
     * @return live, samples x outputs
     */
    public DMatrixRMaj outputs() {
        return activations[activations.length - 1];
    }

    /** A copy of all pre-activations and activations. */
    Trace trace() {
        Trace trace = Trace.layer(Matrices.toRows(preActivations(0)), Matrices.toRows(activations(0)));
        for (int layer = 1; layer < activations.length; layer++) {
            trace = trace.andLayer(Matrices.toRows(preActivations(layer)), Matrices.toRows(activations(layer)));
        }
        return trace;
    }

    /** As in {@code forward pass of 32 samples through 64 -> 30 sigmoid -> 10 softmax, ...}. */
    @Override
    public String toString() {
        return "forward pass of " + samples() + " samples through " + network;
    }
}
