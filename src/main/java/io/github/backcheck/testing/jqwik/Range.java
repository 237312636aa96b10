package io.github.backcheck.testing.jqwik;

import java.util.Random;

/** From the first to the last, both included. */
record Range(int from, int to) {

    static Range of(int from, int to, String what) {
        if (from < 1 || to < from) {
            throw new IllegalArgumentException("the number of " + what + " is to be from " + from + " to " + to
                    + ", at least 1 and a last that is not below the first were expected");
        }
        return new Range(from, to);
    }

    int draw(Random random) {
        return from + random.nextInt(to - from + 1);
    }
}
