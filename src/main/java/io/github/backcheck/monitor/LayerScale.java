package io.github.backcheck.monitor;

import io.github.backcheck.text.Figures;

/**
 * How large the numbers are that a layer works with, to tell unscaled inputs from weights that are too large.
 *
 * @param meanPreActivation the mean of |z| over samples and units
 * @param largestPreActivation the largest |z|
 * @param meanInput the mean of |a_prev| over samples and the layer's inputs
 * @param meanWeight the mean of |w| over the layer's weights when the report was made
 */
public record LayerScale(double meanPreActivation, double largestPreActivation, double meanInput, double meanWeight) {

    /** As in {@code |z| 12.1 on average, 88.4 at most; |inputs| 4.88, |weights| 0.4 on average}. */
    @Override
    public String toString() {
        return "|z| " + Figures.of(meanPreActivation) + " on average, " + Figures.of(largestPreActivation)
                + " at most; |inputs| " + Figures.of(meanInput) + ", |weights| " + Figures.of(meanWeight)
                + " on average";
    }
}
