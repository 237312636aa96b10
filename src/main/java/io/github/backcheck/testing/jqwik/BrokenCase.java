package io.github.backcheck.testing.jqwik;

import io.github.backcheck.defect.Defect;
import io.github.backcheck.mlp.LearningRule;
import io.github.backcheck.mlp.Optimiser;
import io.github.backcheck.model.Model;
import java.util.Objects;

/**
 * A network with one wrong step, to try a check of one's own on.
 *
 * @param network the network without it
 * @param defect what is wrong
 * @param layer where, from 0
 */
public record BrokenCase(NetworkCase network, Defect defect, int layer) {

    /**
     * Checks that the defect can be there.
     *
     * @param network the network without it
     * @param defect what is wrong
     * @param layer where, from 0
     * @throws IllegalArgumentException if the defect does not fit the layer
     */
    public BrokenCase {
        Objects.requireNonNull(network, "network");
        Objects.requireNonNull(defect, "defect");
        if (!defect.fits(network.architecture(), layer)) {
            throw new IllegalArgumentException("the defect " + defect.id() + " does not fit layer " + layer
                    + " (from 0) of " + network.architecture());
        }
    }

    /**
     * The network with the defect, trained by plain steps of 0.1 times the gradient.
     *
     * @return a new model of a new network
     */
    public Model model() {
        LearningRule right = LearningRule.of(Optimiser.sgd(0.1));
        return network.network().asModel("broken", defect.in(right, network.architecture(), layer));
    }

    /** The defect, its layer, and the network. */
    @Override
    public String toString() {
        return defect.id() + " in layer " + (layer + 1) + " of " + network;
    }
}
