package io.github.backcheck.gradient;

import io.github.backcheck.text.Figures;
import java.util.List;

/**
 * The shape that explains an error, and how well.
 *
 * @param shape the simplest that reproduces what was checked
 * @param residual what it leaves unexplained, as a share of the error: ‖analytic − shape‖ / ‖analytic − numeric‖, 1 where
 *     nothing is explained
 * @param others shapes that reproduce everything as well: what was checked does not tell them apart
 */
public record Explanation(ErrorShape shape, double residual, List<ErrorShape> others) {

    /** Less than this is rounding, whose digits say nothing. */
    private static final double ROUNDING = 1e-12;

    /** Whoever wants to know more can ask for the other shapes. */
    private static final int OTHERS_SHOWN = 2;

    /**
     * Copies the list.
     *
     * @param shape the simplest that reproduces what was checked
     * @param residual what it leaves unexplained
     * @param others shapes that reproduce everything as well
     */
    public Explanation {
        others = List.copyOf(others);
    }

    /** An error that is like nothing known. */
    static Explanation none() {
        return new Explanation(new ErrorShape.Irregular(), 1, List.of());
    }

    Explanation or(List<ErrorShape> more) {
        return new Explanation(shape, residual, more);
    }

    /**
     * How good the explanation is, as a remark on the relative error.
     *
     * @return as in {@code the pattern explains all but 2.3e-12 of the error}
     */
    public String quality() {
        return shape instanceof ErrorShape.Irregular
                ? "no known pattern explains it"
                : "the pattern explains all but "
                        + (residual < ROUNDING ? "less than 1e-12" : Figures.of(residual))
                        + " of the error";
    }

    /** The shape, and those that cannot be told from it. */
    @Override
    public String toString() {
        StringBuilder words = new StringBuilder(shape.toString());
        others.stream()
                .limit(OTHERS_SHOWN)
                .forEach(other -> words.append("; or else ").append(other));
        return words.toString();
    }
}
