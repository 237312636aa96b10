package io.github.backcheck.probe;

import io.github.backcheck.model.Parameter;
import java.util.Arrays;
import java.util.function.DoubleSupplier;
import java.util.function.IntToDoubleFunction;
import java.util.function.Supplier;

/** What a penalty does while a parameter θ goes along θ (1 + t u), with t from −1/2 to 1/2; no entry changes its sign. */
final class PenaltyLine {

    private static final int PANELS = 8;

    /** Gauss-Legendre with three points, of [−1, 1]: Abramowitz and Stegun, table 25.4. */
    private static final double NODE = Math.sqrt(0.6);

    private final Parameter parameter;
    private final double[] values;
    private final IntToDoubleFunction direction;
    private final DoubleSupplier penalty;
    private final Supplier<double[]> gradient;

    /**
     * A line through the values of this moment.
     *
     * @param direction u of an entry, from −1 to 1
     * @param penalty at the present values
     * @param gradient of the penalty, of this parameter, at the present values
     */
    PenaltyLine(
            Parameter parameter, IntToDoubleFunction direction, DoubleSupplier penalty, Supplier<double[]> gradient) {
        this.parameter = parameter;
        this.values = parameter.values();
        this.direction = direction;
        this.penalty = penalty;
        this.gradient = gradient;
    }

    /** How much larger the penalty is at the end than at the beginning. */
    double rise() {
        return at(0.5, penalty::getAsDouble) - at(-0.5, penalty::getAsDouble);
    }

    /** The derivative of the penalty with respect to t. */
    double slope(double t) {
        double[] here = at(t, gradient);
        double sum = 0;
        for (int i = 0; i < here.length; i++) {
            sum += here[i] * direction.applyAsDouble(i) * values[i];
        }
        return sum;
    }

    /** Of the slope, from the beginning to the end. */
    double integral() {
        double half = 0.5 / PANELS;
        double sum = 0;
        for (int panel = 0; panel < PANELS; panel++) {
            double middle = -0.5 + (2 * panel + 1) * half;
            sum += half * (5 * slope(middle - NODE * half) + 8 * slope(middle) + 5 * slope(middle + NODE * half)) / 9;
        }
        return sum;
    }

    private <T> T at(double t, Supplier<T> answer) {
        double[] moved = values.clone();
        Arrays.setAll(moved, i -> values[i] * (1 + t * direction.applyAsDouble(i)));
        parameter.assign(moved);
        T answered = answer.get();
        parameter.assign(values);
        return answered;
    }
}
