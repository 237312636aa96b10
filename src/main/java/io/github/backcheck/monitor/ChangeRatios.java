package io.github.backcheck.monitor;

import io.github.backcheck.text.Figures;

/**
 * The change ratios ‖Δθ‖/‖θ‖ of all comparisons of a parameter. Comparisons at which it was not finite are left out; one at
 * which it left zero has an infinite ratio.
 *
 * @param comparisons how many there were
 * @param smallest NaN if there is no ratio
 * @param median NaN if there is no ratio; exact for up to 256 comparisons, beyond that to 1 %
 * @param largest NaN if there is no ratio
 */
public record ChangeRatios(int comparisons, double smallest, double median, double largest) {

    /** As in {@code 0.001 to 0.2, median 0.01}. */
    @Override
    public String toString() {
        return Figures.of(smallest) + " to " + Figures.of(largest) + ", median " + Figures.of(median);
    }
}
