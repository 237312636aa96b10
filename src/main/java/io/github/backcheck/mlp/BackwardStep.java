package io.github.backcheck.mlp;

/**
 * One step of backpropagation at one layer. It reads what it needs from the pass and writes its result there. The right
 * ones are {@link BackwardStepName#standard()}; any other is a defect.
 *
 * <pre>{@code
 * BackwardStep flipped = (pass, layer) -> pass.gradient(layer).scale(-1);
 * }</pre>
 */
@FunctionalInterface
public interface BackwardStep {

    /**
     * Does the step.
     *
     * @param pass the workspace. Modified.
     * @param layer from 0
     */
    void apply(BackwardPass pass, int layer);
}
