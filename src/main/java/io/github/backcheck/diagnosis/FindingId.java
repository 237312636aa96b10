package io.github.backcheck.diagnosis;

import java.util.Locale;

/** What can be found. Each id has a page of its name in {@code docs/findings/}. The order is that of causes before effects. */
public enum FindingId {
    /** A parameter, the loss or an output is NaN or infinite. */
    NOT_FINITE,
    /** The loss of the same batch at the same parameters is not the same twice. */
    LOSS_NOT_REPEATABLE,
    /** The gradient of the same batch at the same parameters is not the same twice. */
    GRADIENT_NOT_REPEATABLE,
    /** Asking for the loss or the gradient changes the parameters, or the loss. */
    MEASURING_CHANGES_NETWORK,
    /** The network does not compute what its architecture says. */
    FORWARD_DIFFERS,
    /** The gradient of a layer is exactly 0 although the loss depends on it: the backward pass never reaches it. */
    BACKWARD_NEVER_REACHES_LAYER,
    /** The gradient is not 0, but a training step leaves the parameters as they are. */
    UPDATE_NOT_APPLIED,
    /** A training step goes up the gradient. */
    UPDATE_CLIMBS,
    /** Steps on the same batch from the same parameters grow evenly: sums of gradients are not set back to 0. */
    STEPS_ADD_UP,
    /** The update has a defect that is known by name. */
    UPDATE_WRONG,
    /** A training step leaves a layer as it is, and whether the gradient or the update is missing is not known. */
    LAYER_FROZEN,
    /** A step of the backward pass has a defect that is known by name. */
    BACKWARD_STEP_WRONG,
    /** The analytic gradient is not the numeric one. */
    GRADIENT_WRONG,
    /** The first layer has nothing to learn from: every input is 0 in every sample. */
    FROZEN_BY_INPUTS,
    /** A layer does not change because no unit above it lets a gradient through. */
    FROZEN_BY_UNITS,
    /** Units work where their derivative is almost 0, because the inputs are too large. */
    SATURATED_BY_INPUTS,
    /** Units work where their derivative is almost 0, because the weights are too large. */
    SATURATED_BY_WEIGHTS,
    /** Units give the same activation for every sample. */
    DEAD_UNITS,
    /** Training steps make a parameter or the loss NaN or infinite. */
    TRAINING_DIVERGES,
    /** Every sample is predicted to be the same. */
    CONSTANT_PREDICTION;

    /**
     * The id in words joined by hyphens.
     *
     * @return for example {@code gradient-wrong}
     */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    @Override
    public String toString() {
        return id();
    }
}
