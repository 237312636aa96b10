package io.github.backcheck.audit;

import io.github.backcheck.model.Model;

/** Somebody's network, and how it can be shown to the toolkit. */
interface Program {

    /** With all that it has. */
    Model wrap();

    /** Outputs and training step only. */
    Model wrapStepOnly();

    /** Whether it can tell its gradient without a step. */
    default boolean hasGradient() {
        return false;
    }

    /** Outputs and gradient only. */
    default Model wrapGradientOnly() {
        throw new UnsupportedOperationException("this program computes its gradient and applies it in one");
    }
}
