package io.github.backcheck.audit;

import io.github.backcheck.defect.Defect;
import io.github.backcheck.mlp.BackwardStepName;
import io.github.backcheck.model.Parameter.Role;
import io.github.backcheck.text.Fact;
import io.github.backcheck.text.Figures;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Judges what a program's gradient keeps from the call before: sums that are not reset, or the gradient of another batch. */
final class CarriedOver {

    private final List<Observation> observations;
    private final List<Defect> defects;
    private final int layer;

    CarriedOver(List<Observation> observations, List<Defect> defects, int layer) {
        this.observations = observations;
        this.defects = defects.stream()
                .filter(defect -> defect.replaces(BackwardStepName.ACCUMULATION))
                .toList();
        this.layer = layer;
    }

    /** Empty if nothing is carried over. */
    Optional<StepVerdict> verdict(Reader reader, LayerExplanation explanation) {
        List<Recall> recalls = reader.recalls(layer).stream()
                .filter(recall -> recall.kind() != Recall.Kind.NONE)
                .toList();
        if (recalls.isEmpty()) {
            return Optional.empty();
        }
        int index = reader.indexOfOther();
        Observation other = observations.get(index);
        List<Defect> names = new ArrayList<>();
        double residual = 0;
        for (Defect defect : defects) {
            if (defect.fits(other.twin().architecture(), layer)) {
                double off =
                        residual(defect, other, reader, explanation.deltas().get(index));
                if (off <= 1e-7) {
                    residual = Math.max(residual, off);
                    names.add(defect);
                }
            }
        }
        return Optional.of(
                names.isEmpty() ? unknown(recalls.get(0)) : new StepVerdict.Named(names, residual, Optional.empty()));
    }

    private double residual(Defect defect, Observation other, Reader reader, double[] delta) {
        other.leave(layer, observations.get(0), reader.carried().before());
        other.replay(Hypothesis.of(defect).in(layer), layer, delta);
        Layers after = reader.carried().after();
        double off = relative(after.weights(layer).values(), other.replayed(layer, Role.WEIGHTS));
        return Math.max(
                off,
                after.biases(layer)
                        .map(part -> relative(part.values(), other.replayed(layer, Role.BIASES)))
                        .orElse(0.0));
    }

    private static double relative(double[] one, double[] other) {
        double size = Math.max(Vectors.norm(one), Vectors.norm(other));
        return size == 0 ? 0 : Vectors.distance(one, other) / size;
    }

    private static StepVerdict unknown(Recall recall) {
        return new StepVerdict.Unknown(
                1,
                recall.kind() == Recall.Kind.ADDS_UP
                        ? "each answer contains " + Figures.precise(recall.share()) + " times the answer before"
                        : "each answer belongs to the call before",
                List.of(new Fact("seen", "gradient(batch) called several times with the same batch")));
    }
}
