package io.github.backcheck.audit;

import io.github.backcheck.audit.Counterfactual.Placed;
import io.github.backcheck.defect.Defect;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** Networks with one defect that is not of the backward pass: how many have it named, and where it is. */
final class OtherTally {

    private final String title;
    private final Misses misses = new Misses();
    private int total;
    private int named;
    private int placed;

    /**
     * What was said of a network.
     *
     * @param planted the network
     * @param named whether its defect is among the names
     * @param placed whether the layer is the right one and no other is accused
     * @param text all that was said
     */
    record Verdict(Planted planted, boolean named, boolean placed, String text) {

        static Verdict of(Planted planted, ForwardTrail trail) {
            Placed placed = planted.defects().get(0);
            Function<List<Suspect>, Boolean> name =
                    suspects -> suspects.contains(new Suspect(placed.defect(), List.of(placed.layer())));
            boolean ofLoss = trail.loss().isWrong();
            boolean named = trail.firstWrong()
                    .map(first -> name.apply(first.suspects()))
                    .orElseGet(() -> ofLoss && name.apply(trail.loss().suspects()));
            boolean there = trail.firstWrong()
                    .map(first -> first.layers().equals(List.of(placed.layer())))
                    .orElse(ofLoss);
            return new Verdict(planted, named, there, trail.toString());
        }

        static Verdict of(Planted planted, UpdateTrail trail) {
            Placed placed = planted.defects().get(0);
            String layer = "layer " + (placed.layer() + 1) + "/";
            List<ParameterUpdate> wrong = trail.wrong();
            boolean named = wrong.stream()
                    .anyMatch(one -> one.parameter().startsWith(layer)
                            && names(one.verdict()).contains(placed.defect()));
            boolean there = !wrong.isEmpty()
                    && wrong.stream().allMatch(one -> one.parameter().startsWith(layer));
            return new Verdict(planted, named, there, trail.toString());
        }

        private static List<Defect> names(StepVerdict verdict) {
            return verdict instanceof StepVerdict.Named one ? one.defects() : List.of();
        }
    }

    OtherTally(String title) {
        this.title = title;
    }

    void add(Verdict verdict) {
        total++;
        named += verdict.named() ? 1 : 0;
        placed += verdict.placed() ? 1 : 0;
        if (!verdict.named() || !verdict.placed()) {
            misses.add(
                    verdict.planted().defects().get(0).defect().id(),
                    (verdict.named() ? "named, but not there only: " : "not named: ") + verdict.planted() + "\n"
                            + verdict.text().indent(12));
        }
    }

    int total() {
        return total;
    }

    double named() {
        return total == 0 ? 1 : (double) named / total;
    }

    @Override
    public String toString() {
        return "Misses\n" + misses
                + String.format(
                        Locale.ROOT,
                        "%s%n%d networks: %d named (%.2f %%), %d in the right layer and no other (%.2f %%)%n",
                        title,
                        total,
                        named,
                        100 * named(),
                        placed,
                        total == 0 ? 100 : 100.0 * placed / total);
    }

    static OtherTally of(String title, List<Verdict> all) {
        OtherTally tally = new OtherTally(title);
        all.forEach(tally::add);
        return tally;
    }
}
