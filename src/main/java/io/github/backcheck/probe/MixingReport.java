package io.github.backcheck.probe;

import io.github.backcheck.text.Fact;
import io.github.backcheck.text.Figures;
import io.github.backcheck.text.Outline;
import io.github.backcheck.text.PlainText;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether the outputs for a sample depend on the samples beside it.
 *
 * @param judgement noticed where they do
 * @param pattern how they do
 * @param samples how many samples were in the batch
 * @param mixed the samples whose outputs differed, largest difference first; at most one entry per sample
 */
public record MixingReport(Judgement judgement, Pattern pattern, int samples, List<Mixed> mixed) {

    /** How the outputs for a sample depend on its neighbours. */
    public enum Pattern {
        /** They do not, or it was not judged. */
        NONE("none"),
        /** Alone every output is 1, in a batch each output adds up to 1 over the samples. */
        SOFTMAX_OVER_SAMPLES("alone every output is 1, and in a batch each output adds up to 1 over the samples: the"
                + " softmax runs over the samples instead of over the outputs"),
        /** Alone, different samples have the same outputs. */
        ALONE_ALL_ALIKE("alone, all samples have the same outputs: something is computed over the samples of a batch"),
        /** Each row of outputs is that of the sample before. */
        PREVIOUS_SAMPLE("each sample has the outputs of the sample before it: they are read before they are computed"),
        /** Each call returns what the call before should have returned. */
        PREVIOUS_CALL("each call returns the outputs of the call before it: a buffer is read before it is filled"),
        /** All samples of a batch have the outputs of its first sample. */
        FIRST_FOR_ALL("all samples of a batch have the outputs of its first sample"),
        /** All samples of a batch have the outputs of its last sample. */
        LAST_FOR_ALL("all samples of a batch have the outputs of its last sample: all rows are one array"),
        /** The first samples of a batch are right, later ones carry something over. */
        CARRIED_OVER(
                "the first sample of a batch has the outputs that it has alone, later ones have not: something of the"
                        + " samples before is left over"),
        /** None of the others. */
        OTHER("in a way that is not one of the usual ones");

        private final String words;

        Pattern(String words) {
            this.words = words;
        }

        @Override
        public String toString() {
            return words;
        }
    }

    /** What was changed around a sample. */
    public enum Setting {
        /** The sample was asked for alone. */
        ALONE("alone"),
        /** The same samples were given in another order. */
        REORDERED("in another order"),
        /** Only the first half of the samples was given. */
        HALF("in half of the batch");

        private final String words;

        Setting(String words) {
            this.words = words;
        }

        @Override
        public String toString() {
            return words;
        }
    }

    /**
     * A sample whose outputs depend on its neighbours.
     *
     * @param sample from 0, in the batch given
     * @param output the output that differs most
     * @param inBatch its value in the batch
     * @param otherwise its value in the other setting
     * @param setting what was changed
     */
    public record Mixed(int sample, int output, double inBatch, double otherwise, Setting setting) {

        /** As in {@code sample 3: output 2 is 0.1 in the batch, 1 alone}. */
        @Override
        public String toString() {
            return "sample " + sample + ": output " + output + " is " + Figures.precise(inBatch) + " in the batch, "
                    + Figures.precise(otherwise) + " " + setting;
        }
    }

    /**
     * Copies the list.
     *
     * @param judgement kept as it is
     * @param pattern kept as it is
     * @param samples kept as it is
     * @param mixed copied
     */
    public MixingReport {
        mixed = List.copyOf(mixed);
    }

    static MixingReport notJudged(int samples, String reason) {
        return new MixingReport(Judgement.notJudged(reason), Pattern.NONE, samples, List.of());
    }

    /**
     * Adds the report to an outline.
     *
     * @param page where to. Modified.
     * @return the outline
     */
    public Outline describeTo(Outline page) {
        List<Fact> facts = new ArrayList<>();
        facts.add(new Fact("outputs of a sample depend on its neighbours", judgement.toString()));
        if (judgement.isNoticed()) {
            facts.add(new Fact("how", pattern.toString()));
            facts.add(new Fact("samples", Figures.count(mixed.size()) + " seen, batch of " + Figures.count(samples)));
            mixed.stream().limit(3).forEach(m -> facts.add(new Fact("seen", m.toString())));
        }
        return page.heading("Samples beside each other").facts(facts);
    }

    /** A heading and a few facts. */
    @Override
    public String toString() {
        return describeTo(new PlainText()).toString();
    }
}
