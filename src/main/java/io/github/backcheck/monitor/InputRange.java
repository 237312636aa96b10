package io.github.backcheck.monitor;

import io.github.backcheck.text.Figures;

/**
 * The value that one input feature took, or the first two different ones.
 *
 * @param smallest NaN as long as no sample was seen
 * @param largest NaN as long as no sample was seen
 */
public record InputRange(double smallest, double largest) {

    /**
     * Whether the feature took one value only.
     *
     * @return true if smallest and largest are the same number
     */
    public boolean constant() {
        return smallest == largest;
    }

    /**
     * Whether the feature was 0 in every sample.
     *
     * @return true if smallest and largest are 0
     */
    public boolean zero() {
        return smallest == 0 && largest == 0;
    }

    /** As in {@code 0 to 16}. */
    @Override
    public String toString() {
        return Figures.of(smallest) + " to " + Figures.of(largest);
    }
}
