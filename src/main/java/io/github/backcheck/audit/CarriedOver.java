package io.github.backcheck.audit;

import io.github.backcheck.defect.Defect;
import io.github.backcheck.mlp.BackwardStepName;
import io.github.backcheck.model.Parameter.Role;
import io.github.backcheck.text.Fact;
import io.github.backcheck.text.Figures;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

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

    /**
     * Empty if nothing is carried over, or if what is carried over is no defect: a step may have momentum.
     *
     * @param rate by which the readings of steps are to be divided; 1 for gradients
     */
    Optional<StepVerdict> verdict(Reader reader, LayerExplanation explanation, OptionalDouble rate) {
        List<Recall> recalls = reader.recalls(layer).stream()
                .filter(recall -> recall.kind() != Recall.Kind.NONE)
                .filter(recall -> recall.kind() != Recall.Kind.STUCK
                        || observations.get(0).isSilent(layer))
                .toList();
        if (recalls.isEmpty()) {
            return Optional.empty();
        }
        List<Defect> names = new ArrayList<>();
        double residual = 0;
        for (Defect defect : defects) {
            double off = Double.POSITIVE_INFINITY;
            if (defect.fits(observations.get(0).twin().architecture(), layer)) {
                // Where the learning rate is not known, what is carried over may be it.
                Observation other = observations.get(reader.indexOfOther());
                off = residual(defect, reader, explanation, rate, other);
                off = rate.isPresent() || recalls.get(0).share() == 1
                        ? off
                        : Math.min(
                                off,
                                residual(
                                        defect,
                                        reader,
                                        explanation,
                                        rate,
                                        other.withRate(recalls.get(0).share())));
            }
            if (off <= 1e-7) {
                residual = Math.max(residual, off);
                names.add(defect);
            }
        }
        if (!names.isEmpty()) {
            return Optional.of(new StepVerdict.Named(names, residual, Optional.empty()));
        }
        return rate.isPresent() ? Optional.empty() : Optional.of(unknown(recalls.get(0)));
    }

    /** Over all calls that followed another. */
    private double residual(
            Defect defect, Reader reader, LayerExplanation explanation, OptionalDouble rate, Observation replayed) {
        Optional<Hypothesis> both = explanation.hypothesis().and(Hypothesis.of(defect));
        if (both.isEmpty()) {
            return Double.POSITIVE_INFINITY;
        }
        int index = reader.indexOfOther();
        double[] delta = explanation.deltas().get(index);
        double divisor = rate.orElse(1);
        double off = 0;
        for (Reader.Carried carried : reader.carried()) {
            replayed.leave(
                    layer, observations.get(carried.index()), carried.before().map(part -> part.dividedBy(divisor)));
            replayed.replay(both.get().in(layer), layer, delta);
            Layers after = carried.after().map(part -> part.dividedBy(divisor));
            off = Math.max(off, relative(after.weights(layer), replayed.replayed(layer, Role.WEIGHTS)));
            if (after.biases(layer).isPresent()) {
                off = Math.max(off, relative(after.biases(layer).get(), replayed.replayed(layer, Role.BIASES)));
            }
        }
        return off;
    }

    private static double relative(Layers.Part part, double[] replayed) {
        double size = Math.max(Vectors.norm(part.values()), Vectors.norm(replayed));
        return !part.isKnown() || size == 0
                ? 0
                : Math.max(0, Vectors.distance(part.values(), replayed) - 4 * part.rounding()) / size;
    }

    private static StepVerdict unknown(Recall recall) {
        return new StepVerdict.Unknown(
                1,
                switch (recall.kind()) {
                    case ADDS_UP ->
                        "each answer contains " + Figures.precise(recall.share()) + " times the answer before";
                    case STUCK -> "every call answers the same, whatever the batch";
                    default -> "each answer contains something of the call before";
                },
                List.of(new Fact("seen", "gradient(batch) called several times with the same batch")));
    }
}
