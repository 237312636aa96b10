package io.github.backcheck.gradient;

import java.util.Optional;

/**
 * Looks for a place near 0 where a function jumps. A loss does when it is computed from a number whose last places are gone,
 * such as the logarithm of 1 − a with a near 1: it then stays where it is over short steps, and moves by a jump over longer
 * ones, so that short differences tell nothing of its slope.
 *
 * <p>By bisection: of an interval, that half is kept in which the function departs more from a straight line. The departure
 * of a continuous function vanishes with the interval, that of a jump stays.
 */
final class JumpSearch {

    /** Lengths of the intervals, against the first step of a difference. */
    private static final double[] SPANS = {1, -1, 8, -8, 64, -64, 512, -512};

    /** The last interval is then 2⁻³² of the first, still far from the rounding of the parameters themselves. */
    private static final int HALVINGS = 32;

    /** Halvings over which a jump must keep half of its height, where anything continuous loses nearly all of it. */
    private static final int LAST = 8;

    /**
     * Jumps that are not this many times the rounding may be noise. Not the measured noise: where the point itself is on a
     * jump, that is what was measured.
     */
    private static final double HEIGHT = 1000;

    private final Slope.Probe function;
    private final Slope.Value here;
    private final double slope;
    private final double lowest;

    /**
     * @param function to be looked at
     * @param atZero its value at 0
     * @param slope of the straight line
     * @param rounding of the function, if nothing on the way to it amplifies it
     */
    JumpSearch(Slope.Probe function, double atZero, double slope, double rounding) {
        this.function = function;
        this.here = new Slope.Value(0, atZero);
        this.slope = slope;
        this.lowest = HEIGHT * rounding;
    }

    /**
     * Whether a jump was found within a few hundred steps of 0, as far as the function is finite. Where it is not within a
     * single step, there is nothing to be differenced, and that counts as a jump.
     */
    boolean findsJump(double step) {
        for (double span : SPANS) {
            Optional<Slope.Value> end = lastFinite(span, step);
            if (end.isEmpty() || jumpsBetween(here, end.get())) {
                return true;
            }
        }
        return false;
    }

    /** The end of the interval, or a nearer one where a value there is neither infinite nor NaN. */
    private Optional<Slope.Value> lastFinite(double span, double step) {
        for (double nearer = span; Math.abs(nearer) >= 1; nearer /= 2) {
            Slope.Value end = function.at(nearer * step);
            if (Double.isFinite(end.loss())) {
                return Optional.of(end);
            }
        }
        return Optional.empty();
    }

    private boolean jumpsBetween(Slope.Value first, Slope.Value second) {
        Slope.Value from = first;
        Slope.Value to = second;
        double before = Double.POSITIVE_INFINITY;
        for (int halving = 0; halving < HALVINGS; halving++) {
            if (!(departure(from, to) > lowest)) {
                return false;
            }
            if (halving == HALVINGS - LAST) {
                before = departure(from, to);
            }
            Slope.Value middle = function.at((from.offset() + to.offset()) / 2);
            if (departure(from, middle) > departure(middle, to)) {
                to = middle;
            } else {
                from = middle;
            }
        }
        return departure(from, to) > before / 2;
    }

    private double departure(Slope.Value from, Slope.Value to) {
        return Math.abs(to.loss() - from.loss() - slope * (to.offset() - from.offset()));
    }
}
