package io.github.backcheck.gradient;

/**
 * A guard that did not hold.
 *
 * @param guard which
 * @param seen what was seen instead, with figures
 */
public record BrokenGuard(Guard guard, String seen) {
    @Override
    public String toString() {
        return "does not hold: " + guard + "; " + seen;
    }
}
