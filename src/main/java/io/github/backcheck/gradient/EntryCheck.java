package io.github.backcheck.gradient;

import io.github.backcheck.text.Fact;
import io.github.backcheck.text.Figures;

/**
 * One entry of a gradient, analytic against numeric.
 *
 * @param name the entry, as in {@code hidden/W[3,17]}
 * @param analytic what backpropagation says
 * @param numeric what finite differences say
 * @param uncertainty half-width of the interval around the numeric value in which an analytic value computed in the
 *     parameter's precision must lie
 * @param verdict how the two compare
 */
public record EntryCheck(String name, double analytic, double numeric, double uncertainty, Verdict verdict) {

    /** Up to this many half-widths, rounding the figures might put a value inside that is outside. */
    private static final double CLOSE = 3;

    /**
     * How far the two are apart, against the larger of them.
     *
     * @return 0 where both are the same, at most 2
     */
    public double relativeError() {
        double gap = Math.abs(analytic - numeric);
        return gap == 0 ? 0 : gap / Math.max(Math.abs(analytic), Math.abs(numeric));
    }

    /** The two values with the uncertainty, as in {@code hidden/W[3,17]: analytic 0, numeric 0.0123 ± 4.1e-15}. */
    @Override
    public String toString() {
        return asFact().toString();
    }

    Fact asFact() {
        String values = "analytic " + Figures.precise(analytic) + ", numeric " + Figures.precise(numeric) + " ± ";
        double gap = Math.abs(analytic - numeric);
        boolean close = gap < CLOSE * uncertainty || Figures.precise(analytic).equals(Figures.precise(numeric));
        return new Fact(
                name,
                close
                        ? values + Figures.of(uncertainty) + ", apart by " + Figures.precise(gap)
                        : values + Figures.halfWidth(uncertainty));
    }
}
