package io.github.backcheck.model;

/**
 * The increments of the activations for short moves: polynomials and series that are good to the last bit up to
 * {@link ShortIncrement#LONGEST}.
 */
final class ShortFormulas {

    private ShortFormulas() {}

    /** exp(d) − 1; the next term, d⁵ / 120, is below the rounding of the first. */
    static double expm1(double d) {
        return Math.fma(d * d, Math.fma(d, Math.fma(d, 1.0 / 24, 1.0 / 6), 0.5), d);
    }

    /** ln(1 + x). */
    static double log1p(double x) {
        return Math.fma(x * x, Math.fma(x, Math.fma(x, -1.0 / 4, 1.0 / 3), -0.5), x);
    }

    /** x / (1 + s). */
    static double quotient(double x, double s) {
        return x * Math.fma(s, Math.fma(s, 1 - s, -1), 1);
    }

    /** d itself. */
    static ShortIncrement identity() {
        return (weight, moves, into) -> {
            for (int n = 0; n < into.length; n++) {
                into[n] = weight * moves[n];
            }
        };
    }

    /** On each sample one of two straight pieces. */
    static ShortIncrement straight(double[] slope) {
        return (weight, moves, into) -> {
            for (int n = 0; n < into.length; n++) {
                into[n] = slope[n] * (weight * moves[n]);
            }
        };
    }

    /** a (1 − a) e / (1 + a e) with e = exp(d) − 1. */
    static ShortIncrement sigmoid(double[] a, double[] slope) {
        return (weight, moves, into) -> {
            for (int n = 0; n < into.length; n++) {
                double e = expm1(weight * moves[n]);
                into[n] = quotient(slope[n] * e, a[n] * e);
            }
        };
    }

    /** (1 − a²) t / (1 + a t) with t = tanh d. */
    static ShortIncrement tanh(double[] a, double[] slope) {
        return (weight, moves, into) -> {
            for (int n = 0; n < into.length; n++) {
                double d = weight * moves[n];
                double t = Math.fma(d * d, d * (-1.0 / 3), d);
                into[n] = quotient(slope[n] * t, a[n] * t);
            }
        };
    }

    /** ln(1 + σ(z) (exp(d) − 1)). */
    static ShortIncrement softplus(double[] slope) {
        return (weight, moves, into) -> {
            for (int n = 0; n < into.length; n++) {
                into[n] = log1p(slope[n] * expm1(weight * moves[n]));
            }
        };
    }

    /** α exp(z) (exp(d) − 1) on the side where f bends, d on the other; {@code bends} is 1 or 0. */
    static ShortIncrement elu(double[] slope, double[] bends) {
        return (weight, moves, into) -> {
            for (int n = 0; n < into.length; n++) {
                double d = weight * moves[n];
                into[n] = slope[n] * Math.fma(bends[n], expm1(d) - d, d);
            }
        };
    }
}
