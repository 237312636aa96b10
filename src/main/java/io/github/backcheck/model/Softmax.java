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

    /** ∂ℓ/∂z_k = a_k (∂ℓ/∂a_k − Σ a_j ∂ℓ/∂a_j). */
    @Override
    public void multiplyByDerivative(double[] z, double[] a, double[] delta, int samples, int units) {
        for (int first = 0; first < samples * units; first += units) {
            double mean = 0;
            for (int k = first; k < first + units; k++) {
                mean += a[k] * delta[k];
            }
            for (int k = first; k < first + units; k++) {
                delta[k] = a[k] * (delta[k] - mean);
            }
        }
    }

    /** a_k (e_k − s) / (1 + s) with e_k = exp(d_k) − 1 and s = Σ a_j e_j. */
    @Override
    public void increments(double[] z, double[] a, double[] d, int samples, int units) {
        for (int first = 0; first < samples * units; first += units) {
            double s = 0;
            for (int k = first; k < first + units; k++) {
                d[k] = Math.expm1(d[k]);
                s += a[k] * d[k];
            }
            for (int k = first; k < first + units; k++) {
                d[k] = a[k] * (d[k] - s) / (1 + s);
            }
        }
    }

    @Override
    public String toString() {
        return name();
    }
}
