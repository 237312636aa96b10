package io.github.backcheck.audit;

import io.github.backcheck.defect.Change;
import io.github.backcheck.defect.Defect;
import io.github.backcheck.mlp.Backpropagation;
import io.github.backcheck.mlp.BackwardStep;
import io.github.backcheck.mlp.BackwardStepName;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What might be wrong in one layer: no defect, or one or two, each of a step of its own.
 *
 * @param defects in the order of their steps
 */
record Hypothesis(List<Defect> defects) {

    static final Hypothesis RIGHT = new Hypothesis(List.of());

    private static final Set<BackwardStepName> DELTA = EnumSet.of(
            BackwardStepName.LOSS_DELTA, BackwardStepName.PROPAGATION, BackwardStepName.ACTIVATION_DERIVATIVE);

    Hypothesis {
        defects = List.copyOf(defects);
    }

    static Hypothesis of(Defect defect) {
        return new Hypothesis(List.of(defect));
    }

    Hypothesis and(Defect more) {
        List<Defect> both = new ArrayList<>(defects);
        both.add(more);
        return new Hypothesis(both);
    }

    /** Both, if they are about different steps. */
    Optional<Hypothesis> and(Hypothesis other) {
        List<Defect> both = new ArrayList<>(defects);
        both.addAll(other.defects);
        boolean apart = both.stream().map(StepOf::defect).distinct().count() == both.size();
        return apart ? Optional.of(new Hypothesis(both)) : Optional.empty();
    }

    int size() {
        return defects.size();
    }

    /** The part that concerns the steps up to δ. */
    Hypothesis ofDelta() {
        return new Hypothesis(defects.stream()
                .filter(defect -> isOfDelta(StepOf.defect(defect)))
                .toList());
    }

    static boolean isOfDelta(BackwardStepName step) {
        return DELTA.contains(step);
    }

    /** Backpropagation with these defects in a layer. */
    Backpropagation in(int layer) {
        Backpropagation plan = Backpropagation.standard();
        for (Defect defect : defects) {
            plan = plan.replacing(StepOf.defect(defect), layer, StepOf.instead(defect));
        }
        return plan;
    }

    /** As in {@code the right step} or {@code derivative-missing + penalty-halved}. */
    @Override
    public String toString() {
        return defects.isEmpty()
                ? "the right step"
                : String.join(" + ", defects.stream().map(Defect::id).toList());
    }

    /** Which step of backpropagation a defect replaces, and by what. */
    static final class StepOf {
        private StepOf() {}

        static BackwardStepName defect(Defect defect) {
            return change(defect).step();
        }

        static BackwardStep instead(Defect defect) {
            return change(defect).by();
        }

        private static Change.Backward change(Defect defect) {
            return (Change.Backward) defect.change();
        }
    }
}
