package io.github.backcheck.probe;

import io.github.backcheck.probe.EvaluationReport.Formula;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Finds the way of counting that gives what a program reports. It must give it for each of several settings of the
 * parameters, so that nothing fits by chance.
 */
final class AccuracyFormulas {

    private static final double EXACT = 1e-6;
    private static final int MOST_DECIMALS = 4;

    private final List<Trial> trials;
    private final double scale;

    /** What a program reports under one setting of its parameters, and its outputs there. */
    record Trial(Recount recount, double reported) {}

    /** A formula and the number it needs. */
    record Match(Formula formula, double number) {}

    AccuracyFormulas(List<Trial> trials) {
        this.trials = List.copyOf(trials);
        // Shares are at most 1; what is above is in percent.
        this.scale = trials.stream().anyMatch(trial -> trial.reported() > 1 + EXACT) ? 100 : 1;
    }

    Match match() {
        int samples = trials.get(0).recount().samples();
        if (fits(Recount::accuracy)) {
            return new Match(Formula.RIGHT, 0);
        }
        if (fits(r -> share(r, sample -> r.predictedLastOfEquals(sample) == r.truth(sample)))) {
            return new Match(Formula.LAST_OF_EQUALS, 0);
        }
        if (fits(r -> share(r, sample -> r.outputsRight(sample) == r.width()))) {
            return new Match(Formula.ALL_OUTPUTS_RIGHT, 0);
        }
        boolean someRight = trials.stream()
                .anyMatch(t -> t.recount().correct() > 0 && t.recount().accuracy() < 1);
        if (someRight && fitsExactly(r -> Math.floorDiv(r.correct(), r.samples()))) {
            return new Match(Formula.INTEGER_DIVISION, 0);
        }
        if (fits(r -> IntStream.range(0, samples).map(r::outputsRight).sum() / (double) (samples * r.width()))) {
            return new Match(Formula.SINGLE_OUTPUTS, 0);
        }
        if (fits(r -> share(r, sample -> r.truth(sample) == 0))) {
            return new Match(Formula.PREDICTION_TAKEN_AS_0, 0);
        }
        if (fits(r -> share(r, sample -> r.predicted(sample) == 0))) {
            return new Match(Formula.TARGET_TAKEN_AS_0, 0);
        }
        if (fitsExactly(r -> 1)) {
            return new Match(Formula.ALWAYS_ALL, 0);
        }
        if (fits(r -> 1 - r.accuracy())) {
            return new Match(Formula.SHARE_WRONG, 0);
        }
        return partOrDivisor(samples);
    }

    private Match partOrDivisor(int samples) {
        for (int some = 1; some < samples; some++) {
            int count = some;
            if (fitsExactly(r -> r.correct(samples - count, samples) / (double) count)) {
                return new Match(Formula.LAST_SAMPLES, count);
            }
            if (fitsExactly(r -> r.correct(0, count) / (double) count)) {
                return new Match(Formula.FIRST_SAMPLES, count);
            }
        }
        double divisor = trials.stream()
                .filter(t -> t.recount().correct() > 0)
                .mapToDouble(t -> scale * t.recount().correct() / t.reported())
                .findFirst()
                .orElse(0);
        long counts =
                trials.stream().mapToInt(t -> t.recount().correct()).distinct().count();
        return counts > 1 && divisor > 0 && Double.isFinite(divisor) && fitsExactly(r -> r.correct() / divisor)
                ? new Match(Formula.OTHER_DIVISOR, divisor)
                : new Match(Formula.UNKNOWN, 0);
    }

    private interface Sample {
        boolean counts(int sample);
    }

    private static double share(Recount recount, Sample condition) {
        return IntStream.range(0, recount.samples()).filter(condition::counts).count() / (double) recount.samples();
    }

    private boolean fitsExactly(ToDoubleFunction<Recount> formula) {
        return trials.stream().allMatch(t -> isExact(t, formula.applyAsDouble(t.recount())));
    }

    private boolean fits(ToDoubleFunction<Recount> formula) {
        return trials.stream()
                .allMatch(t -> isExact(t, formula.applyAsDouble(t.recount()))
                        || isRounded(t.reported(), scale * formula.applyAsDouble(t.recount())));
    }

    private boolean isExact(Trial trial, double share) {
        return Math.abs(trial.reported() / scale - share) <= EXACT;
    }

    /** Whether a number was rounded, or cut off, to a few decimals; a share to two at least, else 0 and 1 were left. */
    private boolean isRounded(double reported, double value) {
        for (int decimals = scale == 1 ? 2 : 0; decimals <= MOST_DECIMALS; decimals++) {
            double unit = Math.pow(10, -decimals);
            boolean isShort = Math.abs(reported / unit - Math.rint(reported / unit)) < EXACT;
            if (isShort && Math.abs(reported - value) < unit * (1 + EXACT)) {
                return true;
            }
        }
        return false;
    }
}
