package io.github.backcheck.gradient;

import io.github.backcheck.model.Activation;
import io.github.backcheck.model.Architecture;
import io.github.backcheck.model.Batch;
import io.github.backcheck.model.Reduction;

/**
 * The derivative of the loss by a complex step (Squire and Trapp 1998, <i>Using complex variables to estimate derivatives of
 * real functions</i>): i · 1e-30 is added to one parameter, and the imaginary part of the loss over 1e-30 is the derivative,
 * with neither truncation nor cancellation. A forward pass of its own, from the definitions: it shares no arithmetic with
 * the reference network and knows no derivative of any activation or loss.
 */
final class ComplexStepOracle {

    private static final double STEP = 1e-30;

    private final Architecture architecture;
    private final Complex[][][] w;
    private final Complex[][] b;
    private final Batch batch;

    ComplexStepOracle(PlainNetwork network, Batch batch) {
        this.architecture = network.architecture;
        this.batch = batch;
        this.w = new Complex[network.w.length][][];
        this.b = new Complex[network.w.length][];
        for (int layer = 0; layer < w.length; layer++) {
            w[layer] = new Complex[network.w[layer].length][];
            b[layer] = complex(network.b[layer]);
            for (int unit = 0; unit < w[layer].length; unit++) {
                w[layer][unit] = complex(network.w[layer][unit]);
            }
        }
    }

    private static Complex[] complex(double[] values) {
        Complex[] complex = new Complex[values.length];
        for (int i = 0; i < values.length; i++) {
            complex[i] = Complex.of(values[i]);
        }
        return complex;
    }

    /** The derivatives for the weights of a layer, row by row. */
    double[] weights(int layer) {
        int inputs = architecture.layer(layer).inputs();
        double[] derivatives = new double[architecture.layer(layer).units() * inputs];
        for (int entry = 0; entry < derivatives.length; entry++) {
            derivatives[entry] = derivative(w[layer][entry / inputs], entry % inputs);
        }
        return derivatives;
    }

    /** The derivatives for the biases of a layer. */
    double[] biases(int layer) {
        double[] derivatives = new double[architecture.layer(layer).units()];
        for (int unit = 0; unit < derivatives.length; unit++) {
            derivatives[unit] = derivative(b[layer], unit);
        }
        return derivatives;
    }

    private double derivative(Complex[] row, int at) {
        Complex before = row[at];
        row[at] = before.plus(new Complex(0, STEP));
        double derivative = loss().im() / STEP;
        row[at] = before;
        return derivative;
    }

    private Complex loss() {
        Complex loss = Complex.ZERO;
        for (int n = 0; n < batch.size(); n++) {
            loss = loss.plus(lossOf(preActivations(complex(batch.input(n))), batch.target(n)));
        }
        if (architecture.reduction() == Reduction.MEAN) {
            loss = loss.times(1.0 / batch.size());
        }
        for (Complex[][] layer : w) {
            for (Complex[] row : layer) {
                for (Complex weight : row) {
                    loss = loss.plus(weight.times(weight).times(0.5 * architecture.l2()));
                }
            }
        }
        return loss;
    }

    /** Of the last layer. */
    private Complex[] preActivations(Complex[] inputs) {
        Complex[] below = inputs;
        for (int layer = 0; ; layer++) {
            Complex[] z = new Complex[w[layer].length];
            for (int unit = 0; unit < z.length; unit++) {
                z[unit] = b[layer][unit];
                for (int j = 0; j < below.length; j++) {
                    z[unit] = z[unit].plus(w[layer][unit][j].times(below[j]));
                }
            }
            if (layer == w.length - 1) {
                return z;
            }
            below = activated(layer, z);
        }
    }

    private Complex[] activated(int layer, Complex[] z) {
        Activation activation = architecture.layer(layer).activation();
        Complex[] a = new Complex[z.length];
        for (int k = 0; k < z.length; k++) {
            a[k] = activation == Activation.SOFTMAX
                    ? Complex.of(1).plus(othersBeside(z, k)).inverse()
                    : value(PlainActivation.of(activation), z[k]);
        }
        return a;
    }

    /** Σ exp(z_j − z_k) over all j but k: so written, a probability near 1 keeps its derivative. */
    private static Complex othersBeside(Complex[] z, int k) {
        Complex others = Complex.ZERO;
        for (int j = 0; j < z.length; j++) {
            others = j == k ? others : others.plus(z[j].minus(z[k]).exp());
        }
        return others;
    }

    private static Complex value(PlainActivation activation, Complex z) {
        return switch (activation.kind()) {
            case "identity" -> z;
            case "sigmoid" -> Complex.of(1).plus(z.negated().exp()).inverse();
            case "tanh" -> z.tanh();
            case "ReLU" -> z.re() > 0 ? z : Complex.ZERO;
            case "leaky ReLU" -> z.re() > 0 ? z : z.times(activation.parameter());
            case "ELU" -> z.re() > 0 ? z : z.expm1().times(activation.parameter());
            case "softplus" -> softplus(z);
            default -> throw new IllegalArgumentException(activation.kind());
        };
    }

    private static Complex softplus(Complex z) {
        return z.re() > 0 ? z.plus(z.negated().exp().log1p()) : z.exp().log1p();
    }

    private Complex lossOf(Complex[] z, double[] y) {
        Complex loss = Complex.ZERO;
        Complex[] a = activated(w.length - 1, z);
        for (int k = 0; k < y.length; k++) {
            Complex gap = a[k].minus(Complex.of(y[k]));
            loss = loss.plus(
                    switch (architecture.loss()) {
                        case HALF_SQUARED_ERROR -> gap.times(gap).times(0.5);
                        case MEAN_SQUARED_ERROR -> gap.times(gap).times(1.0 / y.length);
                        case SOFTMAX_CROSS_ENTROPY -> othersBeside(z, k).log1p().times(y[k]);
                        case BINARY_CROSS_ENTROPY ->
                            softplus(z[k])
                                    .times(1 - y[k])
                                    .plus(softplus(z[k].negated()).times(y[k]));
                    });
        }
        return loss;
    }
}
