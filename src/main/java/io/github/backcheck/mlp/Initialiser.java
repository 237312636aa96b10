package io.github.backcheck.mlp;

import java.util.Random;
import org.ejml.data.DMatrixRMaj;

/**
 * Draws the first weights of a layer. Biases always start at zero.
 *
 * <pre>{@code
 * Mlp.of(architecture, Initialiser.xavier(), 1);
 * Mlp.of(architecture, (weights, random) -> weights.set(0, 0, random.nextDouble()), 1);   // one of one's own
 * }</pre>
 */
@FunctionalInterface
public interface Initialiser {

    /**
     * Sets every weight of a layer.
     *
     * @param weights out x in, zero on entry. Modified.
     * @param random the only source of randomness, one for all layers of a network, first layer first. Modified.
     */
    void fill(DMatrixRMaj weights, Random random);

    /**
     * All weights 0, with which the units of a layer can never become different from each other.
     *
     * @return the initialiser
     */
    static Initialiser zeros() {
        return constant(0);
    }

    /**
     * All weights equal.
     *
     * @param value a finite number
     * @return the initialiser
     * @throws IllegalArgumentException if the value is NaN or infinite
     */
    static Initialiser constant(double value) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("the constant weight is " + value + ", a finite number was expected");
        }
        return (weights, random) -> weights.fill(value);
    }

    /**
     * Weights spread evenly between −bound and bound.
     *
     * @param bound above 0, finite
     * @return the initialiser
     * @throws IllegalArgumentException if the bound is not in that range
     */
    static Initialiser uniform(double bound) {
        Hyperparameters.requirePositive(bound, "bound of the uniform weights");
        return (weights, random) -> fillUniform(weights, bound, random);
    }

    /**
     * Weights from a normal distribution around 0.
     *
     * @param standardDeviation above 0, finite
     * @return the initialiser
     * @throws IllegalArgumentException if the standard deviation is not in that range
     */
    static Initialiser normal(double standardDeviation) {
        Hyperparameters.requirePositive(standardDeviation, "standard deviation of the normal weights");
        return (weights, random) -> fillNormal(weights, standardDeviation, random);
    }

    /**
     * Uniform between ∓√(6 / (in + out)), for tanh, sigmoid and softmax layers (Glorot and Bengio 2010, eq. 16).
     *
     * @return the initialiser
     */
    static Initialiser xavier() {
        return (weights, random) -> fillUniform(weights, Math.sqrt(6.0 / (weights.numCols + weights.numRows)), random);
    }

    /**
     * Normal with standard deviation √(2 / in), for ReLU layers (He, Zhang, Ren and Sun 2015, eq. 10).
     *
     * @return the initialiser
     */
    static Initialiser he() {
        return (weights, random) -> fillNormal(weights, Math.sqrt(2.0 / weights.numCols), random);
    }

    private static void fillUniform(DMatrixRMaj weights, double bound, Random random) {
        for (int i = 0; i < weights.getNumElements(); i++) {
            weights.data[i] = bound * (2 * random.nextDouble() - 1);
        }
    }

    private static void fillNormal(DMatrixRMaj weights, double standardDeviation, Random random) {
        for (int i = 0; i < weights.getNumElements(); i++) {
            weights.data[i] = standardDeviation * random.nextGaussian();
        }
    }
}
