package io.github.backcheck.census;

/**
 * Two samples with the same inputs.
 *
 * @param first the one that comes first
 * @param second the other one, in the same data or in the other part of a split
 */
public record SamplePair(int first, int second) {

    /** As in {@code 3 = 17}. */
    @Override
    public String toString() {
        return first + " = " + second;
    }
}
