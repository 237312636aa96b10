package io.github.backcheck.trial;

import io.github.backcheck.model.Batch;

/** The samples in a new random order each time all were used; what does not fill a batch waits for the next order. */
final class MiniBatches {

    private final Batch samples;
    private final int size;
    private final long seed;
    private Batch order;
    private int orders;
    private int next;

    MiniBatches(Batch samples, int size, long seed) {
        this.samples = samples;
        this.size = Math.min(size, samples.size());
        this.seed = seed;
        this.order = samples.shuffled(seed);
    }

    Batch next() {
        if (next + size > samples.size()) {
            orders++;
            order = samples.shuffled(seed + orders);
            next = 0;
        }
        next += size;
        return order.slice(next - size, next);
    }
}
