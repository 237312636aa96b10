package io.github.backcheck.audit;

import java.util.List;
import java.util.Optional;

/** A family of updates. */
interface Theory {

    /**
     * Looks for a member that reproduces every change.
     *
     * @param parts parameters that share the constants; every number in them is finite
     * @param expected what is known beforehand
     * @return empty if none does
     */
    Optional<Reading> explain(List<Series> parts, Expected expected);
}
