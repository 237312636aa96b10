package io.github.backcheck.audit;

import io.github.backcheck.model.Batch;

/** One call of the program's training step: on which batch, from where, to where. One array per parameter. */
final class TakenStep {

    private final Batch batch;
    private final double[][] before;
    private final double[][] after;

    TakenStep(Batch batch, double[][] before, double[][] after) {
        this.batch = batch;
        this.before = before;
        this.after = after;
    }

    Batch batch() {
        return batch;
    }

    /** Not to be modified. */
    double[][] before() {
        return before;
    }

    /** Not to be modified. */
    double[][] after() {
        return after;
    }
}
