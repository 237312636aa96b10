package io.github.backcheck.model;

import java.util.Objects;

/** A rectangle of another storage, for example everything but the column that holds the biases. */
record BlockStorage(Storage base, Range rowRange, Range columnRange) implements Storage {

    /** Indices from {@code from} up to, not including, {@code to}. */
    record Range(int from, int to) {
        static Range upTo(int to) {
            return new Range(0, to);
        }

        int length() {
            return to - from;
        }

        void requireInside(int size, String what) {
            if (from < 0 || to > size || from >= to) {
                throw new IllegalArgumentException(
                        what + " " + from + " to " + to + " (exclusive) of a matrix that has " + size + " " + what
                                + ": a range of at least one, inside 0 to " + size + ", was expected");
            }
        }
    }

    static BlockStorage of(Storage base, Range rowRange, Range columnRange) {
        rowRange.requireInside(base.rows(), "rows");
        columnRange.requireInside(base.columns(), "columns");
        return new BlockStorage(base, rowRange, columnRange);
    }

    @Override
    public int rows() {
        return rowRange.length();
    }

    @Override
    public int columns() {
        return columnRange.length();
    }

    @Override
    public double get(int row, int column) {
        return base.get(
                rowRange.from + Objects.checkIndex(row, rows()),
                columnRange.from + Objects.checkIndex(column, columns()));
    }

    @Override
    public void set(int row, int column, double value) {
        base.set(
                rowRange.from + Objects.checkIndex(row, rows()),
                columnRange.from + Objects.checkIndex(column, columns()),
                value);
    }

    @Override
    public Precision precision() {
        return base.precision();
    }

    /** Entry by entry where the storage can be reached that way, so that nothing outside the block is read. */
    @Override
    public void readInto(double[] into) {
        if (!isReachedAsAWhole(base)) {
            Storage.super.readInto(into);
            return;
        }
        double[] all = all();
        for (int row = 0; row < rows(); row++) {
            System.arraycopy(all, firstEntry(row), into, row * columns(), columns());
        }
    }

    /** Entry by entry where the storage can be reached that way, so that nothing outside the block is written. */
    @Override
    public void writeFrom(double[] from) {
        if (!isReachedAsAWhole(base)) {
            Storage.super.writeFrom(from);
            return;
        }
        double[] all = all();
        for (int row = 0; row < rows(); row++) {
            System.arraycopy(from, row * columns(), all, firstEntry(row), columns());
        }
        base.writeFrom(all);
    }

    private static boolean isReachedAsAWhole(Storage storage) {
        if (storage instanceof BlockStorage block) {
            return isReachedAsAWhole(block.base);
        }
        if (storage instanceof TransposedStorage transposed) {
            return isReachedAsAWhole(transposed.base());
        }
        if (storage instanceof SinglePrecisionStorage single) {
            return isReachedAsAWhole(single.base());
        }
        if (storage instanceof SuppliedStorage supplied) {
            return isReachedAsAWhole(supplied.now());
        }
        return storage instanceof ReassignedStorage;
    }

    private double[] all() {
        double[] all = new double[base.rows() * base.columns()];
        base.readInto(all);
        return all;
    }

    private int firstEntry(int row) {
        return (rowRange.from + row) * base.columns() + columnRange.from;
    }
}
