package io.github.backcheck.model;

/** The floating-point type in which a parameter is stored, and so the accuracy that its owner's arithmetic can have. */
public enum Precision {
    /** {@code float}: 24 bits. */
    SINGLE(0x1p-24),
    /** {@code double}: 53 bits. */
    DOUBLE(0x1p-53);

    private final double unitRoundOff;

    Precision(double unitRoundOff) {
        this.unitRoundOff = unitRoundOff;
    }

    /**
     * The largest relative error of one rounded operation, u in Higham, <i>Accuracy and Stability of Numerical
     * Algorithms</i>, eq. (2.4).
     *
     * @return 2⁻²⁴ or 2⁻⁵³
     */
    public double unitRoundOff() {
        return unitRoundOff;
    }
}
