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
        return new Fact(
                name,
                "analytic " + Figures.precise(analytic) + ", numeric " + Figures.precise(numeric) + " ± "
                        + Figures.halfWidth(uncertainty));
    }
}
