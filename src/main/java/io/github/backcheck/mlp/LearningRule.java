package io.github.backcheck.mlp;

import java.util.Objects;

/**
 * How a network learns from a batch: how its gradient is computed, and how it is applied.
 *
 * <pre>{@code
 * LearningRule right = LearningRule.of(Optimiser.sgd(0.1));
 * LearningRule wrong = right.withBackpropagation(Backpropagation.standard().replacing(BIAS_SUM, (pass, layer) -> {}));
 * }</pre>
 *
 * @param backpropagation computes the gradient
 * @param update applies it, to weights and biases of each layer in turn, first layer first
 */
public record LearningRule(Backpropagation backpropagation, UpdateStep update) {

    /**
     * Checks that nothing is null.
     *
     * @param backpropagation computes the gradient
     * @param update applies it
     */
    public LearningRule {
        Objects.requireNonNull(backpropagation, "backpropagation");
        Objects.requireNonNull(update, "update");
    }

    /**
     * Standard backpropagation.
     *
     * @param update an {@link Optimiser}, or an update of one's own
     * @return the rule
     */
    public static LearningRule of(UpdateStep update) {
        return new LearningRule(Backpropagation.standard(), update);
    }

    /**
     * The same with another backpropagation.
     *
     * @param other computes the gradient
     * @return a new rule
     */
    public LearningRule withBackpropagation(Backpropagation other) {
        return new LearningRule(other, update);
    }

    /**
     * The same with another update.
     *
     * @param other applies the gradient
     * @return a new rule
     */
    public LearningRule withUpdate(UpdateStep other) {
        return new LearningRule(backpropagation, other);
    }
}
