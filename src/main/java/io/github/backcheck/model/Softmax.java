package io.github.backcheck.model;

/** a_k = exp(z_k) / Σ exp(z_j): the only activation in which the units of a layer depend on each other. */
public final class Softmax implements Activation {

    Softmax() {}

    @Override
    public String name() {
        return "softmax";
    }

    /** Shifted by the largest z, so that nothing overflows (Blanchard, Higham and Higham 2021, eq. 1.5). */
    @Override
    public void values(double[] z, double[] a, int samples, int units) {
        for (int first = 0; first < samples * units; first += units) {
            double largest = Double.NEGATIVE_INFINITY;
            for (int k = first; k < first + units; k++) {
                largest = Math.max(largest, z[k]);
            }
            double sum = 0;
            for (int k = first; k < first + units; k++) {
                a[k] = Math.exp(z[k] - largest);
                sum += a[k];
            }
            for (int k = first; k < first + units; k++) {
                a[k] /= sum;
            }
        }
    }

    /**
     * ∂ℓ/∂z_k = a_k (∂ℓ/∂a_k − Σ a_j ∂ℓ/∂a_j). The derivative by the most probable unit is taken off all of them first,
     * which changes nothing but that the subtraction does not cancel where that unit has nearly all of the probability.
     */
    @Override
    public void multiplyByDerivative(double[] z, double[] a, double[] delta, int samples, int units) {
        for (int first = 0; first < samples * units; first += units) {
            double base = delta[indexOfLargest(a, first, units)];
            double mean = 0;
            for (int k = first; k < first + units; k++) {
                mean += a[k] * (delta[k] - base);
            }
            for (int k = first; k < first + units; k++) {
                delta[k] = a[k] * (delta[k] - base - mean);
            }
        }
    }

    /**
     * f(z + d) − f(z) of several samples at once, for short moves, as an exact expression without cancellation:
     * a_k (e_k − s) / (1 + s) with e_k = exp(d_k) − 1 and s = Σ a_j e_j. The move of the most probable unit is taken off all
     * of them first: softmax depends on differences of pre-activations only, and without this e_k − s would cancel.
     *
     * @param a activations, units x samples. Not modified.
     * @param d how far each pre-activation moves on entry, at most {@link ShortIncrement#LONGEST}, how far each activation
     *     moves on return, units x samples. Modified.
     */
    public void shortIncrements(double[][] a, double[][] d) {
        int samples = a[0].length;
        double[] base = new double[samples];
        for (int n = 0; n < samples; n++) {
            int largest = 0;
            for (int k = 1; k < a.length; k++) {
                largest = a[k][n] > a[largest][n] ? k : largest;
            }
            base[n] = d[largest][n];
        }
        double[] s = new double[samples];
        for (int k = 0; k < a.length; k++) {
            for (int n = 0; n < samples; n++) {
                d[k][n] = ShortFormulas.expm1(d[k][n] - base[n]);
                s[n] = Math.fma(a[k][n], d[k][n], s[n]);
            }
        }
        for (int k = 0; k < a.length; k++) {
            for (int n = 0; n < samples; n++) {
                d[k][n] = ShortFormulas.quotient(a[k][n] * (d[k][n] - s[n]), s[n]);
            }
        }
    }

    /** The index of the largest of a row, the first of equals. */
    static int indexOfLargest(double[] row, int first, int length) {
        int largest = first;
        for (int k = first; k < first + length; k++) {
            if (row[k] > row[largest]) {
                largest = k;
            }
        }
        return largest;
    }

    @Override
    public String toString() {
        return name();
    }
}
