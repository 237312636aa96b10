package io.github.backcheck.gradient;

import io.github.backcheck.model.Model;
import io.github.backcheck.model.ModelException;
import io.github.backcheck.model.Parameter;
import io.github.backcheck.model.Precision;
import java.util.List;
import java.util.function.DoubleSupplier;

/**
 * Differences of the user's own loss, one entry or one direction at a time, for networks of which nothing but the loss is
 * known. Every probe writes into the live parameters and puts the old values back, bit for bit, also when the loss throws.
 */
final class ParameterWiseDifferences {

    /** The first step, against the typical size of the parameter's entries; Ridders' scheme shrinks it from there. */
    private static final double RELATIVE_STEP = 0.03;

    /** The same for floats, of whose rounding a longer step sees less. */
    private static final double RELATIVE_STEP_OF_FLOATS = 0.25;

    /**
     * The step of a single quotient, about the cube root of the rounding: what is left of the third derivative and the noise
     * are then alike.
     */
    private static final double SINGLE_STEP = 0x1p-15;

    private static final double SINGLE_STEP_OF_FLOATS = 0x1p-6;

    /** Spacing of the noise measurement, against the size of the parameters; see {@link NoiseLevel}. */
    private static final double NOISE_SPACING = 0x1p-40;

    /**
     * Noise is taken to be at least this many units in the last place of the loss, or of 1 if that is more: measured noise can
     * be lucky, and a small loss often comes from numbers near 1 such as 1 − a, whose rounding a few values do not show.
     */
    private static final double NOISE_FLOOR = 4;

    /** Noise in a quotient: two evaluations, three standard deviations each. */
    private static final double NOISE = 6;

    private final LossMeter meter;
    private final double lossHere;
    private final double rounding;
    private final double noise;

    /** Measures the noise, to which evaluations are given. */
    ParameterWiseDifferences(Model model, LossMeter meter, long seed) {
        this.meter = meter;
        this.lossHere = meter.loss();
        this.rounding = rounding(model, lossHere);
        this.noise = meter.preparing(() -> measureNoise(model, seed));
    }

    /** Of a loss whose last steps are the only ones that round. */
    private static double rounding(Model model, double loss) {
        return NOISE_FLOOR * unitRoundOff(model) * Math.max(1, Math.abs(loss));
    }

    private static double unitRoundOff(Model model) {
        return model.parameters().stream()
                .mapToDouble(parameter -> parameter.precision().unitRoundOff())
                .max()
                .orElseThrow();
    }

    /** All parameters move, so that the rounding of every layer is stirred up. */
    private double measureNoise(Model model, long seed) {
        List<Direction> directions = model.parameters().stream()
                .map(parameter -> Direction.random(parameter, new double[parameter.size()], seed))
                .toList();
        double spacing = Math.max(NOISE_SPACING, 4 * unitRoundOff(model));
        Line line = new Line(directions);
        return NoiseLevel.of(offset -> line.at(offset).loss(), spacing, rounding);
    }

    double noise() {
        return noise;
    }

    /**
     * One central quotient.
     *
     * @param slope of the loss along a direction
     * @param noise how far rounding may have moved it
     * @param asymmetry difference between the slopes on the two sides: curvature, or a kink
     * @param isFlat whether the loss did not move at all
     */
    record Quotient(double slope, double noise, double asymmetry, boolean isFlat) {}

    /** Two evaluations, at a step so short that usually nothing but noise is left of its error; how much, is not known. */
    Quotient quotient(Direction direction) {
        return quotient(direction, singleStep(direction.parameter()));
    }

    private static double singleStep(Parameter parameter) {
        return isSingle(parameter) ? SINGLE_STEP_OF_FLOATS : SINGLE_STEP;
    }

    /** The mean of what something comes to on both sides, where {@link #quotient} evaluates the loss. */
    double besideZero(Direction direction, DoubleSupplier something) {
        Parameter parameter = direction.parameter();
        double[] here = parameter.values();
        try {
            direction.move(here, singleStep(parameter));
            double above = something.getAsDouble();
            direction.move(here, -singleStep(parameter));
            return (above + something.getAsDouble()) / 2;
        } finally {
            parameter.assign(here);
        }
    }

    /** Whether the loss does not move at all over a step as long as those that ladders of differences begin with. */
    boolean isFlat(Direction direction) {
        return meter.preparing(() -> quotient(direction, relativeStep(direction.parameter())))
                .isFlat();
    }

    private Quotient quotient(Direction direction, double step) {
        Line line = new Line(List.of(direction));
        double above = line.at(step).loss();
        double below = line.at(-step).loss();
        return new Quotient(
                (above - below) / (2 * step),
                NOISE * noise / step,
                (above - lossHere - (lossHere - below)) / step,
                above == lossHere && below == lossHere);
    }

    /** The slope along a direction, with how far it may be off: what a quotient in doubt is measured by. */
    Slope slope(Direction direction) {
        return meter.preparing(() -> slope(new Line(List.of(direction)), directionStep(direction.parameter())));
    }

    /** Far from the point a loss may refuse to be computed, which is no reason to end the check. */
    private static Slope.Probe orNothing(Slope.Probe probe) {
        return offset -> {
            try {
                return probe.at(offset);
            } catch (ModelException e) {
                return new Slope.Value(offset, Double.NaN);
            }
        };
    }

    private static double directionStep(Parameter parameter) {
        return relativeStep(parameter) / Math.sqrt(parameter.columns());
    }

    /** Whether the loss jumps somewhere near along a direction, so that its differences are not to be trusted. */
    boolean findsJump(Direction direction) {
        Line line = new Line(List.of(direction));
        double step = directionStep(direction.parameter());
        return meter.preparing(() ->
                new JumpSearch(orNothing(line), lossHere, slope(line, step).value(), rounding).findsJump(step));
    }

    /**
     * Differentiates with respect to one entry. At a kink nothing can be excluded from the loss alone: with several units on
     * their kinks at once, a program's choice of sides need not even lie between the one-sided slopes.
     */
    void entry(Parameter parameter, int entry, Estimate into) {
        double step =
                relativeStep(parameter) * Math.max(Direction.typicalEntry(parameter), Math.abs(parameter.get(entry)));
        Slope slope = slope(new EntryProbe(parameter, entry), step);
        into.set(entry, slope.value(), slope.uncertainty());
        if (slope.jump() > 0) {
            into.setKink(entry, Double.POSITIVE_INFINITY);
        }
    }

    private static boolean isSingle(Parameter parameter) {
        return parameter.precision() == Precision.SINGLE;
    }

    private static double relativeStep(Parameter parameter) {
        return isSingle(parameter) ? RELATIVE_STEP_OF_FLOATS : RELATIVE_STEP;
    }

    private Slope slope(Slope.Probe probe, double step) {
        return Slope.at(probe, lossHere, step, noise);
    }

    /** Moves parameters along directions, all by the same offset. */
    private final class Line implements Slope.Probe {
        private final List<Direction> directions;

        Line(List<Direction> directions) {
            this.directions = directions;
        }

        @Override
        public Slope.Value at(double offset) {
            List<double[]> old = directions.stream()
                    .map(direction -> direction.parameter().values())
                    .toList();
            try {
                double astray = 0;
                for (int i = 0; i < old.size(); i++) {
                    astray += directions.get(i).move(old.get(i), offset);
                }
                return new Slope.Value(offset, meter.lossWithinBudget() - astray);
            } finally {
                for (int i = 0; i < old.size(); i++) {
                    directions.get(i).parameter().assign(old.get(i));
                }
            }
        }
    }

    /** Moves one entry. What was written is read back, because adding rounds, and a program of floats rounds more. */
    private final class EntryProbe implements Slope.Probe {
        private final Parameter parameter;
        private final int entry;

        EntryProbe(Parameter parameter, int entry) {
            this.parameter = parameter;
            this.entry = entry;
        }

        @Override
        public Slope.Value at(double offset) {
            double old = parameter.get(entry);
            try {
                parameter.set(entry, old + offset);
                return new Slope.Value(parameter.get(entry) - old, meter.lossWithinBudget());
            } finally {
                parameter.set(entry, old);
            }
        }
    }
}
