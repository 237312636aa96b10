package io.github.backcheck.audit;

/** Something that the change of an entry in a step may be a multiple of. */
interface Column {

    /** Its value; step and entry count from 0, and two steps come before. */
    double value(Series series, int step, int entry);

    /** How far rounding may have moved that value, beyond the error of gradients. */
    default double rounding(Series series, int step, int entry) {
        return 0;
    }
}
