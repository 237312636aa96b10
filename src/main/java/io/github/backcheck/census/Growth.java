package io.github.backcheck.census;

/**
 * Watches whether each row keeps what was hot in the row before: one row that is filled again for every sample and never
 * cleared. Ordered classes written as a bar, 1 1 1 0 0, grow in the same way where they are sorted, but always from one end.
 */
final class Growth {

    /** So many rows do not keep growing by chance. */
    private static final int FEWEST_ROWS = 10;

    private final double high;
    private final boolean[] hot;
    private int rows;
    private int first;
    private int last;
    private boolean keeps = true;
    private boolean bars = true;

    Growth(double high, int outputs) {
        this.high = high;
        hot = new boolean[outputs];
    }

    void add(double[] row) {
        last = 0;
        int ends = 0;
        for (int output = 0; output < row.length; output++) {
            boolean now = row[output] == high;
            keeps &= now || !hot[output];
            ends += output > 0 && now != (row[output - 1] == high) ? 1 : 0;
            hot[output] = now;
            last += now ? 1 : 0;
        }
        boolean fromOneEnd = row[0] == high || row[row.length - 1] == high;
        bars &= ends == 0 || (ends == 1 && fromOneEnd);
        first = rows++ == 0 ? last : first;
    }

    boolean seen() {
        return rows >= FEWEST_ROWS && keeps && !bars && first == 1 && last > 1;
    }
}
