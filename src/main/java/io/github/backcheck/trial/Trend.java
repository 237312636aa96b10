package io.github.backcheck.trial;

import java.util.Arrays;
import java.util.List;

/**
 * Whether values taken at equal distances fall. Both statistics look at all pairs and at ranks, so that one outlier says
 * nothing.
 */
final class Trend {

    /** How likely values in random order look like falling. */
    private static final double CHANCE = 0.01;

    private Trend() {}

    /**
     * The one-sided test of Mann (1945): S counts the pairs in which the later value is smaller, less those in which it is
     * larger, and is compared with what random orders give. Ties count for neither.
     *
     * @return true if fewer than 1 % of all orders have such an S or a larger one
     */
    static boolean isFalling(List<Double> values) {
        int n = values.size();
        int s = 0;
        for (int i = 0; i < n; i++) {
            for (int j = i + 1; j < n; j++) {
                s -= Double.compare(values.get(j), values.get(i));
            }
        }
        return shareOfOrders(n, s) < CHANCE;
    }

    /**
     * The share of the n! orders of different values whose S is at least s. An order has k = (n (n − 1) / 2 − S) / 2
     * pairs that do not fall; the number of orders with k of them is the coefficient of xᵏ in Π (1 + x + … + xⁱ), i below n.
     */
    private static double shareOfOrders(int n, int s) {
        double[] share = {1};
        for (int i = 1; i < n; i++) {
            double[] more = new double[share.length + i];
            for (int k = 0; k < share.length; k++) {
                for (int shift = 0; shift <= i; shift++) {
                    more[k + shift] += share[k] / (i + 1);
                }
            }
            share = more;
        }
        int pairs = n * (n - 1) / 2;
        int most = Math.floorDiv(pairs - s, 2);
        double sum = 0;
        for (int k = 0; k <= most && k < share.length; k++) {
            sum += share[k];
        }
        return sum;
    }

    /** The median slope of all pairs (Theil 1950, Sen 1968), in units of the values per place; NaN for fewer than two. */
    static double slope(List<Double> values) {
        int n = values.size();
        double[] slopes = new double[n * (n - 1) / 2];
        int pair = 0;
        for (int i = 0; i < n; i++) {
            for (int j = i + 1; j < n; j++) {
                slopes[pair] = (values.get(j) - values.get(i)) / (j - i);
                pair++;
            }
        }
        return median(slopes);
    }

    /** The middle, or the mean of the two in the middle; infinite ones are values like others; NaN for none. */
    static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        if (sorted.length == 0) {
            return Double.NaN;
        }
        return sorted.length % 2 == 1 ? sorted[middle] : sorted[middle - 1] / 2 + sorted[middle] / 2;
    }
}
