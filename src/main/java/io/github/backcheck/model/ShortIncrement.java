package io.github.backcheck.model;

/**
 * f(z + d) − f(z) of one unit on several samples at once, for short moves d across no {@link Elementwise#seam()}. The
 * exponential of a short move is a short polynomial and a quotient is a short series, both good to the last bit, so that an
 * increment costs about as much as a dozen multiplications. As with {@link Elementwise#increment}, this is the difference of two values of f, rearranged
 * so that nothing cancels, and no linearisation: the terms of second, third and fourth order are all there.
 *
 * <p>Made by {@link Elementwise#shortIncrement}. All arrays start at index 0 and each loop has one store, which is what
 * compilers turn into vector instructions.
 */
@FunctionalInterface
public interface ShortIncrement {

    /** The longest move for which the polynomials are good to the last bit. */
    double LONGEST = 0x1p-15;

    /**
     * Moves each sample by {@code weight} times {@code moves}.
     *
     * @param weight what all moves are multiplied by
     * @param moves one for each sample; times the weight at most {@link #LONGEST}. Not modified.
     * @param into receives how far each activation moves; as long as the arrays of which this was made, may be
     *     {@code moves}. Modified.
     */
    void of(double weight, double[] moves, double[] into);
}
