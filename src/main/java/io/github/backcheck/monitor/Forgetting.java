package io.github.backcheck.monitor;

import io.github.backcheck.text.Figures;
import io.github.backcheck.text.Lists;
import java.util.List;

/**
 * Which samples were learned and forgotten again, from one look at the probe to the next. A sample is forgotten when it was
 * predicted correctly and is no more (Toneva et al. 2019, ICLR, section 3).
 *
 * @param looks how often the network was asked
 * @param neverLearned the samples that were never predicted correctly, ascending
 * @param forgotten the samples that were forgotten at least once, ascending
 * @param events how often samples were forgotten, all together
 */
public record Forgetting(int looks, List<Integer> neverLearned, List<Integer> forgotten, long events) {

    /**
     * Copies the lists.
     *
     * @param looks kept as it is
     * @param neverLearned copied
     * @param forgotten copied
     * @param events kept as it is
     */
    public Forgetting {
        neverLearned = List.copyOf(neverLearned);
        forgotten = List.copyOf(forgotten);
    }

    /** As in {@code never right: 3; forgotten 5 times in 12 looks, samples 1, 4}. */
    @Override
    public String toString() {
        return "never right: " + Lists.indices(neverLearned) + "; forgotten " + Figures.count(events, "time") + " in "
                + Figures.count(looks, "look") + ", samples: " + Lists.indices(forgotten);
    }
}
