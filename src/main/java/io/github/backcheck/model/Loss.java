package io.github.backcheck.model;

import java.util.Arrays;
import java.util.Optional;

/**
 * The loss ℓ of one sample; {@link Reduction} says how the samples of a batch are put together. Arguments are matrices of
 * samples x outputs, row by row in one array; a sample is named by the index of its first entry.
 */
public enum Loss {
    /** ½ Σ (a_k − y_k)². */
    HALF_SQUARED_ERROR("half squared error") {
        @Override
        double squareFactor(int outputs) {
            return 0.5;
        }
    },
    /** (1 / outputs) Σ (a_k − y_k)². */
    MEAN_SQUARED_ERROR("mean squared error") {
        @Override
        double squareFactor(int outputs) {
            return 1.0 / outputs;
        }
    },
    /** −Σ y_k ln a_k, on a softmax head. */
    SOFTMAX_CROSS_ENTROPY("softmax cross-entropy") {
        @Override
        public Optional<Activation> requiredHead() {
            return Optional.of(Activation.SOFTMAX);
        }

        /** Σ y_k (ln Σ exp z_j − z_k): no logarithm of a rounded probability. */
        @Override
        public double ofSample(double[] z, double[] a, double[] y, int first, int outputs) {
            int largest = Softmax.indexOfLargest(z, first, outputs);
            double others = 0;
            for (int k = first; k < first + outputs; k++) {
                others += k == largest ? 0 : Math.exp(z[k] - z[largest]);
            }
            double logSum = Math.log1p(others);
            double loss = 0;
            for (int k = first; k < first + outputs; k++) {
                loss += y[k] * (logSum - (z[k] - z[largest]));
            }
            return loss;
        }

        @Override
        public double ofOutputs(double[] a, double[] y, int first, int outputs) {
            double loss = 0;
            for (int k = first; k < first + outputs; k++) {
                // 0 ln 0 = 0, but NaN stays NaN.
                loss -= y[k] == 0 && !Double.isNaN(a[k]) ? 0 : y[k] * Math.log(a[k]);
            }
            return loss;
        }

        @Override
        public double sensitivity(double a, double y, int outputs) {
            return y == 0 ? 0 : Math.abs(y) / a;
        }

        @Override
        public void deltaOfSample(double[] a, double[] y, double[] delta, int first, int outputs) {
            double total = 0;
            for (int k = first; k < first + outputs; k++) {
                total += y[k];
            }
            for (int k = first; k < first + outputs; k++) {
                delta[k] = total * a[k] - y[k];
            }
        }

        /**
         * Σ y_j · ln(1 + Σ a_k (exp(d_k) − 1)) − Σ y_k d_k, from the movement d of the pre-activations, of which that of the
         * largest target is first taken off: the loss depends on differences of pre-activations only, and without this the
         * two terms of a sample that is already right would cancel.
         */
        @Override
        public ShortLossIncrement shortIncrement(double[][] z, double[][] a, double[][] y) {
            int samples = y[0].length;
            int[] base = new int[samples];
            double[] total = new double[samples];
            // Where only the base has a target, its move is all there is, and was taken off.
            boolean oneHot = true;
            for (int n = 0; n < samples; n++) {
                for (int k = 0; k < y.length; k++) {
                    base[n] = y[k][n] > y[base[n]][n] ? k : base[n];
                    total[n] += y[k][n];
                }
                for (int k = 0; k < y.length; k++) {
                    oneHot &= k == base[n] || y[k][n] == 0;
                }
            }
            boolean linearVanishes = oneHot;
            return (moves, into) -> {
                double[] shift = new double[samples];
                for (int n = 0; n < samples; n++) {
                    shift[n] = moves[base[n]][n];
                    into[n] = 0;
                }
                for (int k = 0; k < a.length; k++) {
                    addExponentials(a[k], moves[k], shift, into);
                }
                for (int n = 0; n < samples; n++) {
                    into[n] = total[n] * ShortFormulas.log1p(into[n]);
                }
                for (int k = 0; k < a.length && !linearVanishes; k++) {
                    addProducts(y[k], moves[k], shift, into);
                }
            };
        }

        private void addExponentials(double[] a, double[] moves, double[] shift, double[] into) {
            for (int n = 0; n < into.length; n++) {
                into[n] = Math.fma(a[n], ShortFormulas.expm1(moves[n] - shift[n]), into[n]);
            }
        }

        private void addProducts(double[] y, double[] moves, double[] shift, double[] into) {
            for (int n = 0; n < into.length; n++) {
                into[n] -= y[n] * (moves[n] - shift[n]);
            }
        }
    },
    /** −Σ (y_k ln a_k + (1 − y_k) ln(1 − a_k)), on a sigmoid head. */
    BINARY_CROSS_ENTROPY("binary cross-entropy") {
        @Override
        public Optional<Activation> requiredHead() {
            return Optional.of(Activation.SIGMOID);
        }

        /** Σ (1 − y_k) ln(1 + exp z_k) + y_k ln(1 + exp(−z_k)): no logarithm of a rounded probability. */
        @Override
        public double ofSample(double[] z, double[] a, double[] y, int first, int outputs) {
            double loss = 0;
            for (int k = first; k < first + outputs; k++) {
                loss += y[k] == 1 ? 0 : (1 - y[k]) * Activation.SOFTPLUS.value(z[k]);
                loss += y[k] == 0 ? 0 : y[k] * Activation.SOFTPLUS.value(-z[k]);
            }
            return loss;
        }

        @Override
        public double ofOutputs(double[] a, double[] y, int first, int outputs) {
            double loss = 0;
            for (int k = first; k < first + outputs; k++) {
                loss -= y[k] == 0 ? 0 : y[k] * Math.log(a[k]);
                loss -= y[k] == 1 ? 0 : (1 - y[k]) * Math.log1p(-a[k]);
            }
            return loss;
        }

        @Override
        public double sensitivity(double a, double y, int outputs) {
            return (y == 0 ? 0 : Math.abs(y) / a) + (y == 1 ? 0 : Math.abs(1 - y) / (1 - a));
        }

        @Override
        public void deltaOfSample(double[] a, double[] y, double[] delta, int first, int outputs) {
            for (int k = first; k < first + outputs; k++) {
                delta[k] = a[k] - y[k];
            }
        }

        /** The increments of the two logarithms of the loss, from the movement d of the pre-activations. */
        @Override
        public ShortLossIncrement shortIncrement(double[][] z, double[][] a, double[][] y) {
            double[][] complements = new double[z.length][z[0].length];
            for (int k = 0; k < z.length; k++) {
                for (int n = 0; n < z[k].length; n++) {
                    complements[k][n] = Activation.SIGMOID.value(-z[k][n]);
                }
            }
            return (moves, into) -> {
                Arrays.fill(into, 0);
                for (int k = 0; k < z.length; k++) {
                    addLogarithms(y[k], a[k], complements[k], moves[k], into);
                }
            };
        }

        private void addLogarithms(double[] y, double[] a, double[] complements, double[] moves, double[] into) {
            for (int n = 0; n < into.length; n++) {
                double up = a[n] * ShortFormulas.expm1(moves[n]);
                double down = complements[n] * ShortFormulas.expm1(-moves[n]);
                into[n] += (1 - y[n]) * ShortFormulas.log1p(up) + y[n] * ShortFormulas.log1p(down);
            }
        }
    };

    private final String title;

    Loss(String title) {
        this.title = title;
    }

    /**
     * |∂ℓ/∂a_k|: how much an error in one output of a sample changes the loss computed from the outputs.
     *
     * @param a the output
     * @param y its target
     * @param outputs number of outputs
     * @return at least 0, infinite where a cross-entropy takes the logarithm of 0
     */
    public double sensitivity(double a, double y, int outputs) {
        return 2 * squareFactor(outputs) * Math.abs(a - y);
    }

    /** What Σ (a_k − y_k)² is multiplied by in a squared error; the cross-entropies replace everything that asks for it. */
    double squareFactor(int outputs) {
        throw new IllegalStateException(title + " is not a squared error");
    }

    /**
     * The activation of the last layer with which this loss is fused: its delta and its increments then concern the
     * pre-activations z, in which form nothing divides by a probability.
     *
     * @return softmax or sigmoid for the cross-entropies, empty for the squared errors, which go with any activation
     */
    public Optional<Activation> requiredHead() {
        return Optional.empty();
    }

    /**
     * ℓ of one sample.
     *
     * @param z pre-activations of the last layer. Not modified.
     * @param a activations of the last layer. Not modified.
     * @param y targets. Not modified.
     * @param first index of the sample's first entry
     * @param outputs number of outputs
     * @return the loss
     */
    public double ofSample(double[] z, double[] a, double[] y, int first, int outputs) {
        return ofOutputs(a, y, first, outputs);
    }

    /**
     * ℓ of one sample from its outputs alone, as a program computes it that has no pre-activations at hand. A probability of
     * exactly 0 or 1 can make a cross-entropy infinite.
     *
     * @param a activations of the last layer. Not modified.
     * @param y targets. Not modified.
     * @param first index of the sample's first entry
     * @param outputs number of outputs
     * @return the loss
     */
    public double ofOutputs(double[] a, double[] y, int first, int outputs) {
        double squares = 0;
        for (int k = first; k < first + outputs; k++) {
            squares += (a[k] - y[k]) * (a[k] - y[k]);
        }
        return squareFactor(outputs) * squares;
    }

    /**
     * The loss delta of one sample: ∂ℓ/∂z of the last layer where there is a {@link #requiredHead()}, ∂ℓ/∂a elsewhere.
     *
     * @param a activations of the last layer. Not modified.
     * @param y targets. Not modified.
     * @param delta receives the derivatives. Modified.
     * @param first index of the sample's first entry
     * @param outputs number of outputs
     */
    public void deltaOfSample(double[] a, double[] y, double[] delta, int first, int outputs) {
        for (int k = first; k < first + outputs; k++) {
            delta[k] = 2 * squareFactor(outputs) * (a[k] - y[k]);
        }
    }

    /**
     * Prepares the increments of several samples for short moves.
     *
     * @param z pre-activations of the last layer, outputs x samples. Not modified.
     * @param a activations of the last layer, outputs x samples. Not modified, kept.
     * @param y targets, outputs x samples. Not modified, kept.
     * @return the increments of short moves
     */
    public ShortLossIncrement shortIncrement(double[][] z, double[][] a, double[][] y) {
        double factor = squareFactor(a.length);
        return (moves, into) -> {
            Arrays.fill(into, 0);
            for (int k = 0; k < a.length; k++) {
                addSquares(factor, a[k], y[k], moves[k], into);
            }
        };
    }

    private static void addSquares(double factor, double[] a, double[] y, double[] moves, double[] into) {
        for (int n = 0; n < into.length; n++) {
            into[n] += factor * moves[n] * (moves[n] + 2 * (a[n] - y[n]));
        }
    }

    /** The name people use, as in {@code softmax cross-entropy}. */
    @Override
    public String toString() {
        return title;
    }
}
