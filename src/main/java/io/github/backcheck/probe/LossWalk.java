package io.github.backcheck.probe;

import io.github.backcheck.model.Batch;
import io.github.backcheck.model.Capability;
import io.github.backcheck.model.Model;
import io.github.backcheck.model.ModelException;
import io.github.backcheck.probe.NonFiniteReport.Cause;
import io.github.backcheck.probe.NonFiniteReport.Origin;
import io.github.backcheck.probe.NonFiniteReport.Stage;
import io.github.backcheck.text.Figures;
import java.util.Optional;

/** Where a loss that is not finite comes from, though all outputs are. */
final class LossWalk {

    private static final int MOST_SAMPLES = 64;

    /** Squares of larger numbers are infinite. */
    private static final double LARGEST_SQUARED = 1e150;

    private final Model model;
    private final Batch batch;
    private final int step;

    LossWalk(Model model, Batch batch, int step) {
        this.model = model;
        this.batch = batch;
        this.step = step;
    }

    Optional<Origin> origin() {
        if (!model.can(Capability.LOSS)) {
            return Optional.empty();
        }
        double loss = model.loss(batch);
        if (Double.isFinite(loss)) {
            return Optional.empty();
        }
        if (!model.can(Capability.PREDICT)) {
            return Optional.of(new Origin(Stage.LOSS, "loss", loss, Cause.UNKNOWN, "", step));
        }
        double[][] outputs = model.predict(batch);
        int sample = firstSample();
        String where = sample < 0 ? "loss of the batch" : "loss of sample " + sample;
        for (int row = Math.max(0, sample); row < (sample < 0 ? outputs.length : sample + 1); row++) {
            for (int k = 0; k < outputs[row].length; k++) {
                Optional<Cause> cause = cause(outputs[row][k]);
                if (cause.isPresent()) {
                    String seen = at(row, k, outputs[row][k]) + ", its target " + Figures.of(batch.target(row, k));
                    return Optional.of(new Origin(Stage.LOSS, where, loss, cause.get(), seen, step));
                }
            }
        }
        return Optional.of(new Origin(Stage.LOSS, where, loss, Cause.UNKNOWN, "the outputs are finite", step));
    }

    private static Optional<Cause> cause(double output) {
        if (output == 0 || output == 1) {
            return Optional.of(Cause.LOG_OF_ZERO);
        }
        if (Math.abs(output) > LARGEST_SQUARED) {
            return Optional.of(Cause.SUM_OVERFLOW);
        }
        return output < 0 || output > 1 ? Optional.of(Cause.LOG_OF_NEGATIVE) : Optional.empty();
    }

    private static String at(int sample, int output, double value) {
        return "output " + output + " of sample " + sample + " is " + (value == 0 || value == 1 ? "exactly " : "")
                + Figures.of(value);
    }

    /** The first sample whose own loss is not finite; −1 if there is none among the first, or it cannot be asked for. */
    private int firstSample() {
        try {
            for (int sample = 0; sample < Math.min(MOST_SAMPLES, batch.size()); sample++) {
                if (!Double.isFinite(model.loss(batch.select(sample)))) {
                    return sample;
                }
            }
            return -1;
        } catch (ModelException e) {
            return -1;
        }
    }

    /** An output that is exactly 0 or 1, as a sentence. */
    Optional<String> outputAtLimit() {
        if (!model.can(Capability.PREDICT)) {
            return Optional.empty();
        }
        double[][] outputs = model.predict(batch);
        for (int sample = 0; sample < outputs.length; sample++) {
            for (int k = 0; k < outputs[sample].length; k++) {
                if (outputs[sample][k] == 0 || outputs[sample][k] == 1) {
                    return Optional.of(at(sample, k, outputs[sample][k]));
                }
            }
        }
        return Optional.empty();
    }
}
