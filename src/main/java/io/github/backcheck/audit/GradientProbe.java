package io.github.backcheck.audit;

import io.github.backcheck.audit.Layers.Part;
import io.github.backcheck.model.Batch;
import io.github.backcheck.model.Capability;
import io.github.backcheck.model.Gradient;
import io.github.backcheck.model.Model;
import io.github.backcheck.model.Parameter;
import io.github.backcheck.model.ParameterSnapshot;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/** What a program says about a batch at its present parameters: its gradient, or minus the change that a step makes. */
@FunctionalInterface
interface GradientProbe {

    /** Rounding of θ + Δθ and of η g, in units of the last place of θ. */
    double ROUNDINGS = 4;

    /** Reads once. Leaves the parameters as they were. */
    Layers read(Batch batch);

    /** The program's own gradient, or, where it gives none, minus the change of a training step. */
    static GradientProbe of(Model model) {
        return model.can(Capability.GRADIENT) ? ofGradient(model) : ofStep(model);
    }

    private static GradientProbe ofGradient(Model model) {
        return batch -> {
            Gradient gradient = model.gradient(batch);
            return Layers.of(model, parameter -> new Part(gradient.of(parameter).orElse(new double[0]), 0));
        };
    }

    /** Minus the change of a training step. */
    static GradientProbe ofStep(Model model) {
        return batch -> {
            Map<Parameter, double[]> before = new HashMap<>();
            model.parameters().forEach(parameter -> before.put(parameter, parameter.values()));
            try (ParameterSnapshot snapshot = model.snapshot()) {
                model.trainStep(batch);
                Layers change = Layers.of(model, parameter -> minusChange(parameter, before));
                snapshot.restore();
                return change;
            }
        };
    }

    private static Part minusChange(Parameter parameter, Map<Parameter, double[]> before) {
        double[] then = Objects.requireNonNull(before.get(parameter));
        double[] change = Vectors.sum(then, -1, parameter.values());
        double rounding = ROUNDINGS * parameter.precision().unitRoundOff() * Vectors.norm(then);
        return new Part(change, rounding);
    }
}
