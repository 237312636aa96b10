package io.github.backcheck.audit;

import io.github.backcheck.audit.Counterfactual.Placed;
import io.github.backcheck.audit.Said.Outcome;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Networks with one defect each: how many are named, and what became of the others. */
final class SingleTally {

    private final String title;
    private final Map<String, Map<Outcome, Integer>> byStep = new TreeMap<>();
    private final Map<Outcome, Integer> outcomes = new EnumMap<>(Outcome.class);
    private final Misses misses = new Misses();
    private final Misses equivalents = new Misses();
    private int total;
    private int misplaced;
    private int accusingOthers;

    SingleTally(String title) {
        this.title = title;
    }

    void add(Said said) {
        Placed placed = said.placed();
        Outcome outcome = said.outcome(placed);
        total++;
        outcomes.merge(outcome, 1, Integer::sum);
        byStep.computeIfAbsent(placed.defect().change().stepName(), any -> new EnumMap<>(Outcome.class))
                .merge(outcome, 1, Integer::sum);
        boolean isExcused = outcome == Outcome.EQUIVALENT || outcome == Outcome.AS_RATE;
        if (outcome == Outcome.EQUIVALENT) {
            equivalents.add(placed.defect().id(), said.toString());
        }
        boolean isMisplaced = !isExcused && !said.isPlaced(placed);
        boolean accusesOthers = !isExcused && said.accusesOthers();
        misplaced += isMisplaced ? 1 : 0;
        accusingOthers += accusesOthers ? 1 : 0;
        boolean named = outcome == Outcome.FIRST || outcome == Outcome.IN_SET;
        if ((!named && !isExcused) || accusesOthers) {
            misses.add(placed.defect().id(), outcome + ": " + said);
        }
    }

    /** Of those that could be told from everything else. */
    double named() {
        return share(of(Outcome.FIRST) + of(Outcome.IN_SET));
    }

    /** Of those that could be told from everything else. */
    double placed() {
        return share(decidable() - misplaced);
    }

    int total() {
        return total;
    }

    int of(Outcome outcome) {
        return outcomes.getOrDefault(outcome, 0);
    }

    private int decidable() {
        return total - of(Outcome.EQUIVALENT) - of(Outcome.AS_RATE);
    }

    private double share(int count) {
        return decidable() == 0 ? 1 : (double) count / decidable();
    }

    /** The table, without the misses. */
    String table() {
        StringBuilder text = new StringBuilder(title).append('\n');
        Set<Outcome> columns = outcomes.keySet();
        text.append(String.format(Locale.ROOT, "%-24s", ""));
        columns.forEach(outcome -> text.append(String.format(Locale.ROOT, "%12s", outcome)));
        text.append('\n');
        byStep.forEach((step, counts) -> line(text, step, columns, counts));
        line(text, "all " + total, columns, outcomes);
        text.append(String.format(
                Locale.ROOT,
                "%.2f %% named, %.2f %% with step and layer, %d accuse others too%n",
                100 * named(),
                100 * placed(),
                accusingOthers));
        return text.toString();
    }

    private static void line(StringBuilder text, String name, Set<Outcome> columns, Map<Outcome, Integer> counts) {
        text.append(String.format(Locale.ROOT, "%-24s", name));
        columns.forEach(outcome -> text.append(String.format(Locale.ROOT, "%12d", counts.getOrDefault(outcome, 0))));
        text.append('\n');
    }

    @Override
    public String toString() {
        return "Misses\n" + misses + "Equivalent\n" + equivalents + table();
    }

    static SingleTally of(String title, List<Said> all) {
        SingleTally tally = new SingleTally(title);
        all.forEach(tally::add);
        return tally;
    }
}
