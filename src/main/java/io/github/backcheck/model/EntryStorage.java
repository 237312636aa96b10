package io.github.backcheck.model;

import java.util.Objects;

/**
 * Entries reached one by one through a getter and a setter, which is how every array is reached. Indices are checked here,
 * because beyond the end of a row there may be other numbers of the same array.
 */
record EntryStorage(int rows, int columns, Getter getter, Setter setter) implements Storage {

    static EntryStorage of(int rows, int columns, Getter getter, Setter setter) {
        Objects.requireNonNull(getter, "getter is null");
        Objects.requireNonNull(setter, "setter is null");
        return new EntryStorage(
                Shapes.positive(rows, "number of rows"), Shapes.positive(columns, "number of columns"), getter, setter);
    }

    @Override
    public double get(int row, int column) {
        return getter.get(Objects.checkIndex(row, rows), Objects.checkIndex(column, columns));
    }

    @Override
    public void set(int row, int column, double value) {
        setter.set(Objects.checkIndex(row, rows), Objects.checkIndex(column, columns), value);
    }
}
