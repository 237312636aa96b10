package io.github.backcheck.monitor;

import java.util.Arrays;
import java.util.BitSet;

/**
 * The entries of a parameter that still have their first value, bit for bit, as ranges of neighbours. An entry that has
 * changed once is never looked at again, so this costs next to nothing where everything learns, and little where whole rows
 * or columns stand still.
 */
final class UntouchedEntries {

    /** All of the first comparisons are looked at. */
    private static final int ALWAYS_UP_TO = 8;

    /** Then every one of this number. */
    private static final int EVERY = 4;

    private final double[] start;

    /** First entry, and the entry after the last, of each range in turn. */
    private int[] bounds;

    private int used;
    private int comparisons;

    UntouchedEntries(double[] start) {
        this.start = start;
        this.bounds = new int[] {0, start.length};
        this.used = 2;
    }

    /** Looks at the first comparisons, and then at some: the values of a run do not come back to the start bit for bit. */
    void compared(double[] now) {
        comparisons++;
        if (comparisons <= ALWAYS_UP_TO || comparisons % EVERY == 0) {
            look(now);
        }
    }

    void look(double[] now) {
        for (int range = 0; range < used; range += 2) {
            if (!Arrays.equals(now, bounds[range], bounds[range + 1], start, bounds[range], bounds[range + 1])) {
                split(now);
                return;
            }
        }
    }

    private void split(double[] now) {
        int[] old = bounds;
        int oldUsed = used;
        bounds = new int[oldUsed + 16];
        used = 0;
        for (int range = 0; range < oldUsed; range += 2) {
            int entry = old[range];
            int end = old[range + 1];
            while (entry < end) {
                int same = entry;
                while (same < end && unchanged(now, same)) {
                    same++;
                }
                add(entry, same);
                entry = same + 1;
            }
        }
    }

    private boolean unchanged(double[] now, int entry) {
        return Double.doubleToLongBits(now[entry]) == Double.doubleToLongBits(start[entry]);
    }

    private void add(int from, int to) {
        if (from == to) {
            return;
        }
        if (used == bounds.length) {
            bounds = Arrays.copyOf(bounds, 2 * used);
        }
        bounds[used] = from;
        bounds[used + 1] = to;
        used += 2;
    }

    Untouched summary(Shape shape) {
        BitSet changed = new BitSet(start.length);
        changed.set(0, start.length);
        for (int range = 0; range < used; range += 2) {
            changed.clear(bounds[range], bounds[range + 1]);
        }
        return Untouched.of(changed, shape);
    }
}
