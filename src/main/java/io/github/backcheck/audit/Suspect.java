package io.github.backcheck.audit;

import io.github.backcheck.defect.Defect;
import java.util.List;
import java.util.Objects;

/**
 * A defect together with the layers in which it reproduces a program's numbers.
 *
 * @param defect what is wrong
 * @param layers from 0, ascending; more than one if the defect is in all of them at once
 */
public record Suspect(Defect defect, List<Integer> layers) {

    /**
     * Copies the list.
     *
     * @param defect what is wrong
     * @param layers from 0
     * @throws IllegalArgumentException if there is no layer
     */
    public Suspect {
        Objects.requireNonNull(defect, "defect");
        layers = List.copyOf(layers);
        if (layers.isEmpty()) {
            throw new IllegalArgumentException("the defect " + defect.id() + " must be in at least one layer");
        }
    }
}
