package io.github.backcheck.gradient;

import io.github.backcheck.model.Parameter;
import io.github.backcheck.model.Precision;

/** Entry by entry: is the analytic value inside the interval of the numeric one, and is the interval worth anything. */
final class Comparison {

    /** An interval wider than this share of the larger value says nothing about that entry by itself ... */
    private static final double WIDE_FOR_ENTRY = 1e-3;

    /** The same for floats, whose loss cannot be differenced better; a wrong sign, factor or step is still outside. */
    private static final double WIDE_FOR_FLOAT = 0.03;

    /** ... unless it is narrow against the largest entry of the parameter, beside which the entry does not matter. */
    private static final double NARROW_FOR_PARAMETER = 1e-6;

    /** Products on the way to values smaller than this underflow, in the one program earlier than in the other. */
    private static final double UNDERFLOW = 1e-140;

    private final double[] analytic;
    private final Estimate numeric;
    private final double[] analyticErrors;
    private final double scale;
    private final double wide;

    Comparison(Parameter parameter, double[] analytic, Estimate numeric, Analytic source) {
        this.analytic = analytic;
        this.numeric = numeric;
        this.scale = numeric.scale();
        this.wide = parameter.precision() == Precision.SINGLE ? WIDE_FOR_FLOAT : WIDE_FOR_ENTRY;
        this.analyticErrors = source.errors(parameter).orElseGet(() -> new double[analytic.length]);
    }

    /** The half-width that both sides together leave. */
    double allowed(int entry) {
        return numeric.uncertainty(entry) + analyticErrors[entry] + numeric.kink(entry) + UNDERFLOW;
    }

    boolean isAtKink(int entry) {
        return numeric.kink(entry) > 0;
    }

    /** Nearly always true, and quick to see: not 0, no kink, a narrow interval, and inside it. */
    boolean clearlyAgrees(int entry) {
        double value = numeric.value(entry);
        double half = numeric.uncertainty(entry) + analyticErrors[entry];
        return value != 0
                && half <= NARROW_FOR_PARAMETER * scale
                && Math.abs(analytic[entry] - value) <= half
                && numeric.kink(entry) == 0;
    }

    Verdict verdict(int entry) {
        if (vanishes(entry)) {
            return Verdict.AGREES;
        }
        double half = allowed(entry);
        double value = numeric.value(entry);
        if (Double.isInfinite(numeric.kink(entry))) {
            return Verdict.INCONCLUSIVE;
        }
        if (!(Math.abs(analytic[entry] - value) <= half)) {
            return Double.isNaN(half) || Double.isNaN(value) ? Verdict.INCONCLUSIVE : Verdict.DISAGREES;
        }
        double rounding = half - numeric.kink(entry);
        double magnitude = Math.max(Math.abs(analytic[entry]), Math.max(Math.abs(value), numeric.kink(entry)));
        boolean narrow = rounding <= wide * magnitude || rounding <= NARROW_FOR_PARAMETER * scale;
        return narrow ? Verdict.AGREES : Verdict.INCONCLUSIVE;
    }

    /** Both sides are exactly 0, and not because a unit sits on a kink. */
    boolean vanishes(int entry) {
        return analytic[entry] == 0 && numeric.value(entry) == 0 && numeric.kink(entry) == 0;
    }
}
