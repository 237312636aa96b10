package io.github.backcheck.gradient;

import io.github.backcheck.mlp.ForwardPass;
import io.github.backcheck.mlp.Mlp;
import io.github.backcheck.model.Architecture;
import io.github.backcheck.model.Elementwise;
import io.github.backcheck.model.Loss;
import java.util.Arrays;
import org.ejml.data.DMatrixRMaj;

/**
 * How far two correct programs that compute the same network may differ, because they add in another order, use another
 * formula for f′ or work in {@code float}: a running error bound along the forward and the backward pass.
 *
 * <p>Sums of k terms contribute λ √k u times the sum of their magnitudes, the probabilistic bound of Higham and Mary (2019),
 * <i>A new approach to probabilistic rounding error analysis</i>, Theorem 2.4; sums of magnitudes are bounded by products of
 * norms (Cauchy and Schwarz), so that the whole costs far less than a training step. Elementary functions contribute a few u
 * absolutely, because f′ = a (1 − a) and its like lose relative accuracy in saturation, and that is no defect.
 */
final class RoundOff {

    /** λ: a bound that fails once in 10¹³ sums of independent errors. */
    private static final double CONFIDENCE = 8;

    /** Roundings inside one evaluation of an activation, of its derivative or of a loss term, with a margin. */
    private static final double FUNCTION = 8;

    private final Architecture architecture;
    private final double u;
    private final int samples;
    private final Mlp twin;
    private final ForwardPass pass;
    private final double[][] zError;
    private final double[][] aError;
    private final double[][] deltaError;
    private final double[][] deltaKink;

    RoundOff(Mlp twin, ForwardPass pass, double unitRoundOff) {
        this.twin = twin;
        this.pass = pass;
        this.architecture = twin.architecture();
        this.u = unitRoundOff;
        this.samples = pass.samples();
        int depth = architecture.depth();
        this.zError = new double[depth][];
        this.aError = new double[depth][];
        this.deltaError = new double[depth][];
        this.deltaKink = new double[depth][];
        for (int layer = 0; layer < depth; layer++) {
            forward(layer);
        }
    }

    private double sum(int terms) {
        return CONFIDENCE * Math.sqrt(terms) * u;
    }

    private void forward(int layer) {
        int units = architecture.layer(layer).units();
        int inputs = architecture.layer(layer).inputs();
        DMatrixRMaj weights = twin.weights(layer);
        double[] below = pass.layerInputs(layer).data;
        double[] rowNorms = Norms.ofRows(weights.data, units, inputs);
        double[] inputNorms = Norms.ofRows(below, samples, inputs);
        double[] inputErrors = layer == 0 ? new double[samples] : Norms.ofRows(aError[layer - 1], samples, inputs);
        double[] z = pass.preActivations(layer).data;
        double[] a = pass.activations(layer).data;
        zError[layer] = new double[samples * units];
        aError[layer] = new double[samples * units];
        for (int n = 0; n < samples; n++) {
            for (int k = 0; k < units; k++) {
                int i = n * units + k;
                zError[layer][i] =
                        sum(inputs + 1) * (rowNorms[k] * inputNorms[n] + Math.abs(twin.biases(layer).data[k]))
                                + rowNorms[k] * inputErrors[n];
            }
        }
        if (architecture.layer(layer).activation() instanceof Elementwise f) {
            for (int i = 0; i < a.length; i++) {
                aError[layer][i] = activationError(f, z[i], a[i], zError[layer][i]);
            }
        } else {
            softmaxErrors(a, zError[layer], aError[layer]);
        }
    }

    private double activationError(Elementwise f, double z, double a, double error) {
        double own = f.isPiecewiseLinear() ? Math.abs(a) : 1 + Math.abs(a);
        return steepest(f, z, error) * error + FUNCTION * u * own;
    }

    /** From ∂ ln a_k / ∂z_j = [j = k] − a_j: the probability of one unit takes over the rounding of the likely ones. */
    private void softmaxErrors(double[] a, double[] errors, double[] into) {
        int outputs = architecture.outputCount();
        for (int first = 0; first < a.length; first += outputs) {
            double shift = 0;
            for (int k = first; k < first + outputs; k++) {
                shift += a[k] * errors[k];
            }
            for (int k = first; k < first + outputs; k++) {
                into[k] = 2 * a[k] * (errors[k] + shift) + FUNCTION * u * a[k];
            }
        }
    }

    /** Whether rounding of z decides on which side of a kink it is. */
    private static boolean isAtKink(Elementwise f, double z, double error) {
        return f.kink().isPresent() && Math.abs(z - f.kink().getAsDouble()) <= error;
    }

    /** The difference between the slopes on both sides of a kink. */
    private static double jump(Elementwise f) {
        return f.largestDerivative() - f.derivative(f.kink().orElse(0));
    }

    /** The largest f′ that rounding of z can reach. */
    private static double steepest(Elementwise f, double z, double error) {
        return isAtKink(f, z, error)
                ? f.largestDerivative()
                : Math.max(f.derivative(z), Math.max(f.derivative(z - error), f.derivative(z + error)));
    }

    /**
     * How far f′(z) may be off: by its change over the rounding of z, and by the rounding of its own formula. At a kink the
     * choice between its two sides is not rounding; see {@link #kinks}.
     */
    private double slopeError(Elementwise f, double z, double error) {
        double here = f.derivative(z);
        double change = isAtKink(f, z, error)
                ? 0
                : Math.max(Math.abs(f.derivative(z - error) - here), Math.abs(f.derivative(z + error) - here));
        return change + (f.isPiecewiseLinear() ? 0 : FUNCTION * u * f.largestDerivative());
    }

    /**
     * Carries the bound back through the network.
     *
     * @param deltas numeric ∂ℓ/∂z per layer, samples x units. Not modified.
     * @param targets samples x outputs. Not modified.
     */
    void backward(double[][] deltas, DMatrixRMaj targets) {
        int last = architecture.depth() - 1;
        deltaKink[last] = new double[samples * architecture.outputCount()];
        deltaError[last] = lossDelta(last, targets.data);
        for (int layer = last - 1; layer >= 0; layer--) {
            deltaError[layer] = propagated(layer, deltas[layer + 1]);
        }
    }

    private double[] lossDelta(int last, double[] y) {
        Loss loss = architecture.loss();
        int outputs = architecture.outputCount();
        double[] z = pass.preActivations(last).data;
        double[] a = pass.activations(last).data;
        double[] errors = new double[a.length];
        if (loss.requiredHead().isPresent()) {
            for (int i = 0; i < a.length; i++) {
                errors[i] = aError[last][i] + FUNCTION * u * (Math.abs(a[i]) + Math.abs(y[i]));
            }
            return errors;
        }
        double[] upstream = new double[a.length];
        for (int n = 0; n < samples; n++) {
            loss.deltaOfSample(a, y, upstream, n * outputs, outputs);
        }
        double factor = loss == Loss.MEAN_SQUARED_ERROR ? 2.0 / outputs : 1;
        for (int i = 0; i < a.length; i++) {
            double upstreamError = factor * (aError[last][i] + FUNCTION * u * (Math.abs(a[i]) + Math.abs(y[i])));
            errors[i] = upstreamError;
            if (architecture.layer(last).activation() instanceof Elementwise f) {
                double off = zError[last][i];
                errors[i] = steepest(f, z[i], off) * upstreamError + Math.abs(upstream[i]) * slopeError(f, z[i], off);
                deltaKink[last][i] = isAtKink(f, z[i], off) ? Math.abs(upstream[i]) * jump(f) : 0;
            }
        }
        if (!(architecture.layer(last).activation() instanceof Elementwise)) {
            softmaxDelta(errors, upstream, a, last, outputs);
        }
        return errors;
    }

    /** Through δ_k = a_k (g_k − Σ a_j g_j). */
    private void softmaxDelta(double[] errors, double[] upstream, double[] a, int last, int outputs) {
        for (int n = 0; n < samples; n++) {
            double largest = 0;
            double largestError = 0;
            double shift = 0;
            for (int k = n * outputs; k < (n + 1) * outputs; k++) {
                largest = Math.max(largest, Math.abs(upstream[k]));
                largestError = Math.max(largestError, errors[k]);
                shift += aError[last][k];
            }
            for (int k = n * outputs; k < (n + 1) * outputs; k++) {
                errors[k] = 2 * largest * (aError[last][k] + a[k] * shift)
                        + 2 * a[k] * largestError
                        + sum(outputs) * a[k] * largest;
            }
        }
    }

    private double[] propagated(int layer, double[] deltasAbove) {
        int units = architecture.layer(layer).units();
        int above = architecture.layer(layer + 1).units();
        double[] w = twin.weights(layer + 1).data;
        double[] z = pass.preActivations(layer).data;
        Elementwise f = (Elementwise) architecture.layer(layer).activation();
        double[] errors = new double[samples * units];
        deltaKink[layer] = new double[samples * units];
        double[] magnitude = new double[units];
        double[] error = new double[units];
        double[] kink = new double[units];
        for (int n = 0; n < samples; n++) {
            Arrays.fill(magnitude, 0);
            Arrays.fill(error, 0);
            Arrays.fill(kink, 0);
            for (int k = 0; k < above; k++) {
                double delta = Math.abs(deltasAbove[n * above + k]);
                double deltaOff = deltaError[layer + 1][n * above + k];
                double kinkAbove = deltaKink[layer + 1][n * above + k];
                for (int i = 0; i < units; i++) {
                    double weight = Math.abs(w[k * units + i]);
                    magnitude[i] += weight * delta;
                    error[i] += weight * deltaOff;
                    kink[i] += weight * kinkAbove;
                }
            }
            for (int i = 0; i < units; i++) {
                int at = n * units + i;
                double off = zError[layer][at];
                double steepest = steepest(f, z[at], off);
                errors[at] =
                        steepest * (error[i] + sum(above) * magnitude[i]) + magnitude[i] * slopeError(f, z[at], off);
                deltaKink[layer][at] =
                        steepest * kink[i] + (isAtKink(f, z[at], off) ? jump(f) * (magnitude[i] + kink[i]) : 0);
            }
        }
        return errors;
    }

    /**
     * How far the deltas of two correct programs may differ because they take f′ from different sides of a kink, where
     * rounding decides on which side a pre-activation is, in this layer or above.
     *
     * @param layer from 0
     * @return samples x units, 0 wherever no kink matters
     */
    double[] kinks(int layer) {
        return deltaKink[layer];
    }

    /** How far a pre-activation may be off; entries sample by sample. */
    double preActivationError(int layer, int entry) {
        return zError[layer][entry];
    }

    /** How far an activation of the last layer may be off. */
    double outputError(int sample, int output) {
        return aError[architecture.depth() - 1][sample * architecture.outputCount() + output];
    }

    /** How far the loss of the batch, penalty included, may be off. */
    double lossError(DMatrixRMaj targets, double lossValue) {
        int last = architecture.depth() - 1;
        int outputs = architecture.outputCount();
        double[] a = pass.activations(last).data;
        double error = 0;
        for (int i = 0; i < a.length; i++) {
            double share = architecture.loss().sensitivity(a[i], targets.data[i], outputs) * aError[last][i];
            // The logarithm of a vanishing probability: nothing is known about its rounding.
            error += Double.isNaN(share) ? Double.POSITIVE_INFINITY : share;
        }
        int terms = samples * outputs + twin.weights(0).getNumElements();
        return error * architecture.reduction().factor(samples) + (FUNCTION * u + sum(terms)) * Math.abs(lossValue);
    }

    /**
     * How far the entries of a weight gradient may be off, before the batch reduction.
     *
     * @param layer from 0
     * @param delta numeric ∂ℓ/∂z of the layer, samples x units. Not modified.
     * @return one bound for each unit and input
     */
    Bound ofGradient(int layer, double[] delta) {
        int units = architecture.layer(layer).units();
        int inputs = architecture.layer(layer).inputs();
        double[] below = pass.layerInputs(layer).data;
        double[] belowErrors = layer == 0 ? new double[below.length] : aError[layer - 1];
        return new Bound(
                Norms.ofColumns(delta, samples, units),
                Norms.ofColumns(deltaError[layer], samples, units),
                Norms.ofColumns(below, samples, inputs),
                Norms.ofColumns(belowErrors, samples, inputs));
    }

    /** Bounds for all entries of one layer, computed on demand from the norms over the samples. */
    final class Bound {
        private final double[] delta;
        private final double[] deltaOff;
        private final double[] input;
        private final double[] inputOff;

        private Bound(double[] delta, double[] deltaOff, double[] input, double[] inputOff) {
            this.delta = delta;
            this.deltaOff = deltaOff;
            this.input = input;
            this.inputOff = inputOff;
        }

        double weight(int unit, int from) {
            return deltaOff[unit] * input[from]
                    + delta[unit] * inputOff[from]
                    + sum(samples + 4) * delta[unit] * input[from];
        }

        double bias(int unit) {
            return Math.sqrt(samples) * (deltaOff[unit] + sum(samples + 4) * delta[unit]);
        }
    }
}
