package io.github.backcheck.gradient;

import io.github.backcheck.mlp.Mlp;
import io.github.backcheck.model.Architecture;
import io.github.backcheck.model.Batch;
import io.github.backcheck.model.Model;
import io.github.backcheck.model.ModelLayer;
import io.github.backcheck.model.Parameter;
import io.github.backcheck.model.Precision;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The reference twin of a model on one batch, at the parameters that the model has now, and the numeric gradient of both. */
final class WhiteBox {

    private final Model model;
    private final Architecture architecture;
    private final Recording recording;
    private final RoundOff roundOff;
    private final UnitWiseDifferences differences;
    private final SafeLogarithm logarithm;

    /** @param loss that the network itself reports here */
    WhiteBox(Model model, Batch batch, double loss) {
        Mlp twin = Mlp.twin(model);
        this.model = model;
        this.architecture = twin.architecture();
        this.recording = new Recording(twin, batch);
        Precision coarsest = model.parameters().stream()
                .map(Parameter::precision)
                .max(Comparator.comparingDouble(Precision::unitRoundOff))
                .orElseThrow();
        this.roundOff = new RoundOff(recording, coarsest);
        this.differences = new UnitWiseDifferences(recording, roundOff);
        this.logarithm = SafeLogarithm.explaining(
                recording, loss, roundOff.lossError(recording.a(recording.depth() - 1), recording.loss()));
    }

    Recording recording() {
        return recording;
    }

    RoundOff roundOff() {
        return roundOff;
    }

    /** What the network's loss takes the logarithm of. */
    SafeLogarithm logarithm() {
        return logarithm;
    }

    /** The numeric gradients of the samples, one by one. */
    SampleGradients sampleGradients() {
        return new OuterProducts(model, recording, differences.deltas());
    }

    /** The numeric gradient of every entry; the uncertainty covers the rounding of both sides, and what keeps a logarithm finite. */
    Map<Parameter, Estimate> numericGradient() {
        roundOff.backward(differences.deltas(), differences.widths(), logarithm.ofDeltas(recording));
        Map<Parameter, Estimate> numeric = new LinkedHashMap<>();
        for (ModelLayer layer : model.layers()) {
            int index = layer.index();
            Assembly assembly = new Assembly(index);
            numeric.put(
                    layer.weights(),
                    assembly.weights(layer.weights().precision().unitRoundOff()));
            layer.biases().ifPresent(biases -> numeric.put(biases, assembly.biases()));
        }
        return numeric;
    }

    /** From the numeric deltas of one layer, units x samples, to the gradient of its parameters. */
    private final class Assembly {
        private final double[][] inputs;
        private final double[][] deltas;
        private final double[][] widths;
        private final double[][] jumps;
        private final double @Nullable [][] kinks;
        private final RoundOff.Bound bound;
        private final double[][] layerWeights;
        private final double factor = architecture.reduction().factor(recording.samples());

        Assembly(int layer) {
            this.inputs = recording.inputs(layer);
            this.layerWeights = recording.weights(layer);
            this.deltas = differences.deltas()[layer];
            this.widths = differences.widths()[layer];
            this.jumps = differences.jumps()[layer];
            this.kinks = roundOff.kinks()[layer];
            this.bound = roundOff.ofGradient(layer, deltas);
        }

        /** Where a kink is known, the jump that the differences saw there is the kink's and no uncertainty of theirs. */
        private double width(int unit, int n) {
            double known = kinks == null ? 0 : kinks[unit][n];
            return widths[unit][n] + Math.max(0, jumps[unit][n] - known);
        }

        /** Over the samples where the differences saw no jump. */
        private double smoothWidth(int unit) {
            double[] smooth = widths[unit].clone();
            for (int n = 0; n < smooth.length; n++) {
                smooth[n] = jumps[unit][n] > 0 ? 0 : smooth[n];
            }
            return Norms.of(smooth);
        }

        /** Sample by sample and without norms: a blank sample must not lend its kinks to the others. */
        private void addWidthsAtJumps(int unit, double[] into) {
            for (int n = 0; n < inputs.length; n++) {
                if (jumps[unit][n] > 0) {
                    double width = factor * width(unit, n);
                    for (int from = 0; from < into.length; from++) {
                        into[from] += inputs[n][from] == 0 ? 0 : width * Math.abs(inputs[n][from]);
                    }
                }
            }
        }

        /** dW = factor · δᵀ a_prev + λ W. */
        Estimate weights(double u) {
            int columns = inputs[0].length;
            double lambda = architecture.l2();
            double[] values = new double[deltas.length * columns];
            double[] uncertainties = new double[values.length];
            double[] scaled = new double[recording.samples()];
            for (int unit = 0; unit < deltas.length; unit++) {
                double[] value = new double[columns];
                double[] uncertainty = new double[columns];
                for (int n = 0; n < scaled.length; n++) {
                    scaled[n] = factor * deltas[unit][n];
                }
                Rows.addProducts(scaled, 0, inputs, inputs.length, value);
                bound.addWeights(unit, smoothWidth(unit), factor, uncertainty);
                addWidthsAtJumps(unit, uncertainty);
                if (lambda != 0) {
                    for (int from = 0; from < columns; from++) {
                        double penalty = lambda * layerWeights[unit][from];
                        value[from] += penalty;
                        uncertainty[from] += 4 * u * Math.abs(penalty);
                    }
                }
                System.arraycopy(value, 0, values, unit * columns, columns);
                System.arraycopy(uncertainty, 0, uncertainties, unit * columns, columns);
            }
            Estimate estimate = Estimate.complete(values, uncertainties);
            if (kinks != null) {
                setKinks(estimate, kinks);
            }
            return estimate;
        }

        private void setKinks(Estimate estimate, double[][] halfWidths) {
            int columns = inputs[0].length;
            for (int unit = 0; unit < halfWidths.length; unit++) {
                if (Norms.of(halfWidths[unit]) > 0) {
                    for (int from = 0; from < columns; from++) {
                        double halfWidth = 0;
                        for (int n = 0; n < inputs.length; n++) {
                            halfWidth += halfWidths[unit][n] * Math.abs(inputs[n][from]);
                        }
                        estimate.setKink(unit * columns + from, factor * halfWidth);
                    }
                }
            }
        }

        /** db = factor · Σ δ. */
        Estimate biases() {
            Estimate estimate = new Estimate(deltas.length);
            for (int unit = 0; unit < deltas.length; unit++) {
                double value = 0;
                double width = bound.bias(unit);
                double kink = 0;
                for (int n = 0; n < recording.samples(); n++) {
                    value += deltas[unit][n];
                    width += width(unit, n);
                    kink += kinks == null ? 0 : kinks[unit][n];
                }
                estimate.set(unit, factor * value, factor * width);
                if (kink > 0) {
                    estimate.setKink(unit, factor * kink);
                }
            }
            return estimate;
        }
    }
}
