package io.github.backcheck.audit;

import io.github.backcheck.audit.Counterfactual.Placed;
import io.github.backcheck.audit.Said.Outcome;
import java.util.List;
import java.util.Locale;

/** Networks with two defects each: how many of them have both named. */
final class PairTally {

    private final Misses misses = new Misses();
    private int total;
    private int bothNamed;
    private int oneNamed;
    private int bothPlaced;
    private int equivalent;

    void add(Said said) {
        total++;
        List<Placed> defects = said.defects();
        long named = defects.stream()
                .map(said::outcome)
                .filter(outcome -> outcome == Outcome.FIRST || outcome == Outcome.IN_SET)
                .count();
        if (named == 2) {
            bothNamed++;
        } else if (said.isReproduced()) {
            equivalent++;
        } else {
            oneNamed += named == 1 ? 1 : 0;
            misses.add(group(defects), said.toString());
        }
        bothPlaced += defects.stream().allMatch(said::isPlaced) ? 1 : 0;
    }

    private static String group(List<Placed> defects) {
        int apart = Math.abs(defects.get(0).layer() - defects.get(1).layer());
        List<String> steps = defects.stream()
                .map(one -> one.defect().change().stepName())
                .sorted()
                .toList();
        return String.join(" and ", steps) + (apart == 0 ? ", same layer" : ", different layers");
    }

    int total() {
        return total;
    }

    /** Of those that could be told from everything else. */
    double named() {
        return total == equivalent ? 1 : (double) bothNamed / (total - equivalent);
    }

    String table() {
        return String.format(
                Locale.ROOT,
                "C. Pairs of defects%n%d pairs: both named %d, one named %d, others that give the same numbers %d, both placed %d%n"
                        + "%.2f %% named%n",
                total,
                bothNamed,
                oneNamed,
                equivalent,
                bothPlaced,
                100 * named());
    }

    @Override
    public String toString() {
        return "Misses\n" + misses + table();
    }

    static PairTally of(List<Said> all) {
        PairTally tally = new PairTally();
        all.forEach(tally::add);
        return tally;
    }
}
