package io.github.backcheck.mlp;

import io.github.backcheck.model.Layer;
import java.util.Objects;
import org.ejml.data.DMatrixRMaj;

/**
 * The workspace that the steps of backpropagation read and write: a forward pass, the targets of its samples, and for each
 * layer δ, the gradient of this batch, the accumulator from which the optimiser reads, and both of the run before.
 *
 * <pre>{@code
 * BackwardPass pass = new BackwardPass(new ForwardPass(network, 32));
 * pass.feed(inputs, targets);
 * Backpropagation.standard().run(pass);
 * DMatrixRMaj dW = pass.accumulator(0).weights();      // ∂L/∂W of the first layer, out x in
 * }</pre>
 *
 * <p>The matrices it hands out are its own and live. Between {@link #feed} and {@link Backpropagation#run} they may be
 * overwritten, for example to replay a step on somebody else's activations. Their arrays may be longer than rows x columns.
 * Allocates nothing as long as there are no more samples than there ever were. Not thread-safe.
 */
public final class BackwardPass {

    private final ForwardPass forward;
    private final double learningRate;
    private final DMatrixRMaj targets;
    private final DMatrixRMaj[] deltas;
    private final LayerGradient[] gradients;
    private final LayerGradient[] accumulators;
    private final LayerGradient[] previousGradients;
    private final LayerGradient[] previousAccumulators;
    private boolean fed;

    /**
     * A workspace on top of a forward pass, with everything zero.
     *
     * @param forward where the network computes its outputs; {@link #feed} runs it. Modified.
     */
    public BackwardPass(ForwardPass forward) {
        this(forward, 0);
    }

    /**
     * A workspace for steps that depend on how large the updates are, as that of a program does which updates the layers above
     * before it hands their δ down.
     *
     * @param forward where the network computes its outputs; {@link #feed} runs it. Modified.
     * @param learningRate η of the updates, 0 if there are none
     */
    public BackwardPass(ForwardPass forward, double learningRate) {
        this.forward = Objects.requireNonNull(forward, "forward");
        this.learningRate = learningRate;
        this.targets =
                new DMatrixRMaj(forward.samples(), network().architecture().outputCount());
        this.deltas = network().perLayer(forward.samples());
        this.gradients = zeros(network());
        this.accumulators = zeros(network());
        this.previousGradients = zeros(network());
        this.previousAccumulators = zeros(network());
    }

    private static LayerGradient[] zeros(Mlp network) {
        return network.architecture().layers().stream()
                .map((Layer layer) -> new LayerGradient(layer.units(), layer.inputs()))
                .toArray(LayerGradient[]::new);
    }

    /**
     * Takes a batch and runs the forward pass on it. Gradients and accumulators stay as they are.
     *
     * @param inputs samples x inputs, at least one row, any number of rows. Not modified, copied.
     * @param targets samples x outputs. Not modified, copied.
     * @throws IllegalArgumentException if a shape does not fit, or if an entry is NaN or infinite
     */
    public void feed(DMatrixRMaj inputs, DMatrixRMaj targets) {
        fed = false;
        forward.run(inputs);
        Matrices.requireShape(targets, forward.samples(), this.targets.numCols, "targets");
        Matrices.copyFinite(targets, this.targets, "targets");
        fed = true;
    }

    /**
     * Keeps what the run before left, and sets δ, gradients and accumulators to zero. {@link Backpropagation#run} does this
     * by itself.
     *
     * @throws IllegalStateException if there was no batch yet
     */
    public void begin() {
        if (!fed) {
            throw new IllegalStateException("the backward pass has no batch: call feed(inputs, targets) first");
        }
        for (int layer = 0; layer < deltas.length; layer++) {
            previousGradients[layer].set(gradients[layer]);
            previousAccumulators[layer].set(accumulators[layer]);
            gradients[layer].clear();
            accumulators[layer].clear();
            deltas[layer].reshape(samples(), deltas[layer].numCols);
            deltas[layer].zero();
        }
    }

    /**
     * The network.
     *
     * @return that of the forward pass, with its live weights and its architecture
     */
    public Mlp network() {
        return forward.network();
    }

    /**
     * The forward pass, with inputs, pre-activations and activations of this batch.
     *
     * @return the pass given
     */
    public ForwardPass forward() {
        return forward;
    }

    /**
     * The learning rate η of the updates that follow the pass. The standard steps do not ask for it.
     *
     * @return 0 if there are none
     */
    public double learningRate() {
        return learningRate;
    }

    /**
     * Number of samples N of the batch.
     *
     * @return at least 1
     */
    public int samples() {
        return forward.samples();
    }

    /**
     * The targets of the batch.
     *
     * @return live, samples x outputs
     */
    public DMatrixRMaj targets() {
        return targets;
    }

    /**
     * The loss of the batch: that of {@link Mlp#loss}, at the outputs of the forward pass.
     *
     * @return the loss, which may be NaN or infinite
     * @throws IllegalStateException if there was no batch yet
     */
    public double loss() {
        return network().loss(forward, targets);
    }

    /**
     * δ of a layer: ∂ℓ/∂z of each sample by itself, before the batch is averaged. While a layer's steps run it holds ∂ℓ/∂a
     * until {@link BackwardStepName#ACTIVATION_DERIVATIVE}. Zero at the start of each run.
     *
     * @param layer from 0
     * @return live, samples x units
     */
    public DMatrixRMaj delta(int layer) {
        return deltas[layer];
    }

    /**
     * The gradient of this batch. Zero at the start of each run.
     *
     * @param layer from 0
     * @return live
     */
    public LayerGradient gradient(int layer) {
        return gradients[layer];
    }

    /**
     * What the optimiser reads. Zero at the start of each run.
     *
     * @param layer from 0
     * @return live
     */
    public LayerGradient accumulator(int layer) {
        return accumulators[layer];
    }

    /**
     * What {@link #gradient} was at the end of the run before.
     *
     * @param layer from 0
     * @return live, zero in the first run
     */
    public LayerGradient previousGradient(int layer) {
        return previousGradients[layer];
    }

    /**
     * What {@link #accumulator} was at the end of the run before. A program that never resets its accumulators adds to
     * these.
     *
     * @param layer from 0
     * @return live, zero in the first run
     */
    public LayerGradient previousAccumulator(int layer) {
        return previousAccumulators[layer];
    }

    /** As in {@code backward pass of 32 samples through 64 -> 30 sigmoid -> 10 softmax, ...}. */
    @Override
    public String toString() {
        return "backward pass of " + samples() + " samples through " + network();
    }
}
