package io.github.backcheck.diagnosis.campaign;

import io.github.backcheck.model.Architecture;

/** Last layers with their losses. */
enum Head {
    SOFTMAX_CROSS_ENTROPY {
        @Override
        double[] outputs(double[] z) {
            double largest = Double.NEGATIVE_INFINITY;
            for (double one : z) {
                largest = Math.max(largest, one);
            }
            double sum = 0;
            double[] p = new double[z.length];
            for (int k = 0; k < z.length; k++) {
                p[k] = Math.exp(z[k] - largest);
                sum += p[k];
            }
            for (int k = 0; k < z.length; k++) {
                p[k] /= sum;
            }
            return p;
        }

        @Override
        double loss(double[] out, double[] y) {
            double sum = 0;
            for (int k = 0; k < y.length; k++) {
                sum -= y[k] == 0 ? 0 : y[k] * Math.log(Math.max(out[k], Double.MIN_NORMAL));
            }
            return sum;
        }
    },
    SIGMOID_CROSS_ENTROPY {
        @Override
        double[] outputs(double[] z) {
            return SIGMOID_SQUARED.outputs(z);
        }

        @Override
        double loss(double[] out, double[] y) {
            double sum = 0;
            for (int k = 0; k < y.length; k++) {
                double likely = y[k] == 1 ? out[k] : 1 - out[k];
                sum -= Math.log(Math.max(likely, Double.MIN_NORMAL));
            }
            return sum;
        }
    },
    SIGMOID_SQUARED {
        @Override
        double[] outputs(double[] z) {
            double[] out = new double[z.length];
            for (int k = 0; k < z.length; k++) {
                out[k] = 1 / (1 + Math.exp(-z[k]));
            }
            return out;
        }

        @Override
        double[] delta(double[] out, double[] y) {
            double[] delta = super.delta(out, y);
            for (int k = 0; k < y.length; k++) {
                delta[k] *= out[k] * (1 - out[k]);
            }
            return delta;
        }
    },
    SIGMOID_MEAN_SQUARED {
        @Override
        double[] outputs(double[] z) {
            return SIGMOID_SQUARED.outputs(z);
        }

        @Override
        double loss(double[] out, double[] y) {
            return super.loss(out, y) * 2 / y.length;
        }

        @Override
        double[] delta(double[] out, double[] y) {
            double[] delta = SIGMOID_SQUARED.delta(out, y);
            for (int k = 0; k < y.length; k++) {
                delta[k] *= 2.0 / y.length;
            }
            return delta;
        }
    },
    LINEAR_SQUARED {
        @Override
        double[] outputs(double[] z) {
            return z.clone();
        }
    },
    LINEAR_MEAN_SQUARED {
        @Override
        double[] outputs(double[] z) {
            return z.clone();
        }

        @Override
        double loss(double[] out, double[] y) {
            return super.loss(out, y) * 2 / y.length;
        }

        @Override
        double[] delta(double[] out, double[] y) {
            double[] delta = super.delta(out, y);
            for (int k = 0; k < y.length; k++) {
                delta[k] *= 2.0 / y.length;
            }
            return delta;
        }
    };

    abstract double[] outputs(double[] z);

    /** Of a sample: half the squared error, where nothing else is said. */
    double loss(double[] out, double[] y) {
        double sum = 0;
        for (int k = 0; k < y.length; k++) {
            sum += 0.5 * (out[k] - y[k]) * (out[k] - y[k]);
        }
        return sum;
    }

    /** The derivative of the loss by the pre-activations. */
    double[] delta(double[] out, double[] y) {
        double[] delta = new double[y.length];
        for (int k = 0; k < y.length; k++) {
            delta[k] = out[k] - y[k];
        }
        return delta;
    }

    Architecture on(Architecture.Layers layers, int outputs) {
        return switch (this) {
            case SOFTMAX_CROSS_ENTROPY -> layers.softmax(outputs).softmaxCrossEntropy();
            case SIGMOID_CROSS_ENTROPY -> layers.sigmoid(outputs).binaryCrossEntropy();
            case SIGMOID_SQUARED -> layers.sigmoid(outputs).halfSquaredError();
            case SIGMOID_MEAN_SQUARED -> layers.sigmoid(outputs).meanSquaredError();
            case LINEAR_SQUARED -> layers.identity(outputs).halfSquaredError();
            case LINEAR_MEAN_SQUARED -> layers.identity(outputs).meanSquaredError();
        };
    }
}
