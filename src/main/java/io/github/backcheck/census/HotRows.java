package io.github.backcheck.census;

import io.github.backcheck.text.Fact;
import io.github.backcheck.text.Figures;
import io.github.backcheck.text.Lists;
import java.util.ArrayList;
import java.util.List;

/**
 * How many targets of each row are hot: the higher one of two values. A row is empty if all its targets are 0 or all the
 * lower value. Rows of zeros are left out when the two values are looked for, so that a row that was never filled shows
 * beside targets of −1 and +1, too. Values are compared exactly.
 *
 * @param kind what the rows look like
 * @param single rows with exactly one hot target
 * @param empty rows with none
 * @param several rows with two or more
 * @param firstEmpty the first samples whose row is empty, ascending, at most ten
 * @param firstSeveral the first samples with several hot targets, ascending, at most ten
 */
public record HotRows(
        TargetKind kind, int single, int empty, int several, List<Integer> firstEmpty, List<Integer> firstSeveral) {

    private static final int EXAMPLES = 10;

    /** One-hot with empty rows are only targets of which at least this share has one hot target. */
    private static final double MOSTLY = 0.5;

    /** With more rows than this that have several hot targets, they are meant to have. */
    private static final double SLIPS = 0.02;

    /**
     * Copies the lists.
     *
     * @param kind kept as it is
     * @param single any number
     * @param empty any number
     * @param several any number
     * @param firstEmpty copied
     * @param firstSeveral copied
     */
    public HotRows {
        firstEmpty = List.copyOf(firstEmpty);
        firstSeveral = List.copyOf(firstSeveral);
    }

    static HotRows of(Rows targets) {
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (int s = 0; s < targets.count(); s++) {
            double[] row = targets.row(s);
            if (row.length == 1 || !isZero(row)) {
                for (double value : row) {
                    low = Math.min(low, value);
                    high = Math.max(high, value);
                }
            }
        }
        if (targets.columns() == 1) {
            return of(single(targets, low, high));
        }
        if (low > high) {
            return count(targets, 0, 1); // not a single target was ever set
        }
        return low == high ? constant(targets, low) : count(targets, low, high);
    }

    private static HotRows of(TargetKind kind) {
        return new HotRows(kind, 0, 0, 0, List.of(), List.of());
    }

    private static TargetKind single(Rows targets, double low, double high) {
        if (low == high) {
            return TargetKind.CONSTANT;
        }
        for (int s = 0; s < targets.count(); s++) {
            double value = targets.row(s)[0];
            if (value != low && value != high) {
                return TargetKind.NUMBERS;
            }
        }
        return TargetKind.TWO_CLASSES;
    }

    /** Rows of zeros beside rows in which all targets are the same are several labels; without any, nothing varies. */
    private static HotRows constant(Rows targets, double value) {
        for (int s = 0; s < targets.count(); s++) {
            if (targets.row(s)[0] != value) {
                return count(targets, Math.min(0, value), Math.max(0, value));
            }
        }
        return of(TargetKind.CONSTANT);
    }

    private static HotRows count(Rows targets, double low, double high) {
        int single = 0;
        List<Integer> empty = new ArrayList<>();
        List<Integer> several = new ArrayList<>();
        Growth growth = new Growth(high, targets.columns());
        for (int s = 0; s < targets.count(); s++) {
            double[] row = targets.row(s);
            growth.add(row);
            int hot = isZero(row) ? 0 : hot(row, low, high);
            if (hot < 0) {
                return of(TargetKind.NUMBERS);
            }
            if (hot == 1) {
                single++;
            } else {
                (hot == 0 ? empty : several).add(s);
            }
        }
        return new HotRows(
                growth.seen() ? TargetKind.NEVER_CLEARED : kind(single, empty.size(), several.size()),
                single,
                empty.size(),
                several.size(),
                first(empty),
                first(several));
    }

    private static TargetKind kind(int single, int empty, int several) {
        int rows = single + empty + several;
        if (single == rows) {
            return TargetKind.ONE_HOT;
        }
        return empty == rows || (single >= MOSTLY * rows && several <= SLIPS * rows)
                ? TargetKind.BROKEN_ONE_HOT
                : TargetKind.SEVERAL_LABELS;
    }

    /** Below 0 if the row holds a third value. */
    private static int hot(double[] row, double low, double high) {
        int hot = 0;
        for (double value : row) {
            if (value == high) {
                hot++;
            } else if (value != low) {
                return -1;
            }
        }
        return hot;
    }

    private static boolean isZero(double[] row) {
        for (double value : row) {
            if (value != 0) {
                return false;
            }
        }
        return true;
    }

    private static List<Integer> first(List<Integer> samples) {
        return samples.subList(0, Math.min(EXAMPLES, samples.size()));
    }

    Fact fact() {
        return new Fact("rows of targets", toString());
    }

    /** As in {@code one-hot but for 12 rows: 12 empty (first samples 0, 7, 9)}. */
    @Override
    public String toString() {
        return switch (kind) {
            case ONE_HOT -> "one-hot";
            case TWO_CLASSES -> "one output with two values";
            case CONSTANT -> "all the same";
            case NUMBERS -> "numbers, no classes";
            case SEVERAL_LABELS ->
                "not one-hot, several labels: " + Figures.count(single) + " rows with one hot target, "
                        + Figures.count(several) + " with more, " + Figures.count(empty) + " with none";
            case NEVER_CLEARED ->
                "each row keeps the hot targets of the row before: from one in the first sample, "
                        + Figures.count(several) + " rows have several";
            case BROKEN_ONE_HOT -> "one-hot in " + Figures.count(single) + " rows, but " + exceptions();
        };
    }

    private String exceptions() {
        List<String> parts = new ArrayList<>();
        if (empty > 0) {
            parts.add(Figures.count(empty) + " empty (first: " + Lists.indices(firstEmpty) + ")");
        }
        if (several > 0) {
            parts.add(
                    Figures.count(several) + " with several hot targets (first: " + Lists.indices(firstSeveral) + ")");
        }
        return String.join(", ", parts);
    }
}
