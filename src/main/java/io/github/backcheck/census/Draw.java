package io.github.backcheck.census;

import java.util.Arrays;
import java.util.Random;

/** Random indices, the same for the same seed. */
final class Draw {

    private Draw() {}

    /** So many different indices below a limit, or all of them, ascending. */
    static int[] some(int most, int limit, Random random) {
        int[] drawn = order(limit, random);
        int[] first = Arrays.copyOf(drawn, Math.min(most, limit));
        Arrays.sort(first);
        return first;
    }

    /** All indices below a limit in random order (Durstenfeld 1964, algorithm 235). */
    static int[] order(int limit, Random random) {
        int[] order = new int[limit];
        for (int i = 0; i < limit; i++) {
            int j = random.nextInt(i + 1);
            order[i] = order[j];
            order[j] = i;
        }
        return order;
    }
}
