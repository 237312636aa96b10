package io.github.backcheck.census;

import io.github.backcheck.text.Fact;
import io.github.backcheck.text.Figures;
import java.util.Arrays;
import java.util.Optional;

/**
 * Inputs that look like bytes from 0 to 255 read as −128 to 127, as Java reads a {@code byte} without {@code & 0xFF},
 * possibly divided by a constant, and shifted. Two things have to come together:
 *
 * <ul>
 *   <li>all inputs are whole multiples of one unit, from −128 to 127 of them, many different ones, with and without sign;
 *   <li>where the greys of an image rise or fall, a feature lies between its two neighbours. With 256 added to each negative
 *       byte that happens at least twice as often, counted where it happens in one of the two readings only, and at nearly
 *       every place of the image. Columns of a table that go together by chance do so at some places, and pixels centred by
 *       subtracting 128 at none. Distances between neighbours would not do: white, 255, reads −1, right beside black.
 * </ul>
 *
 * @param unit what one step of the byte is in the inputs: 1, or 1/255 where they were divided by 255
 * @param smallest the smallest input
 * @param negativeShare the share of inputs that are negative bytes
 * @param between how often a feature lies between its two neighbours as they are, and not with 256 added to negative bytes
 * @param unsignedBetween how often it does with 256 added to negative bytes, and not as they are
 */
public record SignedBytes(double unit, double smallest, double negativeShare, long between, long unsignedBetween) {

    private static final int MASK = 0xFF;
    private static final int LOWEST = -128;
    private static final int HIGHEST = 127;

    /** Images of so few different bytes are no ground to judge from. */
    private static final int FEWEST_DIFFERENT = 12;

    /** Both signs have to reach this far; wrapped bytes do wherever there are greys. */
    private static final int SHORTEST_REACH = 64;

    /** How many times as often the unsigned reading must make sense. */
    private static final int CLEARLY_MORE = 2;

    /** At so many places of the image at least something must be seen. */
    private static final int FEWEST_PLACES = 20;

    /** At this share of them the unsigned reading must make more sense. */
    private static final double NEARLY_ALL = 0.9;

    static Optional<SignedBytes> of(Rows inputs, ValueRange values) {
        if (inputs.columns() < 2) {
            return Optional.empty();
        }
        return ByteUnit.of(inputs, FEWEST_DIFFERENT).stream()
                .flatMap(scale -> scale.zeros().stream()
                        .filter(zero -> isByte(values, scale, zero))
                        .flatMap(zero -> read(inputs, values, scale, zero).stream()))
                .findFirst();
    }

    private static boolean isByte(ValueRange values, ByteUnit.Scale scale, double zero) {
        int lowest = scale.steps(values.smallest(), zero);
        int highest = scale.steps(values.largest(), zero);
        return lowest >= LOWEST && lowest <= -SHORTEST_REACH && highest >= SHORTEST_REACH && highest <= HIGHEST;
    }

    private static Optional<SignedBytes> read(Rows inputs, ValueRange values, ByteUnit.Scale scale, double zero) {
        int[] signed = new int[inputs.columns()];
        int[] unsigned = new int[inputs.columns()];
        long negatives = 0;
        int[] bytes = new int[inputs.columns()];
        for (int s = 0; s < inputs.count(); s++) {
            double[] row = inputs.row(s);
            for (int f = 0; f < bytes.length; f++) {
                bytes[f] = scale.steps(row[f], zero);
                negatives += bytes[f] < 0 ? 1 : 0;
            }
            for (int f = 1; f < bytes.length - 1; f++) {
                boolean asRead = between(bytes[f - 1], bytes[f], bytes[f + 1]);
                boolean wrapped = between(bytes[f - 1] & MASK, bytes[f] & MASK, bytes[f + 1] & MASK);
                signed[f] += asRead && !wrapped ? 1 : 0;
                unsigned[f] += wrapped && !asRead ? 1 : 0;
            }
        }
        double share = negatives / ((double) inputs.count() * inputs.columns());
        SignedBytes seen = new SignedBytes(scale.unit(), values.smallest(), share, sum(signed), sum(unsigned));
        return seen.unsignedBetween >= CLEARLY_MORE * seen.between && nearlyEverywhere(signed, unsigned)
                ? Optional.of(seen)
                : Optional.empty();
    }

    private static boolean between(int before, int here, int after) {
        return (before < here && here < after) || (before > here && here > after);
    }

    private static boolean nearlyEverywhere(int[] signed, int[] unsigned) {
        int places = 0;
        int won = 0;
        for (int f = 0; f < signed.length; f++) {
            places += signed[f] == unsigned[f] ? 0 : 1;
            won += signed[f] < unsigned[f] ? 1 : 0;
        }
        return places >= FEWEST_PLACES && won >= NEARLY_ALL * places;
    }

    private static long sum(int[] counts) {
        return Arrays.stream(counts).asLongStream().sum();
    }

    Fact fact() {
        return new Fact("bytes with a sign", toString());
    }

    /** As in {@code whole multiples of 1 from -128, 9.38 % negative; a feature lies between its neighbours ...}. */
    @Override
    public String toString() {
        return "whole multiples of " + Figures.of(unit) + " from " + Figures.of(smallest) + ", "
                + Figures.percent(negativeShare) + " negative; a feature lies between its two neighbours "
                + Figures.count(between, "time") + " only as they are, " + Figures.count(unsignedBetween, "time")
                + " only with 256 steps added to the negative ones";
    }
}
