package io.github.backcheck.gradient;

import io.github.backcheck.text.Figures;
import java.util.List;

/**
 * The two gradients of one parameter, or of several together, as vectors, over the entries checked.
 *
 * @param analytic Euclidean norm of the analytic gradient
 * @param numeric Euclidean norm of the numeric gradient
 * @param cosine of the angle between them: above 0, a small step along the analytic gradient still goes down; NaN where one
 *     of them is 0
 * @param relativeError ‖analytic − numeric‖ / max(‖analytic‖, ‖numeric‖), 0 where both are 0
 */
public record Magnitudes(double analytic, double numeric, double cosine, double relativeError) {

    /** Nothing was checked. */
    static final Magnitudes UNKNOWN = new Magnitudes(Double.NaN, Double.NaN, Double.NaN, Double.NaN);

    /** Of two vectors of which only lengths and products are known. */
    static Magnitudes of(double analytic, double numeric, double product, double gap) {
        return new Magnitudes(
                analytic,
                numeric,
                Math.max(-1, Math.min(1, product / (analytic * numeric))),
                gap == 0 ? 0 : gap / Math.max(analytic, numeric));
    }

    /** Several parameters end to end, without those that are not known. */
    static Magnitudes together(List<Magnitudes> parts) {
        List<Magnitudes> known =
                parts.stream().filter(part -> !Double.isNaN(part.analytic)).toList();
        return known.isEmpty()
                ? UNKNOWN
                : of(
                        length(known.stream().mapToDouble(part -> part.analytic).toArray()),
                        length(known.stream().mapToDouble(part -> part.numeric).toArray()),
                        known.stream().mapToDouble(Magnitudes::product).sum(),
                        length(known.stream().mapToDouble(Magnitudes::gap).toArray()));
    }

    private static double length(double[] vector) {
        return Norms.of(vector);
    }

    private double product() {
        return Double.isNaN(cosine) ? 0 : cosine * analytic * numeric;
    }

    private double gap() {
        return relativeError * Math.max(analytic, numeric);
    }

    /** Beyond this factor a step along the right way is of the wrong length, whatever the cosine says. */
    private static final double FAR = 2;

    /**
     * Where a small step along the analytic gradient leads, and how far, in words.
     *
     * @return as in {@code a small step goes up instead of down (cosine -0.5)}
     */
    public String descentInWords() {
        double length = analytic / numeric;
        return descent() == Descent.DOWN && (length > FAR || length < 1 / FAR)
                ? "a step goes the right way, but " + Figures.of(length) + " times as far as it should"
                : descent().with(cosine);
    }

    /**
     * Whether a small step along the analytic gradient goes down.
     *
     * @return the grade of the cosine
     */
    public Descent descent() {
        return Descent.of(this);
    }
}
