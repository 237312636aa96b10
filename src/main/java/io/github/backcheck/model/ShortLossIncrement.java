package io.github.backcheck.model;

/**
 * How far the losses of several samples move when their outputs move by little: the difference of two values of the loss,
 * rearranged so that nothing cancels. No derivative enters. Made by {@link Loss#shortIncrement}.
 */
@FunctionalInterface
public interface ShortLossIncrement {

    /**
     * The movement of each sample's own loss.
     *
     * @param moves outputs x samples: how far the pre-activations of the last layer move where the loss has a
     *     {@link Loss#requiredHead()}, how far the activations move elsewhere; at most {@link ShortIncrement#LONGEST} where it
     *     has. Not modified.
     * @param into one for each sample. Modified.
     */
    void of(double[][] moves, double[] into);
}
