package io.github.backcheck.audit;

import io.github.backcheck.audit.Layers.Part;

/**
 * How what a program says about a batch depends on what it said before. Read off a few calls with the same batch at the same
 * parameters: r₁, r₂, r₃, and one with another batch, r₄.
 *
 * @param kind of dependence
 * @param share c in r_t = g_t + c r_{t−1}
 */
record Recall(Kind kind, double share) {

    enum Kind {
        /** Only the batch at hand counts. */
        NONE,
        /** r_t = g_t + c r_{t−1}: sums that are not reset, with c = 1, or a momentum. */
        ADDS_UP,
        /** r_t = g_{t−1}: each call gives what belongs to the call before. */
        ONE_BEHIND,
        /** Something else. */
        UNREADABLE
    }

    /** Differences of readings this close to each other are the same. */
    private static final double SAME = 1e-9;

    /** The ratio of two differences is off by their rounding. */
    private static final double SAME_RATIO = 1e-6;

    static final Recall NOTHING = new Recall(Kind.NONE, 0);

    static Recall of(Part first, Part second, Part third, Part onOther) {
        if (!first.isKnown()) {
            return NOTHING;
        }
        double size = Math.max(Vectors.norm(second.values()), Vectors.norm(third.values()));
        double allowed = SAME * size + first.rounding() + second.rounding() + third.rounding();
        double[] earlier = Vectors.sum(second.values(), -1, first.values());
        double[] later = Vectors.sum(third.values(), -1, second.values());
        if (Vectors.norm(later) <= allowed) {
            boolean steady = Vectors.norm(earlier) <= allowed;
            boolean behind = !steady && Vectors.distance(onOther.values(), third.values()) <= allowed;
            return behind ? new Recall(Kind.ONE_BEHIND, 0) : NOTHING;
        }
        double squares = Vectors.dot(earlier, earlier);
        double ratio = squares == 0 ? Double.NaN : Vectors.dot(later, earlier) / squares;
        double off = Vectors.norm(Vectors.sum(later, -ratio, earlier));
        boolean geometric = Math.abs(ratio) <= 1 + SAME_RATIO && off <= SAME_RATIO * Vectors.norm(later) + 2 * allowed;
        return geometric ? new Recall(Kind.ADDS_UP, snapped(ratio)) : new Recall(Kind.UNREADABLE, 0);
    }

    /** People write constants of a few digits. */
    private static double snapped(double ratio) {
        double rounded = Math.rint(ratio * 1e6) / 1e6;
        return Math.abs(rounded - ratio) <= SAME_RATIO ? rounded : ratio;
    }
}
