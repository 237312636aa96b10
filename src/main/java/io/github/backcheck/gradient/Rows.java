package io.github.backcheck.gradient;

/**
 * Sums of rows, in the form that compilers turn into vector instructions: arrays that start at index 0, four rows at a time,
 * one store in a loop. Matrices here are arrays of rows. Each sum has a fixed order.
 */
final class Rows {

    private Rows() {}

    /** into += Σ weights[first + k] · rows[k] over the first {@code count} rows. */
    static void addProducts(double[] weights, int first, double[][] rows, int count, double[] into) {
        int k = 0;
        for (; k + 3 < count; k += 4) {
            addProducts(weights, first + k, rows[k], rows[k + 1], rows[k + 2], rows[k + 3], into);
        }
        for (; k < count; k++) {
            addProduct(weights[first + k], rows[k], into);
        }
    }

    private static void addProducts(
            double[] weights, int k, double[] one, double[] two, double[] three, double[] four, double[] into) {
        double first = weights[k];
        double second = weights[k + 1];
        double third = weights[k + 2];
        double fourth = weights[k + 3];
        if (first == 0 && second == 0 && third == 0 && fourth == 0) {
            return;
        }
        for (int i = 0; i < into.length; i++) {
            into[i] = Math.fma(
                    first,
                    one[i],
                    Math.fma(second, two[i], Math.fma(third, three[i], Math.fma(fourth, four[i], into[i]))));
        }
    }

    static void addProduct(double weight, double[] row, double[] into) {
        for (int i = 0; i < into.length; i++) {
            into[i] = Math.fma(weight, row[i], into[i]);
        }
    }

    /** Cuts a matrix kept row by row into its rows. */
    static double[][] of(double[] matrix, int rows, int columns) {
        double[][] cut = new double[rows][columns];
        for (int row = 0; row < rows; row++) {
            System.arraycopy(matrix, row * columns, cut[row], 0, columns);
        }
        return cut;
    }

    /** The rows one after the other. */
    static double[] flat(double[][] rows) {
        int columns = rows[0].length;
        double[] flat = new double[rows.length * columns];
        for (int row = 0; row < rows.length; row++) {
            System.arraycopy(rows[row], 0, flat, row * columns, columns);
        }
        return flat;
    }

    /** Blocks small enough that their rows and columns stay in the first-level cache. */
    private static final int BLOCK = 16;

    static double[][] transposed(double[][] rows) {
        int columns = rows[0].length;
        double[][] transposed = new double[columns][rows.length];
        for (int top = 0; top < rows.length; top += BLOCK) {
            int bottom = Math.min(top + BLOCK, rows.length);
            for (int left = 0; left < columns; left += BLOCK) {
                int right = Math.min(left + BLOCK, columns);
                for (int row = top; row < bottom; row++) {
                    for (int column = left; column < right; column++) {
                        transposed[column][row] = rows[row][column];
                    }
                }
            }
        }
        return transposed;
    }

    /** The rows one after the other, each repeated. */
    static double[][] repeated(double[][] rows, int times) {
        double[][] repeated = new double[rows.length][];
        for (int row = 0; row < rows.length; row++) {
            int length = rows[row].length;
            repeated[row] = new double[times * length];
            for (int copy = 0; copy < times; copy++) {
                System.arraycopy(rows[row], 0, repeated[row], copy * length, length);
            }
        }
        return repeated;
    }
}
