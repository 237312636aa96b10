package io.github.backcheck.defect;

import static io.github.backcheck.defect.Fits.CROSS_ENTROPY;
import static io.github.backcheck.defect.Fits.MEAN_SQUARED_ERROR;
import static io.github.backcheck.defect.Fits.SEVERAL_OUTPUTS;
import static io.github.backcheck.defect.Steps.after;
import static io.github.backcheck.defect.Steps.architecture;
import static io.github.backcheck.defect.Steps.differenceFactor;
import static io.github.backcheck.defect.Steps.fill;
import static io.github.backcheck.defect.Steps.indexOfLargest;
import static io.github.backcheck.defect.Steps.outputs;
import static io.github.backcheck.defect.Steps.rowSum;
import static io.github.backcheck.defect.Steps.z;

import io.github.backcheck.mlp.BackwardPass;
import io.github.backcheck.mlp.BackwardStep;
import io.github.backcheck.mlp.BackwardStepName;
import io.github.backcheck.model.Activation;
import io.github.backcheck.model.Architecture;
import io.github.backcheck.model.Loss;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.ejml.data.DMatrixRMaj;

/** Defects of the delta of the last layer. */
final class LossDeltaDefects {

    private static final String RIGHT = "delta[k] = a[k] - y[k];";

    private LossDeltaDefects() {}

    static List<Defect> all() {
        return Stream.of(scaled(), ofOtherFunctions(), ofSomeOutputs())
                .flatMap(List::stream)
                .toList();
    }

    private static List<Defect> scaled() {
        return List.of(
                defect(
                                "loss-delta-sign",
                                times(architecture -> -1),
                                new Words(
                                        "the loss delta has the wrong sign: y - a instead of a - y",
                                        "It is right only in a program that adds its weight changes. One that subtracts the gradient climbs.",
                                        "delta[k] = y[k] - a[k];",
                                        RIGHT))
                        .like("derivative-sign", "delta is seen only after both steps"),
                defect(
                                "loss-delta-doubled",
                                times(architecture -> 2),
                                new Words(
                                        "the loss delta is twice as large as it should be",
                                        "The derivative of (a - y)^2 is used where the loss has a factor of 1/2. All gradients are doubled, as with"
                                                + " a doubled learning rate.",
                                        "delta[k] = 2 * (a[k] - y[k]);",
                                        RIGHT))
                        .like("loss-delta-not-divided-by-outputs", "there are two outputs"),
                defect(
                                "loss-delta-halved",
                                times(architecture -> 0.5),
                                new Words(
                                        "the loss delta is half as large as it should be",
                                        "The factor of 2 from the derivative of a square is missing, or a 1/2 is in it twice.",
                                        "delta[k] = 0.5 * (a[k] - y[k]);",
                                        RIGHT))
                        .like("loss-delta-divided-by-outputs", "there are two outputs"),
                defect(
                                "loss-delta-divided-by-outputs",
                                times(architecture -> 1.0 / architecture.outputCount()),
                                new Words(
                                        "the loss delta is divided by the number of outputs",
                                        "A mean over all entries of the output matrix, where the loss has a sum over the outputs.",
                                        "delta[k] = (a[k] - y[k]) / outputs;",
                                        RIGHT))
                        .where(SEVERAL_OUTPUTS),
                defect(
                                "loss-delta-not-divided-by-outputs",
                                times(Architecture::outputCount),
                                new Words(
                                        "the loss delta is not divided by the number of outputs",
                                        "The loss is a mean over the outputs, its derivative was taken of their sum.",
                                        "delta[k] = 2 * (a[k] - y[k]);",
                                        "delta[k] = 2 * (a[k] - y[k]) / outputs;"))
                        .where(SEVERAL_OUTPUTS.and(MEAN_SQUARED_ERROR)));
    }

    private static List<Defect> ofOtherFunctions() {
        return List.of(
                defect(
                        "loss-delta-without-target",
                        ofEntries((a, y) -> a),
                        new Words(
                                "the target is ignored: delta is the output itself",
                                "The network is trained to output 0 for everything.",
                                "delta[k] = a[k];",
                                RIGHT)),
                defect(
                        "loss-delta-adds-target",
                        ofEntries((a, y) -> a + y),
                        new Words(
                                "the target is added instead of subtracted: a + y",
                                "Every output is pushed down, those of the true class most of all.",
                                "delta[k] = a[k] + y[k];",
                                RIGHT)),
                defect(
                                "loss-delta-one",
                                (pass, layer) -> fill(pass.delta(layer), (sample, unit) -> 1),
                                new Words(
                                        "the gradient is that of the output, not of the loss: delta is 1",
                                        "The derivative of the loss by the output is left out, so that the network learns to make its outputs small.",
                                        "delta[k] = 1;",
                                        RIGHT))
                        .like("loss-delta-is-loss", "the head is softmax and the loss a squared error"),
                defect(
                                "loss-delta-at-pre-activation",
                                (pass, layer) -> {
                                    double factor = differenceFactor(architecture(pass));
                                    fill(
                                            pass.delta(layer),
                                            (sample, unit) -> factor
                                                    * (z(pass, layer).get(sample, unit)
                                                            - pass.targets().get(sample, unit)));
                                },
                                new Words(
                                        "the target is compared with the pre-activation instead of the activation: z - y",
                                        "The last activation function is left out of the difference.",
                                        "delta[k] = z[k] - y[k];",
                                        RIGHT))
                        .where(Fits.NONLINEAR),
                defect(
                        "loss-delta-sign-only",
                        ofDifference(Math::signum),
                        new Words(
                                "only the sign of the difference is used",
                                "This is the derivative of |a - y|. Near the target the steps do not become smaller.",
                                "delta[k] = Math.signum(a[k] - y[k]);",
                                RIGHT)),
                defect(
                        "loss-delta-absolute",
                        ofDifference(Math::abs),
                        new Words(
                                "the absolute difference is used: |a - y|",
                                "Outputs that are too small are pushed further down.",
                                "delta[k] = Math.abs(a[k] - y[k]);",
                                RIGHT)),
                defect(
                        "loss-delta-squared",
                        ofDifference(difference -> difference * difference),
                        new Words(
                                "the squared difference is used instead of its derivative: (a - y)^2",
                                "The loss itself is propagated back. It has no sign, so outputs that are too small are pushed further down.",
                                "delta[k] = (a[k] - y[k]) * (a[k] - y[k]);",
                                RIGHT)),
                defect(
                        "loss-delta-is-loss",
                        (pass, layer) -> {
                            DMatrixRMaj delta = pass.delta(layer);
                            double[] z = z(pass, layer).data;
                            fill(
                                    delta,
                                    (sample, unit) -> architecture(pass)
                                            .loss()
                                            .ofSample(
                                                    z,
                                                    outputs(pass).data,
                                                    pass.targets().data,
                                                    sample * delta.numCols,
                                                    delta.numCols));
                        },
                        new Words(
                                "the loss of the sample is propagated back in place of its derivative",
                                "Every output gets the same number, which is never negative.",
                                "delta[k] = loss(a, y);",
                                RIGHT)),
                defect(
                                "loss-delta-by-activation",
                                (pass, layer) -> {
                                    boolean binary =
                                            architecture(pass).layer(layer).activation() == Activation.SIGMOID;
                                    ofEntries((a, y) -> binary ? (a - y) / (a * (1 - a)) : -y / a)
                                            .apply(pass, layer);
                                },
                                new Words(
                                        "the derivative of the cross-entropy by the activation is used as the one by the pre-activation",
                                        "The derivative of the head, softmax or sigmoid, is missing: delta is -y/a or (a - y) / (a (1 - a)) in place"
                                                + " of a - y, and becomes huge where a probability is small.",
                                        "delta[k] = -y[k] / a[k];",
                                        RIGHT))
                        .where(CROSS_ENTROPY),
                defect(
                                "loss-delta-of-decision",
                                ofDecision(),
                                new Words(
                                        "the target is compared with the decision, 0 or 1, instead of the output",
                                        "The rule of the perceptron: samples that are decided right teach nothing, however narrowly.",
                                        "delta[k] = (k == largest ? 1 : 0) - y[k];",
                                        RIGHT))
                        .where(Fits.either(Fits.SIGMOID, Fits.SOFTMAX)));
    }

    private static List<Defect> ofSomeOutputs() {
        return List.of(
                defect(
                                "loss-delta-of-true-class-only",
                                after(
                                        BackwardStepName.LOSS_DELTA,
                                        (pass, layer) -> fill(
                                                pass.delta(layer),
                                                (sample, unit) -> unit == indexOfLargest(pass.targets(), sample)
                                                        ? pass.delta(layer).get(sample, unit)
                                                        : 0)),
                                new Words(
                                        "only the output of the true class gets a delta",
                                        "The others get 0 and are never pushed down.",
                                        "delta[label] = a[label] - 1;",
                                        "for (int k = 0; k < outputs; k++) delta[k] = a[k] - (k == label ? 1 : 0);"))
                        .where(SEVERAL_OUTPUTS)
                        .like("last-output-without-delta", "there are two outputs and the first is the true class"),
                defect(
                                "loss-delta-of-positive-targets-only",
                                (pass, layer) -> fill(
                                        pass.delta(layer),
                                        (sample, unit) -> pass.targets().get(sample, unit)
                                                * (Steps.a(pass, layer).get(sample, unit) - 1)),
                                new Words(
                                        "only targets of 1 get a delta, the term (1 - y) ln(1 - a) is forgotten",
                                        "Nothing ever pushes an output down.",
                                        "delta[k] = -y[k] / a[k] * a[k] * (1 - a[k]);",
                                        "delta[k] = a[k] - y[k];"))
                        .where(Fits.BINARY_CROSS_ENTROPY),
                defect(
                                "loss-delta-of-wrong-classes-only",
                                after(
                                        BackwardStepName.LOSS_DELTA,
                                        (pass, layer) -> fill(
                                                pass.delta(layer),
                                                (sample, unit) -> unit == indexOfLargest(pass.targets(), sample)
                                                        ? 0
                                                        : pass.delta(layer).get(sample, unit))),
                                new Words(
                                        "the output of the true class gets no delta",
                                        "It is left out, so that every output is pushed down only.",
                                        "if (k != label) delta[k] = a[k];",
                                        "delta[k] = a[k] - (k == label ? 1 : 0);"))
                        .where(SEVERAL_OUTPUTS),
                defect(
                                "one-loss-delta-for-all-outputs",
                                after(BackwardStepName.LOSS_DELTA, (pass, layer) -> {
                                    DMatrixRMaj right = pass.delta(layer).copy();
                                    fill(pass.delta(layer), (sample, unit) -> rowSum(right, sample) / right.numCols);
                                }),
                                new Words(
                                        "all outputs get the mean of the differences",
                                        "The difference is averaged over the outputs before it is propagated. For softmax it is 0 then.",
                                        "double error = mean(a, y); Arrays.fill(delta, error);",
                                        RIGHT))
                        .like("loss-delta-is-loss", "the head is softmax and the loss a squared error")
                        .like("loss-delta-one", "the head is softmax and the loss a squared error")
                        .where(SEVERAL_OUTPUTS),
                defect(
                        "last-output-without-delta",
                        after(
                                BackwardStepName.LOSS_DELTA,
                                (pass, layer) -> fill(
                                        pass.delta(layer),
                                        (sample, unit) -> unit == pass.delta(layer).numCols - 1
                                                ? 0
                                                : pass.delta(layer).get(sample, unit))),
                        new Words(
                                "the last output gets no delta",
                                "The loop over the outputs ends one too early.",
                                "for (int k = 0; k < outputs - 1; k++) delta[k] = a[k] - y[k];",
                                "for (int k = 0; k < outputs; k++) delta[k] = a[k] - y[k];")),
                defect(
                        "target-of-next-sample",
                        (pass, layer) -> {
                            DMatrixRMaj y = pass.targets();
                            double factor = differenceFactor(architecture(pass));
                            boolean fused = architecture(pass).loss() == Loss.SOFTMAX_CROSS_ENTROPY;
                            fill(pass.delta(layer), (sample, unit) -> {
                                int next = (sample + 1) % y.numRows;
                                double weight = fused ? rowSum(y, next) : 1;
                                return factor * (weight * outputs(pass).get(sample, unit) - y.get(next, unit));
                            });
                        },
                        new Words(
                                "each output is compared with the target of the next sample of the batch",
                                "The index of the targets runs one ahead. A single sample is computed correctly.",
                                "delta[n][k] = a[n][k] - y[(n + 1) % samples][k];",
                                "delta[n][k] = a[n][k] - y[n][k];")));
    }

    private static Defect defect(String id, BackwardStep by, Words words) {
        return Defect.of(id, new Change.Backward(BackwardStepName.LOSS_DELTA, by), words);
    }

    /** A delta from output and target. */
    private interface EntryDelta {
        double of(double a, double y);
    }

    private static BackwardStep times(ToDoubleFunction<Architecture> factor) {
        return after(BackwardStepName.LOSS_DELTA, (pass, layer) -> {
            double by = factor.applyAsDouble(architecture(pass));
            Steps.map(pass.delta(layer), delta -> by * delta);
        });
    }

    /** Another function of output and target, with the factor of the loss. */
    private static BackwardStep ofEntries(EntryDelta entry) {
        return (pass, layer) -> {
            double factor = differenceFactor(architecture(pass));
            fill(
                    pass.delta(layer),
                    (sample, unit) -> factor
                            * entry.of(
                                    outputs(pass).get(sample, unit),
                                    pass.targets().get(sample, unit)));
        };
    }

    private static BackwardStep ofDifference(DoubleUnaryOperator function) {
        return ofEntries((a, y) -> function.applyAsDouble(a - y));
    }

    private static BackwardStep ofDecision() {
        return (pass, layer) -> {
            double factor = differenceFactor(architecture(pass));
            fill(
                    pass.delta(layer),
                    (sample, unit) -> factor
                            * (decision(pass, sample, unit) - pass.targets().get(sample, unit)));
        };
    }

    private static double decision(BackwardPass pass, int sample, int unit) {
        DMatrixRMaj a = outputs(pass);
        boolean chosen = a.numCols == 1 ? a.get(sample, unit) >= 0.5 : unit == indexOfLargest(a, sample);
        return chosen ? 1 : 0;
    }
}
