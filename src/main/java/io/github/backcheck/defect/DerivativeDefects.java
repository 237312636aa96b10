package io.github.backcheck.defect;

import static io.github.backcheck.defect.Fits.AS_MANY_UNITS_AS_ABOVE;
import static io.github.backcheck.defect.Fits.AS_MANY_UNITS_AS_BELOW;
import static io.github.backcheck.defect.Fits.ELEMENTWISE;
import static io.github.backcheck.defect.Fits.FUSED_HEAD;
import static io.github.backcheck.defect.Fits.HAS_DERIVATIVE;
import static io.github.backcheck.defect.Fits.HAS_FACTOR;
import static io.github.backcheck.defect.Fits.RELU;
import static io.github.backcheck.defect.Fits.RELU_FAMILY;
import static io.github.backcheck.defect.Fits.SEVERAL_OUTPUTS;
import static io.github.backcheck.defect.Fits.SIGMOID;
import static io.github.backcheck.defect.Fits.SOFTMAX;
import static io.github.backcheck.defect.Fits.TANH;
import static io.github.backcheck.defect.Fits.either;
import static io.github.backcheck.defect.Fits.not;
import static io.github.backcheck.defect.Steps.a;
import static io.github.backcheck.defect.Steps.after;
import static io.github.backcheck.defect.Steps.f;
import static io.github.backcheck.defect.Steps.fill;
import static io.github.backcheck.defect.Steps.z;

import io.github.backcheck.mlp.BackwardPass;
import io.github.backcheck.mlp.BackwardStep;
import io.github.backcheck.mlp.BackwardStepName;
import io.github.backcheck.model.Activation;
import io.github.backcheck.model.Elementwise;
import java.util.List;
import java.util.stream.Stream;
import org.ejml.data.DMatrixRMaj;

/** Defects of the factor f'(z). */
final class DerivativeDefects {

    private static final String RIGHT = "delta[i] = back[i] * derivative(z[i]);";
    private static final String RIGHT_SIGMOID = "delta[i] = back[i] * a[i] * (1 - a[i]);";
    private static final String RIGHT_TANH = "delta[i] = back[i] * (1 - a[i] * a[i]);";

    /** No fused head: what is multiplied by there is a defect of its own. */
    private static final Fit TAKEN = ELEMENTWISE.and(not(FUSED_HEAD));

    private DerivativeDefects() {}

    static List<Defect> all() {
        return Stream.of(missingOrMisplaced(), wrongFormulas(), ofOtherActivations(), ofOtherPlaces())
                .flatMap(List::stream)
                .toList();
    }

    private static List<Defect> missingOrMisplaced() {
        return List.of(
                defect(
                                "derivative-missing",
                                (pass, layer) -> {},
                                new Words(
                                        "the factor f'(z) is missing",
                                        "Delta is the derivative by the activation, not by the pre-activation. Saturated units are moved as if they"
                                                + " were not.",
                                        "delta[i] = back[i];",
                                        RIGHT))
                        .where(HAS_DERIVATIVE),
                defect(
                                "derivative-at-activation",
                                times((f, z, a) -> f.derivative(a)),
                                new Words(
                                        "the derivative is taken at the activation, f'(a) instead of f'(z)",
                                        "A function that expects z is given a, so that f is applied once too often: sigmoid(a) (1 - sigmoid(a)).",
                                        "delta[i] = back[i] * derivative(a[i]);",
                                        RIGHT))
                        .where(HAS_FACTOR.and(not(RELU_FAMILY))),
                defect(
                                "derivative-twice",
                                times((f, z, a) -> f.derivative(z) * f.derivative(z)),
                                new Words(
                                        "the factor f'(z) is applied twice",
                                        "One method multiplies by it and its caller multiplies again. With sigmoids the gradient shrinks by another"
                                                + " 1/4 or more in each layer.",
                                        "delta[i] = back[i] * derivative(z[i]) * derivative(z[i]);",
                                        RIGHT))
                        .where(HAS_FACTOR.and(not(RELU))),
                defect(
                                "derivative-on-fused-head",
                                (pass, layer) -> {
                                    DMatrixRMaj a = a(pass, layer);
                                    DMatrixRMaj delta = pass.delta(layer);
                                    fill(
                                            delta,
                                            (sample, unit) -> delta.get(sample, unit)
                                                    * a.get(sample, unit)
                                                    * (1 - a.get(sample, unit)));
                                },
                                new Words(
                                        "a - y is multiplied by a (1 - a), although it is the derivative by z already",
                                        "With a cross-entropy the derivative of the head cancels; a - y is delta. The extra factor stops outputs that"
                                                + " are badly wrong from learning.",
                                        "delta[k] = (a[k] - y[k]) * a[k] * (1 - a[k]);",
                                        "delta[k] = a[k] - y[k];"))
                        .where(FUSED_HEAD),
                defect(
                                "jacobian-on-fused-head",
                                (pass, layer) -> {
                                    DMatrixRMaj a = a(pass, layer);
                                    Activation.SOFTMAX.multiplyByDerivative(
                                            z(pass, layer).data, a.data, pass.delta(layer).data, a.numRows, a.numCols);
                                },
                                new Words(
                                        "a - y is multiplied by the Jacobian of softmax, although it is the derivative by z already",
                                        "With the cross-entropy the Jacobian cancels; a - y is delta.",
                                        "delta = multiply(softmaxJacobian(a), minus(a, y));",
                                        "delta = minus(a, y);"))
                        .where(FUSED_HEAD.and(SOFTMAX).and(SEVERAL_OUTPUTS)),
                defect(
                                "softmax-diagonal-only",
                                (pass, layer) -> {
                                    DMatrixRMaj a = a(pass, layer);
                                    DMatrixRMaj delta = pass.delta(layer);
                                    fill(
                                            delta,
                                            (sample, unit) -> delta.get(sample, unit)
                                                    * a.get(sample, unit)
                                                    * (1 - a.get(sample, unit)));
                                },
                                new Words(
                                        "only the diagonal a (1 - a) of the Jacobian of softmax is used",
                                        "Raising one pre-activation lowers the other outputs too, and that part is missing.",
                                        "delta[k] = back[k] * a[k] * (1 - a[k]);",
                                        "delta[k] = a[k] * (back[k] - sumOfBackTimesA);"))
                        .where(SOFTMAX.and(HAS_DERIVATIVE).and(SEVERAL_OUTPUTS)));
    }

    private static List<Defect> wrongFormulas() {
        return List.of(
                defect(
                                "derivative-sign-at-activation",
                                times((f, z, a) -> -f.derivative(a)),
                                new Words(
                                        "the derivative has the wrong sign and is taken at the activation: y (y - 1) with y = f(a)",
                                        "Two mistakes in one line: a (a - 1) is the negative of the derivative of a sigmoid, and a function that"
                                                + " expects z is given a. Below such a layer everything changes its sign once more, so that layers"
                                                + " climb and descend in turn.",
                                        "double y = sigmoid(a[i]); delta[i] = back[i] * y * (y - 1);",
                                        RIGHT))
                        .where(HAS_FACTOR.and(not(RELU_FAMILY))),
                defect(
                                "derivative-without-delta",
                                (pass, layer) -> fill(
                                        pass.delta(layer),
                                        (sample, unit) -> f(pass, layer)
                                                .derivative(z(pass, layer).get(sample, unit))),
                                new Words(
                                        "delta is f'(z) alone, what comes from above is lost",
                                        "The derivative is assigned where it should be multiplied. Every weight moves the same way, whatever the"
                                                + " error is.",
                                        "delta[i] = derivative(z[i]);",
                                        RIGHT))
                        .where(TAKEN)
                        .like("loss-delta-one", "the layer is the last"),
                defect(
                                "relu-derivative-of-delta",
                                (pass, layer) -> fill(
                                        pass.delta(layer),
                                        (sample, unit) ->
                                                Math.max(0, pass.delta(layer).get(sample, unit))),
                                new Words(
                                        "the mask of the ReLU is read off delta instead of z",
                                        "Whatever comes from above with a minus is dropped.",
                                        "delta[i] = back[i] > 0 ? back[i] : 0;",
                                        "delta[i] = z[i] > 0 ? back[i] : 0;"))
                        .where(RELU_FAMILY)
                        .where(TAKEN),
                defect(
                                "sigmoid-derivative-given-z",
                                times((f, z, a) -> z * (1 - z)),
                                new Words(
                                        "the derivative is written for the activation, a (1 - a), and is given the pre-activation: z (1 - z)",
                                        "It is negative for z below 0 and above 1, so that such units learn in the wrong direction.",
                                        "delta[i] = back[i] * z[i] * (1 - z[i]);",
                                        RIGHT_SIGMOID))
                        .where(SIGMOID.and(HAS_FACTOR)),
                defect(
                                "tanh-derivative-given-z",
                                times((f, z, a) -> 1 - z * z),
                                new Words(
                                        "the derivative is written for the activation, 1 - a^2, and is given the pre-activation: 1 - z^2",
                                        "It is negative where |z| is above 1, so that such units learn in the wrong direction.",
                                        "delta[i] = back[i] * (1 - z[i] * z[i]);",
                                        RIGHT_TANH))
                        .where(TANH.and(HAS_FACTOR)),
                defect(
                                "derivative-sign",
                                after(
                                        BackwardStepName.ACTIVATION_DERIVATIVE,
                                        (pass, layer) -> Steps.map(pass.delta(layer), delta -> -delta)),
                                new Words(
                                        "the derivative has the wrong sign: a (a - 1) for a (1 - a)",
                                        "This layer climbs. Each layer with the same mistake turns the sign again, so that the layers below climb and"
                                                + " descend in turns.",
                                        "delta[i] = back[i] * a[i] * (a[i] - 1);",
                                        RIGHT_SIGMOID))
                        .where(HAS_DERIVATIVE),
                defect(
                                "activation-as-derivative",
                                times((f, z, a) -> a),
                                new Words(
                                        "the activation itself is used as the derivative: f(z) instead of f'(z)",
                                        "The wrong function is called, or a factor of a (1 - a) is missing.",
                                        "delta[i] = back[i] * a[i];",
                                        RIGHT))
                        .where(HAS_FACTOR),
                defect(
                                "one-minus-activation-as-derivative",
                                times((f, z, a) -> 1 - a),
                                new Words(
                                        "1 - a is used as the derivative",
                                        "A factor of a (1 - a) is missing, or the square of 1 - a^2.",
                                        "delta[i] = back[i] * (1 - a[i]);",
                                        RIGHT_SIGMOID))
                        .where(either(SIGMOID, TANH).and(HAS_FACTOR)),
                defect(
                                "tanh-derivative-plus",
                                times((f, z, a) -> 1 + a * a),
                                new Words(
                                        "the derivative of tanh is written 1 + a^2 instead of 1 - a^2",
                                        "It grows where the unit saturates.",
                                        "delta[i] = back[i] * (1 + a[i] * a[i]);",
                                        RIGHT_TANH))
                        .where(TANH.and(HAS_FACTOR)),
                defect(
                                "relu-derivative-inverted",
                                times((f, z, a) -> f.derivative(-z)),
                                new Words(
                                        "the two cases of the ReLU's derivative are exchanged",
                                        "Units learn exactly where they should not.",
                                        "delta[i] = z[i] > 0 ? 0 : back[i];",
                                        "delta[i] = z[i] > 0 ? back[i] : 0;"))
                        .where(RELU_FAMILY.and(HAS_FACTOR)),
                defect(
                                "derivative-reciprocal",
                                times((f, z, a) -> 1 / f.derivative(z)),
                                new Words(
                                        "delta is divided by f'(z) instead of multiplied",
                                        "Delta explodes where the unit saturates.",
                                        "delta[i] = back[i] / derivative(z[i]);",
                                        RIGHT))
                        .where(HAS_FACTOR.and(not(RELU))),
                defect(
                                "derivative-square-root",
                                times((f, z, a) -> Math.sqrt(f.derivative(z))),
                                new Words(
                                        "the square root of f'(z) is used",
                                        "The factor is closer to 1 than it should be.",
                                        "delta[i] = back[i] * Math.sqrt(derivative(z[i]));",
                                        RIGHT))
                        .where(HAS_FACTOR.and(not(RELU))));
    }

    private static List<Defect> ofOtherActivations() {
        return List.of(
                defect(
                                "sigmoid-derivative-instead",
                                times((f, z, a) -> a * (1 - a)),
                                new Words(
                                        "the derivative of a sigmoid, a (1 - a), is used in a layer with another activation function",
                                        "The activation function of the forward pass was changed and the backward pass was not.",
                                        "delta[i] = back[i] * a[i] * (1 - a[i]);",
                                        RIGHT))
                        .where(TAKEN.and(not(SIGMOID))),
                defect(
                                "tanh-derivative-instead",
                                times((f, z, a) -> 1 - a * a),
                                new Words(
                                        "the derivative of tanh, 1 - a^2, is used in a layer with another activation function",
                                        "The activation function of the forward pass was changed and the backward pass was not.",
                                        "delta[i] = back[i] * (1 - a[i] * a[i]);",
                                        RIGHT))
                        .where(TAKEN.and(not(TANH))),
                defect(
                                "relu-derivative-instead",
                                times((f, z, a) -> z > 0 ? 1 : 0),
                                new Words(
                                        "the derivative of a ReLU, 1 above 0 and otherwise 0, is used in a layer with another activation function",
                                        "The activation function of the forward pass was changed and the backward pass was not.",
                                        "delta[i] = z[i] > 0 ? back[i] : 0;",
                                        RIGHT))
                        .where(TAKEN.and(not(RELU))),
                defect(
                                "leaky-relu-derivative-instead",
                                times((f, z, a) -> Activation.LEAKY_RELU.derivative(z)),
                                new Words(
                                        "the derivative of a leaky ReLU with slope 0.01 is used for a ReLU",
                                        "Units that are off still learn a little, which often does no harm.",
                                        "delta[i] = z[i] > 0 ? back[i] : 0.01 * back[i];",
                                        "delta[i] = z[i] > 0 ? back[i] : 0;"))
                        .where(RELU.and(HAS_FACTOR)),
                defect(
                                "sigmoid-derivative-of-z-instead",
                                times((f, z, a) -> Activation.SIGMOID.derivative(z)),
                                new Words(
                                        "the derivative of a sigmoid at z is used in a layer with another activation function",
                                        "The activation function of the forward pass was changed and the backward pass was not.",
                                        "delta[i] = back[i] * sigmoid(z[i]) * (1 - sigmoid(z[i]));",
                                        RIGHT))
                        .where(TAKEN.and(not(SIGMOID))),
                defect(
                                "tanh-derivative-of-z-instead",
                                times((f, z, a) -> Activation.TANH.derivative(z)),
                                new Words(
                                        "the derivative of tanh at z is used in a layer with another activation function",
                                        "The activation function of the forward pass was changed and the backward pass was not.",
                                        "delta[i] = back[i] * (1 - Math.pow(Math.tanh(z[i]), 2));",
                                        RIGHT))
                        .where(TAKEN.and(not(TANH))));
    }

    private static List<Defect> ofOtherPlaces() {
        return List.of(
                defect(
                                "derivative-of-layer-below",
                                at((pass, layer, sample, unit) ->
                                        z(pass, layer - 1).get(sample, unit)),
                                new Words(
                                        "the derivative is taken at the pre-activations of the layer below",
                                        "The index of the layer is one too small. It goes unnoticed where both layers have the same number of units.",
                                        "delta[i] = back[i] * derivative(z[l - 1][i]);",
                                        "delta[i] = back[i] * derivative(z[l][i]);"))
                        .where(HAS_FACTOR.and(AS_MANY_UNITS_AS_BELOW)),
                defect(
                                "derivative-of-layer-above",
                                at((pass, layer, sample, unit) ->
                                        z(pass, layer + 1).get(sample, unit)),
                                new Words(
                                        "the derivative is taken at the pre-activations of the layer above",
                                        "The index of the layer is one too large. It goes unnoticed where both layers have the same number of units.",
                                        "delta[i] = back[i] * derivative(z[l + 1][i]);",
                                        "delta[i] = back[i] * derivative(z[l][i]);"))
                        .where(HAS_FACTOR.and(AS_MANY_UNITS_AS_ABOVE)),
                defect(
                                "derivative-of-last-sample",
                                at((pass, layer, sample, unit) -> z(pass, layer).get(pass.samples() - 1, unit)),
                                new Words(
                                        "every sample of the batch is given the derivative at the last sample",
                                        "The layer remembers one sample, and all were run forward before the first is run back. A single sample is"
                                                + " computed correctly.",
                                        "for (x : batch) forward(x); for (y : targets) backward(y);",
                                        "for (int n = 0; n < samples; n++) { forward(x[n]); backward(y[n]); }"))
                        .where(HAS_FACTOR),
                defect(
                                "derivative-of-first-sample",
                                at((pass, layer, sample, unit) -> z(pass, layer).get(0, unit)),
                                new Words(
                                        "every sample of the batch is given the derivative at the first sample",
                                        "The index of the sample is constant, or what the layer remembers is written once. A single sample is"
                                                + " computed correctly.",
                                        "delta[n][i] = back[n][i] * derivative(z[0][i]);",
                                        "delta[n][i] = back[n][i] * derivative(z[n][i]);"))
                        .where(HAS_FACTOR));
    }

    private static Defect defect(String id, BackwardStep by, Words words) {
        return Defect.of(id, new Change.Backward(BackwardStepName.ACTIVATION_DERIVATIVE, by), words);
    }

    /** A factor in place of f'(z). */
    private interface Factor {
        double of(Elementwise f, double z, double a);
    }

    /** Where to take f'. */
    private interface Place {
        double of(BackwardPass pass, int layer, int sample, int unit);
    }

    private static BackwardStep times(Factor factor) {
        return (pass, layer) -> {
            Elementwise f = f(pass, layer);
            DMatrixRMaj delta = pass.delta(layer);
            fill(
                    delta,
                    (sample, unit) -> delta.get(sample, unit)
                            * factor.of(
                                    f,
                                    z(pass, layer).get(sample, unit),
                                    a(pass, layer).get(sample, unit)));
        };
    }

    private static BackwardStep at(Place place) {
        return (pass, layer) -> {
            Elementwise f = f(pass, layer);
            DMatrixRMaj delta = pass.delta(layer);
            fill(delta, (sample, unit) -> delta.get(sample, unit) * f.derivative(place.of(pass, layer, sample, unit)));
        };
    }
}
