package io.github.backcheck.gradient;

import io.github.backcheck.text.Figures;

/**
 * How often the network's own loss was evaluated in a whole check, guards included, and how often it was allowed to be.
 *
 * @param used evaluations
 * @param budget the number allowed, {@link Long#MAX_VALUE} if none was set
 */
public record Spending(long used, long budget) {

    /**
     * Whether there was a limit.
     *
     * @return false if any number was allowed
     */
    public boolean isLimited() {
        return budget < Long.MAX_VALUE;
    }

    /** As reports say it: {@code 120 loss evaluations used, of a budget of 1,000}. */
    @Override
    public String toString() {
        return Figures.count(used, "loss evaluation") + " used"
                + (isLimited() ? ", of a budget of " + Figures.count(budget) : "");
    }
}
