package io.github.backcheck.gradient;

import java.util.List;

/** A family of patterns that the error of a gradient may have. */
interface ErrorPattern {

    /** Those of the family that reproduce the gradient. */
    List<Explanation> explain(WrongGradient wrong);
}
