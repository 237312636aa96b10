package io.github.backcheck.gradient;

import java.util.Arrays;
import java.util.Random;
import java.util.TreeSet;

/** Entries to look at when not all are. */
final class EntrySample {

    private EntrySample() {}

    private static int[] all(int size) {
        int[] all = new int[size];
        Arrays.setAll(all, i -> i);
        return all;
    }

    /** Any entries, sorted; all of them if there are no more than count. */
    static int[] random(int size, int count, long seed) {
        return count >= size
                ? all(size)
                : new Random(seed)
                        .ints(0, size)
                        .distinct()
                        .limit(count)
                        .sorted()
                        .toArray();
    }

    /**
     * Corners, the rest of the first and last row and column as far as there is room, and random entries.
     *
     * @param rows of the matrix
     * @param columns of the matrix
     * @param count how many
     * @param seed of the random ones
     * @return sorted indices row by row, all of them if there are no more than count
     */
    static int[] stratified(int rows, int columns, int count, long seed) {
        int size = rows * columns;
        if (count >= size) {
            return all(size);
        }
        TreeSet<Integer> chosen = new TreeSet<>();
        for (int corner : new int[] {0, size - 1, columns - 1, size - columns}) {
            if (chosen.size() < count) {
                chosen.add(corner);
            }
        }
        Random random = new Random(seed);
        while (chosen.size() < count) {
            int entry = random.nextInt(size);
            chosen.add(
                    switch (chosen.size() % 8) {
                        case 4 -> entry % columns;
                        case 5 -> size - columns + entry % columns;
                        case 6 -> entry / columns * columns;
                        case 7 -> entry / columns * columns + columns - 1;
                        default -> entry;
                    });
            if (chosen.size() < count) {
                chosen.add(random.nextInt(size));
            }
        }
        return chosen.stream().mapToInt(Integer::intValue).toArray();
    }
}
