package io.github.backcheck.probe;

import io.github.backcheck.text.Fact;
import io.github.backcheck.text.Figures;
import io.github.backcheck.text.Outline;
import io.github.backcheck.text.PlainText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What must hold between the answers of a correct program to batches that are related.
 *
 * @param judgement noticed where a law is broken
 * @param combination how the loss of a batch is put together from those of its samples
 * @param checks one per law that could be looked at
 * @param missing what could not be looked at, and why; empty if everything could
 */
public record LawsReport(Judgement judgement, Combination combination, List<Check> checks, List<String> missing) {

    /** How the losses of samples become the loss of a batch. */
    public enum Combination {
        /** Their mean, plus a penalty that does not depend on the batch. */
        MEAN("mean over the batch"),
        /** Their sum, plus a penalty that does not depend on the batch. */
        SUM("sum over the batch"),
        /** Their mean, plus a penalty divided by the number of samples in the batch. */
        MEAN_WITH_SHARED_PENALTY("mean over the batch, with a penalty divided by the number of samples"),
        /** None of these. */
        OTHER("neither mean nor sum over the batch"),
        /** Not known. */
        UNKNOWN("not known");

        private final String words;

        Combination(String words) {
            this.words = words;
        }

        @Override
        public String toString() {
            return words;
        }
    }

    /** What must hold. */
    public enum Law {
        /** A batch that holds every sample twice, or three times, has the same loss (mean) or the multiple (sum). */
        LOSS_OF_COPIES("the loss of a batch that holds every sample twice"),
        /** The order of the samples does not change the loss. */
        LOSS_IN_ANY_ORDER("the loss in another order of the samples"),
        /** The losses of single samples make up the loss of the batch. */
        LOSS_OF_SINGLES("the losses of the samples alone, put together"),
        /** The gradient goes with the loss when every sample is there twice. */
        GRADIENT_OF_COPIES("the gradient of a batch that holds every sample twice"),
        /** The order of the samples does not change the gradient. */
        GRADIENT_IN_ANY_ORDER("the gradient in another order of the samples"),
        /** The gradients of single samples make up the gradient of the batch. */
        GRADIENT_OF_SINGLES("the gradients of the samples alone, put together");

        private final String words;

        Law(String words) {
            this.words = words;
        }

        @Override
        public String toString() {
            return words;
        }
    }

    /**
     * One law, looked at.
     *
     * @param law which
     * @param holds whether it holds within rounding
     * @param deviation the largest difference, against the largest number compared
     * @param where the entry of the largest difference, such as {@code hidden/W[3,17]}; {@code loss} for the loss
     */
    public record Check(Law law, boolean holds, double deviation, String where) {

        /** As in {@code broken: off by 0.5 of the largest entry, at hidden/W[3,17]}. */
        @Override
        public String toString() {
            return holds ? "as expected" : "broken: off by " + Figures.of(deviation) + ", relative, at " + where;
        }
    }

    /**
     * Copies the lists.
     *
     * @param judgement kept as it is
     * @param combination kept as it is
     * @param checks copied
     * @param missing copied
     */
    public LawsReport {
        checks = List.copyOf(checks);
        missing = List.copyOf(missing);
    }

    /**
     * What came of one law.
     *
     * @param law which
     * @return empty if it could not be looked at
     */
    public Optional<Check> of(Law law) {
        return checks.stream().filter(check -> check.law() == law).findFirst();
    }

    static LawsReport notJudged(String reason) {
        return new LawsReport(Judgement.notJudged(reason), Combination.UNKNOWN, List.of(), List.of(reason));
    }

    /**
     * Adds the report to an outline.
     *
     * @param page where to. Modified.
     * @return the outline
     */
    public Outline describeTo(Outline page) {
        List<Fact> facts = new ArrayList<>();
        facts.add(new Fact("related batches", judgement.toString()));
        facts.add(new Fact("loss of a batch", combination.toString()));
        checks.forEach(check -> facts.add(new Fact(check.law().toString(), check.toString())));
        missing.forEach(what -> facts.add(new Fact("not looked at", what)));
        return page.heading("Laws of batches").facts(facts);
    }

    /** A heading and a few facts. */
    @Override
    public String toString() {
        return describeTo(new PlainText()).toString();
    }
}
