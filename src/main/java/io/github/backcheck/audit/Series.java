package io.github.backcheck.audit;

import io.github.backcheck.model.Parameter;
import io.github.backcheck.model.Precision;
import java.util.Arrays;
import java.util.Comparator;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * What happened to one parameter over the steps taken: where each entry was, by how much it moved, and what its gradient was.
 * Arrays are steps x entries and not modified once they are here.
 */
final class Series {

    /** Rounding of θ + Δθ and of the products in Δθ, in units of the result's last place. */
    private static final double ROUNDINGS = 4;

    /** How far two programs may differ in a gradient, relative to its largest entry. */
    private static final double GRADIENT_DOUBLE = 1e-9;

    private static final double GRADIENT_SINGLE = 2e-4;

    private static final int SAMPLE = 200;

    private final Parameter parameter;
    private final double[][] theta;
    private final double[][] change;
    private final double[][] gradient;
    private final int[] considered;
    private final int[] sample;
    private final double largestChange;
    private final double largestGradient;

    private Series(Series data, double[][] gradient, int[] considered) {
        this.parameter = data.parameter;
        this.theta = data.theta;
        this.change = data.change;
        this.gradient = gradient;
        this.considered = considered;
        this.sample = sampleOf(considered);
        this.largestChange = largest(change);
        this.largestGradient = largest(gradient);
    }

    Series(Parameter parameter, double[][] theta, double[][] change, double[][] gradient) {
        this.parameter = parameter;
        this.theta = theta;
        this.change = change;
        this.gradient = gradient;
        this.considered = IntStream.range(0, parameter.size()).toArray();
        this.sample = sampleOf(considered);
        this.largestChange = largest(change);
        this.largestGradient = largest(gradient);
    }

    /** The same with another gradient. */
    Series withGradient(double[][] other) {
        return new Series(this, other, considered);
    }

    /** The same without some entries. */
    Series only(IntPredicate wanted) {
        return new Series(
                this, gradient, Arrays.stream(considered).filter(wanted).toArray());
    }

    /** The entries with the largest changes, and some at even distances. */
    private int[] sampleOf(int[] entries) {
        if (entries.length <= SAMPLE) {
            return entries;
        }
        double[] reach = new double[parameter.size()];
        for (double[] row : change) {
            for (int entry : entries) {
                reach[entry] = Math.max(reach[entry], Math.abs(row[entry]));
            }
        }
        IntStream largest = Arrays.stream(entries)
                .boxed()
                .sorted(Comparator.comparingDouble(entry -> -reach[entry]))
                .mapToInt(Integer::intValue)
                .limit(SAMPLE / 2);
        IntStream even =
                IntStream.range(0, SAMPLE / 2).map(k -> entries[(int) ((long) k * entries.length / (SAMPLE / 2))]);
        return IntStream.concat(largest, even).distinct().sorted().toArray();
    }

    /** Entries that a replay must reproduce. Not to be modified. */
    int[] considered() {
        return considered;
    }

    /** Some of them, to solve for constants. Not to be modified. */
    int[] sample() {
        return sample;
    }

    Parameter parameter() {
        return parameter;
    }

    int steps() {
        return theta.length;
    }

    int entries() {
        return parameter.size();
    }

    double theta(int step, int entry) {
        return theta[step][entry];
    }

    double change(int step, int entry) {
        return change[step][entry];
    }

    double gradient(int step, int entry) {
        return gradient[step][entry];
    }

    /** Not to be modified. */
    double[] gradients(int step) {
        return gradient[step];
    }

    boolean hasGradient() {
        if (gradient.length == 0) {
            return true;
        }
        return gradient[0].length == entries();
    }

    /** How far rounding may have moved the change of an entry. */
    double rounding(int step, int entry) {
        double before = Math.abs(theta[step][entry]);
        return ROUNDINGS * parameter.precision().unitRoundOff() * (2 * before + Math.abs(change[step][entry]));
    }

    /** How far a replay may be off, relative to the largest number that enters it. */
    double relativeError() {
        return parameter.precision() == Precision.SINGLE ? GRADIENT_SINGLE : GRADIENT_DOUBLE;
    }

    double largestChange(int step) {
        return largest(change[step]);
    }

    double largestChange() {
        return largestChange;
    }

    double largestGradient() {
        return largestGradient;
    }

    private static double largest(double[][] rows) {
        double largest = 0;
        for (double[] row : rows) {
            largest = Math.max(largest, largest(row));
        }
        return largest;
    }

    /** Whether the gradient is so large that with such a learning rate it would be seen in some entry. */
    boolean couldMove(double rate) {
        if (!hasGradient()) {
            return false;
        }
        for (int step = 0; step < steps(); step++) {
            for (int entry = 0; entry < entries(); entry++) {
                if (rate * Math.abs(gradient(step, entry)) > 1e3 * rounding(step, entry)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Whether every number of a step is one. */
    boolean isFinite(int step) {
        return isFinite(theta[step]) && isFinite(change[step]) && isFinite(gradient[step]);
    }

    boolean isFinite() {
        for (int step = 0; step < steps(); step++) {
            if (!isFinite(step)) {
                return false;
            }
        }
        return true;
    }

    /** Whether an entry stayed as it was in every step, bit for bit. */
    boolean isStill(int entry) {
        for (double[] row : change) {
            if (row[entry] != 0) {
                return false;
            }
        }
        return true;
    }

    /** Whether the whole parameter did. */
    boolean isStill() {
        return largestChange() == 0;
    }

    /** Whether no change can be told from rounding. */
    boolean isWithinRounding() {
        for (int step = 0; step < steps(); step++) {
            for (int entry = 0; entry < entries(); entry++) {
                if (Math.abs(change[step][entry]) > 10 * rounding(step, entry)) {
                    return false;
                }
            }
        }
        return true;
    }

    private static double largest(double[] values) {
        double largest = 0;
        for (double value : values) {
            largest = Math.max(largest, Math.abs(value));
        }
        return largest;
    }

    private static boolean isFinite(double[] values) {
        for (double value : values) {
            if (!Double.isFinite(value)) {
                return false;
            }
        }
        return true;
    }
}
