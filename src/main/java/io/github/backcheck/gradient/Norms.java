package io.github.backcheck.gradient;

/** Euclidean norms of the rows and columns of a matrix kept row by row. */
final class Norms {

    private Norms() {}

    static double[] ofRows(double[] matrix, int rows, int columns) {
        double[] norms = new double[rows];
        for (int row = 0; row < rows; row++) {
            double squares = 0;
            for (int i = row * columns; i < (row + 1) * columns; i++) {
                squares += matrix[i] * matrix[i];
            }
            norms[row] = Math.sqrt(squares);
        }
        return norms;
    }

    static double[] ofColumns(double[] matrix, int rows, int columns) {
        double[] norms = new double[columns];
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                double entry = matrix[row * columns + column];
                norms[column] += entry * entry;
            }
        }
        for (int column = 0; column < columns; column++) {
            norms[column] = Math.sqrt(norms[column]);
        }
        return norms;
    }

    static double of(double[] vector) {
        return ofRows(vector, 1, vector.length)[0];
    }
}
