package io.github.backcheck.model;

import java.util.Objects;

/**
 * Entries reached one by one through a getter and a setter, which is how every array is reached. Indices are checked here,
 * because beyond the end of a row there may be other numbers of the same array.
 */
record EntryStorage(int rows, int columns, Getter getter, Setter setter, RowReader rowReader) implements Storage {

    /** Reads a whole row, which is much quicker than entry by entry. */
    @FunctionalInterface
    interface RowReader {
        /** Copies the row to consecutive places of an array, from an index on. */
        void read(int row, double[] into, int first);
    }

    static EntryStorage of(int rows, int columns, Getter getter, Setter setter) {
        Objects.requireNonNull(getter, "getter is null");
        Objects.requireNonNull(setter, "setter is null");
        Shapes.positive(rows, "number of rows");
        Shapes.positive(columns, "number of columns");
        return new EntryStorage(rows, columns, getter, setter, (row, into, first) -> {
            for (int column = 0; column < columns; column++) {
                into[first + column] = getter.get(row, column);
            }
        });
    }

    /** The same entries with a quicker way to read a row. */
    EntryStorage readingRowsBy(RowReader quicker) {
        return new EntryStorage(rows, columns, getter, setter, quicker);
    }

    @Override
    public double get(int row, int column) {
        return getter.get(Objects.checkIndex(row, rows), Objects.checkIndex(column, columns));
    }

    @Override
    public void set(int row, int column, double value) {
        setter.set(Objects.checkIndex(row, rows), Objects.checkIndex(column, columns), value);
    }

    @Override
    public void readInto(double[] into) {
        for (int row = 0; row < rows; row++) {
            rowReader.read(row, into, row * columns);
        }
    }
}
