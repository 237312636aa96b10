package io.github.backcheck.model;

/** {@code float[][]}, one array per row. */
final class FloatRowsStorage implements Storage {

    private final float[][] matrix;
    private final int rows;
    private final int columns;

    private FloatRowsStorage(float[][] matrix, int rows, int columns) {
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

    static FloatRowsStorage of(float[][] matrix) {
        int columns = Shapes.columnsOf(matrix, "matrix");
        return new FloatRowsStorage(matrix, matrix.length, columns);
    }

    @Override
    public double get(int row, int column) {
        return matrix[row][column];
    }

    @Override
    public void set(int row, int column, double value) {
        matrix[row][column] = (float) value;
    }

    @Override
    public Precision precision() {
        return Precision.SINGLE;
    }
}
