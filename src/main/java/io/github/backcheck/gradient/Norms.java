package io.github.backcheck.gradient;

/** Euclidean norms of the rows and columns of a matrix that is an array of rows. */
final class Norms {

    private Norms() {}

    static double[] ofRows(double[][] rows) {
        double[] norms = new double[rows.length];
        for (int row = 0; row < rows.length; row++) {
            norms[row] = of(rows[row]);
        }
        return norms;
    }

    static double[] ofColumns(double[][] rows) {
        double[] norms = new double[rows[0].length];
        for (double[] row : rows) {
            for (int column = 0; column < norms.length; column++) {
                norms[column] = Math.fma(row[column], row[column], norms[column]);
            }
        }
        for (int column = 0; column < norms.length; column++) {
            norms[column] = Math.sqrt(norms[column]);
        }
        return norms;
    }

    /** With four sums, none of which has to wait for another. */
    static double of(double[] vector) {
        double first = 0;
        double second = 0;
        double third = 0;
        double fourth = 0;
        int i = 0;
        for (; i + 3 < vector.length; i += 4) {
            first = Math.fma(vector[i], vector[i], first);
            second = Math.fma(vector[i + 1], vector[i + 1], second);
            third = Math.fma(vector[i + 2], vector[i + 2], third);
            fourth = Math.fma(vector[i + 3], vector[i + 3], fourth);
        }
        for (; i < vector.length; i++) {
            first = Math.fma(vector[i], vector[i], first);
        }
        return Math.sqrt(first + second + third + fourth);
    }
}
