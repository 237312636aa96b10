package io.github.backcheck.audit;

import org.ejml.data.DMatrixRMaj;

/** The one formula by which numbers of a program are compared with a replay. */
final class Residuals {

    private Residuals() {}

    /** Largest difference, relative to the largest number of both or to a size given. Infinite if the replay is not finite. */
    static double of(DMatrixRMaj seen, DMatrixRMaj expected, double size) {
        double gap = 0;
        double largest = size;
        for (int i = 0; i < seen.getNumElements(); i++) {
            double difference = Math.abs(seen.data[i] - expected.data[i]);
            if (!Double.isFinite(difference)) {
                return Double.POSITIVE_INFINITY;
            }
            gap = Math.max(gap, difference);
            largest = Math.max(largest, Math.max(Math.abs(seen.data[i]), Math.abs(expected.data[i])));
        }
        return gap == 0 ? 0 : gap / largest;
    }

    static double of(double seen, double expected, double size) {
        double difference = Math.abs(seen - expected);
        return !Double.isFinite(difference)
                ? Double.POSITIVE_INFINITY
                : difference == 0 ? 0 : difference / Math.max(size, Math.max(Math.abs(seen), Math.abs(expected)));
    }

    /** Index of the entry that is furthest off. */
    static int worst(DMatrixRMaj seen, DMatrixRMaj expected) {
        int worst = 0;
        for (int i = 1; i < seen.getNumElements(); i++) {
            worst = Math.abs(seen.data[i] - expected.data[i]) > Math.abs(seen.data[worst] - expected.data[worst])
                    ? i
                    : worst;
        }
        return worst;
    }

    static boolean isFinite(DMatrixRMaj matrix) {
        for (int i = 0; i < matrix.getNumElements(); i++) {
            if (!Double.isFinite(matrix.data[i])) {
                return false;
            }
        }
        return true;
    }

    /** The factor between all entries of two matrices, NaN if there is none. */
    static double factor(DMatrixRMaj seen, DMatrixRMaj expected, double tolerance) {
        int largest = 0;
        for (int i = 1; i < expected.getNumElements(); i++) {
            largest = Math.abs(expected.data[i]) > Math.abs(expected.data[largest]) ? i : largest;
        }
        double factor = seen.data[largest] / expected.data[largest];
        DMatrixRMaj scaled = expected.copy();
        for (int i = 0; i < scaled.getNumElements(); i++) {
            scaled.data[i] *= factor;
        }
        return of(seen, scaled, 0) <= tolerance ? factor : Double.NaN;
    }
}
