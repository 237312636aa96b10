package io.github.backcheck.census;

import io.github.backcheck.text.Figures;

/**
 * How large some numbers are.
 *
 * @param smallest the smallest
 * @param largest the largest
 * @param mean their mean; exactly the value if all are equal
 * @param rootMeanSquare the root of the mean of their squares
 */
public record ValueRange(double smallest, double largest, double mean, double rootMeanSquare) {

    /** Goes through the numbers twice, once for their size and once for their squares measured against it. */
    static ValueRange of(Rows rows) {
        double smallest = Double.POSITIVE_INFINITY;
        double largest = Double.NEGATIVE_INFINITY;
        double mean = 0;
        long seen = 0;
        for (int s = 0; s < rows.count(); s++) {
            for (double value : rows.row(s)) {
                double share = 1.0 / ++seen;
                smallest = Math.min(smallest, value);
                largest = Math.max(largest, value);
                mean += value * share - mean * share; // the difference itself may overflow
            }
        }
        return new ValueRange(
                smallest, largest, mean, rootMeanSquare(rows, Math.max(Math.abs(smallest), Math.abs(largest))));
    }

    private static double rootMeanSquare(Rows rows, double size) {
        if (size == 0) {
            return 0;
        }
        double squares = 0;
        for (int s = 0; s < rows.count(); s++) {
            for (double value : rows.row(s)) {
                squares += (value / size) * (value / size);
            }
        }
        return size * Math.sqrt(squares / rows.count() / rows.columns());
    }

    /**
     * The largest size of a number, whatever its sign.
     *
     * @return at least 0
     */
    public double largestMagnitude() {
        return Math.max(Math.abs(smallest), Math.abs(largest));
    }

    /** As in {@code 0 to 16, mean 4.88, root mean square 7.76}. */
    @Override
    public String toString() {
        return Figures.of(smallest) + " to " + Figures.of(largest) + ", mean " + Figures.of(mean)
                + ", root mean square " + Figures.of(rootMeanSquare);
    }
}
