package io.github.backcheck.mlp;

/**
 * The steps of backpropagation, in the order in which each layer takes them (Rumelhart, Hinton and Williams 1986; in this
 * notation Nielsen 2015, ch. 2, BP1 to BP4). Layers are numbered from 0, the batch has one sample per row, and δ is that of
 * the single sample: averaging comes at the end, in {@link #BATCH_REDUCTION}.
 */
public enum BackwardStepName {
    /**
     * Last layer only: δ ← ∂ℓ/∂a of each sample, or ∂ℓ/∂z at once where loss and head are fused ({@link
     * io.github.backcheck.model.Loss#requiredHead()}). Writes {@link BackwardPass#delta}.
     */
    LOSS_DELTA("loss delta", StandardSteps::lossDelta),
    /** All layers but the last: δ_l ← δ_{l+1} W_{l+1}, which is ∂ℓ/∂a. Writes {@link BackwardPass#delta}. */
    PROPAGATION("propagation", StandardSteps::propagation),
    /**
     * δ ← ∂ℓ/∂z by the transposed Jacobian of f, δ ⊙ f′(z) for all activations but softmax. Leaves the last layer alone
     * where {@link #LOSS_DELTA} gave ∂ℓ/∂z. Changes {@link BackwardPass#delta}.
     */
    ACTIVATION_DERIVATIVE("activation derivative", StandardSteps::activationDerivative),
    /** dW ← δᵀ a_prev, the sum over the samples of the batch. Writes {@link BackwardPass#gradient}. */
    OUTER_PRODUCT("outer product", StandardSteps::outerProduct),
    /** db ← the sum of δ over the samples of the batch. Writes {@link BackwardPass#gradient}. */
    BIAS_SUM("bias sum", StandardSteps::biasSum),
    /** dW and db ← multiplied by 1/N where the loss is a mean over the batch. Changes {@link BackwardPass#gradient}. */
    BATCH_REDUCTION("batch reduction", StandardSteps::batchReduction),
    /** dW ← dW + λ W. Biases carry no penalty. Changes {@link BackwardPass#gradient}. */
    PENALTY("penalty", StandardSteps::penalty),
    /**
     * What the optimiser will read ← itself + dW and db. It was cleared when the pass began, so after one batch it equals
     * the gradient. Changes {@link BackwardPass#accumulator}.
     */
    ACCUMULATION("accumulation", StandardSteps::accumulation);

    private final String title;

    @SuppressWarnings("ImmutableEnumChecker") // A method reference that holds nothing.
    private final BackwardStep standard;

    BackwardStepName(String title, BackwardStep standard) {
        this.title = title;
        this.standard = standard;
    }

    /**
     * The step as it should be.
     *
     * @return the step
     */
    public BackwardStep standard() {
        return standard;
    }

    /**
     * Whether backpropagation takes this step at a layer.
     *
     * @param layer from 0
     * @param depth number of layers of the network
     * @return false for the loss delta below the last layer, for the propagation into the last layer, and outside the network
     */
    public boolean runsAt(int layer, int depth) {
        return switch (this) {
            case LOSS_DELTA -> layer == depth - 1;
            case PROPAGATION -> layer >= 0 && layer < depth - 1;
            default -> layer >= 0 && layer < depth;
        };
    }

    /** As in {@code outer product}. */
    @Override
    public String toString() {
        return title;
    }
}
