package io.github.backcheck.diagnosis;

import io.github.backcheck.model.Capability;
import io.github.backcheck.probe.EpochWatch;

/** The stage that watches one pass through the data in the program's own way. */
final class EpochStage implements Runnable {

    /** A pass through these is repeated up to forty times. */
    private static final int SAMPLES_OF_EPOCH = 256;

    private final Inquiry inquiry;

    EpochStage(Inquiry inquiry) {
        this.inquiry = inquiry;
    }

    @Override
    public void run() {
        if (inquiry.model().can(Capability.EPOCH)) {
            // Whole batches: a program may leave out an incomplete one.
            int size = inquiry.first().size();
            int all = inquiry.data().size();
            int rows = Math.min(SAMPLES_OF_EPOCH, all);
            inquiry.add(EpochWatch.of(
                    inquiry.model(), inquiry.spread(rows < all ? Math.max(1, rows / size) * size : rows)));
        }
    }
}
