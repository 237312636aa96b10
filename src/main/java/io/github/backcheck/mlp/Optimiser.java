package io.github.backcheck.mlp;

import org.ejml.data.DMatrixRMaj;

/**
 * The updates as they should be. Immutable; what an update remembers is in its {@link UpdateState}.
 *
 * <pre>{@code
 * Optimiser.sgd(0.1)
 * Optimiser.momentum(0.1, 0.9)
 * Optimiser.adam(0.001)
 * }</pre>
 */
public sealed interface Optimiser extends UpdateStep {

    /**
     * Plain gradient descent.
     *
     * @param learningRate above 0
     * @return the optimiser
     * @throws IllegalArgumentException if the learning rate is not a positive number
     */
    static Optimiser sgd(double learningRate) {
        return new Sgd(learningRate);
    }

    /**
     * Gradient descent with momentum.
     *
     * @param learningRate above 0
     * @param momentum from 0 to below 1
     * @return the optimiser
     * @throws IllegalArgumentException if an argument is out of range
     */
    static Optimiser momentum(double learningRate, double momentum) {
        return new Momentum(learningRate, momentum);
    }

    /**
     * Adam with the defaults of its paper: β₁ = 0.9, β₂ = 0.999, ε = 1e-8. {@code new Optimiser.Adam(...)} for others.
     *
     * @param learningRate above 0
     * @return the optimiser
     * @throws IllegalArgumentException if the learning rate is not a positive number
     */
    static Optimiser adam(double learningRate) {
        return new Adam(learningRate, 0.9, 0.999, 1e-8);
    }

    /**
     * The learning rate η.
     *
     * @return above 0
     */
    double learningRate();

    /**
     * θ ← θ − η g.
     *
     * @param learningRate η, above 0
     */
    record Sgd(double learningRate) implements Optimiser {

        /**
         * Checks the range.
         *
         * @param learningRate η, above 0
         * @throws IllegalArgumentException if the learning rate is not a positive number
         */
        public Sgd {
            Hyperparameters.requirePositive(learningRate, "learning rate");
        }

        @Override
        public void apply(DMatrixRMaj parameter, DMatrixRMaj gradient, UpdateState state) {
            double[] values = parameter.data;
            double[] g = gradient.data;
            int to = state.to();
            for (int i = state.from(); i < to; i++) {
                values[i] -= learningRate * g[i];
            }
        }
    }

    /**
     * v ← μ v + g, θ ← θ − η v, with v = 0 at the start. This is the form of Sutskever, Martens, Dahl and Hinton 2013, eq. 1
     * and 2, with v divided by −η, so that a learning rate that is changed later acts on the whole velocity; PyTorch does the
     * same.
     *
     * @param learningRate η, above 0
     * @param momentum μ, from 0 to below 1
     */
    record Momentum(double learningRate, double momentum) implements Optimiser {

        /**
         * Checks the ranges.
         *
         * @param learningRate η, above 0
         * @param momentum μ, from 0 to below 1
         * @throws IllegalArgumentException if an argument is out of range
         */
        public Momentum {
            Hyperparameters.requirePositive(learningRate, "learning rate");
            Hyperparameters.requireFraction(momentum, "momentum");
        }

        @Override
        public void apply(DMatrixRMaj parameter, DMatrixRMaj gradient, UpdateState state) {
            DMatrixRMaj velocity = state.memory(0);
            for (int i = state.from(); i < state.to(); i++) {
                velocity.data[i] = momentum * velocity.data[i] + gradient.data[i];
                parameter.data[i] -= learningRate * velocity.data[i];
            }
        }
    }

    /**
     * Kingma and Ba 2015, Algorithm 1: m ← β₁ m + (1 − β₁) g, v ← β₂ v + (1 − β₂) g², and with the bias of the first updates
     * t taken out, θ ← θ − η (m / (1 − β₁ᵗ)) / (√(v / (1 − β₂ᵗ)) + ε).
     *
     * @param learningRate η, above 0
     * @param beta1 β₁, from 0 to below 1
     * @param beta2 β₂, from 0 to below 1
     * @param epsilon ε, above 0
     */
    record Adam(double learningRate, double beta1, double beta2, double epsilon) implements Optimiser {

        /**
         * Checks the ranges.
         *
         * @param learningRate η, above 0
         * @param beta1 β₁, from 0 to below 1
         * @param beta2 β₂, from 0 to below 1
         * @param epsilon ε, above 0
         * @throws IllegalArgumentException if an argument is out of range
         */
        public Adam {
            Hyperparameters.requirePositive(learningRate, "learning rate");
            Hyperparameters.requireFraction(beta1, "beta1");
            Hyperparameters.requireFraction(beta2, "beta2");
            Hyperparameters.requirePositive(epsilon, "epsilon");
        }

        @Override
        public void apply(DMatrixRMaj parameter, DMatrixRMaj gradient, UpdateState state) {
            DMatrixRMaj first = state.memory(0);
            DMatrixRMaj second = state.memory(1);
            double firstBias = 1 - Math.pow(beta1, state.update());
            double secondBias = 1 - Math.pow(beta2, state.update());
            for (int i = state.from(); i < state.to(); i++) {
                double g = gradient.data[i];
                first.data[i] = beta1 * first.data[i] + (1 - beta1) * g;
                second.data[i] = beta2 * second.data[i] + (1 - beta2) * g * g;
                parameter.data[i] -=
                        learningRate * (first.data[i] / firstBias) / (Math.sqrt(second.data[i] / secondBias) + epsilon);
            }
        }
    }
}
