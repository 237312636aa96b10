package io.github.backcheck.defect;

import java.util.Objects;

/**
 * A defect that gives the same numbers under some condition.
 *
 * @param defect its id
 * @param when the condition, to follow "when": {@code the activation is a ReLU}
 */
public record LookAlike(String defect, String when) {

    /**
     * Checks that nothing is null.
     *
     * @param defect its id
     * @param when the condition
     */
    public LookAlike {
        Objects.requireNonNull(defect, "defect");
        Objects.requireNonNull(when, "when");
    }
}
