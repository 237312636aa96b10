package io.github.backcheck.gradient;

import io.github.backcheck.text.Figures;

/** Whether a small step against the analytic gradient lowers the loss, which even a wrong gradient may do. */
public enum Descent {
    /** The analytic gradient is 0, the numeric one is not. */
    STANDS_STILL("a step goes nowhere", false),
    /** The loss rises, or at right angles at best stays. */
    GOES_UP("a small step goes up instead of down", false),
    /** Nearly at right angles to the way down. */
    HARDLY_DOWN("a small step hardly goes down", false),
    /** Down, but not the steepest way. */
    ASKEW("a small step still goes down, but not the steepest way", true),
    /** Almost the steepest way: such a gradient trains. */
    DOWN("a small step still goes down almost the steepest way: inexact, but it trains", true),
    /** The numeric gradient is 0 in what was checked, or there is none. */
    UNKNOWN("it is not known where a step goes", false);

    /** Above this cosine a wrong gradient leads almost the right way. */
    private static final double ALMOST_STEEPEST = 0.99;

    /** Below this cosine a step gains less than a tenth of what the right one would. */
    private static final double HARDLY = 0.1;

    private final String words;
    private final boolean goesDown;

    Descent(String words, boolean goesDown) {
        this.words = words;
        this.goesDown = goesDown;
    }

    static Descent of(Magnitudes both) {
        if (both.numeric() == 0 || Double.isNaN(both.numeric()) || Double.isNaN(both.analytic())) {
            return UNKNOWN;
        }
        if (both.analytic() == 0) {
            return STANDS_STILL;
        }
        return of(both.cosine());
    }

    /**
     * Where a step goes.
     *
     * @param cosine between the gradient it follows and the right one; NaN if one of them is 0
     * @return the grade
     */
    public static Descent of(double cosine) {
        if (Double.isNaN(cosine)) {
            return STANDS_STILL;
        }
        if (cosine <= 0) {
            return GOES_UP;
        }
        return cosine < HARDLY ? HARDLY_DOWN : cosine < ALMOST_STEEPEST ? ASKEW : DOWN;
    }

    /**
     * Whether training along it makes progress, if the learning rate suits.
     *
     * @return true for {@link #DOWN} and {@link #ASKEW}
     */
    public boolean goesDown() {
        return goesDown;
    }

    /** As in {@code a small step goes up instead of down}. */
    @Override
    public String toString() {
        return words;
    }

    /**
     * The same with the cosine behind it.
     *
     * @param cosine left out if NaN
     * @return as in {@code a small step goes up instead of down (cosine -0.5)}
     */
    public String with(double cosine) {
        return words + (Double.isNaN(cosine) ? "" : " (cosine " + figure(cosine) + ")");
    }

    /** Near 1 and -1 it is the last digits that tell. */
    private static String figure(double cosine) {
        return Math.abs(cosine) > ALMOST_STEEPEST ? Figures.precise(cosine) : Figures.of(cosine);
    }
}
