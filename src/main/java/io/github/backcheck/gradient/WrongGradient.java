package io.github.backcheck.gradient;

import io.github.backcheck.model.Parameter;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/** A gradient that disagrees, or a part of it, and what a pattern must do to explain it. */
final class WrongGradient {

    /** An entry is clearly right if it agrees and is this many times its uncertainty; smaller ones agree with much. */
    private static final double CLEARLY = 30;

    /** How likely a gradient without any pattern may be to fit one by accident. */
    private static final double ACCIDENT = 1e-6;

    /**
     * What a pattern says.
     *
     * @param value of each entry
     * @param tolerance how far the value may be off, for the uncertainty of the numeric gradient
     * @param signal the part of the value that is the pattern's own
     */
    record Candidate(IntToDoubleFunction value, IntToDoubleFunction tolerance, IntToDoubleFunction signal) {}

    private final Parameter parameter;
    private final double[] analytic;
    private final Estimate numeric;
    private final Comparison comparison;
    private final Circumstances circumstances;
    private final int[] entries;

    WrongGradient(
            Parameter parameter,
            double[] analytic,
            Estimate numeric,
            Comparison comparison,
            Circumstances circumstances) {
        this(
                parameter,
                analytic,
                numeric,
                comparison,
                circumstances,
                IntStream.range(0, analytic.length)
                        .filter(entry -> numeric.isChecked(entry) && !Double.isNaN(numeric.value(entry)))
                        .toArray());
    }

    private WrongGradient(
            Parameter parameter,
            double[] analytic,
            Estimate numeric,
            Comparison comparison,
            Circumstances circumstances,
            int[] entries) {
        this.parameter = parameter;
        this.analytic = analytic;
        this.numeric = numeric;
        this.comparison = comparison;
        this.circumstances = circumstances;
        this.entries = entries;
    }

    /** The same in some of its entries only. */
    WrongGradient within(IntPredicate part) {
        return new WrongGradient(
                parameter,
                analytic,
                numeric,
                comparison,
                circumstances,
                Arrays.stream(entries).filter(part).toArray());
    }

    Parameter parameter() {
        return parameter;
    }

    Circumstances circumstances() {
        return circumstances;
    }

    double analytic(int entry) {
        return analytic[entry];
    }

    double numeric(int entry) {
        return numeric.value(entry);
    }

    double allowed(int entry) {
        return comparison.allowed(entry);
    }

    /** The entries that were checked and have a numeric value. */
    IntStream entries() {
        return Arrays.stream(entries);
    }

    boolean isComplete() {
        return entries.length == analytic.length;
    }

    boolean isWrong(int entry) {
        return comparison.verdict(entry) == Verdict.DISAGREES;
    }

    /** Right, and not only for being too small to be wrong. */
    boolean isClearlyRight(int entry) {
        return !isWrong(entry) && Math.abs(numeric.value(entry)) > CLEARLY * comparison.allowed(entry);
    }

    /**
     * Whether a pattern reproduces every entry, and would not do so by accident: an entry of the pattern's size would fall
     * into an interval of the given width with a chance of about width / size, and all of them with the product of these.
     * Each constant that was fitted makes one entry fit, so that the strongest ones do not count.
     */
    boolean isExplainedBy(Candidate candidate, int fittedConstants) {
        double[] chances = new double[entries.length];
        for (int i = 0; i < entries.length; i++) {
            int entry = entries[i];
            double tolerance = candidate.tolerance.applyAsDouble(entry);
            if (!(Math.abs(analytic[entry] - candidate.value.applyAsDouble(entry)) <= tolerance)) {
                return false;
            }
            double signal = Math.abs(candidate.signal.applyAsDouble(entry));
            chances[i] = tolerance < signal ? tolerance / signal : 1;
        }
        return Arrays.stream(chances).sorted().skip(fittedConstants).reduce(1, (one, other) -> one * other) <= ACCIDENT;
    }

    /** Least squares for values = c · pattern, in entries without a kink unless all have one; NaN if nothing can be fitted. */
    double fit(IntToDoubleFunction values, IntToDoubleFunction pattern) {
        boolean smooth = entries().anyMatch(entry -> !comparison.isAtKink(entry) && pattern.applyAsDouble(entry) != 0);
        double products = 0;
        double squares = 0;
        for (int entry : entries) {
            if (!smooth || !comparison.isAtKink(entry)) {
                double p = pattern.applyAsDouble(entry);
                products += values.applyAsDouble(entry) * p;
                squares += p * p;
            }
        }
        return products / squares;
    }

    /** ‖analytic − pattern‖ / ‖analytic − numeric‖. */
    double residual(IntToDoubleFunction pattern) {
        double left = 0;
        double error = 0;
        for (int entry : entries) {
            left += Math.pow(analytic[entry] - pattern.applyAsDouble(entry), 2);
            error += Math.pow(analytic[entry] - numeric.value(entry), 2);
        }
        return left == 0 ? 0 : Math.sqrt(left / error);
    }

    Explanation explanation(ErrorShape shape, Candidate candidate) {
        return new Explanation(shape, residual(candidate.value), List.of());
    }
}
