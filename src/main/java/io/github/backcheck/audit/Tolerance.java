package io.github.backcheck.audit;

import io.github.backcheck.model.Model;
import io.github.backcheck.model.Precision;

/**
 * How far numbers may be apart, relative to the largest of them, and pass for the same.
 *
 * @param same up to here they are equal but for rounding
 * @param mild up to here they are said to agree if no defect explains the rest
 */
record Tolerance(double same, double mild) {

    private static final Tolerance DOUBLE = new Tolerance(1e-8, 1e-6);

    /** A network of floats rounds at 6e-8, and thousands of roundings add up; the toolkit computes in doubles. */
    private static final Tolerance SINGLE = new Tolerance(1e-4, 1e-3);

    /** A defect must come this much closer than the right step does. */
    private static final double CLEARLY = 10;

    static Tolerance of(Model model) {
        return model.parameters().stream().anyMatch(parameter -> parameter.precision() == Precision.SINGLE)
                ? SINGLE
                : DOUBLE;
    }

    boolean isSame(double residual) {
        return residual <= same;
    }

    boolean isMild(double residual) {
        return residual <= mild;
    }

    /** Whether a defect explains what the right step does not. */
    boolean accepts(double residual, double ofRightStep) {
        return residual <= same && ofRightStep >= CLEARLY * residual;
    }
}
