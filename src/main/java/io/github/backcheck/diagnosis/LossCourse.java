package io.github.backcheck.diagnosis;

import java.util.OptionalDouble;

/**
 * Where the loss stands.
 *
 * @param here of the examined samples at the given parameters
 * @param afterSteps of the same samples after the examination's training steps; empty without a training step
 * @param constant of the best prediction that is the same for all samples; empty where the architecture's loss is not known
 */
public record LossCourse(double here, OptionalDouble afterSteps, OptionalDouble constant) {

    /** Three quarters of what a constant prediction leaves must be explained before a network counts as doing its job. */
    private static final double UNEXPLAINED = 0.25;

    /** A drop by this share within a few steps is progress and not chance: it is the same samples before and after. */
    private static final double PROGRESS = 0.02;

    /**
     * Whether the network explains most of what there is to explain, so that odd-looking units do it no harm.
     *
     * @return true if the loss is below a quarter of the best constant prediction's
     */
    public boolean isLow() {
        return constant.isPresent() && here < UNEXPLAINED * constant.getAsDouble();
    }

    /**
     * Whether the loss is falling at this moment.
     *
     * @return true if the examination's training steps lowered it by 2 % or more
     */
    public boolean isFalling() {
        return afterSteps.isPresent() && afterSteps.getAsDouble() < (1 - PROGRESS) * here;
    }
}
