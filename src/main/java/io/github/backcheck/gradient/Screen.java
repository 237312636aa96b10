package io.github.backcheck.gradient;

import io.github.backcheck.model.Parameter;
import io.github.backcheck.model.Precision;
import io.github.backcheck.text.Figures;

/**
 * All entries of one parameter at once, along a random direction. One quotient is enough where it agrees: that a wrong slope
 * is off by just what its truncation is, is as unlikely as that errors cancel along the direction. Where it does not agree, or
 * the slopes on the two sides differ as at a kink, a ladder of differences decides, which knows its uncertainty.
 */
final class Screen {

    /** A gap this many times its uncertainty convicts by itself: kinks in a direction are not seen one by one. */
    private static final double CONVICTION = 16;

    /** An interval wider than this share of the slope says nothing ... */
    private static final double WIDE = 1e-3;

    /** The same for floats, whose loss cannot be differenced better. */
    private static final double WIDE_FOR_FLOAT = 0.03;

    /** ... unless it is narrow against what the slope usually comes to: along this direction it is small by chance. */
    private static final double NARROW = 1e-5;

    /** Slopes on two sides that differ by more than this share of what they usually are may belong to a kink. */
    private static final double LOPSIDED = 0x1p-8;

    enum Outcome {
        AGREES,
        DISAGREES,
        VANISHES,
        UNCLEAR
    }

    private final Outcome outcome;
    private final Direction direction;
    private final Gap gap;
    private final Gap measured;
    private final boolean showsKink;

    private Screen(Outcome outcome, Direction direction, Gap gap, Gap measured, boolean showsKink) {
        this.outcome = outcome;
        this.direction = direction;
        this.gap = gap;
        this.measured = measured;
        this.showsKink = showsKink;
    }

    static Screen of(Parameter parameter, Analytic source, ParameterWiseDifferences differences, long seed) {
        Direction direction =
                Direction.random(parameter, source.values(parameter).orElseThrow(), seed);
        double error = direction.slopeError(source);
        ParameterWiseDifferences.Quotient quotient = differences.quotient(direction);
        Gap quick = new Gap(quotient.slope() - direction.slope(), quotient.noise() + error);
        if (agrees(direction, quick) && !isLopsided(direction, quotient)) {
            return new Screen(Outcome.AGREES, direction, quick, quick, false);
        }
        if (direction.typicalSlope() == 0 && quotient.isFlat() && differences.isFlat(direction)) {
            return new Screen(Outcome.VANISHES, direction, quick, quick, false);
        }
        Slope slope = differences.slope(direction);
        Gap gap = new Gap(slope.value() - direction.slope(), slope.uncertainty() + error);
        Outcome outcome =
                gap.isVisible() ? Outcome.DISAGREES : agrees(direction, gap) ? Outcome.AGREES : Outcome.UNCLEAR;
        Gap measured = quick.widenedBy(Math.abs(quick.value() - gap.value()) + gap.uncertainty());
        return new Screen(outcome, direction, gap, measured, slope.jump() > 0);
    }

    private static boolean agrees(Direction direction, Gap gap) {
        double slope = Math.abs(direction.slope());
        double wide = direction.parameter().precision() == Precision.SINGLE ? WIDE_FOR_FLOAT : WIDE;
        return !gap.isVisible()
                && (gap.uncertainty() <= wide * slope || gap.uncertainty() <= NARROW * direction.typicalSlope());
    }

    private static boolean isLopsided(Direction direction, ParameterWiseDifferences.Quotient quotient) {
        double usual = Math.max(direction.typicalSlope(), Math.abs(quotient.slope()));
        return Math.abs(quotient.asymmetry()) > LOPSIDED * usual + 4 * quotient.noise();
    }

    Outcome outcome() {
        return outcome;
    }

    Direction direction() {
        return direction;
    }

    /** The gap as a single quotient shows it, and how far such a quotient is off. */
    Gap measured() {
        return measured;
    }

    boolean showsKink() {
        return showsKink;
    }

    /** Whether a gap was found that is mostly what the analytic slope changes by beside the point. */
    boolean isExplainedBy(double bend) {
        return outcome == Outcome.DISAGREES && Math.abs(gap.value() - bend) < Math.abs(gap.value()) / 2;
    }

    boolean convicts() {
        return Math.abs(gap.value()) > CONVICTION * gap.uncertainty();
    }

    /** What was seen along the direction. */
    String words() {
        double analytic = direction.slope();
        return "along a random direction the analytic slope is " + Figures.precise(analytic) + ", the numeric one "
                + Figures.precise(analytic + gap.value()) + " ± " + Figures.halfWidth(gap.uncertainty());
    }
}
