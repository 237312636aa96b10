package io.github.backcheck.model;

import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Checks of arrays that come from outside, with errors that say what was seen, where, and what was expected. */
final class Shapes {

    private Shapes() {}

    static String of(int rows, int columns) {
        return rows + " x " + columns;
    }

    static int positive(int number, String what) {
        if (number < 1) {
            throw new IllegalArgumentException(what + " must be at least 1, it is " + number);
        }
        return number;
    }

    static int lengthOfVector(int length) {
        if (length == 0) {
            throw new IllegalArgumentException("vector is empty, it needs at least one entry");
        }
        return length;
    }

    /** What {@code wrap} returns or throws, the name of what was wrapped put before the message. */
    static Storage named(String name, Supplier<Storage> wrap) {
        try {
            return wrap.get();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(name + ": " + e.getMessage(), e);
        } catch (NullPointerException e) {
            NullPointerException named = new NullPointerException(name + ": " + e.getMessage());
            named.initCause(e);
            throw named;
        }
    }

    static void requireInside(int length, int offset, int rows, int columns) {
        if (offset < 0 || rows < 1 || columns < 1 || offset + (long) rows * columns > length) {
            throw new IllegalArgumentException(
                    "a " + of(rows, columns) + " matrix from index " + offset + " of an array of length " + length
                            + ": it must have at least one entry and end inside the array");
        }
    }

    /** The length of every row, after making sure that there is at least one and that all are as long as the first. */
    static int columnsOf(double @Nullable [] @Nullable [] matrix, String what) {
        Objects.requireNonNull(matrix, () -> what + " is null");
        if (matrix.length == 0) {
            throw new IllegalArgumentException(what + " is empty, it has no row");
        }
        for (int row = 0; row < matrix.length; row++) {
            int columns = length(matrix[row], what, row);
            if (columns != length(matrix[0], what, 0)) {
                throw ragged(what, row, columns, length(matrix[0], what, 0));
            }
        }
        return length(matrix[0], what, 0);
    }

    private static int length(double @Nullable [] row, String what, int index) {
        if (row == null) {
            throw new NullPointerException(what + "[" + index + "] is null, a row was expected");
        }
        if (row.length == 0) {
            throw new IllegalArgumentException(what + "[" + index + "] is empty, a row needs at least one entry");
        }
        return row.length;
    }

    static int columnsOf(float @Nullable [] @Nullable [] matrix, String what) {
        Objects.requireNonNull(matrix, () -> what + " is null");
        double[][] lengths = new double[matrix.length][];
        for (int row = 0; row < matrix.length; row++) {
            float[] entries = matrix[row];
            lengths[row] = entries == null ? null : new double[entries.length];
        }
        return columnsOf(lengths, what);
    }

    private static IllegalArgumentException ragged(String what, int row, int columns, int expected) {
        return new IllegalArgumentException(what + " is ragged: " + what + "[" + row + "] has " + columns + " entries, "
                + what + "[0] has " + expected);
    }

    /** A deep copy, after making sure that it is a rectangle of finite numbers. */
    static double[][] finiteCopy(double @Nullable [] @Nullable [] matrix, String what) {
        columnsOf(matrix, what);
        double[][] copy = copy(Objects.requireNonNull(matrix));
        for (int row = 0; row < copy.length; row++) {
            for (int column = 0; column < copy[row].length; column++) {
                if (!Double.isFinite(copy[row][column])) {
                    throw new IllegalArgumentException(what + "[" + row + "][" + column + "] is " + copy[row][column]
                            + ", a finite number was expected");
                }
            }
        }
        return copy;
    }

    static double[][] copy(double[][] matrix) {
        double[][] copy = new double[matrix.length][];
        for (int row = 0; row < matrix.length; row++) {
            copy[row] = matrix[row].clone();
        }
        return copy;
    }
}
