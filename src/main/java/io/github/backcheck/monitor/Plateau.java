package io.github.backcheck.monitor;

import io.github.backcheck.text.Figures;

/**
 * A loss that stays where a network is that ignores its inputs.
 *
 * @param level where it stays
 * @param since the step from which on it has been there, at the latest
 * @param mean the mean loss since then
 */
public record Plateau(KnownLoss level, int since, double mean) {

    /** A loss within this share of a level is at it. */
    public static final double WITHIN = 0.02;

    /** As in {@code at 2.301 since step 500, not falling: 2.30259 is the loss of the same outputs for every sample}. */
    @Override
    public String toString() {
        return "at " + Figures.of(mean) + " since step " + Figures.count(since) + " and not falling; "
                + Figures.precise(level.level()) + " is the loss of " + level.name();
    }
}
