package io.github.backcheck.model;

import java.util.OptionalDouble;

/** An activation that works on each unit by itself. */
public abstract sealed class Elementwise implements Activation {

    /** Above this activation, 1 − a is computed from z: the subtraction would lose too many digits. */
    private static final double NEAR_ONE = 0.9;

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
     * f(z + d) − f(z), exact to a few units in the last place.
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
    public void increments(double[] z, double[] a, double[] d, int samples, int units) {
        int n = samples * units;
        for (int i = 0; i < n; i++) {
            d[i] = increment(z[i], a[i], d[i]);
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
            double a = value(z);
            return a * complement(z, a);
        }

        /** a (1 − a) e / (1 + a e) with e = exp(d) − 1. */
        @Override
        public double increment(double z, double a, double d) {
            double e = Math.expm1(d);
            return a * complement(z, a) * e / (1 + a * e);
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
            return complement(z, Math.tanh(z));
        }

        /** (1 − a²) t / (1 + a t) with t = tanh d. */
        @Override
        public double increment(double z, double a, double d) {
            double t = Math.tanh(d);
            return complement(z, a) * t / (1 + a * t);
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
            return z > 0 ? z : slope * z;
        }

        @Override
        public double derivative(double z) {
            return z > 0 ? 1 : slope;
        }

        @Override
        public double increment(double z, double a, double d) {
            double moved = z + d;
            if (z > 0) {
                return moved > 0 ? d : slope * moved - z;
            }
            return moved > 0 ? moved - slope * z : slope * d;
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
        public double increment(double z, double a, double d) {
            double moved = z + d;
            if (z > 0) {
                return moved > 0 ? d : alpha * Math.expm1(moved) - z;
            }
            return moved > 0 ? moved - alpha * Math.expm1(z) : alpha * Math.exp(z) * Math.expm1(d);
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
            return 1 / (1 + Math.exp(-z));
        }

        /** ln(1 + σ(z) (exp(d) − 1)). */
        @Override
        public double increment(double z, double a, double d) {
            return Math.log1p(derivative(z) * Math.expm1(d));
        }

        @Override
        public double largestDerivative() {
            return 1;
        }
    }
}
