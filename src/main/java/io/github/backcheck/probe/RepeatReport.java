package io.github.backcheck.probe;

import io.github.backcheck.text.Fact;
import io.github.backcheck.text.Figures;
import io.github.backcheck.text.Outline;
import io.github.backcheck.text.PlainText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Whether a program answers the same question twice in the same way.
 *
 * @param judgement noticed where an answer differs although nothing that a correct program keeps explains it
 * @param answers one per question asked
 */
public record RepeatReport(Judgement judgement, List<Answer> answers) {

    /** A question that was asked several times. */
    public enum Question {
        /** predict(inputs). */
        PREDICT("predict(inputs)"),
        /** loss(batch). */
        LOSS("loss(batch)"),
        /** gradient(batch). */
        GRADIENT("gradient(batch)"),
        /** The parameters after trainStep(batch) from the same parameters. */
        TRAIN_STEP("trainStep(batch)");

        private final String words;

        Question(String words) {
            this.words = words;
        }

        @Override
        public String toString() {
            return words;
        }
    }

    /** How the answers to one question compare. */
    public enum Sameness {
        /** The same to the last bit. */
        IDENTICAL("the same to the last bit each time"),
        /** Different by rounding only: sums are added in an order that changes, as by several threads. */
        ROUNDING(
                "different in the last digits: sums are added in an order that changes from call to call, as by threads"),
        /** Different by more than rounding. */
        DIFFERENT("different from call to call: dropout or noise is on, or something is kept from the call before"),
        /** Different to and fro, which nothing does that only remembers. */
        RANDOM("different to and fro from step to step: dropout or noise is on, or threads lose parts of a sum"),
        /** Different, as from an optimiser that remembers its steps. */
        MEMORY("different from step to step, while outputs and gradient repeat: the optimiser remembers its steps (as"
                + " momentum and Adam do), or something is not reset");

        private final String words;

        Sameness(String words) {
            this.words = words;
        }

        @Override
        public String toString() {
            return words;
        }
    }

    /**
     * How often a question was asked and what came of it.
     *
     * @param question which
     * @param times how often
     * @param sameness how the answers compare
     * @param largest the largest difference between two answers, against the largest number in them
     */
    public record Answer(Question question, int times, Sameness sameness, double largest) {

        /** As in {@code different in the last digits ... (by up to 2e-16, 5 times)}. */
        @Override
        public String toString() {
            return sameness
                    + (sameness == Sameness.IDENTICAL ? " (" : " (by up to " + Figures.of(largest) + ", ")
                    + Figures.count(times, "time") + ")";
        }
    }

    /**
     * Copies the list.
     *
     * @param judgement kept as it is
     * @param answers copied
     */
    public RepeatReport {
        answers = List.copyOf(answers);
    }

    /**
     * What came of one question.
     *
     * @param question which
     * @return empty if the program cannot be asked
     */
    public Optional<Answer> of(Question question) {
        return answers.stream().filter(a -> a.question() == question).findFirst();
    }

    /**
     * Adds the report to an outline.
     *
     * @param page where to. Modified.
     * @return the outline
     */
    public Outline describeTo(Outline page) {
        List<Fact> facts = new ArrayList<>();
        facts.add(new Fact("repeatability", judgement.toString()));
        answers.forEach(answer -> facts.add(new Fact(answer.question().toString(), answer.toString())));
        return page.heading("The same question again").facts(facts);
    }

    /** A heading and a few facts. */
    @Override
    public String toString() {
        return describeTo(new PlainText()).toString();
    }
}
