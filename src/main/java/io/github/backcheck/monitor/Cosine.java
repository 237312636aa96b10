package io.github.backcheck.monitor;

/** The cosine of an angle, from a scalar product and two sums of squares. */
final class Cosine {

    private Cosine() {}

    /** NaN where one of the two vectors is 0 or not finite. */
    static double of(double product, double squares, double otherSquares) {
        double cosine = product / (Math.sqrt(squares) * Math.sqrt(otherSquares));
        return Double.isFinite(cosine) ? Math.max(-1, Math.min(1, cosine)) : Double.NaN;
    }
}
