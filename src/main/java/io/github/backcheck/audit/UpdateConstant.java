package io.github.backcheck.audit;

import io.github.backcheck.text.Figures;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Objects;

/**
 * A constant read off an update.
 *
 * @param name for example {@code learning rate}
 * @param value rounded to a short decimal number if one lies within the uncertainty
 * @param uncertainty how far the value read off may be from the program's
 */
public record UpdateConstant(String name, double value, double uncertainty) {

    private static final int SHORT = 4;

    /**
     * Checks that there is a name.
     *
     * @param name for example {@code learning rate}
     * @param value the constant
     * @param uncertainty how far it may be off
     */
    public UpdateConstant {
        Objects.requireNonNull(name, "name");
    }

    /** The shortest decimal number of at most four digits within the uncertainty, or else the value as it was read off. */
    static UpdateConstant read(String name, double value, double uncertainty) {
        return new UpdateConstant(name, snap(value, uncertainty), uncertainty);
    }

    private static double snap(double value, double uncertainty) {
        if (!Double.isFinite(value) || value == 0) {
            return value;
        }
        for (int digits = 1; digits <= SHORT; digits++) {
            double rounded = new BigDecimal(value)
                    .round(new MathContext(digits, RoundingMode.HALF_EVEN))
                    .doubleValue();
            if (Math.abs(rounded - value) <= Math.max(uncertainty, 1e-12 * Math.abs(value))) {
                return rounded;
            }
        }
        return value;
    }

    /** As in {@code learning rate 0.1 ± 3e-14}. */
    @Override
    public String toString() {
        return name + " " + Figures.precise(value) + " ± " + Figures.halfWidth(uncertainty);
    }
}
