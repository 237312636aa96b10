package io.github.backcheck.gradient;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;

/**
 * How much rounding moves a function, measured from a few values along a line: the difference table of Moré and Wild (2011),
 * <i>Estimating computational noise</i>, SIAM J. Sci. Comput. 33(3), algorithm ECnoise. Differences of a smooth function
 * shrink with their order, differences of noise do not.
 */
final class NoiseLevel {

    /** Evaluations in one table. */
    private static final int POINTS = 7;

    /** Two successive estimates this close are taken to be noise and not curvature (Moré and Wild, section 5). */
    private static final double STABLE = 4;

    private static final int ATTEMPTS = 5;

    /** When too many values coincide the line is too short, otherwise too long (Moré and Wild, section 5). */
    private static final double LONGER = 100;

    private NoiseLevel() {}

    /**
     * Measures the noise near 0.
     *
     * @param function the function along a line
     * @param spacing first guess of the distance between two points
     * @param floor what to answer at least, for example a unit round-off of the value
     * @return the standard deviation of the noise, at least the floor
     */
    static double of(DoubleUnaryOperator function, double spacing, double floor) {
        double h = spacing;
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            double[] values = new double[POINTS];
            for (int i = 0; i < POINTS; i++) {
                values[i] = function.applyAsDouble(h * (i - POINTS / 2));
            }
            if (coincide(values)) {
                h *= LONGER;
                continue;
            }
            double noise = fromTable(values);
            if (noise >= 0) {
                return Math.max(noise, floor);
            }
            h /= LONGER;
        }
        return floor;
    }

    private static boolean coincide(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int equal = 0;
        for (int i = 1; i < POINTS; i++) {
            equal += sorted[i] == sorted[i - 1] ? 1 : 0;
        }
        return equal >= POINTS / 2;
    }

    /** The estimate, or −1 if the differences still shrink, so that what they show is not noise. */
    private static double fromTable(double[] values) {
        double[] level = new double[POINTS];
        boolean[] signChange = new boolean[POINTS];
        double[] differences = values.clone();
        double gamma = 1;
        for (int order = 1; order < POINTS; order++) {
            int length = POINTS - order;
            gamma *= 0.5 * order / (2 * order - 1);
            double squares = 0;
            double smallest = Double.POSITIVE_INFINITY;
            double largest = Double.NEGATIVE_INFINITY;
            for (int i = 0; i < length; i++) {
                differences[i] = differences[i + 1] - differences[i];
                squares += differences[i] * differences[i];
                smallest = Math.min(smallest, differences[i]);
                largest = Math.max(largest, differences[i]);
            }
            level[order] = Math.sqrt(gamma * squares / length);
            signChange[order] = smallest * largest < 0;
        }
        for (int order = 1; order + 2 < POINTS; order++) {
            double low = Math.min(level[order], Math.min(level[order + 1], level[order + 2]));
            double high = Math.max(level[order], Math.max(level[order + 1], level[order + 2]));
            if (high <= STABLE * low && signChange[order]) {
                return level[order];
            }
        }
        return -1;
    }
}
