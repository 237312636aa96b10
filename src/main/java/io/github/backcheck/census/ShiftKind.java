package io.github.backcheck.census;

/** How the inputs of test data differ from those of the training data. */
public enum ShiftKind {
    /** No feature by more than chance. */
    NONE,
    /** By one factor: divided by it, the test inputs no longer differ. */
    SCALED,
    /** Some features, by more than chance. */
    SHIFTED,
    /** Too few samples. */
    NOT_JUDGED
}
