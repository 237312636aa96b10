package io.github.backcheck.audit;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.QRDecomposition;

/**
 * Changes written as a sum of multiples of a few columns. The constants are solved for on some entries, weighted with the
 * rounding of each, by a QR decomposition; then every entry of every step is replayed. No slack: a replay counts only if no
 * entry is off by more than rounding, and by 1e-9 of the largest number that enters it (2e-4 for floats), because the program's
 * gradient and the one it is compared with may have been added up in another order.
 */
final class LinearFit {

    /** A number is evidence if it is this far above its rounding. */
    private static final double CLEAR = 20;

    /** Columns that are multiples of each other leave the constants open. */
    private static final double DEPENDENT = 1e-9;

    private final List<? extends Column> columns;
    private final int first;
    private final double[] coefficients;
    private final double[] uncertainties;
    private final List<Series> parts = new ArrayList<>();
    private final IdentityHashMap<Series, double[]> scales = new IdentityHashMap<>();
    private double worst;
    private double residual;
    private int informative;

    private LinearFit(List<? extends Column> columns, int first, double[] coefficients, double[] uncertainties) {
        this.columns = columns;
        this.first = first;
        this.coefficients = coefficients;
        this.uncertainties = uncertainties;
    }

    /** Solves from the third step on, so that every term has its past. */
    static Optional<LinearFit> of(List<Series> parts, List<? extends Column> columns) {
        return of(parts, columns, Term.MEMORY);
    }

    /**
     * Solves for the constants and replays.
     *
     * @param parts parameters that share the constants
     * @param columns what the changes are made of
     * @param first the first step to explain
     * @return empty if the constants are not determined
     */
    static Optional<LinearFit> of(List<Series> parts, List<? extends Column> columns, int first) {
        return solve(parts, columns, first).map(fit -> {
            fit.parts.addAll(parts);
            fit.replay(parts);
            return fit;
        });
    }

    private static Optional<LinearFit> solve(List<Series> parts, List<? extends Column> columns, int first) {
        int unknown = columns.size();
        List<double[]> rows = new ArrayList<>();
        for (Series series : parts) {
            for (int step = first; step < series.steps(); step++) {
                double error = series.relativeError() * series.largestChange(step);
                for (int entry : series.sample()) {
                    double weight = 1 / (series.rounding(step, entry) + error + Double.MIN_NORMAL);
                    double[] row = new double[unknown + 1];
                    for (int k = 0; k < unknown; k++) {
                        row[k] = weight * columns.get(k).value(series, step, entry);
                    }
                    row[unknown] = weight * series.change(step, entry);
                    rows.add(row);
                }
            }
        }
        return rows.size() <= unknown ? Optional.empty() : leastSquares(rows, columns, first);
    }

    /** Least squares: of A with the right-hand side as its last column, R holds all that is needed. */
    private static Optional<LinearFit> leastSquares(List<double[]> rows, List<? extends Column> columns, int first) {
        int unknown = columns.size();
        double[] norms = new double[unknown];
        for (double[] row : rows) {
            for (int k = 0; k < unknown; k++) {
                norms[k] = Math.hypot(norms[k], row[k]);
            }
        }
        DMatrixRMaj a = new DMatrixRMaj(rows.size(), unknown + 1);
        for (int r = 0; r < rows.size(); r++) {
            for (int k = 0; k <= unknown; k++) {
                double norm = k < unknown ? norms[k] : 1;
                a.set(r, k, norm > 0 ? rows.get(r)[k] / norm : 0);
            }
        }
        QRDecomposition<DMatrixRMaj> qr = DecompositionFactory_DDRM.qr(rows.size(), unknown + 1);
        if (!qr.decompose(a)) {
            return Optional.empty();
        }
        DMatrixRMaj r = qr.getR(null, true);
        for (int k = 0; k < unknown; k++) {
            if (!(Math.abs(r.get(k, k)) > DEPENDENT)) {
                return Optional.empty();
            }
        }
        double[] coefficients = backSubstitute(r, unknown, column(r, unknown));
        double[] squares = new double[unknown];
        for (int k = 0; k < unknown; k++) {
            double[] unit = new double[unknown];
            unit[k] = 1;
            double[] inverse = backSubstitute(r, unknown, unit);
            for (int j = 0; j < unknown; j++) {
                squares[j] += inverse[j] * inverse[j];
            }
        }
        double[] uncertainties = new double[unknown];
        for (int k = 0; k < unknown; k++) {
            coefficients[k] /= norms[k];
            uncertainties[k] = 3 * Math.sqrt(squares[k]) / norms[k];
        }
        return Optional.of(new LinearFit(columns, first, coefficients, uncertainties));
    }

    private static double[] column(DMatrixRMaj r, int column) {
        double[] values = new double[column];
        for (int i = 0; i < column; i++) {
            values[i] = r.get(i, column);
        }
        return values;
    }

    private static double[] backSubstitute(DMatrixRMaj r, int unknown, double[] right) {
        double[] x = right.clone();
        for (int i = unknown - 1; i >= 0; i--) {
            for (int j = i + 1; j < unknown; j++) {
                x[i] -= r.get(i, j) * x[j];
            }
            x[i] /= r.get(i, i);
        }
        return x;
    }

    /** The parameters that share the constants. */
    List<Series> parts() {
        return parts;
    }

    /** A few entries first: most fits are refuted by them. */
    private void replay(List<Series> parts) {
        parts.forEach(series -> replay(series, series.sample()));
        if (worst <= 1) {
            informative = 0;
            parts.forEach(series -> replay(series, series.considered()));
        }
    }

    private void replay(Series series, int[] entries) {
        double largest = series.largestChange();
        for (int step = first; step < series.steps(); step++) {
            double scale = scale(series, step);
            for (int entry : entries) {
                double predicted = predict(series, step, entry);
                double gap = Math.abs(series.change(step, entry) - predicted);
                double allowed = allowed(series, step, entry, scale);
                worst = Math.max(worst, gap == 0 ? 0 : gap / allowed);
                residual = Math.max(residual, gap == 0 ? 0 : gap / largest);
                informative += Math.abs(predicted) > CLEAR * allowed ? 1 : 0;
            }
        }
    }

    /** The same for all entries of a step, so it is computed once. */
    private double scale(Series series, int step) {
        double[] known = scales.computeIfAbsent(series, one -> new double[0]);
        if (known.length == 0) {
            known = new double[series.steps()];
            for (int at = first; at < known.length; at++) {
                known[at] = computeScale(series, at);
            }
            scales.put(series, known);
        }
        return known[step];
    }

    private double computeScale(Series series, int step) {
        double scale = 0;
        for (int k = 0; k < coefficients.length; k++) {
            double largest = 0;
            for (int entry : series.considered()) {
                largest = Math.max(largest, Math.abs(columns.get(k).value(series, step, entry)));
            }
            scale += Math.abs(coefficients[k]) * largest;
        }
        return scale;
    }

    private double allowed(Series series, int step, int entry, double scale) {
        double allowed = series.rounding(step, entry) + series.relativeError() * scale;
        for (int k = 0; k < coefficients.length; k++) {
            allowed += Math.abs(coefficients[k]) * columns.get(k).rounding(series, step, entry);
        }
        return allowed;
    }

    private double predict(Series series, int step, int entry) {
        double sum = 0;
        for (int k = 0; k < coefficients.length; k++) {
            sum += coefficients[k] * columns.get(k).value(series, step, entry);
        }
        return sum;
    }

    /** Whether an entry should have moved clearly in some step, if these constants hold for it. */
    boolean moves(Series series, int entry) {
        for (int step = first; step < series.steps(); step++) {
            double allowed = allowed(series, step, entry, scale(series, step));
            if (Math.abs(predict(series, step, entry)) > CLEAR * allowed) {
                return true;
            }
        }
        return false;
    }

    /** Whether every entry of every step is what it should be, enough of them are evidence, and no constant may be 0. */
    boolean reproduces() {
        return worst <= 1 && informative >= coefficients.length + 2 && isNeeded();
    }

    /** A column whose constant may as well be 0 explains nothing; the changes follow from the others by accident. */
    private boolean isNeeded() {
        for (int k = 0; k < coefficients.length; k++) {
            if (!(Math.abs(coefficients[k]) > uncertainties[k])) {
                return false;
            }
        }
        return true;
    }

    /** Whether no entry speaks against it, however few speak for it. */
    boolean isConsistent() {
        return worst <= 1;
    }

    /** The constant of a column, 0 if it is not there. */
    double of(Column column) {
        int k = columns.indexOf(column);
        return k < 0 ? 0 : coefficients[k];
    }

    /** How far that constant may be off. */
    double uncertainty(Column column) {
        int k = columns.indexOf(column);
        return k < 0 ? 0 : uncertainties[k];
    }

    List<? extends Column> columns() {
        return columns;
    }

    /** Largest difference between a change and its replay, relative to the largest change. */
    double residual() {
        return residual;
    }
}
