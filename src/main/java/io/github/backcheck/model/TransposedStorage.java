package io.github.backcheck.model;

/** Rows and columns exchanged. */
record TransposedStorage(Storage base) implements Storage {

    @Override
    public int rows() {
        return base.columns();
    }

    @Override
    public int columns() {
        return base.rows();
    }

    @Override
    public double get(int row, int column) {
        return base.get(column, row);
    }

    @Override
    public void set(int row, int column, double value) {
        base.set(column, row, value);
    }

    @Override
    public Precision precision() {
        return base.precision();
    }

    @Override
    public Storage transposed() {
        return base;
    }

    @Override
    public void readInto(double[] into) {
        double[] all = new double[into.length];
        base.readInto(all);
        transpose(all, base.columns(), into);
    }

    @Override
    public void writeFrom(double[] from) {
        double[] all = new double[from.length];
        transpose(from, base.rows(), all);
        base.writeFrom(all);
    }

    private static void transpose(double[] from, int columns, double[] into) {
        int rows = from.length / columns;
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                into[column * rows + row] = from[row * columns + column];
            }
        }
    }
}
