package io.github.backcheck.model;

/**
 * A storage whose owner keeps floats behind an interface of doubles. The owner does the rounding: rounding here too would
 * change entries that are put back, if they are doubles after all.
 */
record SinglePrecisionStorage(Storage base) implements Storage {

    @Override
    public int rows() {
        return base.rows();
    }

    @Override
    public int columns() {
        return base.columns();
    }

    @Override
    public double get(int row, int column) {
        return base.get(row, column);
    }

    @Override
    public void set(int row, int column, double value) {
        base.set(row, column, value);
    }

    @Override
    public Precision precision() {
        return Precision.SINGLE;
    }

    @Override
    public void readInto(double[] into) {
        base.readInto(into);
    }

    @Override
    public void writeFrom(double[] from) {
        base.writeFrom(from);
    }
}
