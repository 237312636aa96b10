package io.github.backcheck.census;

import java.util.Arrays;
import java.util.OptionalDouble;

/** Finds the one unit of which all numbers are whole multiples, where they have at most 256 different values. */
final class ByteUnit {

    private static final int MOST_DIFFERENT = 256;

    /** Four places for each value, so that chains stay short. */
    private static final int PLACES = 4 * MOST_DIFFERENT;

    private static final int TOP_BITS = 54;

    /** Numbers that went through single precision are off by 6e-8 of their size, 1e-5 of a unit. */
    private static final double ROUND_OFF = 1e-3;

    private final double[] values = new double[PLACES];
    private final boolean[] taken = new boolean[PLACES];
    private int different;

    /** What programs divide bytes by; images of few greys show no gap as small as that. */
    private static final double[] USUAL = {1, 1.0 / 127, 1.0 / 127.5, 1.0 / 128, 1.0 / 255, 1.0 / 256};

    private static final int LOWEST = -256;
    private static final int HIGHEST = 256;

    private ByteUnit() {}

    /** Empty if there are fewer different values than asked for, or more than a byte has, or no such unit. */
    static OptionalDouble of(Rows rows, int fewestDifferent) {
        ByteUnit unit = new ByteUnit();
        for (int s = 0; s < rows.count(); s++) {
            for (double value : rows.row(s)) {
                unit.add(value);
            }
            if (unit.different > MOST_DIFFERENT) {
                return OptionalDouble.empty();
            }
        }
        return unit.different < Math.max(2, fewestDifferent) ? OptionalDouble.empty() : unit.common();
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
    }

    /** Fibonacci hashing (Knuth, <i>The Art of Computer Programming</i> 3, section 6.4): the top 10 bits of a product. */
    private static int place(double value) {
        return (int) ((Double.doubleToLongBits(value + 0.0) * 0x9E3779B97F4A7C15L) >>> TOP_BITS);
    }

    private OptionalDouble common() {
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
                return OptionalDouble.of(usual);
            }
        }
        double gap = Double.POSITIVE_INFINITY;
        for (int i = 1; i < sorted.length; i++) {
            gap = Math.min(gap, sorted[i] - sorted[i - 1]);
        }
        double size = Math.max(Math.abs(sorted[0]), Math.abs(sorted[sorted.length - 1]));
        double unit = size / Math.rint(size / gap); // the gap itself carries the rounding of two values
        return fits(sorted, unit) ? OptionalDouble.of(unit) : OptionalDouble.empty();
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
