package io.github.backcheck.model;

import java.util.Objects;

/** A matrix, row after row, inside a longer {@code float[]}. */
final class FlatFloatStorage implements Storage {

    private final float[] array;
    private final int offset;
    private final int rows;
    private final int columns;

    private FlatFloatStorage(float[] array, int offset, int rows, int columns) {
        this.array = array;
        this.offset = offset;
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

    static FlatFloatStorage of(float[] array, int offset, int rows, int columns) {
        FlatStorage.requireInside(Objects.requireNonNull(array, "array is null").length, offset, rows, columns);
        return new FlatFloatStorage(array, offset, rows, columns);
    }

    /** Checked, because beyond the end of a row there are other numbers of the same array. */
    private int index(int row, int column) {
        return offset + Objects.checkIndex(row, rows) * columns + Objects.checkIndex(column, columns);
    }

    @Override
    public double get(int row, int column) {
        return array[index(row, column)];
    }

    @Override
    public void set(int row, int column, double value) {
        array[index(row, column)] = (float) value;
    }

    @Override
    public Precision precision() {
        return Precision.SINGLE;
    }
}
