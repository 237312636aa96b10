package io.github.backcheck.probe;

import io.github.backcheck.model.Batch;
import io.github.backcheck.model.Capability;
import io.github.backcheck.model.Loss;
import io.github.backcheck.model.ModelLayer;
import io.github.backcheck.probe.LawsReport.Law;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Makes the network's own outputs the targets. A squared error and the cross-entropies then have no slope at the outputs, so
 * that nothing is sent back, and all that is left of the gradient is the penalty's.
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
        double[][] outputs = sheet.model.predict(sheet.batch);
        for (double[] row : outputs) {
            for (double output : row) {
                if (!Double.isFinite(output)) {
                    sheet.missing(Law.GRADIENT_AT_OWN_OUTPUTS, "an output is " + output);
                    return;
                }
            }
        }
        if (!isKnownLoss(outputs)) {
            sheet.missing(
                    Law.GRADIENT_AT_OWN_OUTPUTS,
                    "the loss is no squared error or cross-entropy of the outputs of predict(inputs), or takes no targets"
                            + " between the classes");
            return;
        }
        judge(outputs);
    }

    private void judge(double[][] outputs) {
        double scale = Entries.largest(sheet.entries.gradient(sheet.batch));
        double[] gradient = sheet.entries.gradient(Batch.of(sheet.batch.inputs(), outputs));
        double[] values = sheet.entries.values();
        int widest = 0;
        for (ModelLayer layer : sheet.model.layers()) {
            takeOffPenalty(gradient, values, layer);
        }
        for (int i = 0; i < gradient.length; i++) {
            widest = Math.abs(gradient[i]) > Math.abs(gradient[widest]) ? i : widest;
        }
        double left = Math.abs(gradient[widest]);
        boolean isNothing = left <= NOTHING * scale || sheet.isSmall(left, scale);
        if (!isNothing && mayDraw) {
            sheet.missing(
                    Law.GRADIENT_AT_OWN_OUTPUTS,
                    "it is not 0, but random numbers may be drawn in gradient(batch) that are not in predict(inputs), as with"
                            + " dropout");
            return;
        }
        sheet.add(Law.GRADIENT_AT_OWN_OUTPUTS, isNothing ? 0 : left, scale, sheet.entries.name(widest));
    }

    /** Some penalise biases as they do weights. */
    private void takeOffPenalty(double[] gradient, double[] values, ModelLayer layer) {
        int start = sheet.entries.start(layer.weights());
        PenaltyShape shape =
                PenaltyShape.of(gradient, values, start, start + layer.weights().size());
        shape.takeOff(gradient, values, start, start + layer.weights().size());
        if (layer.biases().isEmpty()) {
            return;
        }
        int from = sheet.entries.start(layer.biases().get());
        int to = from + layer.biases().get().size();
        double[] without = gradient.clone();
        shape.takeOff(without, values, from, to);
        if (largest(without, from, to) < largest(gradient, from, to)) {
            System.arraycopy(without, from, gradient, from, to - from);
        }
    }

    private static double largest(double[] values, int from, int to) {
        return Entries.largest(Arrays.copyOfRange(values, from, to));
    }

    /**
     * Whether the loss moves with the targets as a squared error or a cross-entropy of these outputs does, up to a factor: its
     * penalty does not move. Asked at four different targets.
     */
    private boolean isKnownLoss(double[][] outputs) {
        double[][] given = sheet.batch.targets();
        List<double[][]> targets =
                List.of(given, outputs, mixed(given, outputs, 0.5), mixed(given, turned(outputs), 0.3));
        double[] losses = targets.stream()
                .mapToDouble(y -> sheet.model.loss(Batch.of(sheet.batch.inputs(), y)))
                .toArray();
        for (Loss loss : List.of(Loss.HALF_SQUARED_ERROR, Loss.SOFTMAX_CROSS_ENTROPY, Loss.BINARY_CROSS_ENTROPY)) {
            double[] known =
                    targets.stream().mapToDouble(y -> total(loss, outputs, y)).toArray();
            if (isStationary(loss, outputs) && isMultiple(losses, known)) {
                return true;
            }
        }
        return false;
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

    /** Whether differences go together by one positive factor. */
    private boolean isMultiple(double[] losses, double[] known) {
        Optional<Double> factor = Optional.empty();
        double largest = 0;
        double scale = 0;
        for (int i = 1; i < losses.length; i++) {
            double difference = known[i] - known[0];
            if (!Double.isFinite(difference) || !Double.isFinite(losses[i])) {
                return false;
            }
            if (Math.abs(difference) > largest) {
                largest = Math.abs(difference);
                factor = Optional.of((losses[i] - losses[0]) / difference);
            }
            scale = Math.max(scale, Math.max(Math.abs(losses[i]), Math.abs(losses[0])));
        }
        if (factor.isEmpty() || !(factor.get() > 0)) {
            return false;
        }
        for (int i = 1; i < losses.length; i++) {
            double gap = Math.abs(losses[i] - losses[0] - factor.get() * (known[i] - known[0]));
            if (!sheet.isSmall(gap, scale)) {
                return false;
            }
        }
        return true;
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
