package io.github.backcheck.monitor;

import org.jspecify.annotations.Nullable;

/**
 * The sums behind the angles of a change with the gradient and with the change before. They cost as much again as all other
 * sums, so they are taken at the first comparisons and then now and then.
 */
final class DirectionSums {

    /** All of the first comparisons are measured. */
    private static final int ALWAYS_UP_TO = 8;

    /** Then every one of this number. */
    private static final int EVERY = 16;

    private final double[] previous;
    private double @Nullable [] gradient;
    private int comparison;
    private double change;
    private double earlier;
    private double continuing;
    private double gradients;
    private double downhill;

    DirectionSums(int size) {
        this.previous = new double[size];
    }

    /** Starts with the next comparison, without the gradient that made the change if there is none to be had. */
    void begin(double @Nullable [] appliedGradient) {
        comparison++;
        gradient = appliedGradient;
        change = 0;
        earlier = 0;
        continuing = 0;
        gradients = 0;
        downhill = 0;
    }

    private static boolean due(int comparison) {
        return comparison <= ALWAYS_UP_TO || comparison % EVERY == 0;
    }

    /** A piece as in {@link ChangeSums#add}. */
    void add(double[] before, double[] after, int from, int to) {
        if (due(comparison)) {
            measure(before, after, from, to);
        }
        if (due(comparison + 1)) {
            for (int i = from; i < to; i++) {
                previous[i] = after[i] - before[i - from];
            }
        }
    }

    private void measure(double[] before, double[] after, int from, int to) {
        for (int i = from; i < to; i++) {
            double moved = after[i] - before[i - from];
            change += moved * moved;
            earlier += previous[i] * previous[i];
            continuing += previous[i] * moved;
        }
        double[] applied = gradient;
        if (applied != null) {
            for (int i = from; i < to; i++) {
                gradients += applied[i] * applied[i];
                downhill -= applied[i] * (after[i] - before[i - from]);
            }
        }
    }

    /** The cosine with −g, NaN where it was not measured. */
    double downhill() {
        return Cosine.of(downhill, change, gradients);
    }

    /** The cosine with the change before, NaN where it was not measured. */
    double continuing() {
        return Cosine.of(continuing, change, earlier);
    }
}
