package io.github.backcheck.monitor;

/**
 * The sums behind norms and angles of a change: Σ(Δθ)², Σθ² and Σθ·Δθ, θ before the change. Each is kept in four parts
 * within a piece, so that additions need not wait for each other; pieces of the same size give the same bits.
 */
final class ChangeSums {

    /** From this sum on, a square lost to underflow (below 2⁻¹⁰²²) is too small to matter. */
    private static final double SMALLEST_SAFE = 0x1p-900;

    private double change;
    private double norm;
    private double product;

    void reset() {
        change = 0;
        norm = 0;
        product = 0;
    }

    /** Adds a piece: its values before, from index 0, and the parameter after, of which it is the entries from to to − 1. */
    void add(double[] before, double[] after, int from, int to) {
        double change0 = 0;
        double change1 = 0;
        double change2 = 0;
        double change3 = 0;
        double norm0 = 0;
        double norm1 = 0;
        double norm2 = 0;
        double norm3 = 0;
        double product0 = 0;
        double product1 = 0;
        double product2 = 0;
        double product3 = 0;
        int size = to - from;
        int k = 0;
        for (; k + 3 < size; k += 4) {
            double old = before[k];
            double moved = after[from + k] - old;
            change0 += moved * moved;
            norm0 += old * old;
            product0 += old * moved;
            old = before[k + 1];
            moved = after[from + k + 1] - old;
            change1 += moved * moved;
            norm1 += old * old;
            product1 += old * moved;
            old = before[k + 2];
            moved = after[from + k + 2] - old;
            change2 += moved * moved;
            norm2 += old * old;
            product2 += old * moved;
            old = before[k + 3];
            moved = after[from + k + 3] - old;
            change3 += moved * moved;
            norm3 += old * old;
            product3 += old * moved;
        }
        for (; k < size; k++) {
            double old = before[k];
            double moved = after[from + k] - old;
            change0 += moved * moved;
            norm0 += old * old;
            product0 += old * moved;
        }
        change += (change0 + change1) + (change2 + change3);
        norm += (norm0 + norm1) + (norm2 + norm3);
        product += (product0 + product1) + (product2 + product3);
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

    /** Whether squares may have overflowed or been lost to underflow, or something is not finite. */
    boolean unsafe() {
        return !(change >= SMALLEST_SAFE && norm >= SMALLEST_SAFE && change + norm < Double.POSITIVE_INFINITY);
    }

    boolean notFinite() {
        return !(Double.isFinite(change) && Double.isFinite(norm));
    }
}
