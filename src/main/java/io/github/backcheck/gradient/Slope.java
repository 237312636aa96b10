package io.github.backcheck.gradient;

/**
 * The derivative at 0 of a function that can only be evaluated, with a half-width: central differences at four steps, each a
 * quarter of the one before, extrapolated (Ridders 1982, <i>Accurate computation of F′(x) and F′(x)F″(x)</i>, eq. 5–8). The
 * half-width is the disagreement of neighbouring extrapolations and the noise of the function over the step. Where the
 * one-sided slopes differ by more than the step explains, it covers both: a kink. A kink once seen is there until steps too
 * short to reach it, and long enough to show it above the noise, do not see it any more.
 *
 * @param value the derivative
 * @param uncertainty half-width of the interval that holds it, the jump included
 * @param jump how much the one-sided slopes differ beyond what step and noise explain; 0 where the function is smooth
 */
record Slope(double value, double uncertainty, double jump) {

    private static final int LEVELS = 4;
    private static final double SHRINK = 4;

    /** Neighbouring extrapolations can agree by chance better than they should. */
    private static final double SAFETY = 8;

    /** A result coarser than this is worth another try with smaller steps. */
    private static final double COARSE = 1e-4;

    private static final int TRIES = 3;
    private static final double SMALLER = 64;

    /** Noise in a quotient: two evaluations, three standard deviations each. */
    private static final double NOISE = 6;

    /** A jump of the slope that is this many times the noise in it would have been seen if it were still inside the step. */
    private static final double VISIBLE = 8;

    /** Something that can be evaluated beside the present point. */
    @FunctionalInterface
    interface Probe {
        Value at(double offset);
    }

    /** A value with the offset at which it was really taken. */
    record Value(double offset, double loss) {}

    /**
     * Differentiates.
     *
     * @param function called with offsets, negative and positive
     * @param atZero its value at 0
     * @param step the largest offset
     * @param noise standard deviation of the function's rounding
     * @return the narrowest interval found, or one that covers several which contradict each other
     */
    static Slope at(Probe function, double atZero, double step, double noise) {
        Slope best = new Slope(Double.NaN, Double.POSITIVE_INFINITY, 0);
        double hidden = 0;
        double h = step;
        for (int attempt = 0; attempt < TRIES; attempt++) {
            Slope slope = extrapolated(function, atZero, h, noise);
            boolean wouldShow = hidden > VISIBLE * NOISE * noise / smallest(h);
            hidden = wouldShow ? slope.jump : Math.max(hidden, slope.jump);
            best = best.and(slope);
            if (best.uncertainty <= COARSE * Math.abs(best.value)) {
                break;
            }
            h /= SMALLER;
        }
        return hidden > best.jump ? best.widenedBy(hidden) : best;
    }

    /** The narrower of two intervals; one that covers both where they contradict each other. */
    private Slope and(Slope shorter) {
        boolean apart = Math.abs(value - shorter.value) > uncertainty + shorter.uncertainty;
        if (!apart) {
            return shorter.uncertainty < uncertainty ? shorter : this;
        }
        double low = Math.min(value - uncertainty, shorter.value - shorter.uncertainty);
        double high = Math.max(value + uncertainty, shorter.value + shorter.uncertainty);
        return new Slope((low + high) / 2, (high - low) / 2, Math.max(jump, shorter.jump));
    }

    private static double smallest(double step) {
        return step / Math.pow(SHRINK, LEVELS - 1);
    }

    private static Slope extrapolated(Probe function, double atZero, double step, double noise) {
        double[] central = new double[LEVELS];
        double[] asymmetry = new double[LEVELS];
        double[] roundOff = new double[LEVELS];
        double h = step;
        for (int level = 0; level < LEVELS; level++, h /= SHRINK) {
            Value above = function.at(h);
            Value below = function.at(-h);
            double up = (above.loss - atZero) / above.offset;
            double down = (below.loss - atZero) / below.offset;
            // Equals (f(h) − f(−h)) / 2h where both offsets are h; else it takes the same second-order term out.
            central[level] = (down * above.offset - up * below.offset) / (above.offset - below.offset);
            asymmetry[level] = up - down;
            roundOff[level] = NOISE * noise / h;
        }
        Slope slope = isSmooth(central, roundOff) ? ridders(central, roundOff) : smallestStep(central, roundOff);
        return slope.withinKinks(jump(asymmetry, roundOff), hidden(roundOff[2]));
    }

    /** Errors of order h² shrink by the square of the step's ratio; a kink in f or f′ makes them shrink more slowly. */
    private static boolean isSmooth(double[] central, double[] roundOff) {
        for (int level = 2; level < LEVELS; level++) {
            double before = Math.abs(central[level - 1] - central[level - 2]);
            double after = Math.abs(central[level] - central[level - 1]);
            if (after > before / (SHRINK * SHRINK / 2) + 2 * roundOff[level]) {
                return false;
            }
        }
        return true;
    }

    private static Slope ridders(double[] central, double[] roundOff) {
        double[] row = new double[LEVELS];
        double[] previous = new double[LEVELS];
        Slope best = new Slope(Double.NaN, Double.POSITIVE_INFINITY, 0);
        for (int level = 0; level < LEVELS; level++) {
            row[0] = central[level];
            double power = 1;
            for (int order = 1; order <= level; order++) {
                power *= SHRINK * SHRINK;
                row[order] = (power * row[order - 1] - previous[order - 1]) / (power - 1);
                double error = SAFETY
                        * Math.max(Math.abs(row[order] - row[order - 1]), Math.abs(row[order] - previous[order - 1]));
                if (error + roundOff[level] < best.uncertainty) {
                    best = new Slope(row[order], error + roundOff[level], 0);
                }
            }
            System.arraycopy(row, 0, previous, 0, LEVELS);
        }
        return best;
    }

    private static Slope smallestStep(double[] central, double[] roundOff) {
        double last = central[LEVELS - 1];
        return new Slope(last, SAFETY * Math.abs(last - central[LEVELS - 2]) + roundOff[LEVELS - 1], 0);
    }

    /**
     * What is left of the difference between the one-sided slopes when the part that is proportional to h is taken out. Of a
     * smooth function that is of order h³, and 64 times as much at the next larger step. Noise hides it at the smallest
     * steps, so that larger ones are looked at too.
     */
    private static double jump(double[] asymmetry, double[] roundOff) {
        double found = 0;
        for (int level = 2; level < LEVELS; level++) {
            double limit = limit(asymmetry, level);
            double change = Math.abs(limit - limit(asymmetry, level - 1));
            found = Math.max(found, Math.abs(limit) - change / SAFETY - hidden(roundOff[level]));
        }
        return found;
    }

    /** A jump up to this cannot be told from noise. */
    private static double hidden(double roundOff) {
        return 4 * roundOff;
    }

    private static double limit(double[] asymmetry, int level) {
        return (SHRINK * asymmetry[level] - asymmetry[level - 1]) / (SHRINK - 1);
    }

    /** A central quotient over a kink is off by half of its jump; several that hide each other are allowed for. */
    private Slope withinKinks(double seen, double unseen) {
        return new Slope(value, uncertainty + unseen, 0).widenedBy(seen);
    }

    private Slope widenedBy(double found) {
        return new Slope(value, uncertainty + 2 * found, Math.max(jump, found));
    }
}
