package io.github.backcheck.model;

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
        return base.get(rowRange.from + row, columnRange.from + column);
    }

    @Override
    public void set(int row, int column, double value) {
        base.set(rowRange.from + row, columnRange.from + column, value);
    }

    @Override
    public Precision precision() {
        return base.precision();
    }

    @Override
    public void readInto(double[] into) {
        double[] all = all();
        for (int row = 0; row < rows(); row++) {
            System.arraycopy(all, firstEntry(row), into, row * columns(), columns());
        }
    }

    /** Reads the whole first, because some storages can only be written as a whole. */
    @Override
    public void writeFrom(double[] from) {
        double[] all = all();
        for (int row = 0; row < rows(); row++) {
            System.arraycopy(from, row * columns(), all, firstEntry(row), columns());
        }
        base.writeFrom(all);
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
