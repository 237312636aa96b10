package io.github.backcheck.mlp;

/**
 * One step of the forward pass at one layer. It reads what it needs from the pass and writes its result there. The right
 * ones are {@link ForwardStepName#standard()}; any other is a defect.
 *
 * <pre>{@code
 * ForwardStep missing = (pass, layer) -> pass.activations(layer).setTo(pass.preActivations(layer));
 * }</pre>
 */
@FunctionalInterface
public interface ForwardStep {

    /**
     * Does the step. What it is about to write still holds what the run before wrote, as long as the number of samples is
     * the same; in the first run it holds zeros.
     *
     * @param pass the workspace. Modified.
     * @param layer from 0
     */
    void apply(ForwardPass pass, int layer);
}
