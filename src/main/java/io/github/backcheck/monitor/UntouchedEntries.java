package io.github.backcheck.monitor;

import java.util.BitSet;

/**
 * The entries of a parameter that still have their first value, bit for bit. An entry that has changed once is never looked
 * at again, so this costs next to nothing where everything learns.
 */
final class UntouchedEntries {

    private final double[] start;
    private final int[] entries;
    private int count;

    UntouchedEntries(double[] start) {
        this.start = start;
        this.entries = new int[start.length];
        this.count = start.length;
        for (int i = 0; i < count; i++) {
            entries[i] = i;
        }
    }

    void look(double[] now) {
        int kept = 0;
        for (int i = 0; i < count; i++) {
            int entry = entries[i];
            if (Double.doubleToRawLongBits(now[entry]) == Double.doubleToRawLongBits(start[entry])) {
                entries[kept] = entry;
                kept++;
            }
        }
        count = kept;
    }

    Untouched summary(Shape shape) {
        BitSet changed = new BitSet(start.length);
        changed.set(0, start.length);
        for (int i = 0; i < count; i++) {
            changed.clear(entries[i]);
        }
        return Untouched.of(changed, shape);
    }
}
