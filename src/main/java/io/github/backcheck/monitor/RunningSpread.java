package io.github.backcheck.monitor;

/** Mean and variance in one pass, without cancellation (Welford 1962; Knuth, TAOCP vol. 2, sec. 4.2.2, eqs. 15 and 16). */
final class RunningSpread {

    private long count;
    private double mean;
    private double squares;
    private double smallest = Double.POSITIVE_INFINITY;
    private double largest = Double.NEGATIVE_INFINITY;

    void add(double value) {
        count++;
        double distance = value - mean;
        mean += value / count - mean / count; // the difference itself may overflow
        squares += distance * (value - mean);
        smallest = Math.min(smallest, value);
        largest = Math.max(largest, value);
    }

    Spread spread() {
        return count == 0
                ? new Spread(Double.NaN, Double.NaN, Double.NaN, Double.NaN)
                : new Spread(mean, squares / count, smallest, largest);
    }
}
