package io.github.backcheck.defect;

import static io.github.backcheck.defect.Fits.AS_MANY_UNITS_AS_ABOVE;
import static io.github.backcheck.defect.Fits.HAS_DERIVATIVE;
import static io.github.backcheck.defect.Fits.SEVERAL_UNITS;
import static io.github.backcheck.defect.Steps.a;
import static io.github.backcheck.defect.Steps.columnSum;
import static io.github.backcheck.defect.Steps.fill;
import static io.github.backcheck.defect.Steps.inputs;
import static io.github.backcheck.defect.Steps.product;

import io.github.backcheck.mlp.BackwardPass;
import io.github.backcheck.mlp.BackwardStepName;
import java.util.List;

/** Defects of db, which is delta added over the samples. */
final class BiasSumDefects {

    private static final String RIGHT = "db[i] += delta[i];";

    private BiasSumDefects() {}

    static List<Defect> all() {
        return List.of(
                defect(
                                "bias-gradient-missing",
                                (pass, layer, unit) -> 0,
                                new Words(
                                        "no gradient of the biases is computed; it stays 0",
                                        "The biases keep the values that they started with.",
                                        "dW[i][j] += delta[i] * aPrev[j];",
                                        "dW[i][j] += delta[i] * aPrev[j]; db[i] += delta[i];"))
                        .like("bias-gradient-not-stored", "nothing but the stored gradient is seen"),
                defect(
                        "bias-gradient-sign",
                        (pass, layer, unit) -> -right(pass, layer, unit),
                        new Words(
                                "the gradient of the biases has the wrong sign, that of the weights has not",
                                "The bias is thought of as a threshold that is subtracted, and is added.",
                                "db[i] -= delta[i];",
                                RIGHT)),
                defect(
                                "bias-gradient-before-derivative",
                                (pass, layer, unit) -> columnSum(Steps.beforeDerivative(pass, layer), unit),
                                new Words(
                                        "the derivative by the activation is used instead of delta: the factor f'(z) is missing in db only",
                                        "The bias is not seen as a part of z.",
                                        "db[i] += back[i];",
                                        RIGHT))
                        .where(HAS_DERIVATIVE),
                defect(
                        "bias-gradient-times-activation",
                        (pass, layer, unit) -> product(pass.delta(layer), unit, a(pass, layer), unit),
                        new Words(
                                "the gradient of the biases is multiplied by the layer's own activation",
                                "The bias is treated as a weight with an input, which it has not.",
                                "db[i] += delta[i] * a[i];",
                                RIGHT)),
                defect(
                        "bias-gradient-times-first-input",
                        (pass, layer, unit) -> product(pass.delta(layer), unit, inputs(pass, layer), 0),
                        new Words(
                                "the gradient of the biases is multiplied by the first input of the layer",
                                "The bias is treated as the weight of input 0, where an input of 1 was meant.",
                                "db[i] += delta[i] * aPrev[0];",
                                RIGHT)),
                defect(
                        "bias-gradient-is-bias",
                        (pass, layer, unit) -> pass.network().biases(layer).get(unit),
                        new Words(
                                "the bias itself stands in the place of its gradient",
                                "The wrong array is copied. The update then shrinks the bias, whatever the data.",
                                "db[i] = b[i];",
                                RIGHT)),
                defect(
                        "bias-gradient-times-bias",
                        (pass, layer, unit) -> right(pass, layer, unit)
                                * pass.network().biases(layer).get(unit),
                        new Words(
                                "the gradient of the biases is multiplied by the bias",
                                "A bias of 0 can never move.",
                                "db[i] += delta[i] * b[i];",
                                RIGHT)),
                defect(
                                "bias-gradient-of-all-units",
                                (pass, layer, unit) -> Steps.sum(pass.delta(layer)),
                                new Words(
                                        "every bias gets the sum of the deltas of all units of the layer",
                                        "The sum runs over the units too: one bias for the whole layer, or a sum over the whole matrix.",
                                        "db[i] = sum(delta);",
                                        RIGHT))
                        .where(SEVERAL_UNITS),
                defect(
                                "bias-gradient-mean-of-units",
                                (pass, layer, unit) -> Steps.sum(pass.delta(layer)) / pass.delta(layer).numCols,
                                new Words(
                                        "every bias gets the mean of the deltas of all units of the layer",
                                        "The mean is taken over the wrong axis.",
                                        "db[i] = mean(delta);",
                                        RIGHT))
                        .where(SEVERAL_UNITS),
                defect(
                                "bias-gradient-first-unit-only",
                                (pass, layer, unit) -> unit == 0 ? right(pass, layer, unit) : 0,
                                new Words(
                                        "only the bias of the first unit gets a gradient",
                                        "The index of the bias is constant.",
                                        "db[0] += delta[0];",
                                        RIGHT))
                        .where(SEVERAL_UNITS)
                        .like("bias-gradient-last-unit-missing", "the layer has two units"),
                defect(
                                "bias-gradient-last-unit-missing",
                                (pass, layer, unit) ->
                                        unit < pass.delta(layer).numCols - 1 ? right(pass, layer, unit) : 0,
                                new Words(
                                        "the bias of the last unit gets no gradient",
                                        "The loop over the units ends one too early.",
                                        "for (int i = 0; i < units - 1; i++) db[i] += delta[i];",
                                        "for (int i = 0; i < units; i++) db[i] += delta[i];"))
                        .where(SEVERAL_UNITS),
                defect(
                                "bias-gradient-of-first-unit-for-all",
                                (pass, layer, unit) -> right(pass, layer, 0),
                                new Words(
                                        "every bias gets the gradient of the first",
                                        "The index of delta is constant.",
                                        "db[i] += delta[0];",
                                        RIGHT))
                        .where(SEVERAL_UNITS),
                defect(
                                "bias-gradient-of-layer-above",
                                (pass, layer, unit) -> columnSum(pass.delta(layer + 1), unit),
                                new Words(
                                        "the biases get the gradient of the biases of the layer above",
                                        "The index of the deltas is one too large, or two layers share an array. It goes unnoticed where both have the"
                                                + " same number of units.",
                                        "db[l][i] += delta[l + 1][i];",
                                        "db[l][i] += delta[l][i];"))
                        .where(AS_MANY_UNITS_AS_ABOVE),
                defect(
                        "bias-gradient-doubled",
                        (pass, layer, unit) -> 2 * right(pass, layer, unit),
                        new Words(
                                "the gradient of the biases is twice as large as it should be, that of the weights is not",
                                "It is added in two places.",
                                "db[i] += 2 * delta[i];",
                                RIGHT)),
                defect(
                        "bias-gradient-halved",
                        (pass, layer, unit) -> right(pass, layer, unit) / 2,
                        new Words(
                                "the gradient of the biases is half as large as it should be, that of the weights is not",
                                "A factor of 1/2 from the loss is applied where its derivative has none.",
                                "db[i] += 0.5 * delta[i];",
                                RIGHT)));
    }

    /** db of one unit, the sum over the samples. */
    private interface UnitSum {
        double of(BackwardPass pass, int layer, int unit);
    }

    private static Defect defect(String id, UnitSum sum, Words words) {
        return Defect.of(
                id,
                new Change.Backward(
                        BackwardStepName.BIAS_SUM,
                        (pass, layer) ->
                                fill(pass.gradient(layer).biases(), (unit, column) -> sum.of(pass, layer, unit))),
                words);
    }

    private static double right(BackwardPass pass, int layer, int unit) {
        return columnSum(pass.delta(layer), unit);
    }
}
