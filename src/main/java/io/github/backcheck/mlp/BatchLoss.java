package io.github.backcheck.mlp;

import org.ejml.data.DMatrixRMaj;

/**
 * What a program says its loss is. The right one is {@link #standard()}; any other is a defect.
 *
 * <pre>{@code
 * BatchLoss summed = (pass, targets) -> pass.samples() * BatchLoss.standard().of(pass, targets);
 * }</pre>
 */
@FunctionalInterface
public interface BatchLoss {

    /**
     * The loss of a batch.
     *
     * @param pass a forward pass that has been run. Not modified.
     * @param targets samples x outputs. Not modified.
     * @return the loss, which may be NaN or infinite
     */
    double of(ForwardPass pass, DMatrixRMaj targets);

    /**
     * The loss that the architecture describes: {@link Mlp#loss}.
     *
     * @return the loss as it should be
     */
    static BatchLoss standard() {
        return (pass, targets) -> pass.network().loss(pass, targets);
    }
}
