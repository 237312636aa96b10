package io.github.backcheck.defect;

import io.github.backcheck.model.Architecture;

/** Whether a defect can be in a layer of an architecture: a matrix must be square to be transposed unnoticed. */
@FunctionalInterface
public interface Fit {

    /**
     * Decides for one layer.
     *
     * @param architecture of the network
     * @param layer from 0
     * @return false where the defect cannot be made, or would change nothing
     */
    boolean fits(Architecture architecture, int layer);

    /**
     * Both this and another condition.
     *
     * @param other must hold too
     * @return the conjunction
     */
    default Fit and(Fit other) {
        return (architecture, layer) -> fits(architecture, layer) && other.fits(architecture, layer);
    }
}
