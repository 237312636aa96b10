package io.github.backcheck.audit;

import io.github.backcheck.model.Batch;

/**
 * Whether a step on a batch is the same as steps on its samples one after another. Shown by the program's own steps; its memory
 * is brought to the same state before each of the two by many equal steps.
 */
final class OneByOne {

    /** A momentum of 0.9 is forgotten to 1e-7 after these. */
    private static final int FORGET = 150;

    private static final int SAMPLES = 4;
    private static final double EQUAL = 1e-5;

    private final StepTaker taker;
    private final double[][] start;
    private final Batch some;

    OneByOne(StepTaker taker, double[][] start, Batch batch) {
        this.taker = taker;
        this.start = start;
        this.some = batch.slice(0, Math.min(SAMPLES, batch.size()));
    }

    /** In the order of the batch, or from its end. */
    boolean isShown() {
        double[][] together = after(() -> taker.step(some));
        double[][] forwards = after(() -> {
            for (int n = 0; n < some.size(); n++) {
                taker.step(some.slice(n, n + 1));
            }
        });
        double[][] backwards = after(() -> {
            for (int n = some.size() - 1; n >= 0; n--) {
                taker.step(some.slice(n, n + 1));
            }
        });
        return isEqual(together, forwards) || isEqual(together, backwards);
    }

    private double[][] after(Runnable steps) {
        Batch one = some.slice(0, 1);
        for (int k = 0; k < FORGET; k++) {
            taker.stepFrom(start, one);
        }
        taker.assign(start);
        steps.run();
        double[][] end = taker.present();
        taker.assign(start);
        return end;
    }

    /** Relative to how far the steps led. */
    private boolean isEqual(double[][] one, double[][] other) {
        double gap = 0;
        double way = 0;
        for (int p = 0; p < one.length; p++) {
            for (int i = 0; i < one[p].length; i++) {
                gap = Math.max(gap, Math.abs(one[p][i] - other[p][i]));
                way = Math.max(way, Math.abs(one[p][i] - start[p][i]));
            }
        }
        return way > 0 && gap <= EQUAL * way;
    }
}
