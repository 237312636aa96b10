package io.github.backcheck.monitor;

import io.github.backcheck.text.Figures;

/**
 * Some consecutive losses of a run.
 *
 * @param firstStep the step of the first
 * @param lastStep the step of the last
 * @param mean their arithmetic mean
 */
public record LossSegment(int firstStep, int lastStep, double mean) {

    /** The middle of the steps. */
    double middle() {
        return firstStep / 2.0 + lastStep / 2.0;
    }

    /** As in {@code steps 1 to 50: 2.1}. */
    @Override
    public String toString() {
        return "steps " + Figures.count(firstStep) + " to " + Figures.count(lastStep) + ": " + Figures.of(mean);
    }
}
