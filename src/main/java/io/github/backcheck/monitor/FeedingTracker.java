package io.github.backcheck.monitor;

import io.github.backcheck.model.Batch;
import java.util.Optional;

/** Looks at the batches as they are fed. */
final class FeedingTracker {

    private final LiveInputTracker inputs;
    private final ClassOrderTracker order = new ClassOrderTracker();
    private final Optional<DataFeedingTracker> data;

    FeedingTracker(int inputCount, Optional<Batch> data) {
        this.inputs = LiveInputTracker.ofInputs(inputCount);
        this.data = data.map(DataFeedingTracker::new);
    }

    void add(Batch batch) {
        inputs.add(batch);
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
