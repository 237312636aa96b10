package io.github.backcheck.gradient;

import io.github.backcheck.text.Figures;

/**
 * How often the network's own loss was evaluated at one point.
 *
 * @param preparing to find out what a difference is worth, and to guard against false accusations: the loss itself, its
 *     rounding, the truncation of differences that are in doubt, kinks and jumps, the proof of the twin, the learning rate
 * @param comparing to compare: directions, the search for wrong entries, and entries one by one
 */
public record Evaluations(long preparing, long comparing) {

    /**
     * All of them.
     *
     * @return preparing + comparing
     */
    public long total() {
        return preparing + comparing;
    }

    /** As reports say it: {@code the loss was evaluated 27 times, 19 of them to compare}. */
    @Override
    public String toString() {
        return "the loss was evaluated " + Figures.count(total(), "time")
                + (comparing == 0 ? "" : ", " + Figures.count(comparing) + " of them to compare");
    }
}
