package io.github.backcheck.census;

import java.util.ArrayList;
import java.util.List;

/** Each column of some rows: mean, variance, root mean square, and whether it varies. Two passes. */
final class Columns {

    private final int rows;
    private final double[] first;
    private final double[] means;
    private final double[] variances;
    private final boolean[] varies;
    private long zeros;

    private Columns(Rows rows) {
        this.rows = rows.count();
        first = rows.row(0);
        means = new double[rows.columns()];
        variances = new double[rows.columns()];
        varies = new boolean[rows.columns()];
    }

    static Columns of(Rows rows) {
        Columns columns = new Columns(rows);
        for (int s = 0; s < rows.count(); s++) {
            columns.addToMeans(rows.row(s), 1.0 / (s + 1));
        }
        for (int s = 0; s < rows.count(); s++) {
            columns.addToVariances(rows.row(s));
        }
        for (int c = 0; c < columns.variances.length; c++) {
            columns.variances[c] /= columns.rows;
        }
        return columns;
    }

    private void addToMeans(double[] row, double share) {
        for (int c = 0; c < row.length; c++) {
            means[c] += row[c] * share - means[c] * share; // the difference itself may overflow
            varies[c] |= row[c] != first[c];
            if (row[c] == 0) {
                zeros++;
            }
        }
    }

    private void addToVariances(double[] row) {
        for (int c = 0; c < row.length; c++) {
            double gap = row[c] - means[c];
            variances[c] += gap * gap;
        }
    }

    int count() {
        return means.length;
    }

    double mean(int column) {
        return means[column];
    }

    /** Over the samples, not samples − 1. */
    double variance(int column) {
        return variances[column];
    }

    double deviation(int column) {
        return Math.sqrt(variances[column]);
    }

    double rootMeanSquare(int column) {
        return Math.hypot(means[column], Math.sqrt(variances[column]));
    }

    boolean varies(int column) {
        return varies[column];
    }

    double zeroShare() {
        return (double) zeros / rows / means.length;
    }

    List<Integer> constant() {
        List<Integer> constant = new ArrayList<>();
        for (int c = 0; c < means.length; c++) {
            if (!varies[c]) {
                constant.add(c);
            }
        }
        return constant;
    }

    List<Integer> constantlyZero() {
        return constant().stream().filter(c -> first[c] == 0).toList();
    }
}
