package io.github.backcheck.gradient;

import java.util.Arrays;
import java.util.Random;
import java.util.TreeSet;

/**
 * Entries of a matrix to look at when not all are: corners, the rest of the first and last row and column as far as there is
 * room, and random ones.
 */
final class EntrySample {

    private EntrySample() {}

    /**
     * Draws entries.
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
            int[] all = new int[size];
            Arrays.setAll(all, i -> i);
            return all;
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
