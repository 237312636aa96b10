package io.github.backcheck.model;

/** {@code double[][]}, one array per row. */
final class DoubleRowsStorage implements Storage {

    private final double[][] matrix;
    private final int rows;
    private final int columns;

    private DoubleRowsStorage(double[][] matrix, int rows, int columns) {
        this.matrix = matrix;
        this.rows = rows;
        this.columns = columns;
    }

    @Override
    public int rows() {
        return rows;
    }

    @Override
    public int columns() {
        return columns;
    }

    static DoubleRowsStorage of(double[][] matrix) {
        int columns = Shapes.columnsOf(matrix, "matrix");
        return new DoubleRowsStorage(matrix, matrix.length, columns);
    }

    @Override
    public double get(int row, int column) {
        return matrix[row][column];
    }

    @Override
    public void set(int row, int column, double value) {
        matrix[row][column] = value;
    }
}
