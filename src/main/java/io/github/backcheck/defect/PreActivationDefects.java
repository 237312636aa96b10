package io.github.backcheck.defect;

import static io.github.backcheck.defect.Steps.biases;
import static io.github.backcheck.defect.Steps.fill;
import static io.github.backcheck.defect.Steps.weights;

import io.github.backcheck.mlp.ForwardPass;
import io.github.backcheck.mlp.ForwardStep;
import io.github.backcheck.mlp.ForwardStepName;
import java.util.List;
import org.ejml.data.DMatrixRMaj;

/** Defects of computing z = W a_prev + b. */
final class PreActivationDefects {

    private static final String RIGHT = "z[i] += w[i][j] * aPrev[j];";

    private PreActivationDefects() {}

    static List<Defect> all() {
        return List.of(
                defect(
                                "bias-not-added",
                                withBias(0),
                                new Words(
                                        "the bias is not added: z = W a_prev",
                                        "The bias is stored and perhaps even updated, but the forward pass never reads it. Its numeric gradient"
                                                + " is 0, and an input of zeros always gives the same output.",
                                        "z[i] = sum;",
                                        "z[i] = sum + b[i];"))
                        .like("bias-of-first-unit", "the layer is softmax"),
                defect(
                                "weights-transposed",
                                transposed(),
                                new Words(
                                        "the weights are used transposed: z = W^T a_prev + b",
                                        "Rows and columns of the weights are exchanged. It shows only where the layer has as many units as"
                                                + " inputs; elsewhere the program would stop with an index out of bounds."
                                                + " If it keeps these weights in x out, going forward and back, nothing is wrong"
                                                + " with it: say weightsInByOut.",
                                        "z[i] += w[j][i] * aPrev[j];",
                                        RIGHT))
                        .where(Fits.SQUARE),
                defect(
                                "inputs-instead-of-activations",
                                (pass, layer) -> linear(pass, layer, pass.inputs(), 1),
                                new Words(
                                        "the layer reads the inputs of the network instead of the activations of the layer below",
                                        "The layers below have no influence on this one. It goes unnoticed where the layer below has as many"
                                                + " units as the network has inputs.",
                                        "z2 = multiply(w2, x);",
                                        "z2 = multiply(w2, a1);"))
                        .where(Fits.READS_AS_MANY_AS_NETWORK),
                defect(
                                "pre-activations-handed-up",
                                (pass, layer) -> linear(pass, layer, pass.preActivations(layer - 1), 1),
                                new Words(
                                        "the layer reads the pre-activations of the layer below instead of its activations",
                                        "The nonlinearity of the layer below is computed and then not used, so that the two layers together"
                                                + " are one linear layer.",
                                        "z2 = multiply(w2, z1);",
                                        "z2 = multiply(w2, a1);"))
                        .where(Fits.below(Fits.NONLINEAR))
                        .like("activation-missing", "only outputs are seen; that defect is then in the layer below"),
                defect(
                        "bias-subtracted",
                        withBias(-1),
                        new Words(
                                "the bias is subtracted: z = W a_prev - b",
                                "The bias is treated as a threshold. That is consistent only if its gradient has the opposite sign too.",
                                "z[i] = sum - b[i];",
                                "z[i] = sum + b[i];")),
                defect(
                                "bias-added-twice",
                                withBias(2),
                                new Words(
                                        "the bias is added twice: z = W a_prev + 2 b",
                                        "The sum starts from the bias and the bias is added at the end once more.",
                                        "double sum = b[i]; ... z[i] = sum + b[i];",
                                        "double sum = 0; ... z[i] = sum + b[i];"))
                        .like("bias-added-for-each-sample", "the batch has two samples"),
                defect(
                                "bias-of-first-unit",
                                (pass, layer) -> {
                                    DMatrixRMaj b = biases(pass, layer);
                                    product(pass, layer, pass.layerInputs(layer), 1);
                                    Steps.map(pass.preActivations(layer), z -> z + b.get(0));
                                },
                                new Words(
                                        "every unit gets the bias of the first unit: z_i = (W a_prev)_i + b_0",
                                        "The bias is read with a constant index, or one bias is kept for the whole layer.",
                                        "z[i] = sum + b[0];",
                                        "z[i] = sum + b[i];"))
                        .where(Fits.SEVERAL_UNITS),
                defect(
                        "forward-not-reset",
                        (pass, layer) -> {
                            DMatrixRMaj before = pass.preActivations(layer).copy();
                            ForwardStepName.PRE_ACTIVATION.standard().apply(pass, layer);
                            fill(
                                    pass.preActivations(layer),
                                    (sample, unit) ->
                                            pass.preActivations(layer).get(sample, unit) + before.get(sample, unit));
                        },
                        new Words(
                                "the pre-activations are added to those of the call before",
                                "The array that the sum is collected in is a field and is never set to zero. The same input gives"
                                        + " another output at each call.",
                                "this.z[i] += w[i][j] * aPrev[j];",
                                "double sum = 0; ... this.z[i] = sum + b[i];")),
                defect(
                                "mean-of-inputs",
                                (pass, layer) -> linear(
                                        pass, layer, pass.layerInputs(layer), 1.0 / pass.layerInputs(layer).numCols),
                                new Words(
                                        "the weighted inputs are averaged instead of added: z = W a_prev / inputs + b",
                                        "The sum is divided by the number of inputs. Activations and gradients of wide layers become very"
                                                + " small.",
                                        "z[i] = sum / aPrev.length + b[i];",
                                        "z[i] = sum + b[i];"))
                        .where(Fits.SEVERAL_INPUTS),
                defect(
                                "last-input-ignored",
                                (pass, layer) -> without(pass, layer, pass.layerInputs(layer).numCols - 1),
                                new Words(
                                        "the last input of the layer is not read",
                                        "The loop over the inputs ends one too early. The weights of the last input have no influence.",
                                        "for (int j = 0; j < aPrev.length - 1; j++)",
                                        "for (int j = 0; j < aPrev.length; j++)"))
                        .like("first-input-ignored", "the layer has one input"),
                defect(
                        "first-input-ignored",
                        (pass, layer) -> without(pass, layer, 0),
                        new Words(
                                "the first input of the layer is not read",
                                "The loop over the inputs starts from 1, often because entry 0 was meant for the bias.",
                                "for (int j = 1; j < aPrev.length; j++)",
                                "for (int j = 0; j < aPrev.length; j++)")),
                defect(
                        "last-unit-not-computed",
                        (pass, layer) -> {
                            ForwardStepName.PRE_ACTIVATION.standard().apply(pass, layer);
                            DMatrixRMaj z = pass.preActivations(layer);
                            fill(z, (sample, unit) -> unit == z.numCols - 1 ? 0 : z.get(sample, unit));
                        },
                        new Words(
                                "the pre-activation of the last unit is never computed and stays 0",
                                "The loop over the units ends one too early.",
                                "for (int i = 0; i < z.length - 1; i++)",
                                "for (int i = 0; i < z.length; i++)")),
                defect(
                                "weights-of-layer-below",
                                (pass, layer) -> usingWeights(pass, layer, layer - 1),
                                new Words(
                                        "the layer uses the weights of the layer below",
                                        "The index of the weights is one too small, or both layers hold the same array. It goes unnoticed where"
                                                + " the two have the same shape.",
                                        "z2 = multiply(w1, a1);",
                                        "z2 = multiply(w2, a1);"))
                        .where(Fits.SHAPED_AS_BELOW),
                defect(
                                "weights-of-layer-above",
                                (pass, layer) -> usingWeights(pass, layer, layer + 1),
                                new Words(
                                        "the layer uses the weights of the layer above",
                                        "The index of the weights is one too large, or both layers hold the same array. It goes unnoticed where"
                                                + " the two have the same shape.",
                                        "z1 = multiply(w2, x);",
                                        "z1 = multiply(w1, x);"))
                        .where(Fits.SHAPED_AS_ABOVE),
                defect(
                        "bias-added-for-each-sample",
                        (pass, layer) -> withBias(pass.samples()).apply(pass, layer),
                        new Words(
                                "the bias is added once for each sample of the batch: z = W a_prev + N b",
                                "The addition stands inside the loop over the samples. A single sample is computed correctly.",
                                "for (double[] x : batch) { for (double[] row : z) add(row, b); }",
                                "for (double[] row : z) add(row, b);")),
                defect(
                        "first-sample-for-all",
                        (pass, layer) -> {
                            ForwardStepName.PRE_ACTIVATION.standard().apply(pass, layer);
                            fill(
                                    pass.preActivations(layer),
                                    (sample, unit) -> pass.preActivations(layer).get(0, unit));
                        },
                        new Words(
                                "every sample of a batch gets the pre-activations of the first sample",
                                "The index of the sample is constant, or all rows of the batch are the same array. A single sample is"
                                        + " computed correctly.",
                                "z[n][i] += w[i][j] * aPrev[0][j];",
                                "z[n][i] += w[i][j] * aPrev[n][j];")));
    }

    private static Defect defect(String id, ForwardStep by, Words words) {
        return Defect.of(id, new Change.Forward(ForwardStepName.PRE_ACTIVATION, by), words);
    }

    private static ForwardStep withBias(double times) {
        return (pass, layer) -> {
            product(pass, layer, pass.layerInputs(layer), 1);
            addBias(pass, layer, times);
        };
    }

    private static ForwardStep transposed() {
        return (pass, layer) -> {
            DMatrixRMaj w = weights(pass, layer);
            DMatrixRMaj inputs = pass.layerInputs(layer);
            fill(pass.preActivations(layer), (sample, unit) -> {
                double sum = 0;
                for (int input = 0; input < inputs.numCols; input++) {
                    sum += w.get(input, unit) * inputs.get(sample, input);
                }
                return sum;
            });
            addBias(pass, layer, 1);
        };
    }

    private static void usingWeights(ForwardPass pass, int layer, int other) {
        product(pass, layer, pass.layerInputs(layer), weights(pass, other), -1);
        addBias(pass, layer, 1);
    }

    private static void without(ForwardPass pass, int layer, int ignored) {
        product(pass, layer, pass.layerInputs(layer), weights(pass, layer), ignored);
        addBias(pass, layer, 1);
    }

    /** z = factor W a_prev + b on other activations than those of the layer below. */
    private static void linear(ForwardPass pass, int layer, DMatrixRMaj inputs, double factor) {
        product(pass, layer, inputs, factor);
        addBias(pass, layer, 1);
    }

    private static void product(ForwardPass pass, int layer, DMatrixRMaj inputs, double factor) {
        product(pass, layer, inputs, weights(pass, layer), -1);
        Steps.map(pass.preActivations(layer), z -> factor * z);
    }

    private static void product(ForwardPass pass, int layer, DMatrixRMaj inputs, DMatrixRMaj w, int ignored) {
        fill(pass.preActivations(layer), (sample, unit) -> {
            double sum = 0;
            for (int input = 0; input < inputs.numCols; input++) {
                sum += input == ignored ? 0 : w.get(unit, input) * inputs.get(sample, input);
            }
            return sum;
        });
    }

    private static void addBias(ForwardPass pass, int layer, double times) {
        DMatrixRMaj b = biases(pass, layer);
        DMatrixRMaj z = pass.preActivations(layer);
        fill(z, (sample, unit) -> z.get(sample, unit) + times * b.get(unit));
    }
}
