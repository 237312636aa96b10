package io.github.backcheck.gradient;

/**
 * How the entries of one parameter came out.
 *
 * @param total entries of the parameter
 * @param checked entries compared one by one
 * @param agreeing of those checked, that agree; the vanishing ones among them
 * @param disagreeing of those checked, that disagree
 * @param vanishing of those that agree, where both sides are exactly 0: nothing depends on the entry here
 * @param atKink of those that agree, where a unit sits exactly on a kink, so that any value between the slopes on its sides
 *     does
 */
public record EntryCounts(int total, int checked, int agreeing, int disagreeing, int vanishing, int atKink) {

    /**
     * Entries compared without a result.
     *
     * @return checked − agreeing − disagreeing
     */
    public int inconclusive() {
        return checked - agreeing - disagreeing;
    }
}
