package io.github.backcheck.defect;

import static io.github.backcheck.defect.Fits.ELEMENTWISE;
import static io.github.backcheck.defect.Fits.NONLINEAR;
import static io.github.backcheck.defect.Fits.RELU;
import static io.github.backcheck.defect.Fits.RELU_FAMILY;
import static io.github.backcheck.defect.Fits.SEVERAL_UNITS;
import static io.github.backcheck.defect.Fits.SIGMOID;
import static io.github.backcheck.defect.Fits.SOFTMAX;
import static io.github.backcheck.defect.Fits.TANH;
import static io.github.backcheck.defect.Fits.not;
import static io.github.backcheck.defect.Steps.columnSum;
import static io.github.backcheck.defect.Steps.fill;
import static io.github.backcheck.defect.Steps.rowSum;

import io.github.backcheck.mlp.ForwardPass;
import io.github.backcheck.mlp.ForwardStep;
import io.github.backcheck.mlp.ForwardStepName;
import io.github.backcheck.model.Activation;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Stream;
import org.ejml.data.DMatrixRMaj;

/** Defects of computing a = f(z). */
final class ActivationDefects {

    private ActivationDefects() {}

    static List<Defect> all() {
        return Stream.of(replaced(), appliedWrongly(), ofSoftmax(), ofSomeEntries(), keptBetweenCalls())
                .flatMap(List::stream)
                .toList();
    }

    private static List<Defect> replaced() {
        return List.of(
                defect(
                                "activation-missing",
                                instead(z -> z),
                                new Words(
                                        "the activation function is not applied: a = z",
                                        "The layer is linear. Two such layers on top of each other can do no more than one.",
                                        "return z;",
                                        "return f(z);"))
                        .where(NONLINEAR),
                defect(
                                "sigmoid-instead",
                                applying(Activation.SIGMOID),
                                new Words(
                                        "a sigmoid is applied in place of the layer's activation function",
                                        "The layer was given the activation function of another one, or an output that should be linear was"
                                                + " squashed into 0..1.",
                                        "a[i] = sigmoid(z[i]);",
                                        "a[i] = f(z[i]);"))
                        .where(ELEMENTWISE.and(not(SIGMOID))),
                defect(
                                "tanh-instead",
                                applying(Activation.TANH),
                                new Words(
                                        "tanh is applied in place of the layer's activation function",
                                        "The layer was given the activation function of another one.",
                                        "a[i] = Math.tanh(z[i]);",
                                        "a[i] = f(z[i]);"))
                        .where(not(TANH)),
                defect(
                                "relu-instead",
                                applying(Activation.RELU),
                                new Words(
                                        "a ReLU is applied in place of the layer's activation function",
                                        "The layer was given the activation function of another one. In the last layer it cuts off every negative"
                                                + " output.",
                                        "a[i] = Math.max(0, z[i]);",
                                        "a[i] = f(z[i]);"))
                        .where(not(RELU)),
                defect(
                                "leaky-relu-instead",
                                applying(Activation.LEAKY_RELU),
                                new Words(
                                        "a leaky ReLU with slope 0.01 is applied in place of a ReLU",
                                        "The architecture says ReLU, the program lets a hundredth of the negative values through.",
                                        "a[i] = z[i] > 0 ? z[i] : 0.01 * z[i];",
                                        "a[i] = Math.max(0, z[i]);"))
                        .where(RELU),
                defect(
                                "softmax-instead",
                                applying(Activation.SOFTMAX),
                                new Words(
                                        "softmax is applied to a layer that has another activation function",
                                        "The units of the layer compete for a sum of 1. As an activation of a hidden layer it makes all"
                                                + " activations small.",
                                        "a = softmax(z);",
                                        "for (int i = 0; i < z.length; i++) a[i] = f(z[i]);"))
                        .where(ELEMENTWISE.and(SEVERAL_UNITS)),
                defect(
                                "softmax-on-one-unit",
                                instead(z -> 1),
                                new Words(
                                        "softmax is applied to a single unit, so that its activation is always 1",
                                        "exp(z) divided by itself is 1 whatever the input is. The output is constant, and the numeric gradient of"
                                                + " all layers below is 0.",
                                        "output = softmax(z);",
                                        "output = sigmoid(z);"))
                        .where(ELEMENTWISE.and(not(SEVERAL_UNITS))),
                defect(
                                "step-function-instead",
                                instead(z -> z > 0 ? 1 : 0),
                                new Words(
                                        "a step function is applied: 1 above 0, otherwise 0",
                                        "The activation of a perceptron of the old kind. Its derivative is 0 everywhere, so nothing below can be"
                                                + " learned by gradient descent.",
                                        "a[i] = z[i] > 0 ? 1 : 0;",
                                        "a[i] = f(z[i]);"))
                        .where(ELEMENTWISE),
                defect(
                                "bipolar-sigmoid-instead",
                                instead(z -> Math.tanh(z / 2)),
                                new Words(
                                        "the sigmoid is stretched to -1..1: 2 / (1 + exp(-z)) - 1",
                                        "This is tanh(z / 2), and a derivative of a (1 - a) does not go with it.",
                                        "a[i] = 2 / (1 + Math.exp(-z[i])) - 1;",
                                        "a[i] = 1 / (1 + Math.exp(-z[i]));"))
                        .where(SIGMOID));
    }

    private static List<Defect> appliedWrongly() {
        return List.of(
                defect(
                                "activation-applied-twice",
                                twice(),
                                new Words(
                                        "the activation function is applied twice: a = f(f(z))",
                                        "One method applies it at its end and the caller applies it again. A sigmoid of a sigmoid is between 0.5"
                                                + " and 0.73.",
                                        "a[i] = f(layer.forward(x)[i]);",
                                        "a[i] = layer.forward(x)[i];"))
                        .where(ELEMENTWISE.and(NONLINEAR).and(not(RELU))),
                defect(
                                "sign-in-exponent",
                                negated(),
                                new Words(
                                        "the exponent has the wrong sign: exp(z) is written for exp(-z), or the reverse",
                                        "The layer computes f(-z), so that a growing z lowers the activation.",
                                        "a[i] = 1 / (1 + Math.exp(z[i]));",
                                        "a[i] = 1 / (1 + Math.exp(-z[i]));"))
                        .where(Fits.either(SIGMOID, SOFTMAX)),
                defect(
                                "activation-negated",
                                after((a, sample, unit) -> -a.get(sample, unit)),
                                new Words(
                                        "the activation has the wrong sign: a = -f(z)",
                                        "A minus sign that was moved out of an exponent or a difference.",
                                        "a[i] = -f(z[i]);",
                                        "a[i] = f(z[i]);"))
                        .where(ELEMENTWISE),
                defect(
                                "relu-cuts-positive",
                                instead(z -> Math.min(0, z)),
                                new Words(
                                        "the ReLU keeps the negative values and cuts off the positive ones: a = min(0, z)",
                                        "min and max, or the two branches of a condition, are exchanged.",
                                        "a[i] = Math.min(0, z[i]);",
                                        "a[i] = Math.max(0, z[i]);"))
                        .where(RELU_FAMILY),
                defect(
                                "absolute-instead-of-relu",
                                instead(Math::abs),
                                new Words(
                                        "the absolute value is taken in place of a ReLU: a = |z|",
                                        "Negative values are mirrored, not cut off.",
                                        "a[i] = Math.abs(z[i]);",
                                        "a[i] = Math.max(0, z[i]);"))
                        .where(RELU_FAMILY),
                defect(
                                "bias-added-after-activation",
                                biasAfter(),
                                new Words(
                                        "the bias is added after the activation function: a = f(W a_prev) + b",
                                        "The bias moves the output of f instead of its argument.",
                                        "a[i] = f(sum) + b[i];",
                                        "a[i] = f(sum + b[i]);"))
                        .where(NONLINEAR),
                defect(
                        "activation-halved",
                        after((a, sample, unit) -> 0.5 * a.get(sample, unit)),
                        new Words(
                                "the activations are halved: a = f(z) / 2",
                                "Often the factor with which dropout makes up for the units that it removes, left in where nothing is"
                                        + " removed.",
                                "a[i] = f(z[i]) * keepProbability;",
                                "a[i] = f(z[i]);")),
                defect(
                        "activation-doubled",
                        after((a, sample, unit) -> 2 * a.get(sample, unit)),
                        new Words(
                                "the activations are doubled: a = 2 f(z)",
                                "Often the factor with which inverted dropout makes up for the units that it removes, left in where"
                                        + " nothing is removed.",
                                "a[i] = f(z[i]) / keepProbability;",
                                "a[i] = f(z[i]);")));
    }

    private static List<Defect> ofSoftmax() {
        return List.of(
                defect(
                                "softmax-applied-twice",
                                twice(),
                                new Words(
                                        "softmax is applied twice",
                                        "The outputs are squeezed together: with C classes the loss cannot fall below ln(e + C - 1) - 1, which"
                                                + " is 1.4612 for ten.",
                                        "return softmax(softmax(z));",
                                        "return softmax(z);"))
                        .where(SOFTMAX),
                defect(
                                "sigmoid-instead-of-softmax",
                                applying(Activation.SIGMOID),
                                new Words(
                                        "a sigmoid of each unit is taken in place of softmax",
                                        "The outputs of a sample do not sum to 1, and the cross-entropy of the true class alone never pushes the"
                                                + " others down.",
                                        "a[k] = 1 / (1 + Math.exp(-z[k]));",
                                        "a[k] = Math.exp(z[k]) / sumOfExponentials;"))
                        .where(SOFTMAX),
                defect(
                                "softmax-over-batch",
                                overBatch(),
                                new Words(
                                        "softmax is taken over the samples of the batch instead of the units",
                                        "The sum of exponentials runs along the wrong axis. The output of a sample depends on the others in its"
                                                + " batch, and a sample alone gets 1 in every unit.",
                                        "for (int n = 0; n < samples; n++) sum[k] += Math.exp(z[n][k]);",
                                        "for (int k = 0; k < classes; k++) sum[n] += Math.exp(z[n][k]);"))
                        .where(SOFTMAX),
                defect(
                                "softmax-without-normalisation",
                                instead(Math::exp),
                                new Words(
                                        "the exponentials are not divided by their sum: a = exp(z)",
                                        "The outputs are no probabilities and may be larger than 1, where the cross-entropy is negative.",
                                        "a[k] = Math.exp(z[k]);",
                                        "a[k] = Math.exp(z[k]) / sumOfExponentials;"))
                        .where(SOFTMAX),
                defect(
                                "softmax-without-exponential",
                                withoutExponential(),
                                new Words(
                                        "the pre-activations are divided by their sum without exponentials: a = z / sum of z",
                                        "The outputs may be negative, and explode where the sum is near 0.",
                                        "a[k] = z[k] / sum;",
                                        "a[k] = Math.exp(z[k]) / sumOfExponentials;"))
                        .where(SOFTMAX));
    }

    private static List<Defect> ofSomeEntries() {
        return List.of(
                defect(
                                "activation-of-first-sample-only",
                                after((pass, layer, sample, unit) -> sample == 0
                                        ? pass.activations(layer).get(sample, unit)
                                        : pass.preActivations(layer).get(sample, unit)),
                                new Words(
                                        "the activation function is applied to the first sample of the batch only",
                                        "The loop goes over one row, or over as many entries as there are units. A single sample is computed"
                                                + " correctly.",
                                        "for (int i = 0; i < units; i++) a.data[i] = f(a.data[i]);",
                                        "for (int i = 0; i < samples * units; i++) a.data[i] = f(a.data[i]);"))
                        .where(NONLINEAR),
                defect(
                                "last-unit-not-activated",
                                after((pass, layer, sample, unit) -> unit < pass.activations(layer).numCols - 1
                                        ? pass.activations(layer).get(sample, unit)
                                        : pass.preActivations(layer).get(sample, unit)),
                                new Words(
                                        "the activation function is not applied to the last unit",
                                        "The loop over the units ends one too early.",
                                        "for (int i = 0; i < z.length - 1; i++) a[i] = f(z[i]);",
                                        "for (int i = 0; i < z.length; i++) a[i] = f(z[i]);"))
                        .where(NONLINEAR.and(SEVERAL_UNITS)));
    }

    private static List<Defect> keptBetweenCalls() {
        return List.of(
                defect(
                        "activations-not-recomputed",
                        (pass, layer) -> {
                            DMatrixRMaj a = pass.activations(layer);
                            boolean first = true;
                            for (int i = 0; i < a.getNumElements(); i++) {
                                first &= a.data[i] == 0;
                            }
                            if (first) {
                                ForwardStepName.ACTIVATION.standard().apply(pass, layer);
                            }
                        },
                        new Words(
                                "the activations of the first call are returned at every later call",
                                "They are kept in a field that is filled once. Changing weights or inputs no longer changes the output,"
                                        + " and the numeric gradient below is 0.",
                                "if (this.a == null) this.a = activate(z);",
                                "this.a = activate(z);")),
                defect(
                                "activations-not-reset",
                                (pass, layer) -> {
                                    DMatrixRMaj before = pass.activations(layer).copy();
                                    ForwardStepName.ACTIVATION.standard().apply(pass, layer);
                                    fill(
                                            pass.activations(layer),
                                            (sample, unit) ->
                                                    pass.activations(layer).get(sample, unit)
                                                            + before.get(sample, unit));
                                },
                                new Words(
                                        "the activations are added to those of the call before",
                                        "The array is a field and is added to instead of assigned. The same input gives another output at each"
                                                + " call.",
                                        "this.a[i] += f(z[i]);",
                                        "this.a[i] = f(z[i]);"))
                        .like("forward-not-reset", "the layer has no nonlinearity"));
    }

    private static Defect defect(String id, ForwardStep by, Words words) {
        return Defect.of(id, new Change.Forward(ForwardStepName.ACTIVATION, by), words);
    }

    /** a as a function of a right one. */
    private interface Correction {
        double of(DMatrixRMaj a, int sample, int unit);
    }

    /** a as a function of whatever the pass holds. */
    private interface Choice {
        double of(ForwardPass pass, int layer, int sample, int unit);
    }

    private static ForwardStep after(Correction correction) {
        return after((pass, layer, sample, unit) -> correction.of(pass.activations(layer), sample, unit));
    }

    private static ForwardStep after(Choice choice) {
        return (pass, layer) -> {
            ForwardStepName.ACTIVATION.standard().apply(pass, layer);
            fill(pass.activations(layer), (sample, unit) -> choice.of(pass, layer, sample, unit));
        };
    }

    private static ForwardStep instead(DoubleUnaryOperator f) {
        return (pass, layer) -> fill(
                pass.activations(layer),
                (sample, unit) -> f.applyAsDouble(pass.preActivations(layer).get(sample, unit)));
    }

    private static ForwardStep applying(Activation other) {
        return (pass, layer) -> apply(other, pass.preActivations(layer), pass.activations(layer));
    }

    private static void apply(Activation f, DMatrixRMaj z, DMatrixRMaj a) {
        f.values(z.data, a.data, z.numRows, z.numCols);
    }

    private static Activation own(ForwardPass pass, int layer) {
        return pass.network().architecture().layer(layer).activation();
    }

    private static ForwardStep twice() {
        return (pass, layer) -> {
            ForwardStepName.ACTIVATION.standard().apply(pass, layer);
            apply(own(pass, layer), pass.activations(layer).copy(), pass.activations(layer));
        };
    }

    private static ForwardStep negated() {
        return (pass, layer) -> {
            DMatrixRMaj z = pass.preActivations(layer).copy();
            Steps.map(z, value -> -value);
            apply(own(pass, layer), z, pass.activations(layer));
        };
    }

    private static ForwardStep biasAfter() {
        return (pass, layer) -> {
            DMatrixRMaj b = pass.network().biases(layer);
            DMatrixRMaj z = pass.preActivations(layer).copy();
            fill(z, (sample, unit) -> z.get(sample, unit) - b.get(unit));
            DMatrixRMaj a = pass.activations(layer);
            apply(own(pass, layer), z, a);
            fill(a, (sample, unit) -> a.get(sample, unit) + b.get(unit));
        };
    }

    private static ForwardStep overBatch() {
        return (pass, layer) -> {
            instead(Math::exp).apply(pass, layer);
            DMatrixRMaj exponentials = pass.activations(layer).copy();
            fill(
                    pass.activations(layer),
                    (sample, unit) -> exponentials.get(sample, unit) / columnSum(exponentials, unit));
        };
    }

    private static ForwardStep withoutExponential() {
        return (pass, layer) -> {
            DMatrixRMaj z = pass.preActivations(layer);
            fill(pass.activations(layer), (sample, unit) -> z.get(sample, unit) / rowSum(z, sample));
        };
    }
}
