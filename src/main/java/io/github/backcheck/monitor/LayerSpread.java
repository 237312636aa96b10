package io.github.backcheck.monitor;

import io.github.backcheck.text.Figures;

/**
 * How far the samples are apart in one place of a network.
 *
 * @param name a layer's name, or {@code inputs}
 * @param relative the root mean square distance of the activations from their mean over the samples, divided by the root mean
 *     square of the activations; 0 where all are 0, NaN where one is not finite
 */
public record LayerSpread(String name, double relative) {

    /**
     * Below this the samples are not told apart: what is left of their differences is a millionth of the numbers that carry
     * them.
     */
    public static final double SAME = 1e-6;

    /**
     * Whether all samples look the same here.
     *
     * @return true below {@link #SAME}
     */
    public boolean same() {
        return relative < SAME;
    }

    /** As in {@code hidden 0.31}. */
    @Override
    public String toString() {
        return name + " " + Figures.of(relative);
    }
}
