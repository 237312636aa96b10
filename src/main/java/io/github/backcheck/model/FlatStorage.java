package io.github.backcheck.model;

import java.util.Objects;

/** A matrix, row after row, inside a longer {@code double[]}. */
final class FlatStorage implements Storage {

    private final double[] array;
    private final int offset;
    private final int rows;
    private final int columns;

    private FlatStorage(double[] array, int offset, int rows, int columns) {
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

    static FlatStorage of(double[] array, int offset, int rows, int columns) {
        requireInside(Objects.requireNonNull(array, "array is null").length, offset, rows, columns);
        return new FlatStorage(array, offset, rows, columns);
    }

    static void requireInside(int length, int offset, int rows, int columns) {
        if (offset < 0 || rows < 1 || columns < 1 || offset + (long) rows * columns > length) {
            throw new IllegalArgumentException(
                    "a " + Shapes.of(rows, columns) + " matrix from index " + offset + " of an array of length "
                            + length + ": it must have at least one entry and end inside the array");
        }
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
        array[index(row, column)] = value;
    }
}
