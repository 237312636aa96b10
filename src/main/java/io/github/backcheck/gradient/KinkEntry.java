package io.github.backcheck.gradient;

import io.github.backcheck.text.Fact;
import io.github.backcheck.text.Figures;

/**
 * An entry where the loss has a kink: it has one slope on one side and another on the other, and anything between them,
 * with the uncertainty of both, is a right answer.
 *
 * @param name the entry, as in {@code hidden/W[3,17]}
 * @param analytic what backpropagation says
 * @param lower lower end of the interval between the slopes
 * @param upper upper end of it
 */
public record KinkEntry(String name, double analytic, double lower, double upper) {

    /** Value and interval, as in {@code hidden/W[3,17]: analytic 0, at a kink: anything from 0 to 0.0123 is right}. */
    @Override
    public String toString() {
        return asFact().toString();
    }

    Fact asFact() {
        return new Fact(
                name,
                "analytic " + Figures.precise(analytic) + ", at a kink: anything from " + Figures.precise(lower)
                        + " to " + Figures.precise(upper) + " is right");
    }
}
