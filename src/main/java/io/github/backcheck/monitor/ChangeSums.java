package io.github.backcheck.monitor;

import io.github.backcheck.model.UpdateWatcher;
import org.jspecify.annotations.Nullable;

/** The sums behind the norm of a change Δθ, that of θ before it, and where it pointed. */
final class ChangeSums {

    /** From this sum on, a square lost to underflow (below 2⁻¹⁰²²) is too small to matter. */
    private static final double SMALLEST_SAFE = 0x1p-900;

    private final double[] moved = new double[UpdateWatcher.PIECE];
    private final ScalarProduct changes;
    private final ScalarProduct norms;
    private final DirectionSums directions;
    private double change;
    private double norm;

    /** For a parameter of that many entries. */
    ChangeSums(int size) {
        this.changes = new ScalarProduct(size);
        this.norms = new ScalarProduct(size);
        this.directions = new DirectionSums(size);
    }

    /** Starts with the next comparison, without the gradient that made the change if there is none to be had. */
    void begin(double @Nullable [] appliedGradient) {
        directions.begin(appliedGradient);
    }

    /** Adds a piece: its values before, from index 0, and the parameter now, of which it is the entries from to to − 1. */
    void add(double[] before, double[] parameter, int from, int to) {
        int size = to - from;
        System.arraycopy(parameter, from, moved, 0, size);
        subtract(moved, before, size);
        changes.add(moved, moved, size);
        norms.add(before, before, size);
        directions.add(before, moved, from, size);
    }

    private static void subtract(double[] from, double[] what, int size) {
        for (int i = 0; i < size; i++) {
            from[i] -= what[i];
        }
    }

    /** Ends a comparison: adds up, and starts anew. */
    void finish() {
        change = changes.take();
        norm = norms.take();
        directions.finish(change, norm);
    }

    /** ‖Δθ‖. */
    double weightChange() {
        return Math.sqrt(change);
    }

    /** ‖θ‖ before. */
    double normBefore() {
        return Math.sqrt(norm);
    }

    DirectionSums directions() {
        return directions;
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
