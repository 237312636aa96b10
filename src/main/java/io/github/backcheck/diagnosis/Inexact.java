package io.github.backcheck.diagnosis;

import io.github.backcheck.gradient.ParameterCheck;
import io.github.backcheck.gradient.Verdict;

/** Gradients that are not exact and yet as good as right: by a small number added inside a logarithm, or by rounding. */
final class Inexact {

    /** Relative error of a whole gradient that no training could notice; wrong steps are off by ten times that and more. */
    private static final double UNNOTICEABLE = 1e-4;

    private Inexact() {}

    /** Whether a gradient disagrees, in the entries that were looked at one by one, by next to nothing. */
    static boolean is(ParameterCheck check) {
        return check.verdict() == Verdict.DISAGREES
                && !check.worst().isEmpty()
                && check.magnitudes().relativeError() < UNNOTICEABLE;
    }
}
