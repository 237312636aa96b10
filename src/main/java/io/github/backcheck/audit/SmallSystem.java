package io.github.backcheck.audit;

/** A few linear equations. */
final class SmallSystem {

    private SmallSystem() {}

    /**
     * Gaussian elimination with row exchanges.
     *
     * @param rows n rows of n + 1 numbers, the right-hand side last. Modified.
     * @return the solution, not finite if there is none
     */
    static double[] solve(double[][] rows) {
        int n = rows.length;
        for (int k = 0; k < n; k++) {
            int largest = k;
            for (int i = k + 1; i < n; i++) {
                largest = Math.abs(rows[i][k]) > Math.abs(rows[largest][k]) ? i : largest;
            }
            double[] pivot = rows[largest];
            rows[largest] = rows[k];
            rows[k] = pivot;
            for (int i = k + 1; i < n; i++) {
                double factor = rows[i][k] / pivot[k];
                for (int j = k; j <= n; j++) {
                    rows[i][j] -= factor * pivot[j];
                }
            }
        }
        double[] x = new double[n];
        for (int i = n - 1; i >= 0; i--) {
            x[i] = rows[i][n];
            for (int j = i + 1; j < n; j++) {
                x[i] -= rows[i][j] * x[j];
            }
            x[i] /= rows[i][i];
        }
        return x;
    }
}
