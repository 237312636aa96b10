package io.github.backcheck.gradient;

/**
 * A complex number whose imaginary part carries a derivative and is tiny beside its real part. Each function keeps both
 * parts to a few units in the last place, as far as its argument has them.
 */
record Complex(double re, double im) {

    static final Complex ZERO = new Complex(0, 0);

    static Complex of(double re) {
        return new Complex(re, 0);
    }

    Complex plus(Complex other) {
        return new Complex(re + other.re, im + other.im);
    }

    Complex minus(Complex other) {
        return new Complex(re - other.re, im - other.im);
    }

    Complex times(Complex other) {
        return new Complex(re * other.re - im * other.im, re * other.im + im * other.re);
    }

    Complex times(double factor) {
        return new Complex(factor * re, factor * im);
    }

    Complex negated() {
        return new Complex(-re, -im);
    }

    /** 1 / z. */
    Complex inverse() {
        double norm = re * re + im * im;
        return new Complex(re / norm, -im / norm);
    }

    Complex exp() {
        double magnitude = Math.exp(re);
        return new Complex(magnitude * Math.cos(im), magnitude * Math.sin(im));
    }

    /** exp z − 1: Re = expm1 x − 2 exp x sin² (y / 2). */
    Complex expm1() {
        double half = Math.sin(im / 2);
        return new Complex(Math.expm1(re) - 2 * Math.exp(re) * half * half, Math.exp(re) * Math.sin(im));
    }

    /** ln(1 + z): Re = ½ ln(1 + 2x + x² + y²). */
    Complex log1p() {
        return new Complex(0.5 * Math.log1p(2 * re + re * re + im * im), Math.atan2(im, 1 + re));
    }

    /** (sinh 2x + i sin 2y) / (cosh 2x + cos 2y). */
    Complex tanh() {
        double denominator = Math.cosh(2 * re) + Math.cos(2 * im);
        return new Complex(Math.sinh(2 * re) / denominator, Math.sin(2 * im) / denominator);
    }
}
