package io.github.backcheck.model;

import java.util.Objects;
import org.ejml.data.DMatrixRMaj;

/** An EJML matrix. */
final class EjmlStorage implements Storage {

    private final DMatrixRMaj matrix;

    EjmlStorage(DMatrixRMaj matrix) {
        this.matrix = Objects.requireNonNull(matrix, "matrix is null");
        Shapes.positive(matrix.numRows, "number of rows");
        Shapes.positive(matrix.numCols, "number of columns");
    }

    @Override
    public int rows() {
        return matrix.numRows;
    }

    @Override
    public int columns() {
        return matrix.numCols;
    }

    @Override
    public double get(int row, int column) {
        return matrix.get(row, column);
    }

    @Override
    public void set(int row, int column, double value) {
        matrix.set(row, column, value);
    }
}
