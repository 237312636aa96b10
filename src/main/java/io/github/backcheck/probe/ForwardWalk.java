package io.github.backcheck.probe;

import io.github.backcheck.mlp.Mlp;
import io.github.backcheck.model.Batch;
import io.github.backcheck.model.Capability;
import io.github.backcheck.model.Model;
import io.github.backcheck.model.Precision;
import io.github.backcheck.model.Trace;
import io.github.backcheck.probe.NonFiniteReport.Cause;
import io.github.backcheck.probe.NonFiniteReport.Origin;
import io.github.backcheck.probe.NonFiniteReport.Stage;
import io.github.backcheck.text.Figures;
import java.util.Optional;

/** The first number of a forward pass that is not finite. */
final class ForwardWalk {

    /** exp(709.8) is the largest double, exp(88.7) the largest float; below -745 and -104 it is 0. */
    private static final double EXP_LIMIT_OF_DOUBLES = 709.78;

    private static final double EXP_LIMIT_OF_FLOATS = 88.72;

    private final Model model;
    private final Batch batch;
    private final int step;

    ForwardWalk(Model model, Batch batch, int step) {
        this.model = model;
        this.batch = batch;
        this.step = step;
    }

    Optional<Origin> origin() {
        Optional<Origin> traced = model.can(Capability.TRACE) ? inTrace(model.trace(batch)) : Optional.empty();
        return traced.isPresent() || !model.can(Capability.PREDICT) ? traced : inOutputs();
    }

    private Optional<Origin> inTrace(Trace trace) {
        for (int layer = 0; layer < trace.layerCount(); layer++) {
            for (int sample = 0; sample < trace.samples(); sample++) {
                for (int unit = 0; unit < trace.units(layer); unit++) {
                    double z = trace.preActivation(layer, sample, unit);
                    if (!Double.isFinite(z)) {
                        String where = place(layer, unit, sample);
                        return Optional.of(new Origin(
                                Stage.PRE_ACTIVATIONS,
                                where,
                                z,
                                Cause.SUM_OVERFLOW,
                                "everything below is finite",
                                step));
                    }
                }
            }
            for (int sample = 0; sample < trace.samples(); sample++) {
                for (int unit = 0; unit < trace.units(layer); unit++) {
                    double a = trace.activation(layer, sample, unit);
                    if (!Double.isFinite(a)) {
                        Made made = made(trace, layer, sample);
                        String where = place(layer, unit, sample);
                        return Optional.of(
                                new Origin(Stage.ACTIVATIONS, where, a, made.cause(), made.evidence(), step));
                    }
                }
            }
        }
        return Optional.empty();
    }

    private String place(int layer, int unit, int sample) {
        return "layer " + model.layers().get(layer).name() + ", unit " + unit + ", sample " + sample;
    }

    private record Made(Cause cause, String evidence) {}

    /** What an activation that is not finite was made from. */
    private Made made(Trace trace, int layer, int sample) {
        double smallest = Double.POSITIVE_INFINITY;
        double largest = Double.NEGATIVE_INFINITY;
        for (int unit = 0; unit < trace.units(layer); unit++) {
            double z = trace.preActivation(layer, sample, unit);
            smallest = Math.min(smallest, z);
            largest = Math.max(largest, z);
        }
        String seen = "pre-activations of this sample from " + Figures.of(smallest) + " to " + Figures.of(largest);
        if (largest > limit() || (-smallest > limit() && largest > 0)) {
            return new Made(Cause.EXP_OVERFLOW, seen + ", the exponential overflows above " + Figures.of(limit()));
        }
        if (largest < -limit()) {
            return new Made(Cause.ZERO_OVER_ZERO, seen + ", all their exponentials are 0");
        }
        return new Made(Cause.UNKNOWN, seen);
    }

    private double limit() {
        boolean single = model.parameters().stream().anyMatch(p -> p.precision() == Precision.SINGLE);
        return single ? EXP_LIMIT_OF_FLOATS : EXP_LIMIT_OF_DOUBLES;
    }

    private Optional<Origin> inOutputs() {
        double[][] outputs = model.predict(batch);
        for (int sample = 0; sample < outputs.length; sample++) {
            for (int k = 0; k < outputs[sample].length; k++) {
                if (!Double.isFinite(outputs[sample][k])) {
                    return Optional.of(ofOutput(sample, k, outputs[sample][k]));
                }
            }
        }
        return Optional.empty();
    }

    private Origin ofOutput(int sample, int output, double value) {
        String where = "output " + output + ", sample " + sample;
        if (model.architecture().isEmpty()) {
            return new Origin(Stage.OUTPUTS, where, value, Cause.UNKNOWN, "", step);
        }
        Trace twin = Mlp.twin(model).trace(batch);
        Optional<Origin> theirs = inTrace(twin);
        if (theirs.isPresent()) {
            return theirs.get();
        }
        for (int layer = 0; layer < twin.layerCount(); layer++) {
            Made made = made(twin, layer, sample);
            if (made.cause() != Cause.UNKNOWN) {
                String safe = "; computed with the largest taken off first, the outputs are finite";
                return new Origin(Stage.OUTPUTS, where, value, made.cause(), made.evidence() + safe, step);
            }
        }
        return new Origin(Stage.OUTPUTS, where, value, Cause.UNKNOWN, "the reference twin's outputs are finite", step);
    }
}
