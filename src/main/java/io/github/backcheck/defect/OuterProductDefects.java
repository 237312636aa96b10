package io.github.backcheck.defect;

import static io.github.backcheck.defect.Fits.AS_MANY_UNITS_AS_ABOVE;
import static io.github.backcheck.defect.Fits.AS_MANY_UNITS_AS_INPUTS;
import static io.github.backcheck.defect.Fits.HAS_DERIVATIVE;
import static io.github.backcheck.defect.Fits.NONLINEAR;
import static io.github.backcheck.defect.Fits.READS_AS_MANY_AS_NETWORK;
import static io.github.backcheck.defect.Fits.SEVERAL_INPUTS;
import static io.github.backcheck.defect.Fits.SEVERAL_UNITS;
import static io.github.backcheck.defect.Fits.SQUARE;
import static io.github.backcheck.defect.Fits.below;
import static io.github.backcheck.defect.Steps.a;
import static io.github.backcheck.defect.Steps.after;
import static io.github.backcheck.defect.Steps.columnSum;
import static io.github.backcheck.defect.Steps.f;
import static io.github.backcheck.defect.Steps.fill;
import static io.github.backcheck.defect.Steps.inputs;
import static io.github.backcheck.defect.Steps.product;
import static io.github.backcheck.defect.Steps.weights;
import static io.github.backcheck.defect.Steps.z;

import io.github.backcheck.mlp.BackwardPass;
import io.github.backcheck.mlp.BackwardStep;
import io.github.backcheck.mlp.BackwardStepName;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Stream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;

/** Defects of dW of a sample, the product of delta and the activations of the layer below. */
final class OuterProductDefects {

    private static final String RIGHT = "dW[i][j] += delta[i] * aPrev[j];";

    private OuterProductDefects() {}

    static List<Defect> all() {
        return Stream.of(ofOtherInputs(), ofOtherDeltas(), ofOtherShapes())
                .flatMap(List::stream)
                .toList();
    }

    private static List<Defect> ofOtherInputs() {
        return List.of(
                defect(
                                "outer-product-pre-activation",
                                reading((pass, layer) -> z(pass, layer - 1)),
                                new Words(
                                        "delta is multiplied by the pre-activations of the layer below instead of its activations",
                                        "The wrong one of two stored arrays is used.",
                                        "dW[i][j] += delta[i] * zPrev[j];",
                                        RIGHT))
                        .where(below(NONLINEAR)),
                defect(
                                "outer-product-network-inputs",
                                reading((pass, layer) -> pass.forward().inputs()),
                                new Words(
                                        "delta is multiplied by the inputs of the network instead of the activations of the layer below",
                                        "The formula of the first layer is used further up. It goes unnoticed where the layer below has as many units"
                                                + " as the network has inputs.",
                                        "dW[i][j] += delta[i] * x[j];",
                                        RIGHT))
                        .where(READS_AS_MANY_AS_NETWORK),
                defect(
                                "outer-product-own-activation",
                                reading((pass, layer) -> a(pass, layer)),
                                new Words(
                                        "delta is multiplied by the layer's own activations instead of those of the layer below",
                                        "The index of the activations is one too large, often because the list of activations does not begin with the"
                                                + " inputs. It goes unnoticed where the layer has as many units as inputs.",
                                        "dW[l][i][j] += delta[l][i] * a[l][j];",
                                        "dW[l][i][j] += delta[l][i] * a[l - 1][j];"))
                        .where(AS_MANY_UNITS_AS_INPUTS)
                        .like("outer-product-own-pre-activation", "the layer has no nonlinearity"),
                defect(
                                "outer-product-own-pre-activation",
                                reading((pass, layer) -> z(pass, layer)),
                                new Words(
                                        "delta is multiplied by the layer's own pre-activations",
                                        "Both the array and its index are wrong. It goes unnoticed where the layer has as many units as inputs.",
                                        "dW[l][i][j] += delta[l][i] * z[l][j];",
                                        "dW[l][i][j] += delta[l][i] * a[l - 1][j];"))
                        .where(AS_MANY_UNITS_AS_INPUTS),
                defect(
                                "outer-product-two-layers-below",
                                reading((pass, layer) -> inputs(pass, layer - 1)),
                                new Words(
                                        "delta is multiplied by what the layer below reads, not by what it hands on",
                                        "The index of the activations is one too small. It goes unnoticed where the layer below has as many units as"
                                                + " inputs.",
                                        "dW[l][i][j] += delta[l][i] * a[l - 2][j];",
                                        "dW[l][i][j] += delta[l][i] * a[l - 1][j];"))
                        .where(below(AS_MANY_UNITS_AS_INPUTS))
                        .like("outer-product-network-inputs", "the layer is the second"),
                defect(
                        "outer-product-without-inputs",
                        (pass, layer) -> fill(dW(pass, layer), (unit, input) -> columnSum(pass.delta(layer), unit)),
                        new Words(
                                "the factor a_prev is missing: every weight of a unit gets the unit's delta",
                                "The gradient of the bias is written into the weights.",
                                "dW[i][j] += delta[i];",
                                RIGHT)),
                defect(
                        "outer-product-with-weights",
                        (pass, layer) -> fill(
                                dW(pass, layer),
                                (unit, input) -> columnSum(pass.delta(layer), unit)
                                        * weights(pass, layer).get(unit, input)),
                        new Words(
                                "delta is multiplied by the weight itself instead of the activation of the layer below",
                                "The derivative of w a by w is a, not w.",
                                "dW[i][j] += delta[i] * w[i][j];",
                                RIGHT)),
                defect(
                                "outer-product-with-derivative",
                                reading((pass, layer) -> {
                                    DMatrixRMaj slopes = z(pass, layer - 1).copy();
                                    Steps.map(slopes, z -> f(pass, layer - 1).derivative(z));
                                    return slopes;
                                }),
                                new Words(
                                        "delta is multiplied by f'(z) of the layer below instead of its activations",
                                        "The factor of the next delta has slipped into the gradient of the weights.",
                                        "dW[i][j] += delta[i] * derivative(zPrev[j]);",
                                        RIGHT))
                        .like("outer-product-without-inputs", "the layer below has no nonlinearity")
                        .where(Fits.NOT_FIRST),
                defect(
                                "outer-product-inputs-shifted",
                                (pass, layer) -> fill(
                                        dW(pass, layer),
                                        (unit, input) -> input == 0
                                                ? columnSum(pass.delta(layer), unit)
                                                : product(pass.delta(layer), unit, inputs(pass, layer), input - 1)),
                                new Words(
                                        "the inputs are shifted by one: the first weight is treated as the bias, each other gets the input before its"
                                                + " own",
                                        "A list of inputs that begins with a 1 for the bias is used with weights that have no column for it.",
                                        "dW[i][j] += delta[i] * withLeadingOne(aPrev)[j];",
                                        RIGHT))
                        .like("outer-product-without-inputs", "the layer has one input"));
    }

    private static List<Defect> ofOtherDeltas() {
        return List.of(
                defect(
                                "outer-product-before-derivative",
                                with((pass, layer) -> Steps.beforeDerivative(pass, layer)),
                                new Words(
                                        "the derivative by the activation is used instead of delta: the factor f'(z) is missing in dW only",
                                        "What is handed down and the gradient of the bias have the factor, the weights have not.",
                                        "dW[i][j] += back[i] * aPrev[j];",
                                        RIGHT))
                        .where(HAS_DERIVATIVE),
                defect(
                                "outer-product-delta-of-layer-above",
                                with((pass, layer) -> pass.delta(layer + 1)),
                                new Words(
                                        "the delta of the layer above is used",
                                        "The index of the deltas is one too large. It goes unnoticed where both layers have the same number of units.",
                                        "dW[l][i][j] += delta[l + 1][i] * a[l - 1][j];",
                                        "dW[l][i][j] += delta[l][i] * a[l - 1][j];"))
                        .where(AS_MANY_UNITS_AS_ABOVE),
                defect(
                                "outer-product-missing",
                                (pass, layer) -> dW(pass, layer).zero(),
                                new Words(
                                        "no gradient of the weights is computed; it stays 0",
                                        "The layer is left out of the loop that computes gradients, although its delta is known.",
                                        "for (int l = 1; l < depth; l++) dW[l] = outer(delta[l], a[l - 1]);",
                                        "for (int l = 0; l < depth; l++) dW[l] = outer(delta[l], aPrev(l));"))
                        .like("penalty-replaces-gradient", "there is a penalty")
                        .like("weight-gradient-not-stored", "there is no penalty"),
                defect(
                        "outer-product-sign",
                        mapped(value -> -value),
                        new Words(
                                "the gradient of the weights has the wrong sign, that of the biases has not",
                                "The weights climb.",
                                "dW[i][j] -= delta[i] * aPrev[j];",
                                RIGHT)),
                defect(
                        "outer-product-doubled",
                        mapped(value -> 2 * value),
                        new Words(
                                "the gradient of the weights is twice as large as it should be, that of the biases is not",
                                "It is added in two places.",
                                "dW[i][j] += 2 * delta[i] * aPrev[j];",
                                RIGHT)),
                defect(
                        "outer-product-halved",
                        mapped(value -> value / 2),
                        new Words(
                                "the gradient of the weights is half as large as it should be, that of the biases is not",
                                "A factor of 1/2 from the loss is applied where its derivative has none.",
                                "dW[i][j] += 0.5 * delta[i] * aPrev[j];",
                                RIGHT)),
                defect(
                        "outer-product-absolute",
                        mapped(Math::abs),
                        new Words(
                                "the absolute value of the gradient of the weights is taken",
                                "Every weight can only become smaller.",
                                "dW[i][j] = Math.abs(dW[i][j]);",
                                RIGHT)));
    }

    private static List<Defect> ofOtherShapes() {
        return List.of(
                defect(
                                "outer-product-transposed",
                                (pass, layer) -> fill(
                                        dW(pass, layer),
                                        (unit, input) -> product(pass.delta(layer), input, inputs(pass, layer), unit)),
                                new Words(
                                        "the gradient of the weights is transposed",
                                        "The factors of the outer product are exchanged. It goes unnoticed where the layer has as many units as"
                                                + " inputs.",
                                        "dW[i][j] += delta[j] * aPrev[i];",
                                        RIGHT))
                        .where(SQUARE),
                defect(
                                "outer-product-diagonal-only",
                                masked((pass, layer, unit, input) -> unit == input),
                                new Words(
                                        "only the diagonal of the gradient of the weights is filled",
                                        "delta and a_prev are multiplied entry by entry, or both loops use the same index.",
                                        "dW[i][i] += delta[i] * aPrev[i];",
                                        RIGHT))
                        .where(SQUARE),
                defect(
                                "last-input-without-gradient",
                                masked((pass, layer, unit, input) -> input < inputs(pass, layer).numCols - 1),
                                new Words(
                                        "the weights of the last input get no gradient",
                                        "The loop over the inputs ends one too early.",
                                        "for (int j = 0; j < inputs - 1; j++) dW[i][j] += delta[i] * aPrev[j];",
                                        "for (int j = 0; j < inputs; j++) dW[i][j] += delta[i] * aPrev[j];"))
                        .where(SEVERAL_INPUTS)
                        .like("last-column-not-stored", "there is no penalty"),
                defect(
                                "first-input-without-gradient",
                                masked((pass, layer, unit, input) -> input > 0),
                                new Words(
                                        "the weights of the first input get no gradient",
                                        "The loop over the inputs starts from 1, often because column 0 was meant for the bias.",
                                        "for (int j = 1; j < inputs; j++) dW[i][j] += delta[i] * aPrev[j];",
                                        "for (int j = 0; j < inputs; j++) dW[i][j] += delta[i] * aPrev[j];"))
                        .where(SEVERAL_INPUTS),
                defect(
                                "last-unit-without-gradient",
                                masked((pass, layer, unit, input) -> unit < pass.delta(layer).numCols - 1),
                                new Words(
                                        "the weights of the last unit get no gradient",
                                        "The loop over the units ends one too early.",
                                        "for (int i = 0; i < units - 1; i++) dW[i][j] += delta[i] * aPrev[j];",
                                        "for (int i = 0; i < units; i++) dW[i][j] += delta[i] * aPrev[j];"))
                        .where(SEVERAL_UNITS),
                defect(
                                "delta-of-first-unit-for-all",
                                (pass, layer) -> fill(
                                        dW(pass, layer),
                                        (unit, input) -> product(pass.delta(layer), 0, inputs(pass, layer), input)),
                                new Words(
                                        "the weights of every unit get the gradient of the first unit",
                                        "The index of delta is constant, or all rows of the gradient are the same array.",
                                        "dW[i][j] += delta[0] * aPrev[j];",
                                        RIGHT))
                        .where(SEVERAL_UNITS));
    }

    private static Defect defect(String id, BackwardStep by, Words words) {
        return Defect.of(id, new Change.Backward(BackwardStepName.OUTER_PRODUCT, by), words);
    }

    /** One of the two factors of the product, samples x units or samples x inputs. */
    private interface Other {
        DMatrixRMaj of(BackwardPass pass, int layer);
    }

    /** Which entries are computed. */
    private interface Mask {
        boolean has(BackwardPass pass, int layer, int unit, int input);
    }

    private static BackwardStep reading(Other inputs) {
        return (pass, layer) -> CommonOps_DDRM.multTransA(pass.delta(layer), inputs.of(pass, layer), dW(pass, layer));
    }

    private static BackwardStep with(Other delta) {
        return (pass, layer) -> CommonOps_DDRM.multTransA(delta.of(pass, layer), inputs(pass, layer), dW(pass, layer));
    }

    private static BackwardStep mapped(DoubleUnaryOperator function) {
        return after(BackwardStepName.OUTER_PRODUCT, (pass, layer) -> Steps.map(dW(pass, layer), function));
    }

    private static BackwardStep masked(Mask mask) {
        return after(BackwardStepName.OUTER_PRODUCT, (pass, layer) -> {
            DMatrixRMaj dW = dW(pass, layer);
            fill(dW, (unit, input) -> mask.has(pass, layer, unit, input) ? dW.get(unit, input) : 0);
        });
    }

    private static DMatrixRMaj dW(BackwardPass pass, int layer) {
        return pass.gradient(layer).weights();
    }
}
