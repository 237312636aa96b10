package io.github.backcheck.model;

import java.util.Objects;

/**
 * The weights or the biases of one layer: a name and a live view of the program's own numbers, weights as out × in, biases
 * as out × 1. Entries are numbered row by row.
 */
public final class Parameter {

    /** What a parameter is in its layer. */
    public enum Role {
        /** Multiplies the layer's inputs; out × in. */
        WEIGHTS,
        /** Is added to each unit's pre-activation; out × 1. */
        BIASES
    }

    private final String name;
    private final Role role;
    private final Storage storage;

    Parameter(String name, Role role, Storage storage) {
        if (Objects.requireNonNull(name, "the name of a parameter is null").isBlank()) {
            throw new IllegalArgumentException(
                    "the name of a parameter is blank, a name such as hidden/W was expected");
        }
        Objects.requireNonNull(storage, () -> "the storage of " + name + " is null");
        this.name = name;
        this.role = role;
        this.storage = role == Role.BIASES ? asColumn(name, storage) : storage;
    }

    private static Storage asColumn(String name, Storage storage) {
        if (storage.columns() == 1) {
            return storage;
        }
        if (storage.rows() == 1) {
            return storage.transposed();
        }
        throw new IllegalArgumentException(
                name + " is " + Shapes.of(storage.rows(), storage.columns()) + ", biases are one column or one row");
    }

    /**
     * The name given when the model was built, unique in it.
     *
     * @return for example {@code hidden/W}
     */
    public String name() {
        return name;
    }

    /**
     * Weights or biases.
     *
     * @return the role in the layer
     */
    public Role role() {
        return role;
    }

    /**
     * Number of rows: the units of the layer.
     *
     * @return at least 1
     */
    public int rows() {
        return storage.rows();
    }

    /**
     * Number of columns: the inputs of the layer, or 1 for biases.
     *
     * @return at least 1
     */
    public int columns() {
        return storage.columns();
    }

    /**
     * Number of entries.
     *
     * @return rows × columns
     */
    public int size() {
        return rows() * columns();
    }

    /**
     * The floating-point type in which the program keeps this parameter.
     *
     * @return its precision
     */
    public Precision precision() {
        return storage.precision();
    }

    /**
     * Reads one entry.
     *
     * @param index from 0 to size − 1, row by row
     * @return its present value
     * @throws IndexOutOfBoundsException if there is no such entry
     */
    public double get(int index) {
        requireEntry(index);
        return storage.get(index / columns(), index % columns());
    }

    /**
     * Writes one entry into the program. Read it back to see what a program of floats made of it.
     *
     * @param index from 0 to size − 1, row by row
     * @param value the new value
     * @throws IndexOutOfBoundsException if there is no such entry
     */
    public void set(int index, double value) {
        requireEntry(index);
        storage.set(index / columns(), index % columns(), value);
    }

    /** Makes sure that what is written can be read again, which is not so where a getter hands out copies. */
    void requireLive() {
        double before = get(0);
        // Towards 0, so that a program that clips its weights keeps it, and floats can tell it from what was there.
        double other = before != 0 && Double.isFinite(before) ? before / 2 : 0.5;
        boolean kept;
        try {
            set(0, other);
            kept = Double.compare(get(0), before) != 0;
        } finally {
            set(0, before);
        }
        if (!kept) {
            throw new IllegalArgumentException(
                    this + " does not keep what is written into it: " + entryName(0) + " was "
                            + before + ", " + other + " was written, and it still is " + before
                            + ". A getter that returns a copy cannot be written through: give the array that the program computes"
                            + " with, or Storage.reassigned(getter, setter)");
        }
    }

    /**
     * All present values.
     *
     * @return a copy, row by row
     */
    public double[] values() {
        double[] values = new double[size()];
        storage.readInto(values);
        return values;
    }

    /**
     * Reads all present values without allocating an array for them.
     *
     * @param into length size, filled row by row. Modified.
     * @throws IllegalArgumentException if the length is another
     */
    public void readInto(double[] into) {
        requireSize(into);
        storage.readInto(into);
    }

    /**
     * Writes all values into the program.
     *
     * @param values length size, row by row. Not modified.
     * @throws IllegalArgumentException if the length is another
     */
    public void assign(double[] values) {
        requireSize(values);
        storage.writeFrom(values);
    }

    private void requireEntry(int index) {
        if (index < 0 || index >= size()) {
            throw new IndexOutOfBoundsException(
                    "entry " + index + " of " + this + ", which has entries 0 to " + (size() - 1));
        }
    }

    private void requireSize(double[] values) {
        if (values.length != size()) {
            throw new IllegalArgumentException(
                    "an array of length " + values.length + " for " + this + ", which has " + size() + " entries");
        }
    }

    /**
     * The name of one entry: {@code hidden/W[3,17]}, {@code hidden/b[3]}.
     *
     * @param index from 0 to size − 1, row by row
     * @return name and indices from 0
     */
    public String entryName(int index) {
        return role == Role.BIASES
                ? name + "[" + index + "]"
                : name + "[" + index / columns() + "," + index % columns() + "]";
    }

    /** Name and shape, as in {@code hidden/W (30 x 64)}. */
    @Override
    public String toString() {
        return name + " (" + (role == Role.BIASES ? String.valueOf(size()) : Shapes.of(rows(), columns())) + ")";
    }
}
