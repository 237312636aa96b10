package io.github.backcheck.census;

/** How alike two targets are. */
public enum AgreementKind {
    /** 1 for the same class, 0 for another: their mean is the share of neighbours of the same class. */
    SAME_CLASS,
    /** The product of the standardised ranks, mean over the outputs: their mean is a correlation, 0 by chance. */
    RANKS
}
