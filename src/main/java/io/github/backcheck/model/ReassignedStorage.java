package io.github.backcheck.model;

import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** A matrix handed out and taken back as a whole. */
final class ReassignedStorage implements Storage {

    private final Supplier<double[][]> getter;
    private final Consumer<double[][]> setter;
    private final int rows;
    private final int columns;

    ReassignedStorage(Supplier<double[][]> getter, Consumer<double[][]> setter) {
        this.getter = Objects.requireNonNull(getter, "getter is null");
        this.setter = Objects.requireNonNull(setter, "setter is null");
        double[][] first = getter.get();
        this.columns = Shapes.columnsOf(first, "the matrix that the getter returned");
        this.rows = first.length;
    }

    @Override
    public int rows() {
        return rows;
    }

    @Override
    public int columns() {
        return columns;
    }

    @Override
    public double get(int row, int column) {
        return getter.get()[row][column];
    }

    @Override
    public void set(int row, int column, double value) {
        double[][] changed = Shapes.copy(getter.get());
        changed[row][column] = value;
        setter.accept(changed);
    }

    @Override
    public void readInto(double[] into) {
        double[][] now = getter.get();
        for (int row = 0; row < rows; row++) {
            System.arraycopy(now[row], 0, into, row * columns, columns);
        }
    }

    @Override
    public void writeFrom(double[] from) {
        double[][] changed = new double[rows][columns];
        for (int row = 0; row < rows; row++) {
            System.arraycopy(from, row * columns, changed[row], 0, columns);
        }
        setter.accept(changed);
    }
}
