package io.github.backcheck.monitor;

import io.github.backcheck.text.Fact;
import io.github.backcheck.text.Figures;
import io.github.backcheck.text.Lists;
import java.util.ArrayList;
import java.util.List;

/**
 * Which rows of a data set a run was fed with.
 *
 * @param rows how many the data set has
 * @param fed how many rows were fed, each as often as it was
 * @param neverFed rows of the data that were never fed, ascending
 * @param otherTargets how many rows were fed whose inputs are in the data, but with other targets
 * @param unknown how many rows were fed whose inputs are not in the data
 * @param epochs as far as their ends were told: all of them up to 64; of more, evenly spaced ones and the last
 */
public record DataFeeding(
        int rows, long fed, List<Integer> neverFed, long otherTargets, long unknown, List<EpochFeeding> epochs) {

    /**
     * Copies the lists.
     *
     * @param rows kept as it is
     * @param fed kept as it is
     * @param neverFed copied
     * @param otherTargets kept as it is
     * @param unknown kept as it is
     * @param epochs copied
     */
    public DataFeeding {
        neverFed = List.copyOf(neverFed);
        epochs = List.copyOf(epochs);
    }

    List<Fact> facts() {
        List<Fact> facts = new ArrayList<>();
        if (unknown == fed && fed > 0) {
            return List.of(new Fact(
                    "rows of the data",
                    "not judged: none of the inputs fed is in the data; give the data as they are fed, after scaling"));
        }
        facts.add(new Fact(
                "never fed",
                neverFed.isEmpty()
                        ? "no row"
                        : Figures.count(neverFed.size()) + " of " + Figures.count(rows, "row") + ": "
                                + Lists.indices(neverFed)));
        if (otherTargets > 0) {
            facts.add(new Fact(
                    "other targets",
                    Figures.count(otherTargets, "row")
                            + " fed with targets that the data do not have for these inputs"));
        }
        if (unknown > 0) {
            facts.add(new Fact("not in the data", Figures.count(unknown, "row") + " of " + Figures.count(fed)));
        }
        if (epochs.isEmpty()) {
            facts.add(new Fact("epochs", "not judged: needs a call of epochEnded() after each"));
        } else {
            facts.add(new Fact("first epoch", epochs.get(0).toString()));
            facts.add(new Fact("last epoch", epochs.get(epochs.size() - 1).toString()));
        }
        return List.copyOf(facts);
    }

    /** A few lines. */
    @Override
    public String toString() {
        return String.join("\n", facts().stream().map(Fact::toString).toList());
    }
}
