package io.github.backcheck.gradient;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** How often each of some things occurred. */
final class Counts<K extends Comparable<? super K>> {

    private final SortedMap<K, Long> times = new TreeMap<>();

    void add(K what) {
        add(what, 1);
    }

    void add(K what, long often) {
        times.merge(what, often, Long::sum);
    }

    void addAll(Counts<K> others) {
        others.times.forEach(this::add);
    }

    long of(K what) {
        return times.getOrDefault(what, 0L);
    }

    long total() {
        return times.values().stream().mapToLong(Long::longValue).sum();
    }

    /** The smallest thing that at least this share of all does not exceed. */
    K quantile(double share) {
        long left = (long) Math.ceil(share * total());
        K at = times.firstKey();
        for (Map.Entry<K, Long> entry : times.entrySet()) {
            at = entry.getKey();
            left -= entry.getValue();
            if (left <= 0) {
                break;
            }
        }
        return at;
    }

    SortedMap<K, Long> asMap() {
        return times;
    }

    @Override
    public String toString() {
        return times.entrySet().stream()
                .map(entry -> entry.getKey() + " " + entry.getValue())
                .collect(Collectors.joining(", "));
    }
}
