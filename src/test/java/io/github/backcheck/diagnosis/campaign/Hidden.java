package io.github.backcheck.diagnosis.campaign;

import io.github.backcheck.model.Activation;

/** Activations of hidden layers. */
enum Hidden {
    SIGMOID {
        @Override
        double value(double z) {
            return 1 / (1 + Math.exp(-z));
        }

        @Override
        double slope(double z) {
            return value(z) * (1 - value(z));
        }
    },
    TANH {
        @Override
        double value(double z) {
            return Math.tanh(z);
        }

        @Override
        double slope(double z) {
            return 1 - Math.tanh(z) * Math.tanh(z);
        }
    },
    RELU {
        @Override
        double value(double z) {
            return z > 0 ? z : 0;
        }

        @Override
        double slope(double z) {
            return z > 0 ? 1 : 0;
        }
    },
    LEAKY_RELU {
        @Override
        double value(double z) {
            return z > 0 ? z : 0.01 * z;
        }

        @Override
        double slope(double z) {
            return z > 0 ? 1 : 0.01;
        }
    },
    ELU {
        @Override
        double value(double z) {
            return z > 0 ? z : Math.expm1(z);
        }

        @Override
        double slope(double z) {
            return z > 0 ? 1 : Math.exp(z);
        }
    },
    SOFTPLUS {
        @Override
        double value(double z) {
            return Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z)));
        }

        @Override
        double slope(double z) {
            return 1 / (1 + Math.exp(-z));
        }
    };

    abstract double value(double z);

    abstract double slope(double z);

    Activation activation() {
        return switch (this) {
            case SIGMOID -> Activation.SIGMOID;
            case TANH -> Activation.TANH;
            case RELU -> Activation.RELU;
            case LEAKY_RELU -> Activation.LEAKY_RELU;
            case ELU -> Activation.ELU;
            case SOFTPLUS -> Activation.SOFTPLUS;
        };
    }

    /** Whether half of its inputs are lost, as the width of the first weights allows for. */
    boolean isOneSided() {
        return this == RELU || this == LEAKY_RELU || this == ELU || this == SOFTPLUS;
    }
}
