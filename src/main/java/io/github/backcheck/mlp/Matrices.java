package io.github.backcheck.mlp;

import java.util.Objects;
import org.ejml.data.DMatrixRMaj;

/** Checks and copies of matrices, with errors that say what was seen and what was expected. */
final class Matrices {

    private Matrices() {}

    /** Makes sure that a matrix has at least one row and as many columns as expected. */
    static void requireColumns(DMatrixRMaj matrix, int columns, String what) {
        Objects.requireNonNull(matrix, what);
        if (matrix.numRows < 1 || matrix.numCols != columns) {
            throw new IllegalArgumentException(what + " are " + matrix.numRows + " x " + matrix.numCols
                    + ": at least 1 row (one per sample) and " + columns + " columns were expected");
        }
    }

    static void requireShape(DMatrixRMaj matrix, int rows, int columns, String what) {
        Objects.requireNonNull(matrix, what);
        if (matrix.numRows != rows || matrix.numCols != columns) {
            throw new IllegalArgumentException(what + " are " + matrix.numRows + " x " + matrix.numCols + ": " + rows
                    + " x " + columns + " was expected");
        }
    }

    /** Copies a matrix of finite numbers; the target takes its shape and allocates only if it was never that large. */
    static void copyFinite(DMatrixRMaj from, DMatrixRMaj to, String what) {
        to.reshape(from.numRows, from.numCols);
        int entries = from.getNumElements();
        for (int i = 0; i < entries; i++) {
            double value = from.data[i];
            if (!Double.isFinite(value)) {
                throw new IllegalArgumentException(what + "[" + i / from.numCols + "][" + i % from.numCols + "] is "
                        + value + ", a finite number was expected");
            }
            to.data[i] = value;
        }
    }

    /** Copies an array of rows, each of which must be as long as expected. */
    static DMatrixRMaj ofRows(double[][] rows, int columns, String what) {
        Objects.requireNonNull(rows, what);
        DMatrixRMaj matrix = new DMatrixRMaj(rows.length, columns);
        for (int row = 0; row < rows.length; row++) {
            int length = Objects.requireNonNull(rows[row], what + "[" + row + "]").length;
            if (length != columns) {
                throw new IllegalArgumentException(
                        what + "[" + row + "] has " + length + " entries, " + columns + " were expected");
            }
            System.arraycopy(rows[row], 0, matrix.data, row * columns, columns);
        }
        return matrix;
    }

    static double[][] toRows(DMatrixRMaj matrix) {
        double[][] rows = new double[matrix.numRows][matrix.numCols];
        for (int row = 0; row < rows.length; row++) {
            System.arraycopy(matrix.data, row * matrix.numCols, rows[row], 0, matrix.numCols);
        }
        return rows;
    }
}
