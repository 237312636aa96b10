package io.github.backcheck.gradient;

import java.util.BitSet;

/** The numeric gradient of one parameter: for each entry checked, a value, a half-width and, at a
 * kink, the half-width of the interval between the slopes on both sides; entries row by row. */
final class Estimate {

    private static final double[] NONE = {};

    private final double[] values;
    private final double[] uncertainties;
    private double[] kinks = NONE;
    private final BitSet checked = new BitSet();
    private boolean complete;

    /** No entry checked yet. */
    Estimate(int size) {
        this(new double[size], new double[size]);
    }

    private Estimate(double[] values, double[] uncertainties) {
        this.values = values;
        this.uncertainties = uncertainties;
    }

    /** Every entry checked; the arrays are kept. */
    static Estimate complete(double[] values, double[] uncertainties) {
        Estimate estimate = new Estimate(values, uncertainties);
        estimate.checked.set(0, values.length);
        estimate.complete = true;
        return estimate;
    }

    void set(int entry, double value, double uncertainty) {
        values[entry] = value;
        uncertainties[entry] = uncertainty;
        checked.set(entry);
    }

    /** An entry at a kink: beyond the uncertainty, any value between the one-sided slopes is right. */
    void setKink(int entry, double halfWidth) {
        if (kinks == NONE) {
            kinks = new double[values.length];
        }
        kinks[entry] = halfWidth;
    }

    double kink(int entry) {
        return kinks == NONE ? 0 : kinks[entry];
    }

    boolean hasKinks() {
        return kinks != NONE;
    }

    boolean showsKink() {
        return Norms.of(kinks) > 0;
    }

    int size() {
        return values.length;
    }

    boolean isChecked(int entry) {
        return complete || checked.get(entry);
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
        double scale = 0;
        for (int entry = 0; entry < values.length; entry++) {
            if (isChecked(entry)) {
                scale = Math.max(scale, Math.abs(values[entry]));
            }
        }
        return scale;
    }
}
