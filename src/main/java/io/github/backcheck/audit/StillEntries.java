package io.github.backcheck.audit;

import io.github.backcheck.text.Figures;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * Entries that no step changed although their gradient is not 0, and where they lie.
 *
 * @param words which they are
 * @param defects ids that leave out exactly these; empty if none does
 * @param count how many
 */
record StillEntries(String words, List<String> defects, int count) {

    StillEntries {
        defects = List.copyOf(defects);
    }

    /** How far above rounding an entry's share of the change would be. */
    private static final double CLEAR = 100;

    private static final int NAMES = 3;

    /** Which entries are worth explaining: those that moved, and those that had no reason to. */
    static boolean isLeftOut(Series series, int entry) {
        return series.isStill(entry) && shouldMove(series, entry);
    }

    private static boolean shouldMove(Series series, int entry) {
        double typical = series.largestChange() / series.largestGradient();
        for (int step = 0; step < series.steps(); step++) {
            if (typical * Math.abs(series.gradient(step, entry)) > CLEAR * series.rounding(step, entry)) {
                return true;
            }
        }
        return false;
    }

    /** Those of a parameter of which others moved. */
    static StillEntries of(Series series) {
        int rows = series.parameter().rows();
        int columns = series.parameter().columns();
        boolean[] should = new boolean[series.entries()];
        boolean[] still = new boolean[series.entries()];
        List<Integer> names = new ArrayList<>();
        for (int i = 0; i < should.length; i++) {
            should[i] = shouldMove(series, i);
            still[i] = should[i] && series.isStill(i);
            if (still[i]) {
                names.add(i);
            }
        }
        List<String> ids = new ArrayList<>();
        List<String> words = new ArrayList<>();
        int shorter = Math.min(rows, columns);
        match(should, still, i -> i / columns == 0, "first-row-not-written", "the first row", ids, words);
        match(should, still, i -> i / columns == rows - 1, "last-row-not-written", "the last row", ids, words);
        if (columns > 1) {
            match(should, still, i -> i % columns == 0, "first-column-not-written", "the first column", ids, words);
            match(
                    should,
                    still,
                    i -> i % columns == columns - 1,
                    "last-column-not-written",
                    "the last column",
                    ids,
                    words);
            match(
                    should,
                    still,
                    i -> Math.max(i / columns, i % columns) >= shorter,
                    "only-a-block-written",
                    "all but the " + shorter + " x " + shorter + " entries at the beginning",
                    ids,
                    words);
        }
        String where = words.isEmpty() ? describe(series, names) : String.join(", that is ", words);
        return new StillEntries(where, ids, names.size());
    }

    private static String describe(Series series, List<Integer> names) {
        List<String> shown = names.stream()
                .limit(NAMES)
                .map(entry -> series.parameter().entryName(entry))
                .toList();
        return Figures.count(names.size()) + " of " + Figures.count(series.entries()) + " entries, such as "
                + String.join(", ", shown);
    }

    private static void match(
            boolean[] should,
            boolean[] still,
            IntPredicate place,
            String id,
            String text,
            List<String> ids,
            List<String> words) {
        boolean any = false;
        for (int i = 0; i < should.length; i++) {
            if (still[i] != (should[i] && place.test(i))) {
                return;
            }
            any |= still[i];
        }
        if (any) {
            ids.add(id);
            words.add(text);
        }
    }
}
