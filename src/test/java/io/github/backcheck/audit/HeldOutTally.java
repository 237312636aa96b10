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
    private int inLayer;
    private int possible;
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
        inLayer += said.isAllAt(defect.layer()) ? 1 : 0;
        boolean isPossible = said.isPossible(defect) && said.isAllAt(defect.layer());
        possible += isPossible ? 1 : 0;
        boolean isAlone = said.isPlaced(defect) && !said.accusesOthers();
        boolean isRight = outcome == Outcome.UNKNOWN && (isAlone || isPossible);
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
                "E. Held out, a third of the catalogue at a time%n%d defects: %s%nof %d that nothing else reproduces: step and layer"
                        + " %d, one of two steps %d, layer and no other %d; unknown there and nothing else %d%n"
                        + "%.2f %% right%n",
                total,
                outcomes,
                decidable(),
                placed,
                possible,
                inLayer,
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
