package io.github.backcheck.audit;

import io.github.backcheck.text.Figures;

/**
 * How much a defect matters here: what a short training run on the same data comes to with it and without it, on the reference
 * network with the program's weights, and whether a step still goes down.
 *
 * @param cosine between the gradient with the defect and the right one; NaN if one of them is 0
 * @param steps of both runs
 * @param before loss at the start
 * @param with loss at the end of the run with the defect
 * @param without loss at the end of the run without
 */
public record Impact(double cosine, int steps, double before, double with, double without) {

    /** How much it matters. */
    public enum Grade {
        /** With the defect, next to nothing is learned. */
        BREAKS("breaks learning"),
        /** With the defect, clearly less is learned. */
        HURTS("hurts learning"),
        /** Much the same is learned. */
        MILD("mild"),
        /** With the defect, clearly more is learned in this run. */
        RESCUES("helps this run");

        private final String words;

        Grade(String words) {
            this.words = words;
        }

        /** As reports say it. */
        @Override
        public String toString() {
            return words;
        }
    }

    /** A run that gains less than this share of what the other gains learns next to nothing. */
    private static final double NOTHING = 0.05;

    /** Gains that differ by less than this share of the larger are much the same. */
    private static final double SAME = 0.2;

    /**
     * How much the defect matters.
     *
     * @return by the gains of the two runs
     */
    public Grade grade() {
        double gainWith = before - with;
        double gainWithout = before - without;
        if (!(gainWith > NOTHING * gainWithout) || gainWith <= 0) {
            return gainWithout > 0 ? Grade.BREAKS : Grade.MILD;
        }
        return gainWith < (1 - SAME) * gainWithout
                ? Grade.HURTS
                : gainWithout < (1 - SAME) * gainWith ? Grade.RESCUES : Grade.MILD;
    }

    /** As in {@code breaks learning: after 100 steps the loss is 2.31 with it, 0.42 without, 2.35 at the start}. */
    @Override
    public String toString() {
        return grade() + ": after " + Figures.count(steps, "step") + " of training the loss is " + Figures.of(with)
                + " with it and " + Figures.of(without) + " without, from " + Figures.of(before)
                + " at the start; a step "
                + (Double.isNaN(cosine)
                        ? "goes nowhere"
                        : (cosine > 0 ? "goes down" : "climbs") + ", cosine with the right direction "
                                + Figures.of(cosine));
    }
}
