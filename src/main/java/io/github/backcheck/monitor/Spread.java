package io.github.backcheck.monitor;

import io.github.backcheck.text.Figures;

/**
 * How a number varies between samples. All four are NaN where one of the values was.
 *
 * @param mean the arithmetic mean
 * @param variance mean squared distance from the mean, divided by the number of samples; exactly 0 if all are equal
 * @param smallest the smallest value
 * @param largest the largest value
 */
public record Spread(double mean, double variance, double smallest, double largest) {

    /**
     * Turns −0 into 0, so that spreads of the same numbers are equal.
     *
     * @param mean any number
     * @param variance any number
     * @param smallest any number
     * @param largest any number
     */
    public Spread {
        mean += 0.0;
        smallest += 0.0;
        largest += 0.0;
    }

    /** As in {@code 0.12 to 0.98, mean 0.5, variance 0.03}. */
    @Override
    public String toString() {
        return Figures.of(smallest) + " to " + Figures.of(largest) + ", mean " + Figures.of(mean) + ", variance "
                + Figures.of(variance);
    }
}
