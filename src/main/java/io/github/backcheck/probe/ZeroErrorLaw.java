package io.github.backcheck.probe;

import io.github.backcheck.model.Batch;
import io.github.backcheck.model.Capability;
import io.github.backcheck.model.Loss;
import io.github.backcheck.model.Parameter;
import io.github.backcheck.probe.LawsReport.Law;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/**
 * Makes the network's own outputs the targets. A squared error and the cross-entropies then have no slope at the outputs, so
 * that nothing is sent back, and all that is left of the gradient is the penalty's: whatever the samples are, it is the same.
 */
final class ZeroErrorLaw {

    /** Rounding is far below, and of a delta that is not 0 more than this is left. */
    private static final double NOTHING = 1e-4;

    /** Softmax of floats. */
    private static final double SUMS_TO_ONE = 1e-5;

    private final LawSheet sheet;
    private final boolean mayDraw;

    ZeroErrorLaw(LawSheet sheet, boolean mayDraw) {
        this.sheet = sheet;
        this.mayDraw = mayDraw;
    }

    void look() {
        if (!sheet.can(Capability.PREDICT)) {
            sheet.missing(Law.GRADIENT_AT_OWN_OUTPUTS, "needs " + Capability.PREDICT);
            return;
        }
        if (sheet.batch.size() < 2) {
            sheet.missing(Law.GRADIENT_AT_OWN_OUTPUTS, "needs two samples or more");
            return;
        }
        double[][] outputs = sheet.model.predict(sheet.batch);
        for (double[] row : outputs) {
            for (double output : row) {
                if (!Double.isFinite(output)) {
                    sheet.missing(Law.GRADIENT_AT_OWN_OUTPUTS, "an output is " + output);
                    return;
                }
            }
        }
        List<Loss> known = Stream.of(Loss.HALF_SQUARED_ERROR, Loss.SOFTMAX_CROSS_ENTROPY, Loss.BINARY_CROSS_ENTROPY)
                .filter(loss ->
                        isStationary(loss, outputs) && factor(loss, outputs).isPresent())
                .toList();
        if (known.isEmpty()) {
            sheet.missing(
                    Law.GRADIENT_AT_OWN_OUTPUTS,
                    "the loss is no squared error or cross-entropy of the outputs of predict(inputs), or takes no targets"
                            + " between the classes");
        } else if (known.stream().noneMatch(loss -> isNothingElse(loss, outputs))) {
            sheet.missing(
                    Law.GRADIENT_AT_OWN_OUTPUTS,
                    "a part of the loss depends on the samples and not on their targets, as with a penalty on activations, or"
                            + " with targets that are smoothed");
        } else {
            judge(outputs);
        }
    }

    private void judge(double[][] outputs) {
        double[] gradient = sheet.entries.gradient(Batch.of(sheet.batch.inputs(), outputs));
        double[] ofFirst = sheet.entries.gradient(Batch.of(firstOnly(sheet.batch.inputs()), firstOnly(outputs)));
        double[] given = sheet.entries.gradient(sheet.batch);
        double[] turned = sheet.entries.gradient(Batch.of(sheet.batch.inputs(), turned(outputs)));
        double scale = Math.max(Entries.largest(given), Entries.largest(turned));
        Entries.Widest left = Entries.widest(gradient, ofFirst);
        boolean isNothing =
                left.gap() <= NOTHING * scale || sheet.isSmall(left.gap(), Math.max(scale, Entries.largest(gradient)));
        if (isNothing && Arrays.equals(gradient, given) && Arrays.equals(gradient, turned)) {
            // It takes no notice of the targets: of a penalty that may be right, if nothing else has a slope.
            left = Entries.widest(withoutPenalty(gradient), new double[gradient.length]);
            isNothing = left.gap() <= NOTHING * scale;
        }
        if (!isNothing && mayDraw) {
            sheet.missing(
                    Law.GRADIENT_AT_OWN_OUTPUTS,
                    "it is not 0, but random numbers may be drawn in gradient(batch) that are not in predict(inputs), as with"
                            + " dropout");
            return;
        }
        sheet.add(Law.GRADIENT_AT_OWN_OUTPUTS, isNothing ? 0 : left.gap(), scale, sheet.entries.name(left.index()));
    }

    private double[] withoutPenalty(double[] gradient) {
        double[] rest = gradient.clone();
        for (Parameter parameter : sheet.model.parameters()) {
            int from = sheet.entries.start(parameter);
            int to = from + parameter.size();
            PenaltyShape.of(gradient, sheet.entries.values(), from, to).takeOff(rest, sheet.entries.values(), from, to);
        }
        return rest;
    }

    /** As many times as there are samples. */
    private static double[][] firstOnly(double[][] rows) {
        double[][] first = new double[rows.length][];
        Arrays.fill(first, rows[0]);
        return first;
    }

    /** Whether all that is left of the loss at its own outputs is the same for other samples, as a penalty on weights is. */
    private boolean isNothingElse(Loss loss, double[][] outputs) {
        double factor = factor(loss, outputs).orElseThrow();
        double[][] first = firstOnly(outputs);
        double ofAll = sheet.model.loss(Batch.of(sheet.batch.inputs(), outputs));
        double ofFirst = sheet.model.loss(Batch.of(firstOnly(sheet.batch.inputs()), first));
        double known = factor * total(loss, outputs, outputs);
        double knownOfFirst = factor * total(loss, first, first);
        double scale = Math.max(Math.abs(ofAll), Math.abs(ofFirst));
        return sheet.isSmall(Math.abs(ofAll - known - (ofFirst - knownOfFirst)), scale + Math.max(known, knownOfFirst));
    }

    /**
     * Of what the loss is a multiple, up to a penalty: it moves with the targets as a squared error or a cross-entropy of these
     * outputs does. Asked at four different targets.
     */
    private OptionalDouble factor(Loss loss, double[][] outputs) {
        double[][] given = sheet.batch.targets();
        List<double[][]> targets =
                List.of(given, outputs, mixed(given, outputs, 0.5), mixed(given, turned(outputs), 0.3));
        double[] losses = targets.stream()
                .mapToDouble(y -> sheet.model.loss(Batch.of(sheet.batch.inputs(), y)))
                .toArray();
        return factor(
                losses,
                targets.stream().mapToDouble(y -> total(loss, outputs, y)).toArray());
    }

    /** At targets that sum to 1, as probabilities do. */
    private static boolean isStationary(Loss loss, double[][] outputs) {
        if (loss != Loss.SOFTMAX_CROSS_ENTROPY) {
            return true;
        }
        for (double[] row : outputs) {
            double sum = 0;
            for (double output : row) {
                sum += output;
            }
            if (Math.abs(sum - 1) > SUMS_TO_ONE) {
                return false;
            }
        }
        return true;
    }

    private static double total(Loss loss, double[][] outputs, double[][] targets) {
        double sum = 0;
        for (int sample = 0; sample < outputs.length; sample++) {
            sum += loss.ofOutputs(outputs[sample], targets[sample], 0, outputs[sample].length);
        }
        return sum;
    }

    /** By which differences go together, above 0. */
    private OptionalDouble factor(double[] losses, double[] known) {
        double factor = 0;
        double largest = 0;
        double scale = 0;
        for (int i = 1; i < losses.length; i++) {
            double difference = known[i] - known[0];
            if (!Double.isFinite(difference) || !Double.isFinite(losses[i])) {
                return OptionalDouble.empty();
            }
            if (Math.abs(difference) > largest) {
                largest = Math.abs(difference);
                factor = (losses[i] - losses[0]) / difference;
            }
            scale = Math.max(scale, Math.max(Math.abs(losses[i]), Math.abs(losses[0])));
        }
        for (int i = 1; i < losses.length; i++) {
            if (!sheet.isSmall(Math.abs(losses[i] - losses[0] - factor * (known[i] - known[0])), scale)) {
                return OptionalDouble.empty();
            }
        }
        return factor > 0 ? OptionalDouble.of(factor) : OptionalDouble.empty();
    }

    private static double[][] mixed(double[][] one, double[][] other, double share) {
        double[][] mixed = new double[one.length][one[0].length];
        for (int i = 0; i < one.length; i++) {
            for (int k = 0; k < one[i].length; k++) {
                mixed[i][k] = (1 - share) * one[i][k] + share * other[i][k];
            }
        }
        return mixed;
    }

    /** Each sample with the outputs of the next. */
    private static double[][] turned(double[][] rows) {
        double[][] turned = new double[rows.length][];
        for (int i = 0; i < rows.length; i++) {
            turned[i] = rows[(i + 1) % rows.length];
        }
        return turned;
    }
}
