package io.github.backcheck.probe;

import io.github.backcheck.text.Fact;
import io.github.backcheck.text.Figures;
import io.github.backcheck.text.Outline;
import io.github.backcheck.text.PlainText;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether a network of two layers or more computes no more than one layer could.
 *
 * @param judgement noticed where the outputs are an affine function of the inputs although the architecture does not say so
 * @param affine whether they are, also where the architecture says so
 * @param form what is affine in the inputs; {@link Form#OUTPUTS} where nothing is
 * @param layers how many layers of weights there are
 * @param points how many sets of four points were judged
 * @param largestScale the largest factor by which the inputs of the data were enlarged in a point judged; 0 without points
 * @param worstResidual the largest |f(x+y) − f(x) − f(y) + f(0)| of a point against the movement of the outputs; NaN without
 */
public record LinearityReport(
        Judgement judgement,
        boolean affine,
        Form form,
        int layers,
        int points,
        double largestScale,
        double worstResidual) {

    /** What of the outputs is looked at: what the last nonlinearity was given, if it was one of the usual ones. */
    public enum Form {
        /** The outputs themselves. */
        OUTPUTS("the outputs"),
        /** ln a_k − ln a_0, where the outputs of each sample are positive and add up to 1. */
        LOG_RATIOS("the logarithms of the ratios of the outputs (what the softmax is given)"),
        /** ln (a / (1 − a)), where the outputs are between 0 and 1. */
        LOGITS("the logits of the outputs (what the sigmoid is given)"),
        /** ½ ln ((1 + a) / (1 − a)), where the outputs are between −1 and 1. */
        ARTANH("the inverse tanh of the outputs (what the tanh is given)");

        private final String words;

        Form(String words) {
            this.words = words;
        }

        @Override
        public String toString() {
            return words;
        }
    }

    static LinearityReport notJudged(int layers, String reason) {
        return new LinearityReport(Judgement.notJudged(reason), false, Form.OUTPUTS, layers, 0, 0, Double.NaN);
    }

    /**
     * Adds the report to an outline.
     *
     * @param page where to. Modified.
     * @return the outline
     */
    public Outline describeTo(Outline page) {
        List<Fact> facts = new ArrayList<>();
        facts.add(new Fact("no more than one layer", judgement.toString()));
        if (affine) {
            facts.add(new Fact("an affine function of the inputs", form.toString()));
            facts.add(new Fact("layers", Figures.count(layers)));
        }
        if (points > 0) {
            facts.add(new Fact(
                    "f(x+y) - f(x) - f(y) + f(0)",
                    "at most " + Figures.of(worstResidual) + " of the movement, at "
                            + Figures.count(points, "set") + " of points, inputs up to " + Figures.of(largestScale)
                            + " times those of the data"));
        }
        return page.heading("Nonlinearity").facts(facts);
    }

    /** A heading and a few facts. */
    @Override
    public String toString() {
        return describeTo(new PlainText()).toString();
    }
}
