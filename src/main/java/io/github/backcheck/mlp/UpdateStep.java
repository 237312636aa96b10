package io.github.backcheck.mlp;

import org.ejml.data.DMatrixRMaj;

/**
 * What turns a gradient into a change of the weights or the biases of one layer. The right ones are {@link Optimiser}s; any
 * other is a way of one's own, or a defect.
 *
 * <pre>{@code
 * UpdateStep ascent = (parameter, gradient, state) -> CommonOps_DDRM.addEquals(parameter, 0.1, gradient);
 * }</pre>
 */
@FunctionalInterface
public interface UpdateStep {

    /**
     * Changes one parameter.
     *
     * @param parameter weights (out x in) or biases (units x 1), live. Modified.
     * @param gradient of the same shape, what backpropagation accumulated. Not modified, unless by a defect.
     * @param state what this parameter remembers between updates. Modified.
     */
    void apply(DMatrixRMaj parameter, DMatrixRMaj gradient, UpdateState state);
}
