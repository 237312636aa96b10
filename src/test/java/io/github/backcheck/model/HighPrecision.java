package io.github.backcheck.model;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * The functions behind activations and losses to about 100 digits, from power series in decimal arithmetic. Independent of
 * {@link Math}, and precise enough to subtract two values that agree in 50 digits.
 */
final class HighPrecision {

    static final MathContext DIGITS = new MathContext(130, RoundingMode.HALF_EVEN);

    private static final int HALVINGS = 20;
    private static final BigDecimal SCALE = new BigDecimal(1L << HALVINGS);
    private static final BigDecimal NEGLIGIBLE = new BigDecimal("1e-130");

    private HighPrecision() {}

    static BigDecimal exact(double value) {
        return new BigDecimal(value);
    }

    /** exp(x) by the power series at x / 2^20, squared 20 times. */
    static BigDecimal exp(BigDecimal x) {
        BigDecimal small = x.divide(SCALE, DIGITS);
        BigDecimal sum = BigDecimal.ONE;
        BigDecimal term = BigDecimal.ONE;
        for (int n = 1; term.abs().compareTo(NEGLIGIBLE) > 0; n++) {
            term = term.multiply(small, DIGITS).divide(BigDecimal.valueOf(n), DIGITS);
            sum = sum.add(term, DIGITS);
        }
        for (int i = 0; i < HALVINGS; i++) {
            sum = sum.multiply(sum, DIGITS);
        }
        return sum;
    }

    /** ln(x) by Halley's iteration on exp, which triples the number of right digits each time. */
    static BigDecimal log(BigDecimal x) {
        BigDecimal y = new BigDecimal(Math.log(x.doubleValue()));
        for (int i = 0; i < 3; i++) {
            BigDecimal e = exp(y);
            BigDecimal correction = x.subtract(e, DIGITS).divide(x.add(e, DIGITS), DIGITS);
            y = y.add(correction.add(correction), DIGITS);
        }
        return y;
    }

    static BigDecimal sigmoid(BigDecimal z) {
        return BigDecimal.ONE.divide(BigDecimal.ONE.add(exp(z.negate()), DIGITS), DIGITS);
    }

    static BigDecimal tanh(BigDecimal z) {
        BigDecimal e = exp(z.add(z));
        return e.subtract(BigDecimal.ONE, DIGITS).divide(e.add(BigDecimal.ONE, DIGITS), DIGITS);
    }

    static BigDecimal softplus(BigDecimal z) {
        return log(BigDecimal.ONE.add(exp(z), DIGITS));
    }

    static BigDecimal leakyRelu(BigDecimal z, double slope) {
        return z.signum() > 0 ? z : z.multiply(exact(slope), DIGITS);
    }

    static BigDecimal elu(BigDecimal z, double alpha) {
        return z.signum() > 0 ? z : exp(z).subtract(BigDecimal.ONE, DIGITS).multiply(exact(alpha), DIGITS);
    }

    static BigDecimal[] softmax(BigDecimal[] z) {
        BigDecimal[] a = new BigDecimal[z.length];
        BigDecimal sum = BigDecimal.ZERO;
        for (int k = 0; k < z.length; k++) {
            a[k] = exp(z[k]);
            sum = sum.add(a[k], DIGITS);
        }
        for (int k = 0; k < z.length; k++) {
            a[k] = a[k].divide(sum, DIGITS);
        }
        return a;
    }

    /** |computed − truth| / |truth| in units of 2^−53, the rounding error of one operation. */
    static double errorInRoundOffs(double computed, BigDecimal truth) {
        if (!Double.isFinite(computed)) {
            return Double.POSITIVE_INFINITY;
        }
        if (truth.signum() == 0) {
            return computed == 0 ? 0 : Double.POSITIVE_INFINITY;
        }
        return exact(computed)
                        .subtract(truth, DIGITS)
                        .divide(truth, DIGITS)
                        .abs()
                        .doubleValue()
                / Precision.DOUBLE.unitRoundOff();
    }
}
