package io.github.backcheck.monitor;

import java.util.function.IntToDoubleFunction;

/** The Euclidean norm of numbers of any size. */
final class Norm {

    /** From this sum on, a square lost to underflow (below 2⁻¹⁰²²) is too small to matter. */
    private static final double SMALLEST_SAFE_SUM = 0x1p-900;

    private Norm() {}

    /** √Σx²; scaled by the largest entry where a square would overflow or underflow (as in Blue 1978, ACM TOMS 4, 15-23). */
    static double of(int size, IntToDoubleFunction entry) {
        double sum = 0;
        double largest = 0;
        for (int i = 0; i < size; i++) {
            double x = entry.applyAsDouble(i);
            sum += x * x;
            largest = Math.max(largest, Math.abs(x));
        }
        if (largest == 0 || !Double.isFinite(largest)) {
            return largest;
        }
        if (sum >= SMALLEST_SAFE_SUM && Double.isFinite(sum)) {
            return Math.sqrt(sum);
        }
        double scaled = 0;
        for (int i = 0; i < size; i++) {
            double x = entry.applyAsDouble(i) / largest;
            scaled += x * x;
        }
        return largest * Math.sqrt(scaled);
    }
}
