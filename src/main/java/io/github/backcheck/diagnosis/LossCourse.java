package io.github.backcheck.diagnosis;

import io.github.backcheck.model.Batch;
import io.github.backcheck.model.Model;
import io.github.backcheck.trial.ConstantPrediction;
import java.util.OptionalDouble;

/**
 * Where the loss stands.
 *
 * @param here of the examined samples at the given parameters
 * @param afterSteps of the same samples after the examination's training steps; empty without a training step
 * @param constant of the best prediction that is the same for all samples, without penalties; empty where the
 *     architecture's loss is not known
 */
public record LossCourse(double here, OptionalDouble afterSteps, OptionalDouble constant) {

    /** Three quarters of what a constant prediction leaves must be explained before a network counts as doing its job. */
    static final double UNEXPLAINED = 0.25;

    /** A drop by this share within a few steps is progress and not chance: it is the same samples before and after. */
    private static final double PROGRESS = 0.02;

    /** Above the best constant prediction the way down is easy, so that even a small learning rate shows. */
    private static final double SLOW_PROGRESS = 1e-4;

    private static final double COMES_DOWN = 0.8;

    /** A loss within this share of the best constant prediction's is at it. */
    private static final double NEAR = 0.02;

    /** Before the training steps. */
    static LossCourse of(Model model, Batch data) {
        return new LossCourse(
                model.loss(data),
                OptionalDouble.empty(),
                model.architecture()
                        .map(known -> OptionalDouble.of(ConstantPrediction.loss(known, data)))
                        .orElse(OptionalDouble.empty()));
    }

    /** The same once the training steps have been taken. */
    LossCourse withLossAfterSteps(double loss) {
        return new LossCourse(here, OptionalDouble.of(loss), constant);
    }

    /**
     * Whether the network explains most of what there is to explain, so that odd-looking units do it no harm.
     *
     * @return true if the loss is below a quarter of the best constant prediction's
     */
    public boolean isLow() {
        return constant.isPresent() && here < UNEXPLAINED * constant.getAsDouble();
    }

    /**
     * Whether the network does worse than if it ignored its inputs.
     *
     * @return true if the loss is above the best constant prediction's by 2 % or more
     */
    public boolean isWorseThanConstant() {
        return constant.isPresent() && here > (1 + NEAR) * constant.getAsDouble();
    }

    /**
     * Whether the network might as well ignore its inputs.
     *
     * @return true if the loss is not below the best constant prediction's by 2 % or more
     */
    public boolean isNoBetterThanConstant() {
        return constant.isPresent() && !(here < (1 - NEAR) * constant.getAsDouble());
    }

    /**
     * Whether the loss is falling at this moment.
     *
     * @return true if the examination's training steps lowered it by 2 % or more; where the network does worse than if it
     *     ignored its inputs, by 0.01 % or more
     */
    public boolean isFalling() {
        double progress = isWorseThanConstant() ? SLOW_PROGRESS : PROGRESS;
        return afterSteps.isPresent() && afterSteps.getAsDouble() < (1 - progress) * here;
    }

    /** Whether the training steps took a fifth off the loss, so that nothing can be much in their way. */
    boolean isComingDown() {
        return afterSteps.isPresent() && afterSteps.getAsDouble() < COMES_DOWN * here;
    }

    /**
     * Whether the training steps brought a finite loss out of range.
     *
     * @return true if the loss is finite at the given parameters and not after the steps
     */
    public boolean isLostInTraining() {
        return Double.isFinite(here) && afterSteps.isPresent() && !Double.isFinite(afterSteps.getAsDouble());
    }
}
