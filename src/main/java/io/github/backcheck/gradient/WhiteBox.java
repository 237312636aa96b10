package io.github.backcheck.gradient;

import io.github.backcheck.mlp.ForwardPass;
import io.github.backcheck.mlp.Mlp;
import io.github.backcheck.model.Architecture;
import io.github.backcheck.model.Batch;
import io.github.backcheck.model.Model;
import io.github.backcheck.model.ModelLayer;
import io.github.backcheck.model.Parameter;
import io.github.backcheck.model.Precision;
import java.util.LinkedHashMap;
import java.util.Map;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.mult.MatrixMatrixMult_DDRM;

/** The reference twin of a model on one batch, at the parameters that the model has now, and the numeric gradient of both. */
final class WhiteBox {

    private final Model model;
    private final Architecture architecture;
    private final Mlp twin;
    private final ForwardPass pass;
    private final DMatrixRMaj inputs;
    private final DMatrixRMaj targets;
    private final RoundOff ownRoundOff;
    private final RoundOff twinRoundOff;

    WhiteBox(Model model, Batch batch) {
        this.model = model;
        this.twin = Mlp.twin(model);
        this.architecture = twin.architecture();
        this.inputs = batch.inputMatrix();
        this.targets = batch.targetMatrix();
        this.pass = new ForwardPass(twin, batch.size());
        pass.run(inputs);
        double coarsest = model.parameters().stream()
                .mapToDouble(parameter -> parameter.precision().unitRoundOff())
                .max()
                .orElseThrow();
        this.twinRoundOff = new RoundOff(twin, pass, Precision.DOUBLE.unitRoundOff());
        this.ownRoundOff = new RoundOff(twin, pass, coarsest);
    }

    Mlp twin() {
        return twin;
    }

    ForwardPass pass() {
        return pass;
    }

    DMatrixRMaj inputs() {
        return inputs;
    }

    DMatrixRMaj targets() {
        return targets;
    }

    RoundOff ownRoundOff() {
        return ownRoundOff;
    }

    RoundOff twinRoundOff() {
        return twinRoundOff;
    }

    /** The numeric gradient of every entry; the uncertainty covers the rounding of both sides. */
    Map<Parameter, Estimate> numericGradient() {
        UnitWiseDifferences differences = new UnitWiseDifferences(twin, pass, targets, ownRoundOff);
        ownRoundOff.backward(differences.deltas(), targets);
        twinRoundOff.backward(differences.deltas(), targets);
        Map<Parameter, Estimate> numeric = new LinkedHashMap<>();
        for (ModelLayer layer : model.layers()) {
            double[] deltas = differences.deltas()[layer.index()];
            Side side = new Side(deltas, differences.widths(layer.index()), ownRoundOff.kinks(layer.index()));
            RoundOff.Bound own = ownRoundOff.ofGradient(layer.index(), deltas);
            RoundOff.Bound twins = twinRoundOff.ofGradient(layer.index(), deltas);
            numeric.put(layer.weights(), weights(layer, side, own, twins));
            layer.biases().ifPresent(biases -> numeric.put(biases, biases(biases, side, own, twins)));
        }
        return numeric;
    }

    /** The numeric deltas of one layer with their half-widths, samples x units. */
    private static final class Side {
        private final double[] deltas;
        private final double[] widths;
        private final double[] kinks;

        /** Where a kink is known, the jump that the differences saw there is the kink's and no uncertainty of theirs. */
        Side(double[] deltas, double[] seenWidths, double[] kinks) {
            this.deltas = deltas;
            this.kinks = kinks;
            this.widths = new double[deltas.length];
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(0, seenWidths[i] - kinks[i]);
            }
        }

        boolean hasKinks() {
            return Norms.of(kinks) > 0;
        }
    }

    /** dW = factor · δᵀ a_prev + λ W. */
    private Estimate weights(ModelLayer layer, Side side, RoundOff.Bound own, RoundOff.Bound twins) {
        int units = layer.weights().rows();
        int columns = layer.weights().columns();
        DMatrixRMaj below = pass.layerInputs(layer.index());
        DMatrixRMaj magnitudes = below.copy();
        for (int i = 0; i < magnitudes.data.length; i++) {
            magnitudes.data[i] = Math.abs(magnitudes.data[i]);
        }
        DMatrixRMaj values = new DMatrixRMaj(units, columns);
        DMatrixRMaj widths = new DMatrixRMaj(units, columns);
        MatrixMatrixMult_DDRM.multTransA_reorder(DMatrixRMaj.wrap(pass.samples(), units, side.deltas), below, values);
        MatrixMatrixMult_DDRM.multTransA_reorder(
                DMatrixRMaj.wrap(pass.samples(), units, side.widths), magnitudes, widths);
        DMatrixRMaj kinks = new DMatrixRMaj(units, columns);
        if (side.hasKinks()) {
            MatrixMatrixMult_DDRM.multTransA_reorder(
                    DMatrixRMaj.wrap(pass.samples(), units, side.kinks), magnitudes, kinks);
        }
        double factor = architecture.reduction().factor(pass.samples());
        double u = layer.weights().precision().unitRoundOff();
        Estimate estimate = new Estimate(units * columns);
        for (int i = 0; i < units; i++) {
            for (int j = 0; j < columns; j++) {
                int entry = i * columns + j;
                double penalty = architecture.l2() * twin.weights(layer.index()).data[entry];
                double rounding = own.weight(i, j) + twins.weight(i, j);
                estimate.set(
                        entry,
                        factor * values.data[entry] + penalty,
                        factor * (widths.data[entry] + rounding) + 4 * u * Math.abs(penalty));
                estimate.setKink(entry, factor * kinks.data[entry]);
            }
        }
        return estimate;
    }

    /** db = factor · Σ δ. */
    private Estimate biases(Parameter biases, Side side, RoundOff.Bound own, RoundOff.Bound twins) {
        int units = biases.size();
        double factor = architecture.reduction().factor(pass.samples());
        Estimate estimate = new Estimate(units);
        for (int unit = 0; unit < units; unit++) {
            double value = 0;
            double width = own.bias(unit) + twins.bias(unit);
            double kink = 0;
            for (int n = 0; n < pass.samples(); n++) {
                value += side.deltas[n * units + unit];
                width += side.widths[n * units + unit];
                kink += side.kinks[n * units + unit];
            }
            estimate.set(unit, factor * value, factor * width);
            estimate.setKink(unit, factor * kink);
        }
        return estimate;
    }
}
