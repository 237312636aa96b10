package io.github.backcheck.monitor;

import io.github.backcheck.text.Fact;
import io.github.backcheck.text.Figures;
import io.github.backcheck.text.Lists;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Which classes a network predicts, beside the true ones.
 *
 * @param predicted how many samples were predicted to be of each class, class 0 first
 * @param truth how many samples are of each class, class 0 first
 * @param correct how many samples were predicted to be what they are
 * @param undecided how many samples have no predicted class because an output is NaN; they count as wrong
 */
public record ClassPredictions(List<Integer> predicted, List<Integer> truth, int correct, int undecided) {

    /** From this share of the predictions on, a class counts as the only one predicted: 999 of 1,000. */
    public static final double DOMINANT_SHARE = 0.999;

    /**
     * Copies the lists.
     *
     * @param predicted copied
     * @param truth copied
     * @param correct kept as it is
     * @param undecided kept as it is
     */
    public ClassPredictions {
        predicted = List.copyOf(predicted);
        truth = List.copyOf(truth);
    }

    /**
     * Number of samples.
     *
     * @return at least 1
     */
    public int samples() {
        return truth.stream().mapToInt(Integer::intValue).sum();
    }

    /**
     * The share of samples that were predicted correctly.
     *
     * @return from 0 to 1
     */
    public double accuracy() {
        return (double) correct / samples();
    }

    /**
     * The class that at least 99.9 % of all samples are predicted to be, if there is one.
     *
     * @return its index from 0
     */
    public OptionalInt dominantClass() {
        return IntStream.range(0, predicted.size())
                .filter(c -> predicted.get(c) >= DOMINANT_SHARE * samples())
                .findFirst();
    }

    /**
     * The classes of which there are exactly as many samples as correct predictions. A network that always predicts one
     * class has exactly its share as accuracy; by chance this happens once in a few hundred evaluations.
     *
     * @return indices from 0, ascending; classes without samples are left out
     */
    public List<Integer> classesSharingTheAccuracy() {
        return IntStream.range(0, truth.size())
                .filter(c -> correct > 0 && truth.get(c) == correct)
                .boxed()
                .toList();
    }

    List<Fact> facts() {
        List<Fact> facts = new ArrayList<>();
        facts.add(new Fact("predictions", undecided == samples() ? "none" : Lists.histogram(predicted)));
        if (undecided > 0) {
            facts.add(new Fact("undecided", Figures.count(undecided, "sample") + ", an output is NaN"));
        }
        facts.add(new Fact("true classes", Lists.histogram(truth)));
        facts.add(new Fact(
                "accuracy",
                Figures.share(correct, samples()) + " (" + Figures.count(correct) + " of " + Figures.count(samples())
                        + ")" + sharing()));
        dominantClass().ifPresent(c -> facts.add(new Fact("constant", "almost every prediction is class " + c)));
        return List.copyOf(facts);
    }

    private String sharing() {
        List<Integer> classes = classesSharingTheAccuracy();
        return classes.isEmpty()
                ? ""
                : ", exactly the share of class "
                        + classes.stream().map(String::valueOf).collect(Collectors.joining(", or of class "));
    }

    /** One line per kind of count. */
    @Override
    public String toString() {
        return facts().stream().map(Fact::toString).collect(Collectors.joining("\n"));
    }
}
