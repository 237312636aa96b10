package io.github.backcheck.monitor;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A list of bounded length: all that was added, then every second, every fourth and so on from the first, and the last. */
final class Thinned<T> {

    private final int capacity;
    private final List<T> kept = new ArrayList<>();
    private @Nullable T last;
    private boolean lastIsKept;
    private int spacing = 1;
    private int added;

    /** The capacity is even. */
    Thinned(int capacity) {
        this.capacity = capacity;
    }

    void add(T item) {
        if (added % spacing == 0 && kept.size() == capacity) {
            for (int i = capacity - 1; i > 0; i -= 2) {
                kept.remove(i);
            }
            spacing *= 2;
        }
        lastIsKept = added % spacing == 0;
        if (lastIsKept) {
            kept.add(item);
        }
        last = item;
        added++;
    }

    List<T> items() {
        List<T> items = new ArrayList<>(kept);
        T latest = last;
        if (latest != null && !lastIsKept) {
            items.add(latest);
        }
        return List.copyOf(items);
    }
}
