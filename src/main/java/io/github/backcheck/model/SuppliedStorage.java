package io.github.backcheck.model;

import java.util.Objects;
import java.util.function.Supplier;

/** Storage that is asked for anew at each access, because the program replaces it; its shape is fixed when it is wrapped. */
final class SuppliedStorage implements Storage {

    private final Supplier<? extends Storage> current;
    private final int rows;
    private final int columns;

    SuppliedStorage(Supplier<? extends Storage> current) {
        this.current = Objects.requireNonNull(current, "supplier is null");
        Storage first = Objects.requireNonNull(current.get(), "the supplier of a storage returned null");
        this.rows = first.rows();
        this.columns = first.columns();
    }

    Storage now() {
        Storage now = Objects.requireNonNull(current.get(), "the supplier of a storage returned null");
        if (now.rows() != rows || now.columns() != columns) {
            throw new IllegalStateException("the supplied storage is now " + Shapes.of(now.rows(), now.columns())
                    + ", it was " + Shapes.of(rows, columns) + " when it was wrapped");
        }
        return now;
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
        return now().get(row, column);
    }

    @Override
    public void set(int row, int column, double value) {
        now().set(row, column, value);
    }

    @Override
    public Precision precision() {
        return now().precision();
    }

    @Override
    public void readInto(double[] into) {
        now().readInto(into);
    }

    @Override
    public void writeFrom(double[] from) {
        now().writeFrom(from);
    }
}
