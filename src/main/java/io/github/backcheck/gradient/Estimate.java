package io.github.backcheck.gradient;

import java.util.BitSet;

/** The numeric gradient of one parameter: for each entry checked, a value, a half-width and, at a
 * kink, the half-width of the interval between the slopes on both sides; entries row by row. */
final class Estimate {

    private final double[] values;
    private final double[] uncertainties;
    private final double[] kinks;
    private final BitSet checked = new BitSet();

    Estimate(int size) {
        this.values = new double[size];
        this.uncertainties = new double[size];
        this.kinks = new double[size];
    }

    void set(int entry, double value, double uncertainty) {
        values[entry] = value;
        uncertainties[entry] = uncertainty;
        checked.set(entry);
    }

    /** An entry at a kink: beyond the uncertainty, any value between the one-sided slopes is right. */
    void setKink(int entry, double halfWidth) {
        kinks[entry] = halfWidth;
    }

    double kink(int entry) {
        return kinks[entry];
    }

    boolean showsKink() {
        return Norms.of(kinks) > 0;
    }

    int size() {
        return values.length;
    }

    boolean isChecked(int entry) {
        return checked.get(entry);
    }

    boolean isComplete() {
        return checked.cardinality() == values.length;
    }

    double value(int entry) {
        return values[entry];
    }

    double uncertainty(int entry) {
        return uncertainties[entry];
    }

    /** The largest magnitude of a checked value. */
    double scale() {
        return checked.stream()
                .mapToDouble(entry -> Math.abs(values[entry]))
                .max()
                .orElse(0);
    }
}
