package io.github.backcheck.defect;

import static io.github.backcheck.defect.Fits.SEVERAL_INPUTS;
import static io.github.backcheck.defect.Fits.SEVERAL_UNITS;
import static io.github.backcheck.defect.Fits.SHAPED_AS_ABOVE;
import static io.github.backcheck.defect.Fits.SQUARE;
import static io.github.backcheck.defect.Steps.after;
import static io.github.backcheck.defect.Steps.fill;

import io.github.backcheck.mlp.BackwardStep;
import io.github.backcheck.mlp.BackwardStepName;
import io.github.backcheck.mlp.LayerGradient;
import io.github.backcheck.model.Architecture;
import io.github.backcheck.model.Layer;
import java.util.List;
import java.util.stream.Stream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;

/** Defects of storing gradients and of carrying them from call to call. */
final class AccumulationDefects {

    /** The weights of the layer above do not cover those of this layer. */
    private static final Fit LARGER_THAN_ABOVE =
            Fits.NOT_LAST.and((architecture, layer) -> isLarger(architecture, layer));

    private AccumulationDefects() {}

    static List<Defect> all() {
        return Stream.of(fromCallToCall(), notStored(), storedWrongly())
                .flatMap(List::stream)
                .toList();
    }

    private static List<Defect> fromCallToCall() {
        return List.of(
                defect(
                        "accumulator-never-reset",
                        (pass, layer) -> {
                            LayerGradient sum = pass.accumulator(layer);
                            sum.set(pass.previousAccumulator(layer));
                            sum.add(pass.gradient(layer));
                        },
                        new Words(
                                "the accumulators are never reset: each gradient is added to all before it",
                                "Each step is larger than the one before. It acts as a momentum that never decays, and may even train for a"
                                        + " while.",
                                "dW[i][j] += gradient;",
                                "dW = new double[units][inputs]; ... dW[i][j] += gradient;")),
                defect(
                                "accumulator-rescaled-never-reset",
                                (pass, layer) -> {
                                    LayerGradient sum = pass.accumulator(layer);
                                    sum.set(pass.previousAccumulator(layer));
                                    sum.scale(pass.learningRate());
                                    sum.add(pass.gradient(layer));
                                },
                                new Words(
                                        "the accumulators are multiplied by the learning rate in place and never reset",
                                        "The update scales the accumulators themselves, often because they share an array with the template that should"
                                                + " reset them. The next batch is added to what is left.",
                                        "dW.scaleInPlace(eta); w.subtract(dW);",
                                        "w.subtract(dW.scaled(eta)); dW.clear();"))
                        .like("accumulator-never-reset", "the learning rate is 1"),
                defect(
                                "gradient-of-call-before",
                                (pass, layer) -> pass.accumulator(layer).set(pass.previousGradient(layer)),
                                new Words(
                                        "what is stored is the gradient of the call before",
                                        "The gradient is copied before it is computed. The first call gives 0.",
                                        "stored.set(gradient); gradient = backward(batch);",
                                        "gradient = backward(batch); stored.set(gradient);"))
                        .like("gradient-not-stored", "there was only one call"),
                defect(
                        "gradient-averaged-with-call-before",
                        (pass, layer) -> {
                            LayerGradient mean = pass.accumulator(layer);
                            mean.set(pass.previousGradient(layer));
                            mean.add(pass.gradient(layer));
                            mean.scale(0.5);
                        },
                        new Words(
                                "the gradient is averaged with that of the call before",
                                "An average that was meant for samples or for display runs over calls.",
                                "stored = (previous + gradient) / 2;",
                                "stored = gradient;")),
                defect(
                                "gradient-of-first-call-kept",
                                (pass, layer) -> {
                                    LayerGradient first = pass.previousAccumulator(layer);
                                    boolean none = CommonOps_DDRM.elementMaxAbs(first.weights()) == 0
                                            && CommonOps_DDRM.elementMaxAbs(first.biases()) == 0;
                                    pass.accumulator(layer).set(none ? pass.gradient(layer) : first);
                                },
                                new Words(
                                        "the gradient of the first call is kept for ever",
                                        "It is cached and the cache is never emptied.",
                                        "if (gradient == null) gradient = backward(batch);",
                                        "gradient = backward(batch);"))
                        .like("gradient-of-call-before", "there were only two calls"),
                defect(
                        "weight-accumulator-never-reset",
                        after(
                                BackwardStepName.ACCUMULATION,
                                (pass, layer) -> CommonOps_DDRM.addEquals(
                                        pass.accumulator(layer).weights(),
                                        pass.previousAccumulator(layer).weights())),
                        new Words(
                                "the accumulators of the weights are never reset, those of the biases are",
                                "The line that clears them was written for the biases only.",
                                "Arrays.fill(db, 0);",
                                "Arrays.fill(db, 0); for (double[] row : dW) Arrays.fill(row, 0);")),
                defect(
                        "bias-accumulator-never-reset",
                        after(
                                BackwardStepName.ACCUMULATION,
                                (pass, layer) -> CommonOps_DDRM.addEquals(
                                        pass.accumulator(layer).biases(),
                                        pass.previousAccumulator(layer).biases())),
                        new Words(
                                "the accumulators of the biases are never reset, those of the weights are",
                                "The line that clears them was written for the weights only.",
                                "for (double[] row : dW) Arrays.fill(row, 0);",
                                "for (double[] row : dW) Arrays.fill(row, 0); Arrays.fill(db, 0);")));
    }

    private static List<Defect> notStored() {
        return List.of(
                defect(
                                "gradient-not-stored",
                                (pass, layer) -> {},
                                new Words(
                                        "the gradient is computed and not stored; weights and biases get 0",
                                        "It is added to a copy, or the accumulators are cleared after they are filled.",
                                        "dW.copy().add(gradient);",
                                        "dW.add(gradient);"))
                        .like("last-output-without-delta", "the network has one layer of one unit and no penalty"),
                defect(
                        "weight-gradient-not-stored",
                        (pass, layer) -> pass.accumulator(layer)
                                .biases()
                                .setTo(pass.gradient(layer).biases()),
                        new Words(
                                "the gradient of the weights is computed and not stored, that of the biases is",
                                "It is added to a copy, or to a variable that nobody reads.",
                                "dW.copy().add(gradient);",
                                "dW.add(gradient);")),
                defect(
                        "bias-gradient-not-stored",
                        (pass, layer) -> pass.accumulator(layer)
                                .weights()
                                .setTo(pass.gradient(layer).weights()),
                        new Words(
                                "the gradient of the biases is computed and not stored, that of the weights is",
                                "It is added to a copy, or to a variable that nobody reads.",
                                "double bias = db[i]; bias += delta[i];",
                                "db[i] += delta[i];")),
                defect(
                                "block-of-layer-above-stored",
                                masked((architecture, layer, unit, input) -> unit
                                                < architecture.layer(layer + 1).units()
                                        && input < architecture.layer(layer + 1).inputs()),
                                new Words(
                                        "only a block of the gradient is stored, as large as the weights of the layer above",
                                        "The loops take their bounds from another matrix. The rest of the weights never moves.",
                                        "for (int i = 0; i < w[l + 1].length; i++) dW[l][i][j] += g[i][j];",
                                        "for (int i = 0; i < w[l].length; i++) dW[l][i][j] += g[i][j];"))
                        .like(
                                "last-input-without-gradient",
                                "the layer above has one input less and as many units, and there is no penalty")
                        .where(LARGER_THAN_ABOVE),
                defect(
                                "last-row-not-stored",
                                masked((architecture, layer, unit, input) ->
                                        unit < architecture.layer(layer).units() - 1),
                                new Words(
                                        "the last row of the gradient is not stored: the weights of the last unit get 0",
                                        "The loop over the units ends one too early.",
                                        "for (int i = 0; i < units - 1; i++) dW[i][j] += g[i][j];",
                                        "for (int i = 0; i < units; i++) dW[i][j] += g[i][j];"))
                        .where(SEVERAL_UNITS)
                        .like("last-unit-without-gradient", "there is no penalty")
                        .like("block-of-layer-above-stored", "the layer above has one unit less and as many inputs"),
                defect(
                                "first-row-stored-only",
                                masked((architecture, layer, unit, input) -> unit == 0),
                                new Words(
                                        "only the first row of the gradient is stored",
                                        "The loop over the units is left after the first, or the index of the row is constant.",
                                        "dW[0][j] += g[0][j];",
                                        "dW[i][j] += g[i][j];"))
                        .like("last-unit-without-gradient", "the layer has two units and there is no penalty")
                        .where(SEVERAL_UNITS)
                        .like("last-row-not-stored", "the layer has two units")
                        .like("block-of-layer-above-stored", "the layer above has one unit"),
                defect(
                                "last-column-not-stored",
                                masked((architecture, layer, unit, input) ->
                                        input < architecture.layer(layer).inputs() - 1),
                                new Words(
                                        "the last column of the gradient is not stored: the weights of the last input get 0",
                                        "The loop over the inputs ends one too early.",
                                        "for (int j = 0; j < inputs - 1; j++) dW[i][j] += g[i][j];",
                                        "for (int j = 0; j < inputs; j++) dW[i][j] += g[i][j];"))
                        .where(SEVERAL_INPUTS)
                        .like("block-of-layer-above-stored", "the layer above has one input less and as many units"));
    }

    private static List<Defect> storedWrongly() {
        return List.of(
                defect(
                                "accumulator-shared-with-layer-above",
                                (pass, layer) -> {
                                    BackwardStepName.ACCUMULATION.standard().apply(pass, layer);
                                    pass.accumulator(layer).add(pass.accumulator(layer + 1));
                                },
                                new Words(
                                        "two layers share their accumulators, which hold the sum of both gradients",
                                        "Both layers were given the same array, or a template that was not copied. It can happen to layers of the same"
                                                + " shape only.",
                                        "gradients[l] = template;",
                                        "gradients[l] = template.copy();"))
                        .where(SHAPED_AS_ABOVE),
                defect(
                                "gradient-of-layer-above-stored",
                                (pass, layer) -> pass.accumulator(layer).set(pass.accumulator(layer + 1)),
                                new Words(
                                        "the gradient of the layer above is stored",
                                        "The index of the layer is one too large. It goes unnoticed in layers of the same shape.",
                                        "dW[l].add(gradient[l + 1]);",
                                        "dW[l].add(gradient[l]);"))
                        .where(SHAPED_AS_ABOVE),
                defect(
                        "overwritten-by-weights",
                        (pass, layer) -> {
                            LayerGradient stored = pass.accumulator(layer);
                            stored.weights().setTo(pass.network().weights(layer));
                            stored.biases().setTo(pass.gradient(layer).biases());
                        },
                        new Words(
                                "the weights themselves are stored in the place of their gradient",
                                "The wrong array is copied. The update then shrinks the weights, whatever the data.",
                                "dW[i][j] = w[i][j];",
                                "dW[i][j] = g[i][j];")),
                defect(
                                "accumulated-with-minus",
                                (pass, layer) -> {
                                    pass.accumulator(layer).set(pass.gradient(layer));
                                    pass.accumulator(layer).scale(-1);
                                },
                                new Words(
                                        "the gradient is stored with the wrong sign",
                                        "It is subtracted from the accumulators as if they were the weights.",
                                        "dW[i][j] -= g[i][j];",
                                        "dW[i][j] += g[i][j];"))
                        .like("derivative-sign", "the layer is the first and there is no penalty")
                        .like("propagation-sign", "the layer is the first and there is no penalty")
                        .like("loss-delta-sign", "the network has one layer and no penalty"),
                defect(
                                "accumulated-twice",
                                (pass, layer) -> {
                                    pass.accumulator(layer).set(pass.gradient(layer));
                                    pass.accumulator(layer).scale(2);
                                },
                                new Words(
                                        "the gradient is added to the accumulators twice",
                                        "The method that adds it is called in two places.",
                                        "dW.add(gradient); ... dW.add(gradient);",
                                        "dW.add(gradient);"))
                        .like("loss-delta-doubled", "the network has one layer and no penalty"),
                defect(
                                "stored-transposed",
                                (pass, layer) -> {
                                    BackwardStepName.ACCUMULATION.standard().apply(pass, layer);
                                    CommonOps_DDRM.transpose(
                                            pass.accumulator(layer).weights());
                                },
                                new Words(
                                        "the gradient of the weights is stored transposed",
                                        "Rows and columns are exchanged when it is copied. It goes unnoticed where the layer has as many units as"
                                                + " inputs.",
                                        "dW[j][i] += g[i][j];",
                                        "dW[i][j] += g[i][j];"))
                        .where(SQUARE)
                        .like("outer-product-transposed", "there is no penalty"));
    }

    private static Defect defect(String id, BackwardStep by, Words words) {
        return Defect.of(id, new Change.Backward(BackwardStepName.ACCUMULATION, by), words);
    }

    /** Which entries of the weights' gradient are stored. */
    private interface Mask {
        boolean has(Architecture architecture, int layer, int unit, int input);
    }

    /** The biases are stored whole: their loop is another one. */
    private static BackwardStep masked(Mask mask) {
        return after(BackwardStepName.ACCUMULATION, (pass, layer) -> {
            DMatrixRMaj dW = pass.accumulator(layer).weights();
            fill(dW, (unit, input) -> mask.has(Steps.architecture(pass), layer, unit, input) ? dW.get(unit, input) : 0);
        });
    }

    private static boolean isLarger(Architecture architecture, int layer) {
        Layer own = architecture.layer(layer);
        Layer above = architecture.layer(layer + 1);
        return own.units() > above.units() || own.inputs() > above.inputs();
    }
}
