package io.github.backcheck.probe;

import io.github.backcheck.text.Fact;
import io.github.backcheck.text.Outline;
import io.github.backcheck.text.PlainText;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What of a program follows its parameters and the batch it is asked about.
 *
 * @param judgement noticed where something does not; the worst of the parts
 * @param followsParameters for each quantity, noticed where it stayed the same to the last bit whatever all parameters were
 *     set to
 * @param ignored the parameters on which outputs or loss do not depend at all, while they depend on others
 * @param lossTraits what is wrong with the way in which the loss reads its batch
 * @param lossJudgement noticed where there is such a trait
 */
public record StaleReport(
        Judgement judgement,
        Map<Quantity, Judgement> followsParameters,
        List<Ignored> ignored,
        List<LossTrait> lossTraits,
        Judgement lossJudgement) {

    /** A number, or numbers, that a program computes from its parameters. */
    public enum Quantity {
        /** What predict(inputs) returns. */
        OUTPUTS("outputs"),
        /** What loss(batch) returns. */
        LOSS("loss"),
        /** What reportedLoss(batch) returns. */
        REPORTED_LOSS("reported loss"),
        /** What reportedAccuracy(batch) returns. */
        REPORTED_ACCURACY("reported accuracy");

        private final String words;

        Quantity(String words) {
            this.words = words;
        }

        @Override
        public String toString() {
            return words;
        }
    }

    /** A way in which a loss does not read the batch that it is given. */
    public enum LossTrait {
        /** The loss of a batch is another one after other inputs were predicted. */
        USES_THE_LAST_PREDICTION(
                "the loss of a batch changes when other inputs are predicted before it: it is computed from"
                        + " outputs kept from the last forward pass"),
        /** The loss does not change when the inputs do, though the outputs do. */
        IGNORES_INPUTS("the loss stays the same when the inputs of the batch are exchanged, the outputs do not: it is"
                + " computed from outputs kept from somewhere else"),
        /** The loss does not change when the targets do. */
        IGNORES_TARGETS("the loss stays the same when the targets of the batch are exchanged: it is computed from other"
                + " targets");

        private final String words;

        LossTrait(String words) {
            this.words = words;
        }

        @Override
        public String toString() {
            return words;
        }
    }

    /**
     * A parameter on which something does not depend.
     *
     * @param parameter its name
     * @param quantity {@link Quantity#OUTPUTS} or {@link Quantity#LOSS}
     */
    public record Ignored(String parameter, Quantity quantity) {

        /** As in {@code outputs do not depend on hidden/b}. */
        @Override
        public String toString() {
            return (quantity == Quantity.OUTPUTS ? "outputs do" : "the " + quantity + " does") + " not depend on "
                    + parameter;
        }
    }

    /**
     * Copies the collections.
     *
     * @param judgement kept as it is
     * @param followsParameters copied
     * @param ignored copied
     * @param lossTraits copied
     * @param lossJudgement kept as it is
     */
    public StaleReport {
        followsParameters = Map.copyOf(followsParameters);
        ignored = List.copyOf(ignored);
        lossTraits = List.copyOf(lossTraits);
    }

    /**
     * Whether a quantity was found not to follow the parameters.
     *
     * @param quantity which
     * @return false also where it was not judged
     */
    public boolean isStale(Quantity quantity) {
        Judgement follows = followsParameters.get(quantity);
        return follows != null && follows.isNoticed();
    }

    static StaleReport notJudged(String reason) {
        Judgement none = Judgement.notJudged(reason);
        return new StaleReport(none, Map.of(), List.of(), List.of(), none);
    }

    /**
     * Adds the report to an outline.
     *
     * @param page where to. Modified.
     * @return the outline
     */
    public Outline describeTo(Outline page) {
        List<Fact> facts = new ArrayList<>();
        for (Quantity quantity : Quantity.values()) {
            Judgement follows = followsParameters.get(quantity);
            if (follows != null) {
                facts.add(new Fact(
                        quantity + (quantity == Quantity.OUTPUTS ? " follow" : " follows") + " the parameters",
                        follows.isNoticed() ? "no, the same whatever all parameters are" : words(follows)));
            }
        }
        ignored.forEach(i -> facts.add(new Fact("ignored", i.toString())));
        facts.add(new Fact("the loss reads its batch", lossJudgement.isNoticed() ? "no" : words(lossJudgement)));
        lossTraits.forEach(trait -> facts.add(new Fact("how", trait.toString())));
        return page.heading("Following parameters and data").facts(facts);
    }

    private static String words(Judgement judgement) {
        return judgement.isJudged() ? "yes" : judgement.toString();
    }

    /** A heading and a few facts. */
    @Override
    public String toString() {
        return describeTo(new PlainText()).toString();
    }
}
