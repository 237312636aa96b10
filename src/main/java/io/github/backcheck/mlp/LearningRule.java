package io.github.backcheck.mlp;

import java.util.Objects;

/**
 * How a network computes and learns from a batch: its forward pass, what it says its loss is, how its gradient is computed,
 * and how it is applied.
 *
 * <pre>{@code
 * LearningRule right = LearningRule.of(Optimiser.sgd(0.1));
 * LearningRule wrong = right.withBackpropagation(Backpropagation.standard().replacing(BIAS_SUM, (pass, layer) -> {}));
 * }</pre>
 *
 * @param forward computes outputs
 * @param loss says how good they are
 * @param backpropagation computes the gradient
 * @param update applies it, to weights and biases of each layer in turn, first layer first
 */
public record LearningRule(
        ForwardPropagation forward, BatchLoss loss, Backpropagation backpropagation, UpdateStep update) {

    /**
     * Checks that nothing is null.
     *
     * @param forward computes outputs
     * @param loss says how good they are
     * @param backpropagation computes the gradient
     * @param update applies it
     */
    public LearningRule {
        Objects.requireNonNull(forward, "forward");
        Objects.requireNonNull(loss, "loss");
        Objects.requireNonNull(backpropagation, "backpropagation");
        Objects.requireNonNull(update, "update");
    }

    /**
     * Standard forward pass, loss and backpropagation.
     *
     * @param update an {@link Optimiser}, or an update of one's own
     * @return the rule
     */
    public static LearningRule of(UpdateStep update) {
        return new LearningRule(
                ForwardPropagation.standard(), BatchLoss.standard(), Backpropagation.standard(), update);
    }

    /**
     * The same with another forward pass.
     *
     * @param other computes outputs
     * @return a new rule
     */
    public LearningRule withForward(ForwardPropagation other) {
        return new LearningRule(other, loss, backpropagation, update);
    }

    /**
     * The same with another loss.
     *
     * @param other says how good outputs are
     * @return a new rule
     */
    public LearningRule withLoss(BatchLoss other) {
        return new LearningRule(forward, other, backpropagation, update);
    }

    /**
     * The same with another backpropagation.
     *
     * @param other computes the gradient
     * @return a new rule
     */
    public LearningRule withBackpropagation(Backpropagation other) {
        return new LearningRule(forward, loss, other, update);
    }

    /**
     * The same with another update.
     *
     * @param other applies the gradient
     * @return a new rule
     */
    public LearningRule withUpdate(UpdateStep other) {
        return new LearningRule(forward, loss, backpropagation, other);
    }
}
