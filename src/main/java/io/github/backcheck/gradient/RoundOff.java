package io.github.backcheck.gradient;

import io.github.backcheck.model.Architecture;
import io.github.backcheck.model.Elementwise;
import io.github.backcheck.model.Loss;
import io.github.backcheck.model.Precision;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * How far two correct programs that compute the same network may differ, because they add in another order, use another
 * formula for f′ or work in {@code float}: a running error bound along the forward and the backward pass. All bounds are for
 * the difference of both sides, the network's and the twin's.
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

    /** Up to here exp(x) − 1 is below 2 x; beyond it the rounding of z may do anything to f′. */
    private static final double SMALL = 0.5;

    private final Recording recording;
    private final Architecture architecture;
    private final double u;
    private final double underflow;
    private final int samples;
    private final double[][][] zError;
    private final double[][][] aError;
    private final double[][][] deltaError;
    private final double[][] @Nullable [] deltaKink;

    /**
     * @param recording the twin's forward pass
     * @param precision of the network, whose rounding is added to the twin's own in double precision
     */
    RoundOff(Recording recording, Precision precision) {
        this.recording = recording;
        this.architecture = recording.architecture();
        this.samples = recording.samples();
        this.u = precision.unitRoundOff() + Precision.DOUBLE.unitRoundOff();
        this.underflow = precision.smallestNormal();
        int depth = recording.depth();
        this.zError = new double[depth][][];
        this.aError = new double[depth][][];
        this.deltaError = new double[depth][][];
        this.deltaKink = new double[depth][][];
        for (int layer = 0; layer < depth; layer++) {
            forward(layer);
        }
    }

    private double sum(int terms) {
        return CONFIDENCE * Math.sqrt(terms) * u;
    }

    private void forward(int layer) {
        int units = recording.units(layer);
        double[][] weights = recording.weights(layer);
        double[] inputNorms = Norms.ofRows(recording.inputs(layer));
        double[] inputErrors = layer == 0 ? new double[samples] : Norms.ofColumns(aError[layer - 1]);
        double own = sum(weights[0].length + 1);
        zError[layer] = new double[units][samples];
        aError[layer] = new double[units][samples];
        for (int k = 0; k < units; k++) {
            double rowNorm = Norms.of(weights[k]);
            double bias = own * Math.abs(recording.biases(layer)[k]);
            double[] errors = zError[layer][k];
            for (int n = 0; n < samples; n++) {
                errors[n] = rowNorm * (own * inputNorms[n] + inputErrors[n]) + bias;
            }
        }
        if (architecture.layer(layer).activation() instanceof Elementwise f) {
            for (int k = 0; k < units; k++) {
                activationErrors(layer, k, f);
            }
        } else {
            softmaxErrors(recording.a(layer), zError[layer], aError[layer]);
        }
    }

    private void activationErrors(int layer, int unit, Elementwise f) {
        double[] a = recording.a(layer)[unit];
        double offset = f.isPiecewiseLinear() ? 0 : 1;
        for (int n = 0; n < samples; n++) {
            double own = offset + Math.abs(a[n]);
            aError[layer][unit][n] = steepest(f, layer, unit, n) * zError[layer][unit][n] + FUNCTION * u * own;
        }
    }

    /**
     * From ∂ ln a_k / ∂z_j = [j = k] − a_j: the probability of one unit takes over the rounding of the likely others. A tiny one
     * has lost digits, or is 0, in the program whose numbers end first.
     */
    private void softmaxErrors(double[][] a, double[][] errors, double[][] into) {
        for (int n = 0; n < samples; n++) {
            double total = 0;
            double shift = 0;
            double largest = 0;
            for (int k = 0; k < a.length; k++) {
                total += a[k][n];
                shift += a[k][n] * errors[k][n];
                largest = Math.max(largest, errors[k][n]);
            }
            // Two pre-activations that are off in opposite directions; beyond that any of them may be the largest.
            boolean ordered = 2 * largest <= SMALL;
            for (int k = 0; k < a.length; k++) {
                double others = Math.max(0, total - a[k][n]);
                double fromOthers = Math.max(0, shift - a[k][n] * errors[k][n]);
                double moved = ordered ? 2 * a[k][n] * (others * errors[k][n] + fromOthers) : 1;
                into[k][n] = moved + FUNCTION * u * a[k][n] + underflow;
            }
        }
    }

    /** Whether rounding of z decides on which side of a kink it is. */
    boolean isAtKink(int layer, int unit, int sample) {
        return architecture.layer(layer).activation() instanceof Elementwise f && isAtKink(f, layer, unit, sample);
    }

    /** Whether rounding of z decides by which of two formulas the activation is computed. */
    boolean isAtSeam(int layer, int unit, int sample) {
        return architecture.layer(layer).activation() instanceof Elementwise f
                && f.seam().isPresent()
                && Math.abs(recording.z(layer)[unit][sample] - f.seam().getAsDouble()) <= zError[layer][unit][sample];
    }

    private boolean isAtKink(Elementwise f, int layer, int unit, int n) {
        return f.kink().isPresent()
                && Math.abs(recording.z(layer)[unit][n] - f.kink().getAsDouble()) <= zError[layer][unit][n];
    }

    /** The difference between the slopes on both sides of a kink. */
    private static double jump(Elementwise f) {
        double kink = f.kink().orElse(0);
        return Math.abs(f.derivative(Math.nextUp(kink)) - f.derivative(kink));
    }

    /** The largest f′ that rounding of z can reach. */
    private double steepest(Elementwise f, int layer, int unit, int n) {
        double bend = f.largestBend() * zError[layer][unit][n];
        if (isAtKink(f, layer, unit, n) || !(bend <= SMALL)) {
            return f.largestDerivative();
        }
        return Math.min(f.largestDerivative(), recording.slopes(layer)[unit][n] * (1 + 2 * bend));
    }

    /**
     * How far f′(z) may be off: by its change over the rounding of z, and by the rounding of its own formula. At a kink the
     * choice between its two sides is not rounding; see {@link #kinks}.
     */
    private double slopeError(Elementwise f, int layer, int unit, int n) {
        double bend = f.largestBend() * zError[layer][unit][n];
        double change = bend <= SMALL ? 2 * bend * recording.slopes(layer)[unit][n] : f.largestDerivative();
        double own = f.isPiecewiseLinear() ? 0 : FUNCTION * u * f.largestDerivative();
        return (isAtKink(f, layer, unit, n) ? 0 : change) + own;
    }

    /**
     * Carries the bound back through the network.
     *
     * @param deltas numeric ∂ℓ/∂z per layer, units x samples. Not modified.
     * @param widths how far they may be off themselves. Not modified.
     * @param head how far else the deltas of the last layer may be apart, outputs x samples. Not modified.
     */
    void backward(double[][][] deltas, double[][][] widths, double[][] head) {
        int last = recording.depth() - 1;
        lossDelta(last);
        for (int k = 0; k < head.length; k++) {
            for (int n = 0; n < samples; n++) {
                deltaError[last][k][n] += head[k][n];
            }
        }
        for (int layer = last - 1; layer >= 0; layer--) {
            propagate(layer, deltas[layer + 1], widths[layer + 1]);
        }
    }

    private void lossDelta(int last) {
        Loss loss = architecture.loss();
        double[][] y = recording.targets();
        double[][] a = recording.a(last);
        int outputs = a.length;
        double[][] errors = new double[outputs][samples];
        deltaError[last] = errors;
        double factor = loss == Loss.MEAN_SQUARED_ERROR ? 2.0 / outputs : 1;
        for (int k = 0; k < outputs; k++) {
            for (int n = 0; n < samples; n++) {
                errors[k][n] = factor * (aError[last][k][n] + FUNCTION * u * (Math.abs(a[k][n]) + Math.abs(y[k][n])));
            }
        }
        if (loss.requiredHead().isPresent()) {
            return;
        }
        double[][] upstream = upstream(loss, a, y);
        if (!(architecture.layer(last).activation() instanceof Elementwise f)) {
            softmaxDelta(errors, upstream, a, aError[last]);
            return;
        }
        for (int k = 0; k < outputs; k++) {
            for (int n = 0; n < samples; n++) {
                double magnitude = Math.abs(upstream[k][n]);
                errors[k][n] = steepest(f, last, k, n) * errors[k][n] + magnitude * slopeError(f, last, k, n);
                if (isAtKink(f, last, k, n)) {
                    setKink(last, k, n, reach(f, last, k, n) * magnitude);
                }
            }
        }
    }

    private double[][] upstream(Loss loss, double[][] a, double[][] y) {
        double[][] upstream = new double[a.length][samples];
        double[] output = new double[a.length];
        double[] target = new double[a.length];
        double[] delta = new double[a.length];
        for (int n = 0; n < samples; n++) {
            for (int k = 0; k < a.length; k++) {
                output[k] = a[k][n];
                target[k] = y[k][n];
            }
            loss.deltaOfSample(output, target, delta, 0, a.length);
            for (int k = 0; k < a.length; k++) {
                upstream[k][n] = delta[k];
            }
        }
        return upstream;
    }

    /** How far the slope that a program takes at a kink may be from the mean slope that differences see there. */
    private double reach(Elementwise f, int layer, int unit, int n) {
        boolean exactly = recording.z(layer)[unit][n] == f.kink().orElse(0);
        return exactly ? jump(f) / 2 : jump(f);
    }

    private void setKink(int layer, int unit, int n, double halfWidth) {
        double[][] kinks = deltaKink[layer];
        if (kinks == null) {
            kinks = new double[recording.units(layer)][samples];
            deltaKink[layer] = kinks;
        }
        kinks[unit][n] = halfWidth;
    }

    /** Through δ_k = a_k (g_k − Σ a_j g_j). */
    private void softmaxDelta(double[][] errors, double[][] upstream, double[][] a, double[][] aErrors) {
        for (int n = 0; n < samples; n++) {
            double largest = 0;
            double largestError = 0;
            double shift = 0;
            for (int k = 0; k < a.length; k++) {
                largest = Math.max(largest, Math.abs(upstream[k][n]));
                largestError = Math.max(largestError, errors[k][n]);
                shift += aErrors[k][n];
            }
            for (int k = 0; k < a.length; k++) {
                errors[k][n] = 2 * largest * (aErrors[k][n] + a[k][n] * shift)
                        + 2 * a[k][n] * largestError
                        + sum(a.length) * a[k][n] * largest;
            }
        }
    }

    private void propagate(int layer, double[][] deltasAbove, double[][] widthsAbove) {
        Elementwise f = (Elementwise) architecture.layer(layer).activation();
        int units = recording.units(layer);
        double[] columnNorms = Norms.ofColumns(recording.weights(layer + 1));
        double[] deltaNorms = Norms.ofColumns(deltasAbove);
        double[] errorNorms = Norms.ofColumns(deltaError[layer + 1]);
        double own = sum(recording.units(layer + 1));
        deltaError[layer] = new double[units][samples];
        for (int i = 0; i < units; i++) {
            double[] errors = deltaError[layer][i];
            for (int n = 0; n < samples; n++) {
                double propagated = errorNorms[n] + own * deltaNorms[n];
                errors[n] = columnNorms[i]
                        * (steepest(f, layer, i, n) * propagated + slopeError(f, layer, i, n) * deltaNorms[n]);
            }
        }
        propagateKinks(layer, f, deltasAbove, widthsAbove);
    }

    /** Sample by sample and without norms: kinks are few, and a blank sample must not lend its kinks to the others. */
    private void propagateKinks(int layer, Elementwise f, double[][] deltasAbove, double[][] widthsAbove) {
        double[][] above = deltaKink[layer + 1];
        double[][] weights = recording.weights(layer + 1);
        double[] fromAbove = new double[recording.units(layer)];
        for (int n = 0; n < samples; n++) {
            if (above != null) {
                Arrays.fill(fromAbove, 0);
                for (int k = 0; k < above.length; k++) {
                    addMagnitudes(above[k][n], weights[k], fromAbove);
                }
            }
            for (int i = 0; i < fromAbove.length; i++) {
                double halfWidth = fromAbove[i] == 0 ? 0 : steepest(f, layer, i, n) * fromAbove[i];
                if (isAtKink(f, layer, i, n)) {
                    double upstream = 0;
                    double width = 0;
                    for (int k = 0; k < weights.length; k++) {
                        upstream += weights[k][i] * deltasAbove[k][n];
                        width += Math.abs(weights[k][i]) * widthsAbove[k][n];
                    }
                    double reach = fromAbove[i] == 0 ? reach(f, layer, i, n) : jump(f);
                    halfWidth += reach * (Math.abs(upstream) + width + fromAbove[i]);
                }
                if (halfWidth > 0) {
                    setKink(layer, i, n, halfWidth);
                }
            }
        }
    }

    private static void addMagnitudes(double factor, double[] row, double[] into) {
        if (factor > 0) {
            for (int i = 0; i < into.length; i++) {
                into[i] += factor * Math.abs(row[i]);
            }
        }
    }

    /**
     * How far the deltas of a correct program may be from the numeric ones because it takes f′ from one side of a kink, where
     * rounding decides on which side a pre-activation is, in this layer or above.
     *
     * @return for each layer units x samples, 0 wherever no kink matters; null for a layer in which none does
     */
    double[][] @Nullable [] kinks() {
        return deltaKink;
    }

    /** How far a pre-activation may be off. */
    double preActivationError(int layer, int unit, int sample) {
        return zError[layer][unit][sample];
    }

    /** How far an activation of the last layer may be off. */
    double outputError(int sample, int output) {
        return aError[recording.depth() - 1][output][sample];
    }

    /**
     * How far the loss of the batch, penalty included, may be off.
     *
     * @param a the outputs, or outputs near them, outputs x samples. Not modified.
     * @param lossValue the loss there
     */
    double lossError(double[][] a, double lossValue) {
        int last = recording.depth() - 1;
        double error = 0;
        for (int k = 0; k < a.length; k++) {
            for (int n = 0; n < samples; n++) {
                double share =
                        architecture.loss().sensitivity(a[k][n], recording.targets()[k][n], a.length)
                                * aError[last][k][n];
                // The logarithm of a vanishing probability: nothing is known about its rounding.
                error += Double.isNaN(share) ? Double.POSITIVE_INFINITY : share;
            }
        }
        int terms = samples * a.length;
        for (int layer = 0; layer <= last; layer++) {
            terms += recording.units(layer) * recording.weights(layer)[0].length;
        }
        return error * architecture.reduction().factor(samples) + (FUNCTION * u + sum(terms)) * Math.abs(lossValue);
    }

    /** How far the entries of a layer's gradient may be off, before the batch reduction. */
    Bound ofGradient(int layer, double[][] deltas) {
        return new Bound(
                Norms.ofRows(deltas),
                Norms.ofRows(deltaError[layer]),
                Norms.ofColumns(recording.inputs(layer)),
                layer == 0 ? new double[recording.weights(0)[0].length] : Norms.ofRows(aError[layer - 1]));
    }

    /** Bounds for all entries of one layer, from the norms over the samples. */
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

        /**
         * Adds the bounds for the weights of one unit.
         *
         * @param unit from 0
         * @param width what else the deltas of the unit are uncertain by, as a norm over the samples
         * @param factor what the gradient is multiplied by afterwards
         * @param into one for each input. Modified.
         */
        void addWeights(int unit, double width, double factor, double[] into) {
            double ofInput = factor * (deltaOff[unit] + sum(samples + 4) * delta[unit] + width);
            double ofInputOff = factor * delta[unit];
            for (int from = 0; from < into.length; from++) {
                into[from] += ofInput * input[from] + ofInputOff * inputOff[from];
            }
        }

        double bias(int unit) {
            return Math.sqrt(samples) * (deltaOff[unit] + sum(samples + 4) * delta[unit]);
        }
    }
}
