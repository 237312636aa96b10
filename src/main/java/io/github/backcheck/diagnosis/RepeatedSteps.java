package io.github.backcheck.diagnosis;

import io.github.backcheck.model.Batch;
import io.github.backcheck.model.Capability;
import io.github.backcheck.model.Gradient;
import io.github.backcheck.model.Model;
import io.github.backcheck.model.Parameter;
import io.github.backcheck.model.ParameterSnapshot;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * One training step taken a few times from the same parameters on the same batch; more often while it goes up the gradient,
 * until a momentum of earlier steps must have faded. Few, because a network's own momentum cannot be put back.
 *
 * @param cosine between the last step and the program's own gradient: −1 for plain descent, 1 for an update that adds;
 *     empty without such a gradient, or where one of the two is 0
 * @param growth how the steps change from one to the next
 */
public record RepeatedSteps(OptionalDouble cosine, Growth growth) {

    /** How repeated steps change. */
    public enum Growth {
        /** Each is larger than the one before by the same amount, entry by entry, and points somewhere else. */
        EVEN,
        /**
         * Anything else: they stay the same, fade in or fade out, or are only longer, as with a learning rate that rises. Sums
         * of gradients hold those of other batches and of parameters that were left, too.
         */
        OTHER
    }

    /** Three to see how two differences differ, and one before them for what the step keeps from elsewhere. */
    private static final int FEWEST = 4;

    /** As many as it takes to see a momentum fade: one of 0.9 is down to 4 % of its weight. */
    private static final int MOST = 30;

    /** A step this much along the gradient goes up; an optimiser that rescales its entries stays on the other side of 0. */
    private static final double UPWARDS = 0.5;

    /** Differences of steps this close to each other are equal; a momentum of 0.999 makes them differ by a thousandth. */
    private static final double EVEN = 1e-6;

    /** How far above rounding a difference must be to mean anything. */
    private static final double CLEAR = 1e3;

    /** Takes the steps and puts the parameters back after each. */
    static RepeatedSteps watch(Model model, Batch batch) {
        double[] gradient =
                model.can(Capability.GRADIENT) ? flat(model, model.gradient(batch)) : new double[model.size()];
        double[][] last = {new double[0], new double[0], new double[0]};
        double[] start = flat(model);
        for (int step = 0; step < FEWEST || (step < MOST && isUpwards(cosine(last[2], gradient))); step++) {
            try (ParameterSnapshot before = model.snapshot()) {
                model.trainStep(batch);
                last[0] = last[1];
                last[1] = last[2];
                last[2] = minus(flat(model), start);
                before.restore();
            }
        }
        return new RepeatedSteps(cosine(last[2], gradient), growth(last, rounding(model, start)));
    }

    /** Whether the step goes up the gradient for good. */
    boolean isUpwards() {
        return isUpwards(cosine);
    }

    private static boolean isUpwards(OptionalDouble cosine) {
        return cosine.orElse(-1) > UPWARDS;
    }

    private static double[] flat(Model model) {
        double[] all = new double[model.size()];
        int at = 0;
        for (Parameter parameter : model.parameters()) {
            double[] values = parameter.values();
            System.arraycopy(values, 0, all, at, values.length);
            at += values.length;
        }
        return all;
    }

    /** Parameters for which there is none get 0. */
    private static double[] flat(Model model, Gradient gradient) {
        double[] all = new double[model.size()];
        int at = 0;
        for (Parameter parameter : model.parameters()) {
            Optional<double[]> values = gradient.of(parameter);
            if (values.isPresent()) {
                System.arraycopy(values.get(), 0, all, at, parameter.size());
            }
            at += parameter.size();
        }
        return all;
    }

    private static double[] minus(double[] one, double[] other) {
        double[] difference = new double[one.length];
        for (int i = 0; i < difference.length; i++) {
            difference[i] = one[i] - other[i];
        }
        return difference;
    }

    private static double dot(double[] one, double[] other) {
        double sum = 0;
        for (int i = 0; i < one.length; i++) {
            sum += one[i] * other[i];
        }
        return sum;
    }

    private static double norm(double[] vector) {
        return Math.sqrt(dot(vector, vector));
    }

    private static OptionalDouble cosine(double[] step, double[] gradient) {
        double cosine = dot(step, gradient) / (norm(step) * norm(gradient));
        return Double.isNaN(cosine) ? OptionalDouble.empty() : OptionalDouble.of(cosine);
    }

    private static double rounding(Model model, double[] start) {
        double coarsest = model.parameters().stream()
                .mapToDouble(parameter -> parameter.precision().unitRoundOff())
                .max()
                .orElseThrow();
        return coarsest * norm(start);
    }

    private static Growth growth(double[][] last, double rounding) {
        double[] earlier = minus(last[1], last[0]);
        double[] later = minus(last[2], last[1]);
        boolean grows = norm(later) > CLEAR * rounding && dot(later, last[2]) > 0;
        double alike = dot(later, last[2]) / (norm(later) * norm(last[2]));
        boolean onlyLonger = 1 - alike <= EVEN * EVEN + rounding / norm(later);
        return grows && !onlyLonger && norm(minus(later, earlier)) <= EVEN * norm(later) + 4 * rounding
                ? Growth.EVEN
                : Growth.OTHER;
    }
}
