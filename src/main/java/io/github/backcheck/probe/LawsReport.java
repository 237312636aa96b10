package io.github.backcheck.probe;

import io.github.backcheck.text.Fact;
import io.github.backcheck.text.Figures;
import io.github.backcheck.text.Outline;
import io.github.backcheck.text.PlainText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What must hold between the answers of a correct program to questions that are related.
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
        LOSS_OF_COPIES(
                "loss, every sample twice", "neither a mean nor a sum behaves so: look at what the loss is divided by"),
        /** The order of the samples does not change the loss. */
        LOSS_IN_ANY_ORDER(
                "loss, samples reordered",
                "the place of a sample in the batch plays a part: look for a loop that ends early and for what is kept from the"
                        + " sample before"),
        /** The losses of single samples make up the loss of the batch. */
        LOSS_OF_SINGLES(
                "loss, from single samples",
                "a sample counts differently in company: look for samples that are left out or that mix"),
        /** The losses of two parts of unequal size make up the loss of the batch. */
        LOSS_OF_PARTS(
                "loss, from two parts",
                "a sample counts differently in other company: look for samples that are left out or that mix"),
        /** The gradient goes with the loss when every sample is there twice. */
        GRADIENT_OF_COPIES(
                "gradient, every sample twice",
                "it does not go with the loss: look whether one is summed over the batch where the other is averaged"),
        /** The order of the samples does not change the gradient. */
        GRADIENT_IN_ANY_ORDER(
                "gradient, samples reordered",
                "the place of a sample in the batch plays a part: look for sums that begin anew at each sample, or never"),
        /** The gradients of single samples make up the gradient of the batch. */
        GRADIENT_OF_SINGLES(
                "gradient, from single samples",
                "a sample counts differently in company: look for sums that begin anew at each sample, or never"),
        /** The gradients of two parts of unequal size make up the gradient of the batch. */
        GRADIENT_OF_PARTS(
                "gradient, from two parts",
                "a sample counts differently in other company: look for a batch size that is written into the program"),
        /** A second call says the same, whatever was asked in between. */
        LOSS_AGAIN(
                "loss, asked for again",
                "something of the call before is still there: look for a sum that is not set back to 0, and for a running mean"),
        /** A second call says the same, whatever was asked in between. */
        GRADIENT_AGAIN(
                "gradient, asked for again",
                "something of the call before is still there: look for a sum that is not set back to 0"),
        /** Asking for the gradient does not change the loss. */
        LOSS_AFTER_GRADIENT(
                "loss, after a gradient",
                "gradient(batch) leaves something behind that loss(batch) reads: look for arrays that both of them use"),
        /** Asking changes no parameter, not in the last digit. */
        PARAMETERS_UNTOUCHED("parameters, after asking", "asking must not train: look for an update inside"),
        /** Asking draws no random number that a training would have drawn. */
        RANDOM_UNTOUCHED(
                "random numbers, after asking",
                "a training that is looked at would go another way than one that is not: look for dropout that is still on, and"
                        + " for a shuffle"),
        /** The order of the units in a hidden layer does not change the loss. */
        LOSS_IN_ANY_UNIT_ORDER(
                "loss, units reordered",
                "the place of a unit in its layer plays a part: look for a loop that starts at 1 or ends early, and for an index"
                        + " into the wrong row"),
        /** The gradient of a hidden unit goes with the unit when units change places. */
        GRADIENT_IN_ANY_UNIT_ORDER(
                "gradient, units reordered",
                "the place of a unit in its layer plays a part: look for a loop that starts at 1 or ends early, and for copies of"
                        + " weights that are out of date"),
        /** Where the targets are the outputs, the gradient is that of the penalty. */
        GRADIENT_AT_OWN_OUTPUTS(
                "gradient, outputs as targets",
                "nothing is left to learn there, and it is more than a penalty: look at what is sent back from the last layer, and"
                        + " whether the targets are read at all"),
        /** What λ adds to the gradient is the derivative of what it adds to the loss. */
        GRADIENT_OF_PENALTY(
                "gradient, of the penalty",
                "it is not the derivative of what lambda adds to the loss: look for a factor of 2, a missing layer, biases, and"
                        + " a division by the number of samples in one of the two");

        private final String words;
        private final String hint;

        Law(String words, String hint) {
            this.words = words;
            this.hint = hint;
        }

        /**
         * Where to look if it is broken.
         *
         * @return as in {@code asking must not train: look for an update inside}
         */
        public String hint() {
            return hint;
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
     * @param deviation the largest difference, against the largest number compared: the loss, or that of the same parameter
     * @param where the entry of the largest difference, such as {@code hidden/W[3,17]}; {@code loss} for the loss
     */
    public record Check(Law law, boolean holds, double deviation, String where) {

        /** As in {@code broken: off by 0.5, relative, at hidden/W[3,17]}. */
        @Override
        public String toString() {
            if (law == Law.RANDOM_UNTOUCHED) {
                return holds ? "as expected" : "broken: " + where + " draws";
            }
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

    /**
     * What was broken.
     *
     * @return one check per broken law; empty if none is
     */
    public List<Check> broken() {
        return checks.stream().filter(check -> !check.holds()).toList();
    }

    private String laws() {
        return judgement.isJudged() ? broken().size() + " of " + checks.size() + " broken" : judgement.toString();
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
        facts.add(new Fact("laws", laws()));
        facts.add(new Fact("loss of a batch", combination.toString()));
        checks.forEach(check -> facts.add(new Fact(check.law().toString(), check.toString())));
        missing.forEach(what -> facts.add(new Fact("not looked at", what)));
        page.heading("Laws of loss and gradient").facts(facts);
        broken().forEach(check -> page.bullet(check.law() + ": " + check.law().hint()));
        return page;
    }

    /** A heading and a few facts. */
    @Override
    public String toString() {
        return describeTo(new PlainText()).toString();
    }
}
