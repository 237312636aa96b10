package io.github.backcheck.census;

/** What near neighbours tell about inputs and targets. */
public enum Relation {
    /** Samples with similar inputs have more similar targets than chance gives, or reliably less similar ones, as parity has. */
    RELATED,
    /**
     * Nothing beyond chance. The targets may have been mixed up; but neighbours also see nothing in a relation that is very
     * noisy, or hidden among many inputs that do not matter.
     */
    NO_RELATION_SEEN,
    /** Nothing or little as given, but a clear relation if targets are taken some rows further on or back. */
    SHIFTED,
    /** Nothing or little as given, but a clear relation if the targets are taken from the last to the first. */
    REVERSED,
    /** Too little to judge from. */
    NOT_JUDGED
}
