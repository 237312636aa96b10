package io.github.backcheck.monitor;

import io.github.backcheck.model.Batch;
import java.util.Optional;

/** Looks at the batches as they are fed. */
final class FeedingTracker {

    /** Of short runs, too, the inputs are to be known. */
    private static final int ALWAYS_UP_TO = 8;

    /** An epoch of most data sets: 60,000 samples by 32 are 1,875. */
    private static final int EACH_UP_TO = 2048;

    /** Whose multiples are spread evenly, so that one in four has 0 in its two top bits, whatever the number in an epoch. */
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private static final int ALL_BUT_TWO = 62;

    private final Schedule schedule;
    private final LiveInputTracker inputs;
    private final ClassOrderTracker order = new ClassOrderTracker();
    private final Optional<DataFeedingTracker> data;

    private int batches;

    FeedingTracker(int inputCount, MonitorOptions options) {
        this.schedule = options.weights();
        this.inputs = LiveInputTracker.ofInputs(inputCount);
        this.data = options.data().map(DataFeedingTracker::new);
    }

    void add(Batch batch) {
        batches++;
        if (batches <= ALWAYS_UP_TO || (schedule.includes(batches) && isDrawn())) {
            inputs.add(batch);
        }
        order.add(batch);
        if (data.isPresent()) {
            data.get().add(batch);
        }
    }

    /** In the long run a part of the batches has what all have. */
    private boolean isDrawn() {
        return batches <= EACH_UP_TO || (batches * GOLDEN) >>> ALL_BUT_TWO == 0;
    }

    void epochEnded() {
        data.ifPresent(DataFeedingTracker::epochEnded);
    }

    Feeding summary() {
        return new Feeding(inputs.report(), order.order(), data.map(DataFeedingTracker::summary));
    }
}
