package io.github.backcheck.census;

/** What the targets of a data set look like, row by row. */
public enum TargetKind {
    /** Two values in all, the higher one exactly once in each row. */
    ONE_HOT,
    /** Most rows are one-hot and the rest is not: empty rows, or very few with several hot targets; or every target is 0. */
    BROKEN_ONE_HOT,
    /** The first row has one hot target, and each row keeps those of the row before: one array for all samples, never cleared. */
    NEVER_CLEARED,
    /** Two values in all, and the number of higher ones differs from row to row: several labels for a sample. */
    SEVERAL_LABELS,
    /** One output with two values. */
    TWO_CLASSES,
    /** Every target is the same number, and it is not 0 in several outputs. */
    CONSTANT,
    /** Anything else: more than two values. */
    NUMBERS
}
