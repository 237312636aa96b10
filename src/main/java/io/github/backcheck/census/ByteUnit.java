package io.github.backcheck.census;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Finds the one unit of which all numbers are whole multiples, as they are or above the smallest of them, where they have at
 * most 256 different values.
 */
final class ByteUnit {

    /**
     * Evenly spaced numbers.
     *
     * @param unit from one to the next, above 0
     * @param zeros which of them may be the byte 0, the likeliest first; at least one
     */
    record Scale(double unit, List<Double> zeros) {
        Scale {
            zeros = List.copyOf(zeros);
        }

        /** The byte that a number is, counted from one of the zeros. */
        int steps(double value, double zero) {
            return (int) Math.rint((value - zero) / unit);
        }
    }

    /** Bytes span this many steps at most. */
    private static final int WIDEST = 255;

    /** What the smallest number is if it is the smallest of all bytes with a sign. */
    private static final int FARTHEST_BELOW = 128;

    private static final int MOST_DIFFERENT = 256;

    /** Four places for each value, so that chains stay short. */
    private static final int PLACES = 4 * MOST_DIFFERENT;

    private static final int TOP_BITS = 54;

    /** Numbers that went through single precision are off by 6e-8 of their size, 1e-5 of a unit. */
    private static final double ROUND_OFF = 1e-3;

    private final double[] values = new double[PLACES];
    private final long[] counts = new long[PLACES];
    private final boolean[] taken = new boolean[PLACES];
    private int different;

    /** What programs divide bytes by; images of few greys show no gap as small as that. */
    private static final double[] USUAL = {1, 1.0 / 127, 1.0 / 127.5, 1.0 / 128, 1.0 / 255, 1.0 / 256};

    private static final int LOWEST = -256;
    private static final int HIGHEST = 256;

    private ByteUnit() {}

    /** Empty if there are fewer different values than asked for, or more than a byte has, or no such unit. */
    static Optional<Scale> of(Rows rows, int fewestDifferent) {
        ByteUnit unit = new ByteUnit();
        for (int s = 0; s < rows.count(); s++) {
            for (double value : rows.row(s)) {
                unit.add(value);
            }
            if (unit.different > MOST_DIFFERENT) {
                return Optional.empty();
            }
        }
        return unit.different < Math.max(2, fewestDifferent) ? Optional.empty() : unit.common();
    }

    private void add(double value) {
        if (different > MOST_DIFFERENT) {
            return;
        }
        int place = place(value);
        while (taken[place] && values[place] != value) {
            place = (place + 1) % PLACES;
        }
        if (!taken[place]) {
            taken[place] = true;
            values[place] = value;
            different++;
        }
        counts[place]++;
    }

    /** Fibonacci hashing (Knuth, <i>The Art of Computer Programming</i> 3, section 6.4): the top 10 bits of a product. */
    private static int place(double value) {
        return (int) ((Double.doubleToLongBits(value + 0.0) * 0x9E3779B97F4A7C15L) >>> TOP_BITS);
    }

    private Optional<Scale> common() {
        double[] sorted = new double[different];
        int next = 0;
        for (int place = 0; place < PLACES; place++) {
            if (taken[place]) {
                sorted[next++] = values[place];
            }
        }
        Arrays.sort(sorted);
        for (double usual : USUAL) {
            if (fits(sorted, usual)) {
                return Optional.of(new Scale(usual, List.of(0.0)));
            }
        }
        double gap = Double.POSITIVE_INFINITY;
        for (int i = 1; i < sorted.length; i++) {
            gap = Math.min(gap, sorted[i] - sorted[i - 1]);
        }
        double size = Math.max(Math.abs(sorted[0]), Math.abs(sorted[sorted.length - 1]));
        double unit = size / Math.rint(size / gap); // the gap itself carries the rounding of two values
        return fits(sorted, unit) ? Optional.of(new Scale(unit, List.of(0.0))) : shifted(sorted, gap);
    }

    /** Something was subtracted: black, the most frequent of all, is then 0 or, on white paper, −1. */
    private Optional<Scale> shifted(double[] sorted, double gap) {
        double range = sorted[sorted.length - 1] - sorted[0];
        double unit = range / Math.rint(range / gap);
        for (double value : sorted) {
            double steps = (value - sorted[0]) / unit;
            if (Math.abs(steps - Math.rint(steps)) > ROUND_OFF || steps > WIDEST) {
                return Optional.empty();
            }
        }
        int mostFrequent = 0;
        for (int place = 0; place < PLACES; place++) {
            mostFrequent = counts[place] > counts[mostFrequent] ? place : mostFrequent;
        }
        double paper = values[mostFrequent];
        return Optional.of(new Scale(unit, List.of(paper, paper + unit, sorted[0] + FARTHEST_BELOW * unit)));
    }

    private static boolean fits(double[] values, double unit) {
        for (double value : values) {
            if (Math.abs(value / unit - Math.rint(value / unit)) > ROUND_OFF) {
                return false;
            }
        }
        return values[0] >= LOWEST * unit && values[values.length - 1] < HIGHEST * unit;
    }
}
