package io.github.backcheck.audit;

import io.github.backcheck.audit.Counterfactual.Placed;
import io.github.backcheck.defect.Change;
import io.github.backcheck.defect.Defect;
import io.github.backcheck.mlp.BackwardStepName;
import io.github.backcheck.text.Figures;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a backward audit said of a network with defects put in, held against what was put in. */
final class Said {

    /** What became of a defect. */
    enum Outcome {
        /** Named first. */
        FIRST("first"),
        /** Named in a set of defects that give the same numbers. */
        IN_SET("in set"),
        /** Others are named that give the same numbers everywhere. */
        EQUIVALENT("equivalent"),
        /** All gradients are multiplied by one number, which the audit took for the learning rate. */
        AS_RATE("as rate"),
        /** A step is wrong, no defect is named. */
        UNKNOWN("unknown"),
        /** Others are named that do not give the same numbers. */
        OTHER_NAME("other name"),
        NOT_JUDGED("not judged"),
        /** All agrees. */
        UNSEEN("unseen");

        private final String words;

        Outcome(String words) {
            this.words = words;
        }

        @Override
        public String toString() {
            return words;
        }
    }

    private final Planted planted;
    private final BackwardTrail trail;
    private final boolean isRateKnown;

    Said(Planted planted, BackwardTrail trail, boolean isRateKnown) {
        this.planted = planted;
        this.trail = trail;
        this.isRateKnown = isRateKnown;
    }

    /** The defect of a network that has one only. */
    Placed placed() {
        return planted.defects().get(0);
    }

    List<Placed> defects() {
        return planted.defects();
    }

    Outcome outcome(Placed placed) {
        Optional<StepJudgement> hit = hit(placed);
        if (hit.isPresent() && names(hit.get()).contains(placed.defect())) {
            return names(hit.get()).get(0).equals(placed.defect()) ? Outcome.FIRST : Outcome.IN_SET;
        }
        if (!isRateKnown && isFactorOfAll(placed) && saysNothingBut(placed.layer())) {
            return Outcome.AS_RATE;
        }
        if (isReproduced()) {
            return Outcome.EQUIVALENT;
        }
        if (trail.wrong().isEmpty()) {
            boolean agrees = trail.at(step(placed), placed.layer())
                    .filter(one -> one.verdict() instanceof StepVerdict.Agrees)
                    .isPresent();
            return agrees ? Outcome.UNSEEN : Outcome.NOT_JUDGED;
        }
        boolean named = trail.wrong().stream().anyMatch(one -> !names(one).isEmpty());
        return named ? Outcome.OTHER_NAME : Outcome.UNKNOWN;
    }

    /** Whether the step is said to be wrong, or the defect is named in its layer as one of another step. */
    boolean isPlaced(Placed placed) {
        return hit(placed).isPresent();
    }

    /** Whether it is said that the step may be the one that is wrong, as it cannot be told from another. */
    boolean isPossible(Placed placed) {
        return trail.at(step(placed), placed.layer())
                .filter(one -> one.verdict() instanceof StepVerdict.NotJudged notJudged
                        && notJudged.reason().contains("one of them is wrong"))
                .isPresent();
    }

    /** Whether all that is said to be wrong is in a layer. */
    boolean isAllAt(int layer) {
        return !trail.wrong().isEmpty() && trail.wrong().stream().allMatch(one -> one.layer() == layer);
    }

    /** Whether a step is accused in which there is no defect. */
    boolean accusesOthers() {
        return trail.wrong().stream()
                .anyMatch(one -> planted.defects().stream()
                        .noneMatch(placed -> hit(placed).filter(one::equals).isPresent()));
    }

    /** Whether the defects named, put in instead, give the same numbers. */
    boolean isReproduced() {
        List<Placed> named = new ArrayList<>();
        for (StepJudgement one : trail.wrong()) {
            if (names(one).isEmpty()) {
                return false;
            }
            named.add(new Placed(names(one).get(0), one.layer()));
        }
        if (named.isEmpty()) {
            return false;
        }
        Planted instead = planted.with(named);
        return isRateKnown
                ? planted.isSameAs(instead)
                : planted.factorOf(instead).orElse(-1) > 0;
    }

    private boolean isFactorOfAll(Placed placed) {
        return placed.layer() == planted.architecture().depth() - 1
                && planted.factorOf(planted.with(List.of())).isPresent();
    }

    private boolean saysNothingBut(int layer) {
        return trail.wrong().stream()
                .allMatch(one -> one.layer() == layer && !names(one).isEmpty());
    }

    private Optional<StepJudgement> hit(Placed placed) {
        List<StepJudgement> here = trail.wrong().stream()
                .filter(one -> one.layer() == placed.layer())
                .toList();
        return here.stream()
                .filter(one -> names(one).contains(placed.defect()))
                .findFirst()
                .or(() ->
                        here.stream().filter(one -> one.step() == step(placed)).findFirst());
    }

    static BackwardStepName step(Placed placed) {
        return ((Change.Backward) placed.defect().change()).step();
    }

    private static List<Defect> names(StepJudgement judgement) {
        return judgement.verdict() instanceof StepVerdict.Named named ? named.defects() : List.of();
    }

    /** In one line. */
    static String text(BackwardTrail trail) {
        List<String> parts = new ArrayList<>();
        for (StepJudgement one : trail.wrong()) {
            parts.add(one.step() + " at " + one.layer() + ": " + text(one.verdict()));
        }
        trail.notJudged().forEach(what -> parts.add("not judged: " + what));
        if (trail.wrong().isEmpty()) {
            trail.steps().stream()
                    .filter(one -> one.verdict() instanceof StepVerdict.NotJudged)
                    .map(one -> one.step() + " at " + one.layer() + " not judged")
                    .forEach(parts::add);
        }
        trail.learningRate().ifPresent(rate -> parts.add("learning rate " + Figures.of(rate)));
        return parts.isEmpty() ? "all agrees" : String.join("; ", parts);
    }

    private static String text(StepVerdict verdict) {
        if (verdict instanceof StepVerdict.Named named) {
            return String.join(" or ", named.defects().stream().map(Defect::id).toList());
        }
        return verdict instanceof StepVerdict.Unknown unknown ? "unknown, " + unknown.shape() : "not judged";
    }

    @Override
    public String toString() {
        return planted + ": " + text(trail);
    }
}
