package io.github.backcheck.probe;

import io.github.backcheck.model.Batch;
import io.github.backcheck.model.Model;

/** What a program returned for a batch, one row per sample, to be compared with what it returned for another. */
final class Outputs {

    private final double[][] rows;

    private Outputs(double[][] rows) {
        this.rows = rows;
    }

    static Outputs of(Model model, Batch batch) {
        return new Outputs(model.predict(batch));
    }

    int samples() {
        return rows.length;
    }

    int width() {
        return rows[0].length;
    }

    double at(int sample, int output) {
        return rows[sample][output];
    }

    double[] row(int sample) {
        return rows[sample].clone();
    }

    boolean areFinite() {
        return Double.isFinite(largest());
    }

    /** The largest magnitude; NaN if an output is. */
    double largest() {
        double largest = 0;
        for (double[] row : rows) {
            for (double output : row) {
                largest = Math.max(largest, Math.abs(output));
            }
        }
        return largest;
    }

    /** Which output of a sample differs most from those of a sample of others. */
    int widestAt(int sample, Outputs others, int other) {
        int widest = 0;
        for (int k = 1; k < width(); k++) {
            widest = gap(sample, others, other, k) > gap(sample, others, other, widest) ? k : widest;
        }
        return widest;
    }

    /** The largest difference between the outputs of a sample and those of a sample of others. */
    double distance(int sample, Outputs others, int other) {
        return gap(sample, others, other, widestAt(sample, others, other));
    }

    private double gap(int sample, Outputs others, int other, int output) {
        return Math.abs(rows[sample][output] - others.rows[other][output]);
    }

    /** The largest difference from others of the same shape. */
    double distance(Outputs others) {
        double largest = 0;
        for (int sample = 0; sample < rows.length; sample++) {
            largest = Math.max(largest, distance(sample, others, sample));
        }
        return largest;
    }

    /** Whether all samples have the outputs of the first. */
    boolean areAlike(double bound) {
        for (int sample = 1; sample < rows.length; sample++) {
            if (distance(0, this, sample) > bound) {
                return false;
            }
        }
        return true;
    }

    /** The same to the last bit. */
    boolean areIdentical(Outputs others) {
        for (int sample = 0; sample < rows.length; sample++) {
            for (int k = 0; k < rows[sample].length; k++) {
                if (Double.doubleToLongBits(rows[sample][k]) != Double.doubleToLongBits(others.rows[sample][k])) {
                    return false;
                }
            }
        }
        return true;
    }

    /** The last sample first. */
    Outputs reversed() {
        double[][] reversed = new double[rows.length][];
        for (int sample = 0; sample < rows.length; sample++) {
            reversed[sample] = rows[rows.length - 1 - sample];
        }
        return new Outputs(reversed);
    }
}
