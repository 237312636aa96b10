package io.github.backcheck.model;

/** The floating-point type in which a parameter is stored, and so the accuracy that its owner's arithmetic can have. */
public enum Precision {
    /** {@code float}: 24 bits. */
    SINGLE(0x1p-24, Float.MIN_NORMAL),
    /** {@code double}: 53 bits. */
    DOUBLE(0x1p-53, Double.MIN_NORMAL);

    private final double unitRoundOff;
    private final double smallestNormal;

    Precision(double unitRoundOff, double smallestNormal) {
        this.unitRoundOff = unitRoundOff;
        this.smallestNormal = smallestNormal;
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

    /**
     * The smallest number that has all its bits; smaller ones lose digits, and some programs make them 0.
     *
     * @return 2⁻¹²⁶ or 2⁻¹⁰²²
     */
    public double smallestNormal() {
        return smallestNormal;
    }
}
