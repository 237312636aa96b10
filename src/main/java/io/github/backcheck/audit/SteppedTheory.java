package io.github.backcheck.audit;

import io.github.backcheck.text.Figures;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Descent along the gradient with a learning rate of its own in each step, with or without momentum: schedules, and gradients
 * that are shortened to a largest norm.
 */
final class SteppedTheory implements Theory {

    /** At this factor per step or below, all steps still to come are no longer than nine times the present one. */
    private static final double VANISHES = 0.9;

    private static final double EQUAL = 1e-6;

    /** The gradient of one step, 0 in all others. */
    private record InStep(int step) implements Column {
        @Override
        public double value(Series series, int at, int entry) {
            return at == step ? series.gradient(at, entry) : 0;
        }
    }

    @Override
    public Optional<Reading> explain(List<Series> parts, Expected expected) {
        List<Column> columns = new ArrayList<>();
        for (int step = Term.MEMORY; step < parts.get(0).steps(); step++) {
            columns.add(new InStep(step));
        }
        if (parts.stream().allMatch(SteppedTheory::hasOneDirection)) {
            return Optional.empty();
        }
        int rates = columns.size();
        List<List<Column>> sets = new ArrayList<>(List.of(columns));
        for (Term term : List.of(Term.PREVIOUS_CHANGE, Term.THETA)) {
            List<Column> more = new ArrayList<>(columns);
            more.add(term);
            sets.add(more);
        }
        for (List<Column> set : sets) {
            Optional<LinearFit> fit =
                    LinearFit.of(parts, set).filter(LinearFit::reproduces).filter(found -> hasEnough(parts, set));
            if (fit.isPresent()) {
                return Optional.of(read(fit.get(), set.subList(0, rates), parts));
            }
        }
        return Optional.empty();
    }

    /** A rate for each step explains one entry of each step; there must be others. */
    private static boolean hasEnough(List<Series> parts, List<Column> set) {
        long moving = parts.stream()
                .mapToLong(series -> Arrays.stream(series.considered())
                        .filter(entry -> !series.isStill(entry))
                        .count())
                .sum();
        return moving >= 2 + set.size() - (parts.get(0).steps() - Term.MEMORY);
    }

    /** Whether all gradients are multiples of one: those of the two biases under a softmax always are. Any rates fit then. */
    private static boolean hasOneDirection(Series series) {
        double[] first = series.gradients(0);
        for (int step = 1; step < series.steps(); step++) {
            double[] other = series.gradients(step);
            double product = 0;
            double ones = 0;
            double others = 0;
            for (int entry : series.considered()) {
                product += first[entry] * other[entry];
                ones += first[entry] * first[entry];
                others += other[entry] * other[entry];
            }
            if (ones * others - product * product > EQUAL * ones * others) {
                return false;
            }
        }
        return true;
    }

    private static Reading read(LinearFit fit, List<Column> columns, List<Series> parts) {
        List<Double> rates = columns.stream().map(column -> -fit.of(column)).toList();
        double smallest = rates.stream().mapToDouble(rate -> rate).min().orElseThrow();
        double largest = rates.stream().mapToDouble(rate -> rate).max().orElseThrow();
        Reading.Draft draft = new Reading.Draft();
        draft.says("θ ← θ - η g, η another in each step, from " + Figures.precise(rates.get(0)) + " to "
                + Figures.precise(rates.get(rates.size() - 1)));
        if (fit.columns().contains(Term.PREVIOUS_CHANGE)) {
            double momentum = fit.of(Term.PREVIOUS_CHANGE);
            draft.constant(UpdateConstant.read("momentum", momentum, fit.uncertainty(Term.PREVIOUS_CHANGE)))
                    .says("momentum " + Figures.precise(momentum));
            if (Math.abs(momentum - 1) <= EQUAL) {
                draft.defect("update-never-reset", "momentum-without-decay");
            }
        }
        if (fit.columns().contains(Term.THETA) && Math.abs(fit.of(Term.THETA) + 1) <= EQUAL) {
            draft.defect("update-overwrites");
        }
        double factor = factor(rates);
        double clip = clip(rates, parts);
        if (smallest < 0) {
            draft.problem("some steps go up the gradient, with learning rates from " + Figures.precise(smallest)
                    + " to " + Figures.precise(largest));
        } else if (factor > 0 && factor < 1) {
            draft.constant(UpdateConstant.read("factor per step", factor, EQUAL))
                    .says("multiplied by " + Figures.precise(factor) + " at each step");
            if (factor <= VANISHES) {
                draft.defect("update-rate-vanishes");
            }
        } else if (clip > 0) {
            draft.constant(UpdateConstant.read("largest norm of the gradient", clip, EQUAL * clip))
                    .says("the gradient shortened to a norm of " + Figures.precise(clip));
        }
        return draft.of(fit.residual());
    }

    /** From rate to rate, 0 if it is not the same each time. */
    private static double factor(List<Double> rates) {
        double factor = rates.get(1) / rates.get(0);
        for (int k = 2; k < rates.size(); k++) {
            if (!(Math.abs(rates.get(k) / rates.get(k - 1) - factor) <= EQUAL * factor)) {
                return 0;
            }
        }
        return factor;
    }

    /** η_t ‖g_t‖ over the steps whose rate is not the largest, in units of that; 0 if it is not the same each time. */
    private static double clip(List<Double> rates, List<Series> parts) {
        double full = rates.stream().mapToDouble(rate -> rate).max().orElseThrow();
        double clip = 0;
        for (int k = 0; k < rates.size(); k++) {
            if (rates.get(k) < full * (1 - EQUAL)) {
                double now = rates.get(k) * norm(parts, Term.MEMORY + k);
                if (clip > 0 && !(Math.abs(now - clip) <= EQUAL * clip)) {
                    return 0;
                }
                clip = now;
            }
        }
        return clip / full;
    }

    private static double norm(List<Series> parts, int step) {
        double squares = 0;
        for (Series series : parts) {
            for (double g : series.gradients(step)) {
                squares += g * g;
            }
        }
        return Math.sqrt(squares);
    }
}
