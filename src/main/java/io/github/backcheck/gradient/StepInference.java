package io.github.backcheck.gradient;

import io.github.backcheck.model.Batch;
import io.github.backcheck.model.Model;
import io.github.backcheck.model.Parameter;
import io.github.backcheck.model.ParameterSnapshot;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Reads a gradient off a training step, for programs that compute and apply it in one. If the step is plain gradient descent,
 * Δθ = −η g for every parameter with one η. That it is, is not assumed but shown: at least one parameter must follow −η times
 * its numeric gradient in every entry, with one η for all entries. The others are then judged by the same η. A parameter
 * that did not change at all needs no η. A step that leads elsewhere when it is repeated from the same parameters has a memory,
 * and one with a memory is no plain gradient descent even where its first step looks like one.
 */
final class StepInference {

    /** One free constant explains one entry; this many make it evidence. */
    private static final int ENTRIES_FOR_EVIDENCE = 3;

    /** Rounding of the addition θ + Δθ and of the product η g, in units of the result's last place. */
    private static final double ROUNDINGS = 4;

    /**
     * A learning rate read off a step.
     *
     * @param value above 0, unless the step goes uphill
     * @param error how far it may be off
     */
    record Rate(double value, double error) {
        private Rate magnitude() {
            return new Rate(Math.abs(value), error);
        }
    }

    /** What one step did to one parameter, and how far rounding may have moved each entry of that. */
    private static final class Change {
        private final double[] values;
        private final double[] rounding;

        private Change(Parameter parameter, double[] before) {
            this.values = parameter.values();
            this.rounding = new double[values.length];
            for (int i = 0; i < values.length; i++) {
                rounding[i] = ROUNDINGS
                        * parameter.precision().unitRoundOff()
                        * Math.max(Math.abs(values[i]), Math.abs(before[i]));
                values[i] -= before[i];
            }
        }

        /** Apart from rounding. */
        private boolean isLike(Change other) {
            for (int i = 0; i < values.length; i++) {
                if (!(Math.abs(values[i] - other.values[i]) <= rounding[i])) {
                    return false;
                }
            }
            return true;
        }

        private boolean isNothing() {
            return Norms.of(values) == 0;
        }
    }

    private final Map<Parameter, Change> changes;
    private final Set<Parameter> untouched = new HashSet<>();
    private boolean repeatable = true;

    private StepInference(Map<Parameter, Change> changes) {
        this.changes = changes;
    }

    /** Takes the step twice from the same parameters, and puts them back. */
    static StepInference watch(Model model, Batch batch) {
        StepInference inference = new StepInference(step(model, batch));
        step(model, batch).forEach(inference::compare);
        return inference;
    }

    private void compare(Parameter parameter, Change second) {
        Change first = get(changes, parameter);
        if (first.isNothing() && second.isNothing()) {
            untouched.add(parameter);
        }
        repeatable &= second.isLike(first);
    }

    /** Whether the same step from the same parameters led to the same place, as plain gradient descent does. */
    boolean isRepeatable() {
        return repeatable;
    }

    private static Map<Parameter, Change> step(Model model, Batch batch) {
        List<double[]> before =
                model.parameters().stream().map(Parameter::values).toList();
        Map<Parameter, Change> changes = new LinkedHashMap<>();
        try (ParameterSnapshot snapshot = model.snapshot()) {
            model.trainStep(batch);
            for (int i = 0; i < before.size(); i++) {
                Parameter parameter = model.parameters().get(i);
                changes.put(parameter, new Change(parameter, before.get(i)));
            }
            snapshot.restore();
        }
        return changes;
    }

    private static <T> T get(Map<Parameter, T> all, Parameter parameter) {
        return Objects.requireNonNull(all.get(parameter));
    }

    /** Parameters that two steps left as they were, bit for bit. */
    Set<Parameter> untouched() {
        return Collections.unmodifiableSet(untouched);
    }

    /**
     * The learning rate at which most entries follow the numeric gradient exactly.
     *
     * @param numeric the numeric gradient of each parameter, complete
     * @return empty if no parameter does or the step is not repeatable, so that it is not known to be plain gradient descent
     */
    Optional<Rate> learningRate(Map<Parameter, Estimate> numeric) {
        if (!repeatable) {
            return Optional.empty();
        }
        return numeric.keySet().stream()
                .flatMap(parameter -> rateOf(parameter, get(numeric, parameter)).stream())
                // Of two explanations of equally many entries, descent is the likelier intention, then the sharper one.
                .max(Comparator.<Rate>comparingInt(rate -> entriesThatFollow(rate, numeric))
                        .thenComparing(rate -> rate.value() > 0)
                        .thenComparing(rate -> -rate.error() / Math.abs(rate.value())))
                .map(Rate::magnitude);
    }

    private int entriesThatFollow(Rate rate, Map<Parameter, Estimate> numeric) {
        return numeric.keySet().stream()
                .filter(parameter -> follows(parameter, get(numeric, parameter), rate))
                .mapToInt(Parameter::size)
                .sum();
    }

    /** Least squares over one parameter. */
    private Optional<Rate> rateOf(Parameter parameter, Estimate numeric) {
        double[] change = get(changes, parameter).values;
        double products = 0;
        double squares = 0;
        int informative = 0;
        for (int i = 0; i < change.length; i++) {
            if (numeric.isChecked(i)) {
                double g = numeric.value(i);
                products -= change[i] * g;
                squares += g * g;
                informative += Math.abs(g) > 1e3 * numeric.uncertainty(i) && change[i] != 0 ? 1 : 0;
            }
        }
        double value = products / squares;
        double errors = 0;
        for (int i = 0; i < change.length; i++) {
            errors += numeric.isChecked(i) ? Math.abs(numeric.value(i)) * allowed(parameter, numeric, value, i) : 0;
        }
        Rate rate = new Rate(value, errors / squares);
        boolean evident = informative >= ENTRIES_FOR_EVIDENCE && value != 0 && Double.isFinite(value);
        return evident && follows(parameter, numeric, rate) ? Optional.of(rate) : Optional.empty();
    }

    private boolean follows(Parameter parameter, Estimate numeric, Rate rate) {
        double[] change = get(changes, parameter).values;
        for (int i = 0; i < change.length; i++) {
            double g = numeric.value(i);
            double allowed = 2 * allowed(parameter, numeric, rate.value(), i) + rate.error() * Math.abs(g);
            if (numeric.isChecked(i) && !(Math.abs(change[i] + rate.value() * g) <= allowed)) {
                return false;
            }
        }
        return true;
    }

    /** How far a change may be from −η times its numeric derivative. */
    private double allowed(Parameter parameter, Estimate numeric, double rate, int entry) {
        Change change = get(changes, parameter);
        return Math.abs(rate) * numeric.uncertainty(entry)
                + change.rounding[entry]
                + ROUNDINGS * parameter.precision().unitRoundOff() * Math.abs(change.values[entry]);
    }

    /** The gradient that the step implies at a learning rate. */
    Analytic gradientAt(Rate learningRate) {
        double rate = learningRate.value();
        Analytic analytic = new Analytic();
        changes.forEach((parameter, change) -> {
            double[] values = new double[change.values.length];
            double[] errors = new double[change.values.length];
            for (int i = 0; i < values.length; i++) {
                values[i] = 0 - change.values[i] / rate; // 0 and not -0 where nothing changed
                errors[i] = 2 * (change.rounding[i] + learningRate.error() * Math.abs(values[i])) / rate;
            }
            analytic.put(parameter, values, errors);
        });
        return analytic;
    }
}
