package io.github.backcheck.gradient;

import java.util.Collection;
import java.util.Locale;

/** How wide the intervals of many entries are, and why some are too wide to say anything. */
final class WidthTally {

    /** Relative half-widths are counted in steps of a twentieth of a decade. */
    private static final int STEPS_PER_DECADE = 20;

    /** As in the check: an interval within either says something about its entry. */
    private static final double WIDE_FOR_ENTRY = 1e-3;

    private static final double NARROW_FOR_PARAMETER = 1e-6;

    /** Why an interval says nothing. */
    private enum Reason {
        NOT_A_NUMBER("not a number"),
        KINK_OF_ANY_SLOPE("a kink with an infinite jump"),
        WIDE_AT_A_KINK("too wide, at a kink"),
        WIDE_EVERYWHERE("too wide, as are all of its parameter"),
        WIDE("too wide, others of its parameter are not");

        private final String words;

        Reason(String words) {
            this.words = words;
        }

        @Override
        public String toString() {
            return words;
        }
    }

    private final Counts<Integer> relative = new Counts<>();
    private final Counts<Reason> reasons = new Counts<>();
    private long entries;

    void add(Collection<Estimate> gradient) {
        gradient.forEach(this::add);
    }

    private void add(Estimate estimate) {
        double narrow = NARROW_FOR_PARAMETER * estimate.scale();
        boolean allWide = true;
        for (int entry = 0; entry < estimate.size(); entry++) {
            allWide &= isWide(estimate, entry, narrow);
        }
        for (int entry = 0; entry < estimate.size(); entry++) {
            entries++;
            double value = Math.abs(estimate.value(entry));
            double half = estimate.uncertainty(entry);
            if (value > 0 && half > 0) {
                double decades = Math.log10(half / value);
                if (Double.isFinite(decades)) {
                    relative.add((int) Math.ceil(STEPS_PER_DECADE * decades));
                }
            }
            if (Double.isNaN(value) || Double.isNaN(half)) {
                reasons.add(Reason.NOT_A_NUMBER);
            } else if (Double.isInfinite(estimate.kink(entry))) {
                reasons.add(Reason.KINK_OF_ANY_SLOPE);
            } else if (isWide(estimate, entry, narrow)) {
                reasons.add(
                        estimate.kink(entry) > 0
                                ? Reason.WIDE_AT_A_KINK
                                : allWide ? Reason.WIDE_EVERYWHERE : Reason.WIDE);
            }
        }
    }

    private static boolean isWide(Estimate estimate, int entry, double narrow) {
        double half = estimate.uncertainty(entry);
        double magnitude = Math.max(Math.abs(estimate.value(entry)), estimate.kink(entry));
        return !(half <= WIDE_FOR_ENTRY * magnitude || half <= narrow);
    }

    void addAll(WidthTally others) {
        relative.addAll(others.relative);
        reasons.addAll(others.reasons);
        entries += others.entries;
    }

    /** The relative half-width that this share of the entries does not exceed, rounded up by an eighth at most. */
    double quantile(double share) {
        return Math.pow(10, relative.quantile(share) / (double) STEPS_PER_DECADE);
    }

    @Override
    public String toString() {
        return relative.total() == 0
                ? "none"
                : String.format(
                        Locale.ROOT,
                        "%,d entries: relative half-width %.1e median, %.1e for 90 %%, %.1e for 99 %%; of no use: %s",
                        entries,
                        quantile(0.5),
                        quantile(0.9),
                        quantile(0.99),
                        reasons.total() == 0 ? "none" : reasons);
    }
}
