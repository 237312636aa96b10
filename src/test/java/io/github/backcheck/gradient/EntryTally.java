package io.github.backcheck.gradient;

import java.util.Locale;

/** How many entries of many parameters came out how. */
final class EntryTally {

    private long agreeing;
    private long disagreeing;
    private long vanishing;
    private long atKink;
    private long inconclusive;

    void add(PointCheck point) {
        for (ParameterCheck parameter : point.parameters()) {
            EntryCounts entries = parameter.entries();
            agreeing += entries.agreeing();
            disagreeing += entries.disagreeing();
            vanishing += entries.vanishing();
            atKink += entries.atKink();
            inconclusive += entries.inconclusive();
        }
    }

    void addAll(EntryTally others) {
        agreeing += others.agreeing;
        disagreeing += others.disagreeing;
        vanishing += others.vanishing;
        atKink += others.atKink;
        inconclusive += others.inconclusive;
    }

    long checked() {
        return agreeing + disagreeing + inconclusive;
    }

    double inconclusiveShare() {
        return (double) inconclusive / checked();
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%,d entries: %,d agree (%,d of them 0 on both sides, %,d at a kink), %,d disagree, %,d inconclusive (%.3f %%)",
                checked(),
                agreeing,
                vanishing,
                atKink,
                disagreeing,
                inconclusive,
                100 * inconclusiveShare());
    }
}
