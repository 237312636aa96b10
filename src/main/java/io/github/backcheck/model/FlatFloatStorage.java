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

    @Override
    public double get(int row, int column) {
        return array[offset + row * columns + column];
    }

    @Override
    public void set(int row, int column, double value) {
        array[offset + row * columns + column] = (float) value;
    }

    @Override
    public Precision precision() {
        return Precision.SINGLE;
    }
}
