package io.github.backcheck.gradient;

import io.github.backcheck.model.Batch;
import io.github.backcheck.model.Capability;
import io.github.backcheck.model.Gradient;
import io.github.backcheck.model.Model;
import io.github.backcheck.model.Parameter;
import io.github.backcheck.model.ParameterSnapshot;
import io.github.backcheck.text.Figures;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Asks the network the same things twice before anything is concluded from its answers. Leaves the parameters as they were. */
final class Guards {

    private final Model model;
    private final Batch batch;
    private final LossMeter meter;
    private final List<BrokenGuard> broken = new ArrayList<>();
    private Optional<Gradient> firstGradient = Optional.empty();
    private Optional<Gradient> secondGradient = Optional.empty();

    private Guards(Model model, Batch batch, LossMeter meter) {
        this.model = model;
        this.batch = batch;
        this.meter = meter;
    }

    static Guards check(Model model, Batch batch, LossMeter meter) {
        Guards guards = new Guards(model, batch, meter);
        try (ParameterSnapshot before = model.snapshot()) {
            guards.checkParameters();
            guards.checkLoss(before);
            if (model.can(Capability.GRADIENT)) {
                guards.checkGradient(before);
            }
        }
        return guards;
    }

    List<BrokenGuard> broken() {
        return List.copyOf(broken);
    }

    boolean hold(Guard guard) {
        return broken.stream().noneMatch(known -> known.guard() == guard);
    }

    /** The answer to the very first call, which no leaking accumulator has touched yet. */
    Optional<Gradient> firstGradient() {
        return firstGradient;
    }

    /** The answer to the second call, where it is another one. */
    Optional<Gradient> secondGradient() {
        return hold(Guard.GRADIENT_REPEATABLE) ? Optional.empty() : secondGradient;
    }

    private void fails(Guard guard, String seen) {
        broken.add(new BrokenGuard(guard, seen));
    }

    private void checkParameters() {
        for (Parameter parameter : model.parameters()) {
            firstNonFinite(parameter, parameter.values()).ifPresent(seen -> fails(Guard.PARAMETERS_FINITE, seen));
        }
    }

    private static Optional<String> firstNonFinite(Parameter parameter, double[] values) {
        for (int i = 0; i < values.length; i++) {
            if (!Double.isFinite(values[i])) {
                return Optional.of(parameter.entryName(i) + " is " + values[i]);
            }
        }
        return Optional.empty();
    }

    private void checkLoss(ParameterSnapshot before) {
        double first = meter.loss();
        requireUnchanged(before, Guard.LOSS_LEAVES_PARAMETERS, "loss(batch)");
        double second = meter.loss();
        requireUnchanged(before, Guard.LOSS_LEAVES_PARAMETERS, "loss(batch)");
        if (!Double.isFinite(first)) {
            fails(Guard.LOSS_FINITE, "the loss of the " + batch + " is " + first);
        } else if (first != second) {
            fails(
                    Guard.LOSS_REPEATABLE,
                    "the first call gave " + first + ", the second " + second + ", "
                            + Figures.of(Math.abs(second - first)) + (second < first ? " less" : " more")
                            + (model.can(Capability.RESEED)
                                    ? ", although randomness was set back before each call"
                                    : ". Dropout or other randomness? Give reseed. If there is none, something is carried over"
                                            + " from call to call"));
        }
    }

    private void requireUnchanged(ParameterSnapshot before, Guard guard, String call) {
        List<Parameter> changed = before.changed();
        if (!changed.isEmpty() && hold(guard)) {
            fails(guard, call + " changed " + changed);
        }
        before.restore();
    }

    private void checkGradient(ParameterSnapshot before) {
        double lossBefore = meter.loss();
        before.restore();
        Gradient first = model.gradient(batch);
        firstGradient = Optional.of(first);
        requireUnchanged(before, Guard.GRADIENT_LEAVES_PARAMETERS, "gradient(batch)");
        Gradient second = model.gradient(batch);
        secondGradient = Optional.of(second);
        requireUnchanged(before, Guard.GRADIENT_LEAVES_PARAMETERS, "gradient(batch)");
        for (Parameter parameter : model.parameters()) {
            if (first.of(parameter).isPresent() && second.of(parameter).isPresent()) {
                compare(
                        parameter,
                        first.of(parameter).get(),
                        second.of(parameter).get());
            }
        }
        double lossAfter = meter.loss();
        if (Double.isFinite(lossBefore) && lossBefore != lossAfter && hold(Guard.LOSS_REPEATABLE)) {
            fails(
                    Guard.LOSS_UNMOVED_BY_GRADIENT,
                    "the loss was " + lossBefore + " before gradient(batch) and is " + lossAfter
                            + " after it, with the same parameters");
        }
    }

    private void compare(Parameter parameter, double[] first, double[] second) {
        Optional<String> nonFinite = firstNonFinite(parameter, first);
        if (nonFinite.isPresent()) {
            fails(Guard.GRADIENT_FINITE, "the gradient of " + nonFinite.get());
            return;
        }
        for (int i = 0; i < first.length; i++) {
            if (first[i] != second[i]) {
                fails(
                        Guard.GRADIENT_REPEATABLE,
                        "the gradient of " + parameter.entryName(i) + " was " + Figures.precise(first[i])
                                + " on the first call and " + Figures.precise(second[i])
                                + " on the second" + reading(first, second));
                return;
            }
        }
    }

    private static String reading(double[] first, double[] second) {
        for (int i = 0; i < first.length; i++) {
            if (Math.abs(second[i] - 2 * first[i]) > 1e-9 * Math.abs(first[i])) {
                return "";
            }
        }
        return ", twice as much in every entry: the accumulators are not reset between calls";
    }
}
