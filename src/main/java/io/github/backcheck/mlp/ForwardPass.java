package io.github.backcheck.mlp;

import java.util.Objects;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.mult.MatrixMatrixMult_DDRM;

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
        Hyperparameters.requireAtLeastOne(samples, "number of samples");
        this.network = Objects.requireNonNull(network, "network");
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
            DMatrixRMaj z = preActivations[layer];
            DMatrixRMaj a = activations[layer];
            z.reshape(samples(), z.numCols);
            a.reshape(samples(), a.numCols);
            // The single-threaded kernel: the sums have the same order on any machine.
            MatrixMatrixMult_DDRM.multTransB(layerInputs(layer), network.weights(layer), z);
            addToEachRow(network.biases(layer), z);
            network.architecture().layer(layer).activation().values(z.data, a.data, z.numRows, z.numCols);
        }
        hasRun = true;
    }

    private static void addToEachRow(DMatrixRMaj biases, DMatrixRMaj z) {
        for (int first = 0; first < z.getNumElements(); first += z.numCols) {
            for (int unit = 0; unit < z.numCols; unit++) {
                z.data[first + unit] += biases.data[unit];
            }
        }
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

    /** As in {@code forward pass of 32 samples through 64 -> 30 sigmoid -> 10 softmax, ...}. */
    @Override
    public String toString() {
        return "forward pass of " + samples() + " samples through " + network;
    }
}
