package io.github.backcheck.model;

/**
 * The nonlinearity of a layer. All activations but softmax work on each unit by itself and are {@link Elementwise}.
 *
 * <p>The methods with {@code samples} and {@code units} work on matrices of samples x units, row by row in one array from
 * index 0.
 */
public sealed interface Activation permits Elementwise, Softmax {

    /** a = z. */
    Elementwise IDENTITY = new Elementwise.Identity();

    /** a = 1 / (1 + exp(−z)). */
    Elementwise SIGMOID = new Elementwise.Sigmoid();

    /** a = tanh z. */
    Elementwise TANH = new Elementwise.Tanh();

    /** a = max(0, z); its derivative at 0 is taken to be 0. */
    Elementwise RELU = new Elementwise.LeakyRelu(0);

    /** a = z above 0, 0.01 z below. */
    Elementwise LEAKY_RELU = new Elementwise.LeakyRelu(0.01);

    /** a = z above 0, exp(z) − 1 below (Clevert, Unterthiner and Hochreiter 2016, eq. 16, α = 1). */
    Elementwise ELU = new Elementwise.Elu(1);

    /** a = ln(1 + exp z). */
    Elementwise SOFTPLUS = new Elementwise.Softplus();

    /** a_k = exp(z_k) / Σ exp(z_j) over the units of a layer. */
    Softmax SOFTMAX = new Softmax();

    /**
     * A leaky ReLU with a slope of one's own.
     *
     * @param slope the derivative below 0, from 0 to below 1
     * @return a = z above 0, slope · z below
     * @throws IllegalArgumentException if the slope is not in that range
     */
    static Elementwise leakyRelu(double slope) {
        if (!(slope >= 0 && slope < 1)) {
            throw new IllegalArgumentException(
                    "the slope of a leaky ReLU is " + slope + ", 0 <= slope < 1 was expected");
        }
        return slope == 0 ? RELU : slope == 0.01 ? LEAKY_RELU : new Elementwise.LeakyRelu(slope);
    }

    /**
     * An ELU with an α of one's own.
     *
     * @param alpha above 0, finite
     * @return a = z above 0, α (exp(z) − 1) below
     * @throws IllegalArgumentException if α is not in that range
     */
    static Elementwise elu(double alpha) {
        if (!(alpha > 0 && alpha < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("the alpha of an ELU is " + alpha + ", a positive number was expected");
        }
        return alpha == 1 ? ELU : new Elementwise.Elu(alpha);
    }

    /**
     * The name people use.
     *
     * @return for example {@code sigmoid}
     */
    String name();

    /**
     * a = f(z).
     *
     * @param z pre-activations, samples x units. Not modified.
     * @param a activations, samples x units. Modified.
     * @param samples number of rows
     * @param units number of columns
     */
    void values(double[] z, double[] a, int samples, int units);

    /**
     * Turns ∂ℓ/∂a into ∂ℓ/∂z for each sample, by the transposed Jacobian of f.
     *
     * @param z pre-activations, samples x units. Not modified.
     * @param a activations f(z), samples x units. Not modified.
     * @param delta on entry ∂ℓ/∂a, on return ∂ℓ/∂z, samples x units. Modified.
     * @param samples number of rows
     * @param units number of columns
     */
    void multiplyByDerivative(double[] z, double[] a, double[] delta, int samples, int units);
}
