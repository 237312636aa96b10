package io.github.backcheck.diagnosis;

/** What can be wrong with the programs of these tests. Each program knows some of them. */
enum Bug {
    NONE,
    /** The loop that goes back ends before the first layer. */
    FIRST_LAYER_FROZEN,
    /** The update is written into a copy. */
    UPDATE_TO_COPY,
    /** The update of the first layer's weights only is written into a copy; its biases do change. */
    WEIGHTS_TO_COPY,
    /** The learning rate is 1 / 10 of ints. */
    INTEGER_DIVISION,
    /** The deltas of hidden layers have the wrong sign. */
    HIDDEN_SIGN,
    /** The gradient is added up where the loss is averaged. */
    SUMMED_GRADIENT,
    /** The derivative is written for the activation and called with the pre-activation, or the reverse. */
    WRONG_DERIVATIVE,
    /** The sums of the gradient are never set back to 0. */
    NEVER_RESET,
    /** The update adds. */
    ASCENT;

    /** The learning rate that a program with this bug ends up with. */
    @SuppressWarnings("NarrowCalculation") // the bug
    double rate(double intended) {
        return this == INTEGER_DIVISION ? 1 / 10 : intended;
    }
}
