package io.github.backcheck.probe;

import io.github.backcheck.model.Batch;
import io.github.backcheck.model.Model;
import io.github.backcheck.model.ModelLayer;
import io.github.backcheck.model.Parameter;
import io.github.backcheck.model.Precision;

/**
 * How far two answers of a correct program may be apart because it rounds, and adds in another order for a batch than for a
 * sample: 1e-9 of the largest number ({@code double}) or 1e-4 ({@code float}), and more where large weights or inputs
 * enlarge the rounding of the first layers.
 */
final class Rounding {

    private static final double DOUBLE = 1e-9;
    private static final double SINGLE = 1e-4;

    /** Roundings of about √n terms, for n in the thousands. */
    private static final double TERMS = 64;

    private final double relative;
    private final double carried;

    private Rounding(double relative, double carried) {
        this.relative = relative;
        this.carried = carried;
    }

    static Rounding of(Model model, Batch batch) {
        boolean single = model.parameters().stream().anyMatch(p -> p.precision() == Precision.SINGLE);
        double magnitude = 0;
        for (int sample = 0; sample < batch.size(); sample++) {
            for (int input = 0; input < batch.inputCount(); input++) {
                magnitude = Math.max(magnitude, Math.abs(batch.input(sample, input)));
            }
        }
        for (ModelLayer layer : model.layers()) {
            magnitude = largestRowNorm(layer.weights()) * magnitude
                    + layer.biases().map(Rounding::largest).orElse(0.0);
        }
        double unit = single ? Precision.SINGLE.unitRoundOff() : Precision.DOUBLE.unitRoundOff();
        return new Rounding(single ? SINGLE : DOUBLE, Double.isFinite(magnitude) ? TERMS * unit * magnitude : 0);
    }

    private static double largestRowNorm(Parameter weights) {
        double[] values = weights.values();
        double largest = 0;
        for (int row = 0; row < weights.rows(); row++) {
            double squares = 0;
            for (int i = row * weights.columns(); i < (row + 1) * weights.columns(); i++) {
                squares += values[i] * values[i];
            }
            largest = Math.max(largest, Math.sqrt(squares));
        }
        return largest;
    }

    private static double largest(Parameter biases) {
        double largest = 0;
        for (double bias : biases.values()) {
            largest = Math.max(largest, Math.abs(bias));
        }
        return largest;
    }

    /** The relative part alone. */
    double relative() {
        return relative;
    }

    /** The largest difference that is rounding, among outputs of this size. */
    double ofOutputs(double largest) {
        return relative * largest + carried;
    }
}
