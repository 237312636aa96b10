package io.github.backcheck.monitor;

import io.github.backcheck.text.Figures;

/**
 * All comparisons of a parameter in a few numbers.
 *
 * @param ratios its change ratios
 * @param distance ‖θ − θ₀‖, how far the parameter is now from where watching started
 * @param startNorm ‖θ₀‖
 */
public record ChangeSummary(ChangeRatios ratios, double distance, double startNorm) {

    /** As in {@code change ratio 0.001 to 0.2, median 0.01; 0.4 away from the start, whose norm was 2.1}. */
    @Override
    public String toString() {
        return "change ratio " + ratios + "; " + Figures.of(distance) + " away from the start, whose norm was "
                + Figures.of(startNorm);
    }
}
