package io.github.backcheck.monitor;

import io.github.backcheck.text.Figures;

/**
 * At which steps of a training run the parameters are compared. Between comparisons nothing is read, so a comparison covers
 * all steps since the one before: a weight that moved and came back bit for bit in between was not seen to move.
 *
 * @param every 1 for each step, n for each n-th
 */
public record Schedule(int every) {

    /**
     * Checks the number.
     *
     * @param every at least 1
     * @throws IllegalArgumentException if it is below 1
     */
    public Schedule {
        if (every < 1) {
            throw new IllegalArgumentException("a schedule of every " + every + " steps: at least 1 was expected");
        }
    }

    /**
     * Compares after each step.
     *
     * @return the schedule used where nobody chooses one
     */
    public static Schedule everyStep() {
        return new Schedule(1);
    }

    /**
     * Compares after the steps n, 2n, 3n, ...
     *
     * @param n at least 1
     * @return the schedule
     * @throws IllegalArgumentException if n is below 1
     */
    public static Schedule every(int n) {
        return new Schedule(n);
    }

    /**
     * Whether the parameters are compared after a step.
     *
     * @param step from 1
     * @return true at multiples of n
     */
    public boolean includes(int step) {
        return step % every == 0;
    }

    /** {@code every step} or {@code every 10 steps}. */
    @Override
    public String toString() {
        return every == 1 ? "every step" : "every " + Figures.count(every) + " steps";
    }
}
