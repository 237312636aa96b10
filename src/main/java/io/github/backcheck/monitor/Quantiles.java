package io.github.backcheck.monitor;

/**
 * The median of positive numbers in bounded memory: counts in bins whose limits grow by a constant factor, as in Masson, Rim
 * and Lee 2019 (VLDB 12, DDSketch). What it says is within 1 % of a number in the middle.
 */
final class Quantiles {

    private static final double FACTOR = 1.02;
    private static final double LOG_FACTOR = Math.log(FACTOR);
    private static final double SMALLEST = 1e-20;
    private static final int BINS = 3000;

    private final int[] counts = new int[BINS];
    private long zeros;
    private long total;

    /** NaN is left out. Below 1e-20 everything counts as 0, above 5e5 as infinite. */
    void add(double value) {
        if (Double.isNaN(value)) {
            return;
        }
        total++;
        if (value < SMALLEST) {
            zeros++;
        } else {
            int bin = (int) (Math.log(value / SMALLEST) / LOG_FACTOR);
            if (bin < BINS) {
                counts[bin]++;
            }
        }
    }

    /** NaN if nothing was added. */
    double median() {
        if (total == 0) {
            return Double.NaN;
        }
        long below = (total + 1) / 2;
        if (zeros >= below) {
            return 0;
        }
        long seen = zeros;
        for (int bin = 0; bin < BINS; bin++) {
            seen += counts[bin];
            if (seen >= below) {
                return SMALLEST * Math.exp((bin + 0.5) * LOG_FACTOR);
            }
        }
        return Double.POSITIVE_INFINITY;
    }
}
