package io.github.backcheck.census;

import java.util.Arrays;

/** Finds rows by their numbers: a hash of each, then a comparison. −0 and 0 are the same number. */
final class RowIndex {

    private static final int ABSENT = -1;
    private static final long MULTIPLIER = 0x9E3779B97F4A7C15L;

    private final Rows rows;
    private final int[] places;
    private final long[] hashes;

    private RowIndex(Rows rows) {
        this.rows = rows;
        places = new int[Integer.highestOneBit(Math.max(2, rows.count())) * 4];
        hashes = new long[rows.count()];
        Arrays.fill(places, ABSENT);
    }

    /** Nothing is in it yet. */
    static RowIndex over(Rows rows) {
        return new RowIndex(rows);
    }

    /** All rows are in it; of equal ones the first. */
    static RowIndex of(Rows rows) {
        RowIndex index = new RowIndex(rows);
        for (int s = 0; s < rows.count(); s++) {
            index.firstLike(s);
        }
        return index;
    }

    /** The first row equal to this one that was asked for before, or the row itself, which is remembered. */
    int firstLike(int row) {
        double[] numbers = rows.row(row);
        hashes[row] = hash(numbers);
        int place = place(numbers, hashes[row]);
        if (places[place] == ABSENT) {
            places[place] = row;
        }
        return places[place];
    }

    /** The first row of these numbers, below 0 if there is none. */
    int find(double[] numbers) {
        return places[place(numbers, hash(numbers))];
    }

    private int place(double[] numbers, long hash) {
        int place = (int) (hash & (places.length - 1));
        while (places[place] != ABSENT && !(hashes[places[place]] == hash && same(rows.row(places[place]), numbers))) {
            place = (place + 1) & (places.length - 1);
        }
        return place;
    }

    static boolean same(double[] a, double[] b) {
        for (int i = 0; i < a.length; i++) {
            if (a[i] != b[i]) {
                return false;
            }
        }
        return true;
    }

    private static long hash(double[] numbers) {
        long hash = numbers.length;
        for (double number : numbers) {
            hash = (hash ^ Double.doubleToLongBits(number + 0.0)) * MULTIPLIER;
            hash ^= hash >>> 32;
        }
        return hash;
    }
}
