package io.github.backcheck.testing.jqwik;

/** A part of a network case that may be made simpler. */
enum Part {
    /** Layers, units, activations, loss. */
    SHAPE,
    /** Number of samples. */
    SAMPLES,
    /** Weights and biases. */
    WEIGHTS,
    /** Inputs and targets. */
    DATA
}
