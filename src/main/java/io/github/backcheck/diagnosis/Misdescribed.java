package io.github.backcheck.diagnosis;

import io.github.backcheck.mlp.Mlp;
import io.github.backcheck.model.Activation;
import io.github.backcheck.model.Architecture;
import io.github.backcheck.model.Batch;
import io.github.backcheck.model.Capability;
import io.github.backcheck.model.Loss;
import io.github.backcheck.model.Model;
import io.github.backcheck.model.Reduction;
import io.github.backcheck.text.Figures;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What Backcheck was told of a network that does compute what was meant, where it was told something else: the loss has another
 * constant factor, or decisions, or what goes into a softmax, are given as outputs. None of these keeps a network from learning.
 *
 * @param severity no fault, unless the loss is computed from what is misunderstood
 * @param statement what is so
 * @param advice what to tell instead
 */
record Misdescribed(Severity severity, String statement, String advice) {

    private static final double THE_SAME = 1e-6;

    static Optional<Misdescribed> of(Model model, Batch batch) {
        Mlp twin = Mlp.twin(model);
        double ratio = model.loss(batch) / twin.loss(twin.forward(batch.inputMatrix()), batch.targetMatrix());
        double[][] expected = twin.predict(batch.inputs());
        double[][] outputs = model.can(Capability.PREDICT) ? model.predict(batch) : expected;
        if (areTheSame(outputs, expected)) {
            return isOne(ratio) ? Optional.empty() : loss(ratio, twin.architecture(), batch);
        }
        if (model.hasOwnLoss() && !isOne(ratio)) {
            return Optional.empty();
        }
        if (areDecisions(outputs, expected)) {
            return Optional.of(decisions(model));
        }
        return twin.architecture()
                .loss()
                .requiredHead()
                .filter(head -> areTheSame(applied(head, outputs), expected))
                .map(head -> beforeHead(model, head));
    }

    private static double[][] applied(Activation head, double[][] outputs) {
        double[][] after = new double[outputs.length][];
        for (int sample = 0; sample < outputs.length; sample++) {
            after[sample] = new double[outputs[sample].length];
            head.values(outputs[sample], after[sample], 1, after[sample].length);
        }
        return after;
    }

    /** What would be no fault in the lines that wrap a network may be one in its forward pass, if its gradient does not go with it. */
    Misdescribed besideWrongGradient() {
        return new Misdescribed(
                Severity.HURTS,
                statement,
                "The gradient does not fit that: if the lines that wrap the network are right, its forward pass takes other"
                        + " parameters than its backward pass. If they are wrong: " + advice);
    }

    private static Severity severity(Model model) {
        return model.hasOwnLoss() ? Severity.ADVICE : Severity.HURTS;
    }

    private static String until(Model model) {
        return model.hasOwnLoss()
                ? " Until it does, the gradient is judged by the network's own loss, and its units not at all."
                : " Until it does, the loss, which is computed from what predict gives, is not that of the network, and nothing"
                        + " that is said of it holds.";
    }

    private static Misdescribed beforeHead(Model model, Activation head) {
        return new Misdescribed(
                severity(model),
                "predict gives what goes into the " + head
                        + ", not what comes out: the outputs of the architecture are the " + head + " of it.",
                "Where the program applies " + head
                        + " in its loss only, apply it in the line that wraps predict, too: x -> " + head
                        + "(net.forward(x))." + until(model));
    }

    private static Optional<Misdescribed> loss(double ratio, Architecture described, Batch batch) {
        List<String> calls = new ArrayList<>();
        for (Loss loss : alternatives(described.loss())) {
            for (Reduction reduction : Reduction.values()) {
                double factor = weight(loss, reduction, batch) / weight(described.loss(), described.reduction(), batch);
                boolean isDescribed = loss == described.loss() && reduction == described.reduction();
                if (!isDescribed && described.l2() == 0 && isOne(ratio / factor)) {
                    calls.add(call(loss) + (reduction == Reduction.SUM ? ".summed()" : ""));
                }
            }
        }
        return calls.isEmpty()
                ? Optional.empty()
                : Optional.of(new Misdescribed(
                        Severity.ADVICE,
                        "The outputs are those of the architecture given to Backcheck; the loss is "
                                + Figures.precise(ratio) + " times its loss.",
                        "Say " + String.join(", or ", calls) + " in the architecture, in place of "
                                + call(described.loss())
                                + (described.reduction() == Reduction.SUM ? ".summed()" : "")
                                + ", if the loss is the one that you mean. Until they agree, the gradient is judged by the"
                                + " network's own loss, and its units not at all."));
    }

    private static List<Loss> alternatives(Loss described) {
        return isSquare(described) ? List.of(Loss.HALF_SQUARED_ERROR, Loss.MEAN_SQUARED_ERROR) : List.of(described);
    }

    private static boolean isSquare(Loss loss) {
        return loss == Loss.HALF_SQUARED_ERROR || loss == Loss.MEAN_SQUARED_ERROR;
    }

    /** What an error of 1 in one output adds to the loss of a batch; cross-entropies have one form only. */
    private static double weight(Loss loss, Reduction reduction, Batch batch) {
        double ofSample = isSquare(loss) ? loss.ofOutputs(new double[] {1}, new double[1], 0, 1) : 1;
        double perOutput = loss == Loss.MEAN_SQUARED_ERROR ? ofSample / batch.outputCount() : ofSample;
        return perOutput * reduction.factor(batch.size());
    }

    private static String call(Loss loss) {
        return switch (loss) {
            case HALF_SQUARED_ERROR -> "halfSquaredError()";
            case MEAN_SQUARED_ERROR -> "meanSquaredError()";
            case SOFTMAX_CROSS_ENTROPY -> "softmaxCrossEntropy()";
            case BINARY_CROSS_ENTROPY -> "binaryCrossEntropy()";
        };
    }

    private static Misdescribed decisions(Model model) {
        return new Misdescribed(
                severity(model),
                "predict gives decisions, not outputs: each is 0 or 1"
                        + (model.hasOwnLoss() ? ", and the loss is that of the outputs before." : "."),
                "Let predict give the outputs of the last layer, as the loss sees them, and decide afterwards."
                        + until(model));
    }

    private static boolean isOne(double ratio) {
        return Math.abs(ratio - 1) <= THE_SAME;
    }

    private static boolean areTheSame(double[][] seen, double[][] expected) {
        for (int sample = 0; sample < seen.length; sample++) {
            for (int output = 0; output < seen[sample].length; output++) {
                double size = Math.max(1, Math.abs(expected[sample][output]));
                if (!(Math.abs(seen[sample][output] - expected[sample][output]) <= THE_SAME * size)) {
                    return false;
                }
            }
        }
        return true;
    }

    private static boolean areDecisions(double[][] seen, double[][] outputs) {
        return isEach(seen, outputs, Misdescribed::ofLargest) || isEach(seen, outputs, Misdescribed::aboveHalf);
    }

    /** What a sample's outputs decide for one of them. */
    private interface Decision {
        double of(double[] outputs, int output);
    }

    private static double ofLargest(double[] outputs, int output) {
        int largest = 0;
        for (int k = 1; k < outputs.length; k++) {
            largest = outputs[k] > outputs[largest] ? k : largest;
        }
        return outputs.length > 1 && output == largest ? 1 : 0;
    }

    private static double aboveHalf(double[] outputs, int output) {
        return outputs[output] > 0.5 ? 1 : 0;
    }

    private static boolean isEach(double[][] seen, double[][] outputs, Decision decision) {
        for (int sample = 0; sample < seen.length; sample++) {
            for (int output = 0; output < seen[sample].length; output++) {
                if (seen[sample][output] != decision.of(outputs[sample], output)) {
                    return false;
                }
            }
        }
        return true;
    }
}
