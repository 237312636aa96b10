package io.github.backcheck.audit;

import io.github.backcheck.audit.Layers.Part;

/**
 * How what a program says about a batch depends on what it said before. Read off a few calls at the same parameters.
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
        /** The call before counts too, or alone: the second of two calls with the same batch is free of others. */
        ONE_BEHIND,
        /** Every call gives the same, whatever the batch. */
        STUCK,
        /** Something else. */
        UNREADABLE
    }

    /** Differences of readings this close to each other are the same. */
    private static final double SAME = 1e-9;

    /** The ratio of two differences is off by their rounding. */
    private static final double SAME_RATIO = 1e-6;

    static final Recall NOTHING = new Recall(Kind.NONE, 0);

    /** From a call with one batch and two with another, of which the gradient is another. */
    static Recall across(Part before, Part onOther, Part onOtherAgain) {
        if (!before.isKnown()) {
            return NOTHING;
        }
        double size = Math.max(Vectors.norm(before.values()), Vectors.norm(onOtherAgain.values()));
        double allowed = SAME * size + before.rounding() + onOther.rounding() + onOtherAgain.rounding();
        if (Vectors.distance(onOther.values(), onOtherAgain.values()) > allowed) {
            return new Recall(Kind.ONE_BEHIND, 0);
        }
        boolean stuck = size > allowed && Vectors.distance(before.values(), onOther.values()) == 0;
        return stuck ? new Recall(Kind.STUCK, 0) : NOTHING;
    }

    /** From three calls with one batch. */
    static Recall of(Part first, Part second, Part third) {
        if (!first.isKnown()) {
            return NOTHING;
        }
        double size = Math.max(Vectors.norm(second.values()), Vectors.norm(third.values()));
        double allowed = SAME * size + first.rounding() + second.rounding() + third.rounding();
        double[] earlier = Vectors.sum(second.values(), -1, first.values());
        double[] later = Vectors.sum(third.values(), -1, second.values());
        if (Vectors.norm(later) <= allowed) {
            return NOTHING;
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
