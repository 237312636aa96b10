package io.github.backcheck.text;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** How lists of indices and of counts are written: on one line, and cut where nobody would read on. */
public final class Lists {

    private static final int MOST_RUNS = 8;
    private static final int SHORTEST_RUN = 3;
    private static final int MOST_CLASSES = 12;

    private Lists() {}

    /**
     * Indices with neighbours drawn together: {@code 0, 8 to 15, 23}, {@code none}.
     *
     * @param indices in ascending order, none twice. Not modified.
     * @return at most eight groups, then how many indices were left out
     */
    public static String indices(List<Integer> indices) {
        if (indices.isEmpty()) {
            return "none";
        }
        List<String> runs = new ArrayList<>();
        int written = 0;
        while (written < indices.size() && runs.size() < MOST_RUNS) {
            int length = runLength(indices, written);
            int taken = length < SHORTEST_RUN ? 1 : length;
            int first = indices.get(written);
            runs.add(taken == 1 ? String.valueOf(first) : first + " to " + indices.get(written + taken - 1));
            written += taken;
        }
        int left = indices.size() - written;
        return String.join(", ", runs) + (left == 0 ? "" : " and " + Figures.count(left) + " more");
    }

    private static int runLength(List<Integer> indices, int from) {
        int length = 1;
        while (from + length < indices.size() && indices.get(from + length) == indices.get(from) + length) {
            length++;
        }
        return length;
    }

    /**
     * How often each class occurs: {@code 0: 178 (9.91 %), 1: 1,619 (90.1 %)}.
     *
     * @param counts one per class, class 0 first. Not modified.
     * @return at most twelve classes, then how many were left out
     */
    public static String histogram(List<Integer> counts) {
        long all = counts.stream().mapToLong(Integer::intValue).sum();
        String shown = IntStream.range(0, Math.min(counts.size(), MOST_CLASSES))
                .mapToObj(c -> c + ": " + Figures.count(counts.get(c)) + " (" + Figures.share(counts.get(c), all) + ")")
                .collect(Collectors.joining(", "));
        int left = counts.size() - MOST_CLASSES;
        return left <= 0 ? shown : shown + " and " + Figures.count(left) + " more";
    }
}
