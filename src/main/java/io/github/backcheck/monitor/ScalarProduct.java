package io.github.backcheck.monitor;

import io.github.backcheck.model.UpdateWatcher;
import java.util.Arrays;

/**
 * Σ a·b over the pieces of a parameter. Each place in a piece has a sum of its own, and these are added up at the end: loops
 * that add a whole array to a whole array of the same indices are what a compiler turns into vector instructions. Pieces of
 * the same size give the same bits.
 */
final class ScalarProduct {

    private final double[] sums;

    /** For a parameter of that many entries. */
    ScalarProduct(int size) {
        this.sums = new double[Math.min(size, UpdateWatcher.PIECE)];
    }

    /** Adds the products of a piece, both factors from index 0. */
    void add(double[] a, double[] b, int size) {
        addTo(sums, a, b, size);
    }

    private static void addTo(double[] sums, double[] a, double[] b, int size) {
        for (int i = 0; i < size; i++) {
            sums[i] += a[i] * b[i];
        }
    }

    /** The sum; the next starts from 0. Taken in four parts, so that additions need not wait for each other. */
    double take() {
        double first = 0;
        double second = 0;
        double third = 0;
        double fourth = 0;
        int i = 0;
        for (; i + 3 < sums.length; i += 4) {
            first += sums[i];
            second += sums[i + 1];
            third += sums[i + 2];
            fourth += sums[i + 3];
        }
        for (; i < sums.length; i++) {
            first += sums[i];
        }
        Arrays.fill(sums, 0);
        return (first + second) + (third + fourth);
    }
}
