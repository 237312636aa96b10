package io.github.backcheck.gradient;

import io.github.backcheck.text.Figures;

/**
 * How the entries of one parameter came out.
 *
 * @param total entries of the parameter
 * @param checked entries compared one by one
 * @param agreeing of those checked, that agree; the vanishing ones among them
 * @param disagreeing of those checked, that disagree
 * @param vanishing where both sides are exactly 0: nothing depends on the entry here
 * @param atKink of those that agree, where a unit sits exactly on a kink, so that any value between the slopes on its sides
 *     does
 * @param together entries compared only together, along a random direction, and not one by one
 */
public record EntryCounts(
        int total, int checked, int agreeing, int disagreeing, int vanishing, int atKink, int together) {

    /**
     * Counts of entries that were all compared one by one, if at all.
     *
     * @param total entries of the parameter
     * @param checked entries compared
     * @param agreeing of those checked
     * @param disagreeing of those checked
     * @param vanishing of those that agree
     * @param atKink of those that agree
     */
    public EntryCounts(int total, int checked, int agreeing, int disagreeing, int vanishing, int atKink) {
        this(total, checked, agreeing, disagreeing, vanishing, atKink, 0);
    }

    EntryCounts andOthersTogether() {
        return new EntryCounts(total, checked, agreeing, disagreeing, vanishing, atKink, total - checked);
    }

    /**
     * Entries compared without a result.
     *
     * @return checked − agreeing − disagreeing
     */
    public int inconclusive() {
        return checked - agreeing - disagreeing;
    }

    /**
     * Entries compared, one by one or only together.
     *
     * @return checked + together
     */
    public int compared() {
        return checked + together;
    }

    /** As reports say it. */
    @Override
    public String toString() {
        String oneByOne = Figures.count(checked) + " of " + Figures.count(total) + " entries checked";
        if (together == 0) {
            return oneByOne;
        }
        return checked == 0
                ? Figures.count(total) + (total == 1 ? " entry" : " entries together") + " along a random direction"
                : oneByOne + " one by one";
    }
}
