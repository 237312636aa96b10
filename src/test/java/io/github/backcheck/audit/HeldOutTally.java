package io.github.backcheck.audit;

import io.github.backcheck.audit.Counterfactual.Placed;
import io.github.backcheck.audit.Said.Outcome;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Networks with a defect that the audit does not know: it should say which step is wrong, and no name. */
final class HeldOutTally {

    private final Map<Outcome, Integer> outcomes = new EnumMap<>(Outcome.class);
    private final Misses misses = new Misses();
    private final Misses equivalents = new Misses();
    private int total;
    private int placed;
    private int right;

    void add(Said said) {
        Placed defect = said.placed();
        Outcome outcome = said.outcome(defect);
        total++;
        outcomes.merge(outcome, 1, Integer::sum);
        if (outcome == Outcome.EQUIVALENT) {
            equivalents.add(defect.defect().id(), said.toString());
            return;
        }
        placed += said.isPlaced(defect) ? 1 : 0;
        boolean isRight = outcome == Outcome.UNKNOWN && said.isPlaced(defect) && !said.accusesOthers();
        right += isRight ? 1 : 0;
        if (!isRight) {
            misses.add(defect.defect().id(), outcome + ": " + said);
        }
    }

    int total() {
        return total;
    }

    int of(Outcome outcome) {
        return outcomes.getOrDefault(outcome, 0);
    }

    /** Of those that nothing else reproduces. */
    double right() {
        return decidable() == 0 ? 1 : (double) right / decidable();
    }

    private int decidable() {
        return total - of(Outcome.EQUIVALENT);
    }

    String table() {
        return String.format(
                Locale.ROOT,
                "E. Held out%n%d defects: %s%n%d of %d that nothing else reproduces placed, %d of them \"unknown\" there"
                        + " and nothing else: %.2f %%%n",
                total,
                outcomes,
                placed,
                decidable(),
                right,
                100 * right());
    }

    @Override
    public String toString() {
        return "Misses\n" + misses + "Equivalent\n" + equivalents + table();
    }

    static HeldOutTally of(List<Said> all) {
        HeldOutTally tally = new HeldOutTally();
        all.forEach(tally::add);
        return tally;
    }
}
