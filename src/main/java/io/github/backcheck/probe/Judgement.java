package io.github.backcheck.probe;

import java.util.Objects;

/**
 * What became of one question to a program.
 *
 * @param outcome whether something was noticed
 * @param reason why it could not be judged; empty in the other cases
 */
public record Judgement(Outcome outcome, String reason) {

    /** The three things that can become of a question. */
    public enum Outcome {
        /** The program answered as a program without this fault does. */
        AS_EXPECTED("as expected"),
        /** The program answered as only a program with a fault does. */
        NOTICED("noticed"),
        /** Something was missing that is needed to tell. */
        NOT_JUDGED("not judged");

        private final String words;

        Outcome(String words) {
            this.words = words;
        }

        @Override
        public String toString() {
            return words;
        }
    }

    /**
     * Checks that a reason is given where one is needed.
     *
     * @param outcome whether something was noticed
     * @param reason why it could not be judged; empty in the other cases
     * @throws IllegalArgumentException if the reason is missing or superfluous
     */
    public Judgement {
        Objects.requireNonNull(outcome, "outcome");
        if (reason.isBlank() == (outcome == Outcome.NOT_JUDGED)) {
            throw new IllegalArgumentException(
                    "a reason belongs to what was not judged and to nothing else: " + outcome + ", '" + reason + "'");
        }
    }

    static Judgement asExpected() {
        return new Judgement(Outcome.AS_EXPECTED, "");
    }

    static Judgement noticed() {
        return new Judgement(Outcome.NOTICED, "");
    }

    static Judgement notJudged(String reason) {
        return new Judgement(Outcome.NOT_JUDGED, reason);
    }

    /** The worse of two: noticed before not judged before as expected. */
    Judgement or(Judgement other) {
        if (isNoticed() || other.isNoticed()) {
            return isNoticed() ? this : other;
        }
        return isJudged() ? other : this;
    }

    /**
     * Whether the program answered as only a program with a fault does.
     *
     * @return true for {@link Outcome#NOTICED}
     */
    public boolean isNoticed() {
        return outcome == Outcome.NOTICED;
    }

    /**
     * Whether the question was answered at all.
     *
     * @return false for {@link Outcome#NOT_JUDGED}
     */
    public boolean isJudged() {
        return outcome != Outcome.NOT_JUDGED;
    }

    /** As in {@code noticed} or {@code not judged: needs predict(inputs)}. */
    @Override
    public String toString() {
        return reason.isEmpty() ? outcome.toString() : outcome + ": " + reason;
    }
}
