package io.github.backcheck.probe;

import io.github.backcheck.monitor.ClassPredictions;
import io.github.backcheck.text.Fact;
import io.github.backcheck.text.Figures;
import io.github.backcheck.text.Outline;
import io.github.backcheck.text.PlainText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a program prints about itself, beside what its outputs say.
 *
 * @param accuracy the accuracy reported and recounted; empty where there is nothing to count
 * @param accuracyJudgement noticed where the two differ, or where it was not judged, why
 * @param loss the loss reported beside the loss descended; empty where one of them is missing
 * @param lossJudgement noticed where they have nothing to do with each other
 * @param predictions the recount; empty without outputs or classes
 * @param relabelling the exchange of classes under which most predictions are right; empty where not looked for
 * @param relabellingJudgement noticed where that exchange makes a bad network a good one
 */
public record EvaluationReport(
        Optional<Accuracy> accuracy,
        Judgement accuracyJudgement,
        Optional<ReportedLoss> loss,
        Judgement lossJudgement,
        Optional<ClassPredictions> predictions,
        Optional<Relabelling> relabelling,
        Judgement relabellingJudgement) {

    /** A way to count an accuracy. */
    public enum Formula {
        /** The share of samples whose largest output is at the class, the first of equals. */
        RIGHT("the share of samples predicted correctly"),
        /** The same, the last of equal outputs counting as the largest. */
        LAST_OF_EQUALS("the share of samples predicted correctly, the last of equal outputs taken as the largest"),
        /** The share of samples of which every output is on the right side of the middle. */
        ALL_OUTPUTS_RIGHT(
                "the share of samples with every single output on the right side of the middle between the two"
                        + " target values"),
        /** A quotient of integers, cut off: 0 unless all samples are right. */
        INTEGER_DIVISION("an integer division: the number of correct samples divided by the number of samples without a"
                + " fraction, which is 0 until every sample is right"),
        /** The share of single outputs on the right side of the middle. */
        SINGLE_OUTPUTS(
                "the share of single outputs on the right side of the middle between the two target values: all of"
                        + " them at 0 already give 1 - 1/classes"),
        /** The share of samples of class 0, whatever is predicted. */
        PREDICTION_TAKEN_AS_0(
                "the share of class 0: whatever the outputs, class 0 counts as predicted, as from an argmax"
                        + " that compares with NaN or never moves"),
        /** The share of predictions of class 0, whatever the targets. */
        TARGET_TAKEN_AS_0("the share of samples predicted as class 0: whatever the target, class 0 counts as true"),
        /** Every sample counts as right. */
        ALWAYS_ALL("every sample, whatever the outputs, as from the argmax of a single output, which is always 0"),
        /** Only the last samples count, {@link Accuracy#number()} of them. */
        LAST_SAMPLES("the share among the last samples only"),
        /** Only the first samples count, {@link Accuracy#number()} of them. */
        FIRST_SAMPLES("the share among the first samples only"),
        /** The right number divided by {@link Accuracy#number()}. */
        OTHER_DIVISOR("the number of correct samples divided by another number than that of the samples"),
        /** The share of samples predicted wrongly. */
        SHARE_WRONG("the share of samples predicted wrongly"),
        /** None of these. */
        UNKNOWN("none of the usual ways of counting");

        private final String words;

        Formula(String words) {
            this.words = words;
        }

        /** Whether a correct program may count like this. */
        boolean isSound() {
            return this == RIGHT || this == LAST_OF_EQUALS || this == ALL_OUTPUTS_RIGHT;
        }

        @Override
        public String toString() {
            return words;
        }
    }

    /**
     * An accuracy, reported and recounted.
     *
     * @param reported as the program returned it, a share or in percent
     * @param correct how many samples are predicted correctly
     * @param samples how many there are
     * @param formula what gives the reported number, here and wherever else the parameters were set to
     * @param number the number that the formula needs: how many samples count, or the divisor; 0 for the other formulas
     */
    public record Accuracy(double reported, int correct, int samples, Formula formula, double number) {

        /** As in {@code 0 reported, 91.2 % recounted}, and the formula. */
        @Override
        public String toString() {
            return Figures.precise(reported) + " reported, " + Figures.share(correct, samples) + " ("
                    + Figures.count(correct) + " of " + Figures.count(samples) + ") recounted";
        }
    }

    /** How a reported loss is related to the loss descended. */
    public enum LossRelation {
        /** The same number. */
        EQUAL("the same"),
        /** A constant times the loss. */
        FACTOR("the loss times a constant"),
        /** The loss without its penalty, or with another one. */
        WITHOUT_PENALTY("the loss without its penalty on the weights"),
        /** The square root of the loss, up to a constant. */
        ROOT("the square root of the loss, times a constant"),
        /** The squared error of the outputs, up to a constant, where the loss is another one. */
        SQUARED_ERROR("the squared error of the outputs, times a constant; the loss descended is another one"),
        /** The cross-entropy of the outputs, up to a constant, where the loss is another one. */
        CROSS_ENTROPY("the cross-entropy of the outputs, times a constant; the loss descended is another one"),
        /** The absolute error of the outputs, up to a constant, where the loss is another one. */
        ABSOLUTE_ERROR("the absolute error of the outputs, times a constant; the loss descended is another one"),
        /** None of these. */
        OTHER("neither the loss nor a multiple of it, nor an error of the outputs");

        private final String words;

        LossRelation(String words) {
            this.words = words;
        }

        @Override
        public String toString() {
            return words;
        }
    }

    /**
     * A loss as it is printed, beside the loss that is descended.
     *
     * @param reported as the program returned it
     * @param descended the loss of the model
     * @param relation what the one is of the other, here and wherever else the parameters were set to
     * @param factor the constant of the relation; 1 where there is none
     * @param factorName the constant in words, such as {@code number of samples}; empty if it has none
     */
    public record ReportedLoss(
            double reported, double descended, LossRelation relation, double factor, String factorName) {

        /** As in {@code 64 reported, 2 descended: the loss times a constant, 32 (number of samples)}. */
        @Override
        public String toString() {
            return Figures.precise(reported) + " reported, " + Figures.precise(descended) + " descended: " + relation
                    + (factor == 1 ? "" : ", " + Figures.precise(factor))
                    + (factorName.isEmpty() ? "" : " (" + factorName + ")");
        }
    }

    /**
     * An exchange of classes: samples of class k are predicted as {@code predictedAs.get(k)}.
     *
     * @param predictedAs a permutation of the classes
     * @param before the share of samples predicted correctly
     * @param after the share with classes exchanged
     * @param shift s if every class k is predicted as (k + s) mod classes; 0 if it is no shift
     */
    public record Relabelling(List<Integer> predictedAs, double before, double after, int shift) {

        /**
         * Copies the list.
         *
         * @param predictedAs copied
         * @param before kept as it is
         * @param after kept as it is
         * @param shift kept as it is
         */
        public Relabelling {
            predictedAs = List.copyOf(predictedAs);
        }

        /** As in {@code class k is predicted as class k + 1 (mod 10): 2.1 % correct, 96.1 % if that is taken back}. */
        @Override
        public String toString() {
            String how = shift == 0
                    ? "classes 0 to " + (predictedAs.size() - 1) + " are predicted as " + predictedAs
                    : "class k is predicted as class k + " + shift + " (mod " + predictedAs.size() + ")";
            return how + ": " + Figures.percent(before) + " correct, " + Figures.percent(after)
                    + " if that is taken back";
        }
    }

    /**
     * Whether anything was noticed.
     *
     * @return the worst of the three judgements
     */
    public Judgement judgement() {
        return accuracyJudgement.or(lossJudgement).or(relabellingJudgement);
    }

    /**
     * Adds the report to an outline.
     *
     * @param page where to. Modified.
     * @return the outline
     */
    public Outline describeTo(Outline page) {
        List<Fact> facts = new ArrayList<>();
        facts.add(new Fact("accuracy", accuracy.map(Accuracy::toString).orElse(accuracyJudgement.toString())));
        accuracy.filter(a -> a.formula() != Formula.RIGHT)
                .ifPresent(a -> facts.add(new Fact(
                        "reported is", a.formula() + (a.number() == 0 ? "" : ": " + Figures.precise(a.number())))));
        facts.add(new Fact("loss", loss.map(ReportedLoss::toString).orElse(lossJudgement.toString())));
        if (relabellingJudgement.isNoticed()) {
            relabelling.ifPresent(r -> facts.add(new Fact("classes exchanged", r.toString())));
        }
        return page.heading("What the program prints").facts(facts);
    }

    /** A heading and a few facts. */
    @Override
    public String toString() {
        return describeTo(new PlainText()).toString();
    }
}
