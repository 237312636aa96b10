package io.github.backcheck.monitor;

import io.github.backcheck.model.Batch;
import java.util.Optional;

/** Looks at the batches as they are fed. */
final class FeedingTracker {

    /** Of short runs, too, the inputs are to be known. */
    private static final int ALWAYS_UP_TO = 8;

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
        if (batches <= ALWAYS_UP_TO || schedule.includes(batches)) {
            inputs.add(batch);
        }
        order.add(batch);
        if (data.isPresent()) {
            data.get().add(batch);
        }
    }

    void epochEnded() {
        data.ifPresent(DataFeedingTracker::epochEnded);
    }

    Feeding summary() {
        return new Feeding(inputs.report(), order.order(), data.map(DataFeedingTracker::summary));
    }
}
