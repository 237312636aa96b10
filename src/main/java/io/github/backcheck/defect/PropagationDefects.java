package io.github.backcheck.defect;

import static io.github.backcheck.defect.Fits.AS_MANY_UNITS_AS_ABOVE;
import static io.github.backcheck.defect.Fits.HAS_DERIVATIVE;
import static io.github.backcheck.defect.Fits.SEVERAL_UNITS;
import static io.github.backcheck.defect.Fits.SEVERAL_UNITS_ABOVE;
import static io.github.backcheck.defect.Fits.SHAPED_AS_ABOVE;
import static io.github.backcheck.defect.Fits.SQUARE_ABOVE;
import static io.github.backcheck.defect.Fits.above;
import static io.github.backcheck.defect.Steps.after;
import static io.github.backcheck.defect.Steps.fill;
import static io.github.backcheck.defect.Steps.weights;

import io.github.backcheck.mlp.BackwardPass;
import io.github.backcheck.mlp.BackwardStep;
import io.github.backcheck.mlp.BackwardStepName;
import java.util.List;
import java.util.stream.Stream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;

/** Defects of carrying delta to the layer below: the derivative of the loss by a_l is delta_{l+1} W_{l+1}. */
final class PropagationDefects {

    private static final String RIGHT = "back[j] += wAbove[i][j] * deltaAbove[i];";

    /** Nothing is damaged in a last layer without nonlinearity and with the half squared error: there delta is a - y. */
    private static final Fit DELTA_IS_NOT_DIFFERENCE = (architecture, layer) -> layer < architecture.depth() - 2
            || HAS_DERIVATIVE.fits(architecture, layer + 1)
            || Steps.differenceFactor(architecture) != 1;

    private PropagationDefects() {}

    static List<Defect> all() {
        return Stream.of(ofWeights(), ofDeltas(), ofSums())
                .flatMap(List::stream)
                .toList();
    }

    private static List<Defect> ofWeights() {
        return List.of(
                defect(
                                "propagation-weights-transposed",
                                using((pass, layer) -> {
                                    DMatrixRMaj w = weights(pass, layer + 1).copy();
                                    CommonOps_DDRM.transpose(w);
                                    return w;
                                }),
                                new Words(
                                        "the weights of the layer above are used transposed on the way back",
                                        "On the way back each unit must collect from the column of its outgoing weights; here it collects from a row."
                                                + " It goes unnoticed where the layer above has as many units as inputs.",
                                        "back[j] += wAbove[j][i] * deltaAbove[i];",
                                        RIGHT))
                        .where(SQUARE_ABOVE),
                defect(
                        "propagation-weights-updated",
                        using((pass, layer) -> {
                            DMatrixRMaj w = weights(pass, layer + 1).copy();
                            DMatrixRMaj step = pass.accumulator(layer + 1).weights();
                            CommonOps_DDRM.addEquals(w, -pass.learningRate(), step);
                            return w;
                        }),
                        new Words(
                                "the weights of the layer above were updated before delta is carried through them",
                                "Each layer is updated as soon as its gradient is known. The error of the gradient is proportional to the"
                                        + " learning rate, and it often trains all the same.",
                                "update(layer + 1); delta[layer] = back(w[layer + 1], delta[layer + 1]);",
                                "delta[layer] = back(w[layer + 1], delta[layer + 1]); // update all layers afterwards")),
                defect(
                                "propagation-weights-of-own-layer",
                                using((pass, layer) -> weights(pass, layer)),
                                new Words(
                                        "delta is carried back through the layer's own weights instead of those of the layer above",
                                        "The index of the weights is one too small. It goes unnoticed where the two layers have the same shape.",
                                        "delta[l] = multiply(transpose(w[l]), delta[l + 1]);",
                                        "delta[l] = multiply(transpose(w[l + 1]), delta[l + 1]);"))
                        .where(SHAPED_AS_ABOVE),
                defect(
                                "propagation-weights-two-layers-above",
                                using((pass, layer) -> weights(pass, layer + 2)),
                                new Words(
                                        "delta is carried back through the weights of the layer after next",
                                        "The index of the weights is one too large. It goes unnoticed where the two layers have the same shape.",
                                        "delta[l] = multiply(transpose(w[l + 2]), delta[l + 1]);",
                                        "delta[l] = multiply(transpose(w[l + 1]), delta[l + 1]);"))
                        .where(above(SHAPED_AS_ABOVE)),
                defect(
                                "propagation-without-weights",
                                using((pass, layer) -> {
                                    DMatrixRMaj w = weights(pass, layer + 1).copy();
                                    CommonOps_DDRM.fill(w, 1);
                                    return w;
                                }),
                                new Words(
                                        "the deltas of the layer above are added without their weights",
                                        "Every unit is blamed for everything above it, in equal parts.",
                                        "back[j] += deltaAbove[i];",
                                        RIGHT))
                        .like("propagation-copied", "this layer and the one above have one unit"),
                defect(
                        "propagation-absolute-weights",
                        using((pass, layer) -> {
                            DMatrixRMaj w = weights(pass, layer + 1).copy();
                            Steps.map(w, Math::abs);
                            return w;
                        }),
                        new Words(
                                "delta is carried back through the absolute values of the weights",
                                "The share of each weight in the blame is computed without its sign.",
                                "back[j] += Math.abs(wAbove[i][j]) * deltaAbove[i];",
                                RIGHT)),
                defect(
                                "propagation-columns-shifted",
                                using((pass, layer) -> {
                                    DMatrixRMaj right = weights(pass, layer + 1);
                                    DMatrixRMaj w = right.copy();
                                    fill(w, (row, column) -> column + 1 < w.numCols ? right.get(row, column + 1) : 0);
                                    return w;
                                }),
                                new Words(
                                        "each unit is given the outgoing weights of its neighbour",
                                        "The index of the weight is one too large, often because a bias was once kept in the first column.",
                                        "back[j] += wAbove[i][j + 1] * deltaAbove[i];",
                                        RIGHT))
                        .where(SEVERAL_UNITS));
    }

    private static List<Defect> ofDeltas() {
        return List.of(
                defect(
                                "propagation-missing",
                                (pass, layer) -> pass.delta(layer).zero(),
                                new Words(
                                        "delta is not carried back to this layer and stays 0",
                                        "The loop over the layers ends one too early, or the array of the lower layer is never filled. The analytic"
                                                + " gradient of this layer and of all below is 0, the numeric one is not.",
                                        "for (int l = depth - 2; l > 0; l--) delta[l] = back(l);",
                                        "for (int l = depth - 2; l >= 0; l--) delta[l] = back(l);"))
                        .like("gradient-not-stored", "the layer is the first and there is no penalty"),
                defect(
                                "propagation-before-derivative",
                                (pass, layer) -> CommonOps_DDRM.mult(
                                        Steps.beforeDerivative(pass, layer + 1),
                                        weights(pass, layer + 1),
                                        pass.delta(layer)),
                                new Words(
                                        "what is carried back is the derivative by the activation of the layer above, without its f'(z)",
                                        "The layer above multiplies by its f' for its own gradient, but hands down what it had before.",
                                        "back[j] += wAbove[i][j] * errorAbove[i];",
                                        RIGHT))
                        .where(above(HAS_DERIVATIVE)),
                defect(
                                "propagation-of-output-difference",
                                (pass, layer) -> {
                                    DMatrixRMaj difference = Steps.outputs(pass).copy();
                                    CommonOps_DDRM.subtractEquals(difference, pass.targets());
                                    CommonOps_DDRM.mult(difference, weights(pass, layer + 1), pass.delta(layer));
                                },
                                new Words(
                                        "the difference between output and target is carried back instead of the delta of the layer above",
                                        "The formula of the last layer is used further down. It goes unnoticed where the layer above has as many units"
                                                + " as the network has outputs.",
                                        "back[j] += wAbove[i][j] * (a[i] - y[i]);",
                                        RIGHT))
                        .where((architecture, layer) ->
                                architecture.layer(layer + 1).units() == architecture.outputCount())
                        .where(DELTA_IS_NOT_DIFFERENCE)
                        .where((architecture, layer) ->
                                layer < architecture.depth() - 2 || !Fits.CROSS_ENTROPY.fits(architecture, layer))
                        .like(
                                "propagation-before-derivative",
                                "the layer is directly below the last and the loss is the half squared error"),
                defect(
                                "propagation-of-last-delta",
                                (pass, layer) -> CommonOps_DDRM.mult(
                                        pass.delta(pass.network().architecture().depth() - 1),
                                        weights(pass, layer + 1),
                                        pass.delta(layer)),
                                new Words(
                                        "the delta of the last layer is carried back instead of that of the layer above",
                                        "The variable is not replaced as the loop goes down. It goes unnoticed where the layer above has as many"
                                                + " units as the network has outputs.",
                                        "back[j] += wAbove[i][j] * outputDelta[i];",
                                        RIGHT))
                        .where((architecture, layer) -> layer < architecture.depth() - 2
                                && architecture.layer(layer + 1).units() == architecture.outputCount())
                        .like("propagation-of-output-difference", "the delta of the last layer is a - y"),
                defect(
                        "propagation-of-activations",
                        (pass, layer) -> CommonOps_DDRM.mult(
                                Steps.a(pass, layer + 1), weights(pass, layer + 1), pass.delta(layer)),
                        new Words(
                                "the activations of the layer above are carried back instead of its deltas",
                                "The wrong array is handed to the method that goes back.",
                                "back[j] += wAbove[i][j] * aAbove[i];",
                                RIGHT)),
                defect(
                                "propagation-copied",
                                (pass, layer) -> pass.delta(layer).setTo(pass.delta(layer + 1)),
                                new Words(
                                        "the delta of the layer above is taken over as it is",
                                        "The multiplication with the weights is missing. It goes unnoticed where both layers have the same number of"
                                                + " units.",
                                        "delta[l] = delta[l + 1].clone();",
                                        "delta[l] = multiply(transpose(w[l + 1]), delta[l + 1]);"))
                        .where(AS_MANY_UNITS_AS_ABOVE),
                defect(
                        "propagation-of-mean-delta",
                        (pass, layer) -> {
                            DMatrixRMaj above = pass.delta(layer + 1);
                            DMatrixRMaj mean = above.copy();
                            fill(mean, (sample, unit) -> Steps.columnSum(above, unit) / above.numRows);
                            CommonOps_DDRM.mult(mean, weights(pass, layer + 1), pass.delta(layer));
                        },
                        new Words(
                                "the deltas of the layer above are averaged over the batch before they are carried back",
                                "The mean belongs to the end, after each sample has met its own activations. A single sample is computed"
                                        + " correctly.",
                                "delta[l] = back(w[l + 1], mean(deltas[l + 1]));",
                                "for (double[] d : deltas[l + 1]) back(w[l + 1], d);")));
    }

    private static List<Defect> ofSums() {
        return List.of(
                defect(
                                "propagation-sign",
                                after(
                                        BackwardStepName.PROPAGATION,
                                        (pass, layer) -> Steps.map(pass.delta(layer), delta -> -delta)),
                                new Words(
                                        "the sign is changed when delta is carried back",
                                        "A minus sign for the descent is already in the deltas. The layers then climb and descend in turns.",
                                        "back[j] -= wAbove[i][j] * deltaAbove[i];",
                                        RIGHT))
                        .like("derivative-sign", "delta is seen only after both steps"),
                defect(
                                "propagation-from-last-unit-only",
                                using((pass, layer) -> onlyRow(pass, layer, weights(pass, layer + 1).numRows - 1)),
                                new Words(
                                        "only the last unit of the layer above counts",
                                        "The sum over the units above is assigned to where it should be added to.",
                                        "back[j] = wAbove[i][j] * deltaAbove[i];",
                                        RIGHT))
                        .where(SEVERAL_UNITS_ABOVE),
                defect(
                                "propagation-from-first-unit-only",
                                using((pass, layer) -> onlyRow(pass, layer, 0)),
                                new Words(
                                        "only the first unit of the layer above counts",
                                        "The index of the unit above is constant.",
                                        "back[j] += wAbove[0][j] * deltaAbove[0];",
                                        RIGHT))
                        .where(SEVERAL_UNITS_ABOVE),
                defect(
                                "propagation-averaged",
                                after(BackwardStepName.PROPAGATION, (pass, layer) -> {
                                    int units = pass.delta(layer + 1).numCols;
                                    Steps.map(pass.delta(layer), delta -> delta / units);
                                }),
                                new Words(
                                        "the sum over the units of the layer above is divided by their number",
                                        "A mean is taken where the chain rule has a sum. Lower layers learn too slowly.",
                                        "back[j] = sum / unitsAbove;",
                                        "back[j] = sum;"))
                        .where(SEVERAL_UNITS_ABOVE));
    }

    private static Defect defect(String id, BackwardStep by, Words words) {
        return Defect.of(id, new Change.Backward(BackwardStepName.PROPAGATION, by), words)
                .where(Fits.NOT_LAST);
    }

    /** Weights of the layer above as somebody reads them. */
    private interface OtherWeights {
        DMatrixRMaj of(BackwardPass pass, int layer);
    }

    private static BackwardStep using(OtherWeights weights) {
        return (pass, layer) -> CommonOps_DDRM.mult(pass.delta(layer + 1), weights.of(pass, layer), pass.delta(layer));
    }

    private static DMatrixRMaj onlyRow(BackwardPass pass, int layer, int only) {
        DMatrixRMaj w = weights(pass, layer + 1).copy();
        fill(w, (row, column) -> row == only ? w.get(row, column) : 0);
        return w;
    }
}
