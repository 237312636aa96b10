package io.github.backcheck.audit;

import io.github.backcheck.text.Figures;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

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

    /**
     * A part of a matrix that a loop with wrong bounds leaves out.
     *
     * @param id of the defect
     * @param words which part
     * @param contains says of the index of an entry, row by row, whether it belongs to the part
     */
    private record Place(String id, String words, IntPredicate contains) {}

    private static List<Place> places(int rows, int columns) {
        List<Place> places = new ArrayList<>();
        places.add(new Place("first-row-not-written", "the first row", i -> i / columns == 0));
        places.add(new Place("last-row-not-written", "the last row", i -> i / columns == rows - 1));
        if (columns > 1) {
            int side = Math.min(rows, columns);
            places.add(new Place("first-column-not-written", "the first column", i -> i % columns == 0));
            places.add(new Place("last-column-not-written", "the last column", i -> i % columns == columns - 1));
            places.add(new Place(
                    "only-a-block-written",
                    "all but the " + side + " x " + side + " entries at the beginning",
                    i -> Math.max(i / columns, i % columns) >= side));
        }
        return places;
    }

    /** Whether an entry stayed where it was without a reason. */
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
        List<Integer> worth = IntStream.range(0, series.entries())
                .filter(entry -> shouldMove(series, entry))
                .boxed()
                .toList();
        List<Integer> still = worth.stream().filter(series::isStill).toList();
        List<Place> places = places(
                        series.parameter().rows(), series.parameter().columns())
                .stream()
                .filter(place -> still.equals(
                        worth.stream().filter(place.contains()::test).toList()))
                .toList();
        String where = places.isEmpty()
                ? describe(series, still)
                : places.stream().map(Place::words).collect(Collectors.joining(", that is "));
        return new StillEntries(where, places.stream().map(Place::id).toList(), still.size());
    }

    private static String describe(Series series, List<Integer> still) {
        String names = still.stream()
                .limit(NAMES)
                .map(entry -> series.parameter().entryName(entry))
                .collect(Collectors.joining(", "));
        return Figures.count(still.size()) + " of " + Figures.count(series.entries()) + " entries, such as " + names;
    }
}
