package io.github.backcheck.gradient;

import io.github.backcheck.model.Parameter;
import java.util.SplittableRandom;
import java.util.function.IntToDoubleFunction;

/**
 * A direction through the entries of one parameter, with the slope that the analytic gradient gives the loss along it. The
 * amounts are random in size as well as in sign: with amounts of ±1 two entries exchanged, or off by the same whole number,
 * could cancel.
 */
final class Direction {

    /** Amounts lie between these, so that no entry is moved by much less than the others. */
    private static final double SMALLEST = 0.5;

    private static final double LARGEST = 1.5;

    /** The loss alone does not tell the rounding of an analytic gradient; that of its products and sums is at least this. */
    private static final double ROUNDINGS = 8;

    private final Parameter parameter;
    private final double[] amounts;
    private final double[] analytic;

    private Direction(Parameter parameter, double[] amounts, double[] analytic) {
        this.parameter = parameter;
        this.amounts = amounts;
        this.analytic = analytic;
    }

    /** @param analytic the gradient, or zeros where none is known */
    static Direction random(Parameter parameter, double[] analytic, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double typical = typicalEntry(parameter);
        double[] amounts = new double[parameter.size()];
        for (int i = 0; i < amounts.length; i++) {
            double amount = SMALLEST + (LARGEST - SMALLEST) * random.nextDouble();
            amounts[i] = typical * (random.nextInt(2) == 0 ? amount : -amount);
        }
        return new Direction(parameter, amounts, analytic);
    }

    /** Root mean square of the entries, or what He initialisation would give where all are 0. */
    static double typicalEntry(Parameter parameter) {
        double size = Norms.of(parameter.values()) / Math.sqrt(parameter.size());
        return size > 0 ? size : Math.sqrt(2.0 / parameter.columns());
    }

    /** The same with each amount multiplied by a weight of its entry. */
    Direction times(IntToDoubleFunction weight) {
        double[] weighted = new double[amounts.length];
        for (int i = 0; i < weighted.length; i++) {
            weighted[i] = weight.applyAsDouble(i) * amounts[i];
        }
        return new Direction(parameter, weighted, analytic);
    }

    Parameter parameter() {
        return parameter;
    }

    double amount(int entry) {
        return amounts[entry];
    }

    double analytic(int entry) {
        return analytic[entry];
    }

    /** The slope that the analytic gradient gives. */
    double slope() {
        return slope(analytic);
    }

    /** The slope that another gradient gives. */
    double slope(double[] gradient) {
        double sum = 0;
        for (int i = 0; i < amounts.length; i++) {
            sum += amounts[i] * gradient[i];
        }
        return sum;
    }

    /** What the slope usually comes to: the root of the sum of its squared parts. */
    double typicalSlope() {
        double squares = 0;
        for (int i = 0; i < amounts.length; i++) {
            squares += amounts[i] * amounts[i] * analytic[i] * analytic[i];
        }
        return Math.sqrt(squares);
    }

    /** How far the slope may be off because the gradient is rounded, and for how it was obtained. */
    double slopeError(Analytic source) {
        double sum = 0;
        double rounding = ROUNDINGS * parameter.precision().unitRoundOff();
        double[] errors = source.errors(parameter).orElseThrow();
        for (int i = 0; i < amounts.length; i++) {
            sum += Math.abs(amounts[i]) * (rounding * Math.abs(analytic[i]) + errors[i]);
        }
        return sum;
    }

    /**
     * Moves the parameter, which the caller puts back.
     *
     * @param from its values
     * @param offset how far
     * @return what the analytic gradient makes of the difference between where it was to go and where rounding took it; a
     *     program of floats rounds much
     */
    double move(double[] from, double offset) {
        double[] moved = from.clone();
        for (int i = 0; i < moved.length; i++) {
            moved[i] += offset * amounts[i];
        }
        parameter.assign(moved);
        double[] written = parameter.values();
        double astray = 0;
        for (int i = 0; i < written.length; i++) {
            astray += analytic[i] * (written[i] - from[i] - offset * amounts[i]);
        }
        return astray;
    }
}
