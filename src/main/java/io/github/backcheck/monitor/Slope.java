package io.github.backcheck.monitor;

import io.github.backcheck.text.Figures;

/**
 * The derivative f′(z) of one unit over the samples, measured against the largest value that f′ takes anywhere. It is the
 * factor by which a gradient passes through the unit.
 *
 * @param mean the mean of f′(z) / max f′, from 0 to 1; NaN where a z was
 * @param saturated on how many samples f′(z) / max f′ is below {@link #SATURATED}; a ReLU that is off counts, and so does a
 *     leaky one of slope 0.01
 * @param zero on how many samples f′(z) is exactly 0, so that nothing passes
 */
public record Slope(double mean, long saturated, long zero) {

    /**
     * Below this share of its largest derivative a unit counts as saturated on a sample: a sigmoid outside 0.013 to 0.987,
     * a tanh outside ±0.975. A gradient that passes two such units is down to less than 1/400.
     */
    public static final double SATURATED = 0.05;

    /** As in {@code f'/max f' 0.41, saturated on 12 samples, 0 on 3}. */
    @Override
    public String toString() {
        return "f'/max f' " + Figures.of(mean) + ", saturated on " + Figures.count(saturated, "sample")
                + ", exactly 0 on " + Figures.count(zero);
    }
}
