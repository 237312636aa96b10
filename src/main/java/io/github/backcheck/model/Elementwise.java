package io.github.backcheck.model;

import java.util.OptionalDouble;

/** An activation that works on each unit by itself. */
public abstract sealed class Elementwise implements Activation {

    /** Above this activation, 1 − a is computed from z: the subtraction would magnify the rounding error of a. */
    private static final double NEAR_ONE = 0.75;

    /** Moves up to this size have the short formulas, in whose denominators 1 + exp(d) − 1 cannot cancel much. */
    private static final double SHORT_MOVE = 0.5;

    /** Moves beyond this size of a sigmoid or softplus are differences of two values, which are then too far apart to cancel. */
    private static final double LONG_MOVE = 40;

    /** Beyond this, exp(d) may overflow. */
    private static final double OVERFLOWING_MOVE = 700;

    private Elementwise() {}

    /**
     * a = f(z).
     *
     * @param z pre-activation
     * @return activation
     */
    public abstract double value(double z);

    /**
     * f′(z). At a kink, the derivative from below.
     *
     * @param z pre-activation
     * @return derivative
     */
    public abstract double derivative(double z);

    /**
     * f′(z) where f(z) is known already, which saves most of the work.
     *
     * @param z pre-activation
     * @param a activation f(z)
     * @return derivative, at a kink the one from below
     */
    public double derivative(double z, double a) {
        return derivative(z);
    }

    /**
     * The largest |f″/f′| apart from kinks: over a move d that crosses none, f′ changes by at most the factor exp(κ |d|) with
     * this κ.
     *
     * @return κ, 0 for straight pieces
     */
    public double largestBend() {
        return 0;
    }

    /**
     * Prepares the increments of one unit on several samples, all of them away from the {@link #seam()} by more than they will
     * move.
     *
     * @param a activation on each sample. Not modified, kept.
     * @param slope {@link #derivative(double, double)} on each sample, a factor of the exact expressions. Not modified, kept.
     * @return the increments of short moves
     */
    public abstract ShortIncrement shortIncrement(double[] a, double[] slope);

    /**
     * f(z + d) − f(z), exact to a few units in the last place. Of moves that cross a kink, and of the longest, that means
     * up to the rounding of z + d.
     *
     * @param z pre-activation
     * @param a activation f(z)
     * @param d how far z moves
     * @return how far a moves
     */
    public abstract double increment(double z, double a, double d);

    /**
     * The largest value of f′, against which saturation is measured.
     *
     * @return above 0
     */
    public abstract double largestDerivative();

    /**
     * Where f is not differentiable.
     *
     * @return 0 for the ReLU family, empty for a smooth activation
     */
    public OptionalDouble kink() {
        return OptionalDouble.empty();
    }

    /**
     * Where f is put together from two formulas: its {@link #kink()}, or a place where only f″ jumps.
     *
     * @return 0 for the ReLU family and ELU, empty otherwise
     */
    public OptionalDouble seam() {
        return kink();
    }

    /**
     * Whether f consists of straight pieces, so that its derivative is free of rounding.
     *
     * @return true for the identity and the ReLU family
     */
    public boolean isPiecewiseLinear() {
        return false;
    }

    @Override
    public void values(double[] z, double[] a, int samples, int units) {
        int n = samples * units;
        for (int i = 0; i < n; i++) {
            a[i] = value(z[i]);
        }
    }

    @Override
    public void multiplyByDerivative(double[] z, double[] a, double[] delta, int samples, int units) {
        int n = samples * units;
        for (int i = 0; i < n; i++) {
            delta[i] *= derivative(z[i]);
        }
    }

    @Override
    public String toString() {
        return name();
    }

    static final class Identity extends Elementwise {
        @Override
        public String name() {
            return "identity";
        }

        @Override
        public double value(double z) {
            return z;
        }

        @Override
        public double derivative(double z) {
            return 1;
        }

        @Override
        public ShortIncrement shortIncrement(double[] a, double[] slope) {
            return ShortFormulas.identity();
        }

        @Override
        public double increment(double z, double a, double d) {
            return d;
        }

        @Override
        public boolean isPiecewiseLinear() {
            return true;
        }

        @Override
        public double largestDerivative() {
            return 1;
        }
    }

    static final class Sigmoid extends Elementwise {
        @Override
        public String name() {
            return "sigmoid";
        }

        @Override
        public double value(double z) {
            return 1 / (1 + Math.exp(-z));
        }

        @Override
        public double derivative(double z) {
            return derivative(z, value(z));
        }

        @Override
        public double derivative(double z, double a) {
            return a * complement(z, a);
        }

        @Override
        public double largestBend() {
            return 1;
        }

        @Override
        public ShortIncrement shortIncrement(double[] a, double[] slope) {
            return ShortFormulas.sigmoid(a, slope);
        }

        /**
         * a (1 − a) e / (1 + a e) with e = exp(d) − 1 for d below 0, and the mirror image of it above, so that nothing
         * overflows. For long moves the denominator is written as a sum of positive terms, (1 − a) + a exp(d).
         */
        @Override
        public double increment(double z, double a, double d) {
            if (Math.abs(d) > LONG_MOVE) {
                return Math.min(z, z + d) > 0 ? value(-z) - value(-(z + d)) : value(z + d) - value(z);
            }
            double c = complement(z, a);
            double e = Math.expm1(-Math.abs(d));
            if (Math.abs(d) <= SHORT_MOVE) {
                return d > 0 ? -a * c * e / (1 + c * e) : a * c * e / (1 + a * e);
            }
            double shrunk = Math.exp(-Math.abs(d));
            double denominator = d > 0 ? a + c * shrunk : c + a * shrunk;
            return (d > 0 ? -a : a) * c * e / denominator;
        }

        private static double complement(double z, double a) {
            return a < NEAR_ONE ? 1 - a : 1 / (1 + Math.exp(z));
        }

        @Override
        public double largestDerivative() {
            return 0.25;
        }
    }

    static final class Tanh extends Elementwise {
        @Override
        public String name() {
            return "tanh";
        }

        @Override
        public double value(double z) {
            return Math.tanh(z);
        }

        @Override
        public double derivative(double z) {
            return derivative(z, Math.tanh(z));
        }

        @Override
        public double derivative(double z, double a) {
            return complement(z, a);
        }

        @Override
        public double largestBend() {
            return 2;
        }

        @Override
        public ShortIncrement shortIncrement(double[] a, double[] slope) {
            return ShortFormulas.tanh(a, slope);
        }

        /** (1 − a²) t / (1 + a t) with t = tanh d; for long moves as a sigmoid, tanh z = 2 σ(2z) − 1. */
        @Override
        public double increment(double z, double a, double d) {
            if (Math.abs(d) <= SHORT_MOVE) {
                double t = Math.tanh(d);
                return complement(z, a) * t / (1 + a * t);
            }
            return 2 * SIGMOID.increment(2 * z, SIGMOID.value(2 * z), 2 * d);
        }

        /** 1 − tanh² z. */
        private static double complement(double z, double a) {
            if (Math.abs(a) < NEAR_ONE) {
                return (1 - a) * (1 + a);
            }
            double e = Math.exp(-2 * Math.abs(z));
            return 4 * e / ((1 + e) * (1 + e));
        }

        @Override
        public double largestDerivative() {
            return 1;
        }
    }

    static final class LeakyRelu extends Elementwise {
        private final double slope;

        LeakyRelu(double slope) {
            this.slope = slope;
        }

        @Override
        public String name() {
            return slope == 0 ? "ReLU" : slope == 0.01 ? "leaky ReLU" : "leaky ReLU (slope " + slope + ")";
        }

        @Override
        public double value(double z) {
            // 0 times z would be −0, and NaN for an infinite z.
            return slope == 0 ? Math.max(0, z) : z > 0 ? z : slope * z;
        }

        @Override
        public double derivative(double z) {
            return z > 0 ? 1 : slope;
        }

        @Override
        public ShortIncrement shortIncrement(double[] a, double[] slope) {
            return ShortFormulas.straight(slope);
        }

        @Override
        public double increment(double z, double a, double d) {
            double moved = z + d;
            if (z > 0) {
                return moved > 0 ? d : slope * moved - z;
            }
            if (moved > 0) {
                return moved - slope * z;
            }
            return Double.isNaN(moved) ? moved : slope == 0 ? 0 : slope * d;
        }

        @Override
        public boolean isPiecewiseLinear() {
            return true;
        }

        @Override
        public double largestDerivative() {
            return 1;
        }

        @Override
        public OptionalDouble kink() {
            return OptionalDouble.of(0);
        }
    }

    static final class Elu extends Elementwise {
        private final double alpha;

        Elu(double alpha) {
            this.alpha = alpha;
        }

        @Override
        public String name() {
            return alpha == 1 ? "ELU" : "ELU (alpha " + alpha + ")";
        }

        @Override
        public double value(double z) {
            return z > 0 ? z : alpha * Math.expm1(z);
        }

        @Override
        public double derivative(double z) {
            return z > 0 ? 1 : alpha * Math.exp(z);
        }

        @Override
        public double largestBend() {
            return 1;
        }

        @Override
        public ShortIncrement shortIncrement(double[] a, double[] slope) {
            double[] bends = new double[a.length];
            for (int n = 0; n < a.length; n++) {
                bends[n] = a[n] > 0 ? 0 : 1;
            }
            return ShortFormulas.elu(slope, bends);
        }

        @Override
        public double increment(double z, double a, double d) {
            double moved = z + d;
            if (z > 0) {
                return moved > 0 ? d : alpha * Math.expm1(moved) - z;
            }
            if (moved > 0) {
                return moved - alpha * Math.expm1(z);
            }
            return d > OVERFLOWING_MOVE ? value(moved) - value(z) : alpha * Math.exp(z) * Math.expm1(d);
        }

        @Override
        public double largestDerivative() {
            return Math.max(1, alpha);
        }

        /** Only with α = 1 do the two sides meet with the same slope. */
        @Override
        public OptionalDouble kink() {
            return alpha == 1 ? OptionalDouble.empty() : OptionalDouble.of(0);
        }

        @Override
        public OptionalDouble seam() {
            return OptionalDouble.of(0);
        }
    }

    static final class Softplus extends Elementwise {
        @Override
        public String name() {
            return "softplus";
        }

        @Override
        public double value(double z) {
            return Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z)));
        }

        @Override
        public double derivative(double z) {
            return SIGMOID.value(z);
        }

        @Override
        public double largestBend() {
            return 1;
        }

        @Override
        public ShortIncrement shortIncrement(double[] a, double[] slope) {
            return ShortFormulas.softplus(slope);
        }

        /** ln(1 + σ(z) (exp(d) − 1)) = ln(σ(−z) + σ(z) exp(d)). */
        @Override
        public double increment(double z, double a, double d) {
            return increment(z, d);
        }

        static double increment(double z, double d) {
            if (Math.abs(d) > LONG_MOVE) {
                return SOFTPLUS.value(z + d) - SOFTPLUS.value(z);
            }
            double s = SIGMOID.value(z);
            double e = s * Math.expm1(d);
            return e > -SHORT_MOVE ? Math.log1p(e) : Math.log(SIGMOID.value(-z) + s * Math.exp(d));
        }

        @Override
        public double largestDerivative() {
            return 1;
        }
    }
}
