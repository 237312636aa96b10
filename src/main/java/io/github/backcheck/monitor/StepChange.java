package io.github.backcheck.monitor;

import io.github.backcheck.text.Figures;

/**
 * What one comparison saw of a parameter. Norms are Euclidean, over all entries.
 *
 * @param step the step after which was compared, from 1
 * @param covered how many steps lie between this comparison and the one before, 1 unless the schedule skips steps
 * @param weightChange ‖Δθ‖; NaN or infinite if the parameter is
 * @param normBefore ‖θ‖ at the comparison before
 * @param directions where the change pointed
 */
public record StepChange(int step, int covered, double weightChange, double normBefore, Directions directions) {

    /**
     * The change ratio ‖Δθ‖/‖θ‖, θ before the step. A parameter that was all zeros, as biases often are at the start, has
     * ratio 0 if it stayed so and an infinite one otherwise.
     *
     * @return at least 0; NaN if the parameter is not finite
     */
    public double changeRatio() {
        return ratio(weightChange, normBefore);
    }

    static double ratio(double weightChange, double normBefore) {
        return weightChange == 0 && normBefore == 0 ? 0 : weightChange / normBefore;
    }

    /** As in {@code step 12: weight change 0.0231, change ratio 0.0012}. */
    @Override
    public String toString() {
        return (covered == 1 ? "step " : "steps " + Figures.count(step - covered + 1) + " to ")
                + Figures.count(step) + ": weight change " + Figures.of(weightChange) + ", change ratio "
                + Figures.of(changeRatio());
    }
}
