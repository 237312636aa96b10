package io.github.backcheck.monitor;

import io.github.backcheck.model.UpdateWatcher;
import java.util.Arrays;

/**
 * The sums behind norms and angles of a change: Σ(Δθ)², Σθ² and Σθ·Δθ, θ before the change. Each place in a piece has sums
 * of its own, which are added up at the end: loops that add a whole array to a whole array of the same indices are what a
 * compiler turns into vector instructions. Pieces of the same size give the same bits.
 */
final class ChangeSums {

    /** From this sum on, a square lost to underflow (below 2⁻¹⁰²²) is too small to matter. */
    private static final double SMALLEST_SAFE = 0x1p-900;

    private final double[] after = new double[UpdateWatcher.PIECE];
    private final double[] changes = new double[UpdateWatcher.PIECE];
    private final double[] norms = new double[UpdateWatcher.PIECE];
    private final double[] products = new double[UpdateWatcher.PIECE];
    private final int used;
    private double change;
    private double norm;
    private double product;

    /** For a parameter of that many entries. */
    ChangeSums(int size) {
        this.used = Math.min(size, UpdateWatcher.PIECE);
    }

    /** Adds a piece: its values before, from index 0, and the parameter now, of which it is the entries from to to − 1. */
    void add(double[] before, double[] parameter, int from, int to) {
        int size = to - from;
        System.arraycopy(parameter, from, after, 0, size);
        addChanges(changes, before, after, size);
        addSquares(norms, before, size);
        addProducts(products, before, after, size);
    }

    private static void addChanges(double[] sums, double[] before, double[] after, int size) {
        for (int i = 0; i < size; i++) {
            double moved = after[i] - before[i];
            sums[i] += moved * moved;
        }
    }

    private static void addSquares(double[] sums, double[] before, int size) {
        for (int i = 0; i < size; i++) {
            sums[i] += before[i] * before[i];
        }
    }

    private static void addProducts(double[] sums, double[] before, double[] after, int size) {
        for (int i = 0; i < size; i++) {
            sums[i] += (after[i] - before[i]) * before[i];
        }
    }

    /** Ends a comparison: adds up, and starts anew. */
    void finish() {
        change = takeSum(changes);
        norm = takeSum(norms);
        product = takeSum(products);
    }

    /** In four parts, so that additions need not wait for each other. */
    private double takeSum(double[] sums) {
        double first = 0;
        double second = 0;
        double third = 0;
        double fourth = 0;
        int i = 0;
        for (; i + 3 < used; i += 4) {
            first += sums[i];
            second += sums[i + 1];
            third += sums[i + 2];
            fourth += sums[i + 3];
        }
        for (; i < used; i++) {
            first += sums[i];
        }
        Arrays.fill(sums, 0, used, 0);
        return (first + second) + (third + fourth);
    }

    /** ‖Δθ‖. */
    double weightChange() {
        return Math.sqrt(change);
    }

    /** ‖θ‖ before. */
    double normBefore() {
        return Math.sqrt(norm);
    }

    /** The cosine of the angle between Δθ and −θ; NaN where one of them is 0 or not finite. */
    double shrinking() {
        return Cosine.of(-product, change, norm);
    }

    /** Whether no square overflowed and none that matters was lost to underflow. */
    boolean weightChangeIsSafe() {
        return isSafe(change);
    }

    boolean normIsSafe() {
        return isSafe(norm);
    }

    private static boolean isSafe(double sum) {
        return sum >= SMALLEST_SAFE && sum < Double.POSITIVE_INFINITY;
    }

    boolean notFinite() {
        return !(Double.isFinite(change) && Double.isFinite(norm));
    }
}
