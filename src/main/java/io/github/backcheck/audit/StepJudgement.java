package io.github.backcheck.audit;

import io.github.backcheck.mlp.BackwardStepName;
import java.util.Objects;
import java.util.Optional;

/**
 * What a backward audit says of one step at one layer.
 *
 * @param step of backpropagation
 * @param layer from 0, the layer that reads the inputs
 * @param layerName as its parameters call it
 * @param verdict what was found
 * @param impact how much a named defect matters, in all layers that have it; empty for anything else
 */
public record StepJudgement(
        BackwardStepName step, int layer, String layerName, StepVerdict verdict, Optional<Impact> impact) {

    /**
     * Checks that nothing is null.
     *
     * @param step of backpropagation
     * @param layer from 0
     * @param layerName as its parameters call it
     * @param verdict what was found
     * @param impact how much a named defect matters by itself
     */
    public StepJudgement {
        Objects.requireNonNull(step, "step");
        Objects.requireNonNull(layerName, "layerName");
        Objects.requireNonNull(verdict, "verdict");
        Objects.requireNonNull(impact, "impact");
    }

    StepJudgement(BackwardStepName step, int layer, String layerName, StepVerdict verdict) {
        this(step, layer, layerName, verdict, Optional.empty());
    }

    StepJudgement with(Impact known) {
        return new StepJudgement(step, layer, layerName, verdict, Optional.of(known));
    }

    /**
     * Whether the step is wrong, named or not.
     *
     * @return false if it agrees or was not judged
     */
    public boolean isWrong() {
        return verdict instanceof StepVerdict.Named || verdict instanceof StepVerdict.Unknown;
    }
}
