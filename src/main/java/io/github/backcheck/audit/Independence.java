package io.github.backcheck.audit;

import java.util.Optional;

/** Whether the parameters after a step have anything to do with those before it. */
final class Independence {

    /** A bias or two may be anywhere. */
    private static final int FEWEST_ENTRIES = 4;

    /** The slope of θ after on θ before is 1 for a small step; this far below it must be. */
    private static final double NOTHING = 0.3;

    /** Standard errors between the slope found and 1. */
    private static final double SURE = 5;

    private Independence() {}

    /**
     * Regresses θ after a step on θ before it, over all entries and steps.
     *
     * @return whether the same step also leads elsewhere each time, as drawing anew does; empty if the two depend on each other
     */
    static Optional<Boolean> of(Series series) {
        double products = 0;
        double squares = 0;
        double after = 0;
        for (int step = 0; step < series.steps(); step++) {
            for (int entry = 0; entry < series.entries(); entry++) {
                double from = series.theta(step, entry);
                double to = from + series.change(step, entry);
                products += from * to;
                squares += from * from;
                after += to * to;
            }
        }
        if (series.entries() < FEWEST_ENTRIES) {
            return Optional.empty();
        }
        double slope = products / squares;
        double error = Math.sqrt(after / squares / series.entries() / series.steps());
        boolean independent = Math.abs(slope) < NOTHING && 1 - slope > SURE * error;
        return independent ? Optional.of(isRandom(series)) : Optional.empty();
    }

    private static boolean isRandom(Series series) {
        double gap = 0;
        for (int entry = 0; entry < series.entries(); entry++) {
            gap = Math.max(gap, Math.abs(series.change(1, entry) - series.change(0, entry)));
        }
        return gap > NOTHING * series.largestChange();
    }
}
