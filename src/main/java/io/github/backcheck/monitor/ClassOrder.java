package io.github.backcheck.monitor;

import io.github.backcheck.text.Figures;

/**
 * In which order the classes of the samples came.
 *
 * @param batches how many were seen
 * @param ofOneClass how many batches of at least four samples were of one class
 * @param longestRun the most samples of one class in a row, over the ends of batches
 * @param changes how often the class changed from a sample to the next
 * @param expectedChanges how often it would in a random order: n − Σ n_c²/n (the number of runs less one, Mood 1940, Ann.
 *     Math. Stat. 11, 367-392)
 */
public record ClassOrder(int batches, int ofOneClass, long longestRun, long changes, double expectedChanges) {

    /** With fewer changes to be expected, chance may well leave half of them out. */
    private static final double ENOUGH = 40;

    /**
     * Whether the samples come sorted by class, or nearly: the class changes less than half as often as in a random order.
     * By chance that does not happen once in a million runs.
     *
     * @return false also where there are too few samples to say
     */
    public boolean sorted() {
        return expectedChanges >= ENOUGH && changes < expectedChanges / 2;
    }

    /** As in {@code the class changed 1,620 times, 1,617 expected in a random order; at most 6 of a class in a row}. */
    @Override
    public String toString() {
        return "the class changed " + Figures.count(changes, "time") + ", " + Figures.of(expectedChanges)
                + " expected in a random order; at most " + Figures.count(longestRun) + " of a class in a row; "
                + Figures.count(ofOneClass) + " of " + Figures.count(batches) + " batches of one class"
                + (sorted() ? ": sorted by class, never shuffled" : "");
    }
}
