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

    private double[][] now() {
        double[][] now = getter.get();
        int nowColumns = Shapes.columnsOf(now, "the matrix that the getter returned");
        if (now.length != rows || nowColumns != columns) {
            throw new IllegalStateException("the matrix that the getter returned is now "
                    + Shapes.of(now.length, nowColumns) + ", it was " + Shapes.of(rows, columns)
                    + " when it was wrapped");
        }
        return now;
    }

    @Override
    public double get(int row, int column) {
        return now()[row][column];
    }

    @Override
    public void set(int row, int column, double value) {
        double[][] changed = Shapes.copy(now());
        changed[row][column] = value;
        setter.accept(changed);
    }

    @Override
    public void readInto(double[] into) {
        double[][] now = now();
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
