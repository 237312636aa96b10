package io.github.backcheck.monitor;

import io.github.backcheck.model.UpdateWatcher;
import org.jspecify.annotations.Nullable;

/**
 * The sums behind the angles of a change. They cost twice as much as its norm, so they are taken at the first comparisons
 * and then now and then.
 */
final class DirectionSums {

    /** All of the first comparisons are measured. */
    private static final int ALWAYS_UP_TO = 8;

    /** Then every one of this number. */
    private static final int EVERY = 16;

    private final double[] previous;
    private final double[] piece = new double[UpdateWatcher.PIECE];
    private final ScalarProduct shrinking;
    private final ScalarProduct continuing;
    private final ScalarProduct earlier;
    private final ScalarProduct downhill;
    private final ScalarProduct gradients;
    private double @Nullable [] gradient;
    private int comparison;
    private double withMinusValues = Double.NaN;
    private double withMinusGradient = Double.NaN;
    private double withChangeBefore = Double.NaN;

    DirectionSums(int size) {
        this.previous = new double[size];
        this.shrinking = new ScalarProduct(size);
        this.continuing = new ScalarProduct(size);
        this.earlier = new ScalarProduct(size);
        this.downhill = new ScalarProduct(size);
        this.gradients = new ScalarProduct(size);
    }

    void begin(double @Nullable [] appliedGradient) {
        comparison++;
        gradient = appliedGradient;
    }

    private static boolean due(int comparison) {
        return comparison <= ALWAYS_UP_TO || comparison % EVERY == 0;
    }

    /** A piece: its values before and how far they moved, both from index 0, and where in the parameter it starts. */
    void add(double[] before, double[] moved, int from, int size) {
        if (due(comparison)) {
            measure(before, moved, from, size);
        }
        if (due(comparison + 1)) {
            System.arraycopy(moved, 0, previous, from, size);
        }
    }

    private void measure(double[] before, double[] moved, int from, int size) {
        shrinking.add(before, moved, size);
        System.arraycopy(previous, from, piece, 0, size);
        continuing.add(piece, moved, size);
        earlier.add(piece, piece, size);
        double[] applied = gradient;
        if (applied != null) {
            System.arraycopy(applied, from, piece, 0, size);
            downhill.add(piece, moved, size);
            gradients.add(piece, piece, size);
        }
    }

    /** Ends a comparison of which these are the sums of squares; the next starts anew. */
    void finish(double change, double norm) {
        boolean measured = due(comparison);
        withMinusValues = measured ? Cosine.of(-shrinking.take(), change, norm) : Double.NaN;
        withMinusGradient = measured ? Cosine.of(-downhill.take(), change, gradients.take()) : Double.NaN;
        withChangeBefore = measured ? Cosine.of(continuing.take(), change, earlier.take()) : Double.NaN;
    }

    /** As {@link Directions#shrinking}. */
    double shrinking() {
        return withMinusValues;
    }

    /** As {@link Directions#downhill}. */
    double downhill() {
        return withMinusGradient;
    }

    /** As {@link Directions#continuing}. */
    double continuing() {
        return withChangeBefore;
    }
}
