package io.github.backcheck.model;

import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.ObjDoubleConsumer;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.ejml.data.DMatrixRMaj;

/**
 * Where the numbers of a parameter live in somebody's program: a live, writable view of a matrix, whatever its owner keeps
 * it in. Nothing is copied; a write goes straight into the program.
 *
 * <p>Weights are to appear as out × in (one row per unit) and biases as one column or one row. A program that keeps them
 * in another way wraps its arrays and turns the view:
 *
 * <pre>{@code
 * Storage.of(net.w1)                                    // double[][], out x in
 * Storage.of(net.w1).transposed()                       // double[][], in x out
 * Storage.of(net.w1).columns(0, 64)                     // without the bias in the last column
 * Storage.flat(net.theta, 0, 30, 64)                    // one long array
 * Storage.of(net.w1.getDDRM())                          // EJML SimpleMatrix
 * Storage.supplied(() -> Storage.of(net.w1))            // a field that is assigned anew at each step
 * Storage.perUnit(net.hidden, Neuron::getWeights)       // neuron objects that hand out their own arrays
 * Storage.entries(30, 64, (i, j) -> net.unit(i).weight(j), (i, j, v) -> net.unit(i).setWeight(j, v))
 * }</pre>
 *
 * <p>Not thread-safe: a view is as safe as the arrays behind it. Implement it for anything that is not covered here.
 */
public interface Storage {

    /** Reads one entry. */
    @FunctionalInterface
    interface Getter {
        /**
         * Reads the entry in a row and column.
         *
         * @param row from 0
         * @param column from 0
         * @return its value
         */
        double get(int row, int column);
    }

    /** Writes one entry. */
    @FunctionalInterface
    interface Setter {
        /**
         * Writes the entry in a row and column.
         *
         * @param row from 0
         * @param column from 0
         * @param value the new value
         */
        void set(int row, int column, double value);
    }

    /**
     * Number of rows.
     *
     * @return at least 1
     */
    int rows();

    /**
     * Number of columns.
     *
     * @return at least 1
     */
    int columns();

    /**
     * Reads one entry.
     *
     * @param row from 0 to rows − 1
     * @param column from 0 to columns − 1
     * @return its value
     * @throws RuntimeException if there is no such entry; never does a view reach outside itself
     */
    double get(int row, int column);

    /**
     * Writes one entry.
     *
     * @param row from 0 to rows − 1
     * @param column from 0 to columns − 1
     * @param value the new value; rounded where the program keeps floats
     * @throws RuntimeException if there is no such entry; never does a view reach outside itself
     */
    void set(int row, int column, double value);

    /**
     * The type in which the program keeps the entries.
     *
     * @return {@link Precision#DOUBLE} unless said otherwise
     */
    default Precision precision() {
        return Precision.DOUBLE;
    }

    /**
     * Reads every entry.
     *
     * @param into length rows × columns, filled row by row. Modified.
     */
    default void readInto(double[] into) {
        int columns = columns();
        for (int row = 0; row < rows(); row++) {
            for (int column = 0; column < columns; column++) {
                into[row * columns + column] = get(row, column);
            }
        }
    }

    /**
     * Writes every entry.
     *
     * @param from length rows × columns, row by row. Not modified.
     */
    default void writeFrom(double[] from) {
        int columns = columns();
        for (int row = 0; row < rows(); row++) {
            for (int column = 0; column < columns; column++) {
                set(row, column, from[row * columns + column]);
            }
        }
    }

    /**
     * This view with rows and columns exchanged, for weights kept as in × out.
     *
     * @return a live view, columns × rows
     */
    default Storage transposed() {
        return new TransposedStorage(this);
    }

    /**
     * Some consecutive rows of this view.
     *
     * @param from the first row
     * @param to the row after the last
     * @return a live view, (to − from) × columns
     * @throws IllegalArgumentException if the range is empty or reaches outside
     */
    default Storage rows(int from, int to) {
        return BlockStorage.of(this, new BlockStorage.Range(from, to), BlockStorage.Range.upTo(columns()));
    }

    /**
     * Some consecutive columns of this view.
     *
     * @param from the first column
     * @param to the column after the last
     * @return a live view, rows × (to − from)
     * @throws IllegalArgumentException if the range is empty or reaches outside
     */
    default Storage columns(int from, int to) {
        return BlockStorage.of(this, BlockStorage.Range.upTo(rows()), new BlockStorage.Range(from, to));
    }

    /**
     * This view, declared to be kept as {@code float} behind its getters and setters, where the toolkit cannot see that.
     * Values are handed over as they are; the program rounds them.
     *
     * @return a live view of the same shape with precision {@link Precision#SINGLE}
     */
    default Storage singlePrecision() {
        return new SinglePrecisionStorage(this);
    }

    /**
     * A matrix kept as an array of rows.
     *
     * @param matrix rows of equal length
     * @return a live view of the same shape
     * @throws IllegalArgumentException if the matrix is empty or ragged
     */
    static Storage of(double[][] matrix) {
        int columns = Shapes.columnsOf(matrix, "matrix");
        return EntryStorage.of(
                        matrix.length,
                        columns,
                        (row, column) -> matrix[row][column],
                        (row, column, value) -> matrix[row][column] = value)
                .readingRowsBy((row, into, first) -> System.arraycopy(matrix[row], 0, into, first, columns));
    }

    /**
     * A matrix of floats kept as an array of rows.
     *
     * @param matrix rows of equal length
     * @return a live view of the same shape
     * @throws IllegalArgumentException if the matrix is empty or ragged
     */
    static Storage of(float[][] matrix) {
        int columns = Shapes.columnsOf(matrix, "matrix");
        return EntryStorage.of(
                        matrix.length,
                        columns,
                        (row, column) -> matrix[row][column],
                        (row, column, value) -> matrix[row][column] = (float) value)
                .readingRowsBy((row, into, first) -> {
                    float[] entries = matrix[row];
                    for (int column = 0; column < columns; column++) {
                        into[first + column] = entries[column];
                    }
                })
                .singlePrecision();
    }

    /**
     * A vector.
     *
     * @param vector at least one entry
     * @return a live view, length × 1
     * @throws IllegalArgumentException if the vector is empty
     */
    static Storage of(double[] vector) {
        return flat(vector, 0, Shapes.lengthOfVector(Objects.requireNonNull(vector, "vector is null").length), 1);
    }

    /**
     * A vector of floats.
     *
     * @param vector at least one entry
     * @return a live view, length × 1
     * @throws IllegalArgumentException if the vector is empty
     */
    static Storage of(float[] vector) {
        return flat(vector, 0, Shapes.lengthOfVector(Objects.requireNonNull(vector, "vector is null").length), 1);
    }

    /**
     * An EJML matrix. A {@code SimpleMatrix} gives its own through {@code getDDRM()}.
     *
     * @param matrix at least 1 × 1
     * @return a live view of the same shape
     * @throws IllegalArgumentException if the matrix is empty
     */
    static Storage of(DMatrixRMaj matrix) {
        Objects.requireNonNull(matrix, "matrix is null");
        int columns = matrix.numCols;
        return EntryStorage.of(matrix.numRows, columns, matrix::get, matrix::set)
                .readingRowsBy((row, into, first) ->
                        System.arraycopy(matrix.data, matrix.getIndex(row, 0), into, first, columns));
    }

    /**
     * A matrix inside one long array, row after row. Where rows are further apart than they are long, view the whole and
     * take {@link #columns} of it; where columns follow each other, exchange the numbers and take {@link #transposed}.
     *
     * @param array the long array
     * @param offset index of the matrix's first entry
     * @param rows number of rows
     * @param columns number of columns, and so the distance between the first entries of two rows
     * @return a live view, rows × columns
     * @throws IllegalArgumentException if the matrix is empty or reaches outside the array
     */
    static Storage flat(double[] array, int offset, int rows, int columns) {
        Shapes.requireInside(Objects.requireNonNull(array, "array is null").length, offset, rows, columns);
        return EntryStorage.of(
                        rows,
                        columns,
                        (row, column) -> array[offset + row * columns + column],
                        (row, column, value) -> array[offset + row * columns + column] = value)
                .readingRowsBy(
                        (row, into, first) -> System.arraycopy(array, offset + row * columns, into, first, columns));
    }

    /**
     * A matrix of floats inside one long array, row after row.
     *
     * @param array the long array
     * @param offset index of the matrix's first entry
     * @param rows number of rows
     * @param columns number of columns, and so the distance between the first entries of two rows
     * @return a live view, rows × columns
     * @throws IllegalArgumentException if the matrix is empty or reaches outside the array
     */
    static Storage flat(float[] array, int offset, int rows, int columns) {
        Shapes.requireInside(Objects.requireNonNull(array, "array is null").length, offset, rows, columns);
        return EntryStorage.of(
                        rows,
                        columns,
                        (row, column) -> array[offset + row * columns + column],
                        (row, column, value) -> array[offset + row * columns + column] = (float) value)
                .readingRowsBy((row, into, first) -> {
                    for (int column = 0; column < columns; column++) {
                        into[first + column] = array[offset + row * columns + column];
                    }
                })
                .singlePrecision();
    }

    /**
     * Entries that are only reached one by one, for example weights inside neuron objects.
     *
     * @param rows number of rows
     * @param columns number of columns
     * @param getter reads an entry
     * @param setter writes an entry
     * @return a live view, rows × columns
     * @throws IllegalArgumentException if rows or columns is below 1
     */
    static Storage entries(int rows, int columns, Getter getter, Setter setter) {
        return EntryStorage.of(rows, columns, getter, setter);
    }

    /**
     * The weights of a layer of neuron objects, each of which hands out its own array: {@code
     * Storage.perUnit(net.hidden, Neuron::getWeights)}. Neurons that hand out copies, or single weights, are reached by
     * {@link #entries}.
     *
     * @param units the neurons of one layer, read at each access
     * @param weights gives the array that a neuron computes with
     * @param <U> the class of the neurons
     * @return a live view, units × weights of a unit
     * @throws IllegalArgumentException if there is no unit, if units have unequally many weights, or if one hands out
     *     another array each time
     * @throws NullPointerException if a unit or its array is null
     */
    static <U> Storage perUnit(List<U> units, Function<? super U, double[]> weights) {
        return UnitArrays.of(units, weights);
    }

    /**
     * One number of each neuron object, its bias: {@code Storage.perUnit(net.hidden, Neuron::getBias, Neuron::setBias)}.
     *
     * @param units the neurons of one layer, read at each access
     * @param getter reads a neuron's number
     * @param setter writes it
     * @param <U> the class of the neurons
     * @return a live view, units × 1
     * @throws IllegalArgumentException if there is no unit
     * @throws NullPointerException if a unit is null
     */
    static <U> Storage perUnit(List<U> units, ToDoubleFunction<? super U> getter, ObjDoubleConsumer<? super U> setter) {
        UnitArrays.requireUnits(units);
        Objects.requireNonNull(getter, "getter is null");
        Objects.requireNonNull(setter, "setter is null");
        return EntryStorage.of(
                units.size(),
                1,
                (row, column) -> getter.applyAsDouble(units.get(row)),
                (row, column, value) -> setter.accept(units.get(row), value));
    }

    /**
     * Storage that the program replaces while it runs, asked for anew at each access. What the supplier returns must be
     * the program's own array at that moment, not a copy.
     *
     * @param current gives the present storage; always of the same shape
     * @return a live view
     * @throws NullPointerException if the supplier gives nothing
     */
    static Storage supplied(Supplier<? extends Storage> current) {
        return new SuppliedStorage(current);
    }

    /**
     * A matrix that the program hands out and takes back as a whole, where it hands out copies or insists on an array of
     * its own. Writing reads a matrix, changes a copy of it and hands that over.
     *
     * @param getter gives the present matrix; not modified
     * @param setter takes a new one
     * @return a live view
     * @throws IllegalArgumentException if the getter gives an empty or ragged matrix
     * @throws NullPointerException if the getter gives nothing
     */
    static Storage reassigned(Supplier<double[][]> getter, Consumer<double[][]> setter) {
        return new ReassignedStorage(getter, setter);
    }
}
