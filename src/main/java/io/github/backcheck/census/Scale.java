package io.github.backcheck.census;

/** What kind of size inputs have, for the usual initialisations and learning rates. */
public enum Scale {
    /** Nothing unusual. */
    USUAL,
    /** The root mean square of all inputs is above {@link InputScale#LARGE}, and no few features alone make it so. */
    LARGE,
    /** No input is as large as {@link InputScale#TINY}, and not all are 0. */
    TINY,
    /** One feature, or up to a quarter of them, is at least {@link InputScale#UNEVEN} times as large as the median feature. */
    UNEVEN,
    /** Every input is 0. */
    ZERO
}
