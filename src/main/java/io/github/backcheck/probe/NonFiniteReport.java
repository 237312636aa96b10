package io.github.backcheck.probe;

import io.github.backcheck.text.Fact;
import io.github.backcheck.text.Figures;
import io.github.backcheck.text.Outline;
import io.github.backcheck.text.PlainText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where the first NaN or infinite number of a program comes from.
 *
 * @param judgement noticed where there is one
 * @param origin the first of them, on the way from the parameters through the layers to the loss, the gradient and the next
 *     steps; empty if there is none
 * @param steps how many steps of training were looked at, each undone
 */
public record NonFiniteReport(Judgement judgement, Optional<Origin> origin, int steps) {

    /** Stations on the way, in the order in which they are looked at. */
    public enum Stage {
        /** A weight or bias. */
        PARAMETERS("parameters"),
        /** z of a layer. */
        PRE_ACTIVATIONS("pre-activations"),
        /** a of a layer. */
        ACTIVATIONS("activations"),
        /** What predict(inputs) returns. */
        OUTPUTS("outputs"),
        /** What loss(batch) returns. */
        LOSS("loss"),
        /** What gradient(batch) returns. */
        GRADIENT("gradient"),
        /** A weight or bias after a step of training, before which all of the above were finite. */
        STEP("parameters after a step of training");

        private final String words;

        Stage(String words) {
            this.words = words;
        }

        @Override
        public String toString() {
            return words;
        }
    }

    /** What made the number. */
    public enum Cause {
        /** A parameter was not finite to begin with. */
        PARAMETER("a parameter that is not finite"),
        /** The exponential of a large number, which a softmax that subtracts the largest first does not take. */
        EXP_OVERFLOW("the exponential of a number that is too large"),
        /** The logarithm of an output that is exactly 0, or of 1 minus an output that is exactly 1. */
        LOG_OF_ZERO("the logarithm of 0: an output is exactly 0 or 1"),
        /** The logarithm of a negative number: the outputs are no probabilities. */
        LOG_OF_NEGATIVE("the logarithm of a negative number: the outputs are not probabilities"),
        /** 0 divided by 0. */
        ZERO_OVER_ZERO("0 divided by 0"),
        /** Products of large weights and inputs add up to more than a number can hold. */
        SUM_OVERFLOW("a sum of products too large for a number: weights or inputs are far too large"),
        /** The parameters grew with every step until they were too large. */
        GROWTH("parameters that grow with every step: the steps are far too large"),
        /** The parameters and everything before are finite; the backward pass made it. */
        BACKWARD("the backward pass: outputs and loss are finite"),
        /** It could not be told. */
        UNKNOWN("something that could not be told");

        private final String words;

        Cause(String words) {
            this.words = words;
        }

        @Override
        public String toString() {
            return words;
        }
    }

    /**
     * The first number that is not finite.
     *
     * @param stage where on the way it is
     * @param where its name: {@code hidden/W[3,17]}, {@code layer hidden, unit 3, sample 0}
     * @param value NaN or infinite
     * @param cause what made it
     * @param evidence the numbers that say so, a sentence; empty for a cause that could not be told
     * @param step after how many steps of training; 0 for the network as it is
     */
    public record Origin(Stage stage, String where, double value, Cause cause, String evidence, int step) {

        /** As in {@code NaN in the outputs (unit 0, sample 3)}. */
        @Override
        public String toString() {
            return Figures.of(value) + " in the " + stage + " (" + where + ")"
                    + (step == 0 ? "" : " after " + Figures.count(step, "step"));
        }
    }

    /**
     * Adds the report to an outline.
     *
     * @param page where to. Modified.
     * @return the outline
     */
    public Outline describeTo(Outline page) {
        List<Fact> facts = new ArrayList<>();
        facts.add(new Fact(
                "NaN or infinite", judgement.isJudged() && !judgement.isNoticed() ? "none" : judgement.toString()));
        facts.add(new Fact("looked at", "the network as it is, and " + Figures.count(steps, "step")));
        origin.ifPresent(first -> {
            facts.add(new Fact("first", first.toString()));
            facts.add(new Fact("made by", first.cause().toString()));
            if (!first.evidence().isEmpty()) {
                facts.add(new Fact("seen", first.evidence()));
            }
        });
        return page.heading("Numbers that are not finite").facts(facts);
    }

    /** A heading and a few facts. */
    @Override
    public String toString() {
        return describeTo(new PlainText()).toString();
    }
}
