package io.github.backcheck.gradient;

/**
 * How far a numeric slope is from an analytic one.
 *
 * @param value numeric − analytic
 * @param uncertainty how much of it rounding and truncation may be
 */
record Gap(double value, double uncertainty) {

    /** Whether the gap is more than its uncertainty; NaN is not. */
    boolean isVisible() {
        return Math.abs(value) > uncertainty;
    }

    Gap minus(Gap other) {
        return new Gap(value - other.value, uncertainty + other.uncertainty);
    }

    Gap widenedBy(double more) {
        return new Gap(value, uncertainty + more);
    }
}
