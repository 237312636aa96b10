package io.github.backcheck.diagnosis;

import io.github.backcheck.census.DataCensus;
import io.github.backcheck.census.SplitCensus;
import io.github.backcheck.census.TargetReach;
import io.github.backcheck.model.Batch;

/** The stage that looks at inputs and targets. */
final class DataStage implements Runnable {

    private final Inquiry inquiry;

    DataStage(Inquiry inquiry) {
        this.inquiry = inquiry;
    }

    @Override
    public void run() {
        Batch data = inquiry.data();
        inquiry.add(DataCensus.of(data));
        inquiry.model()
                .architecture()
                .ifPresent(known -> inquiry.add(
                        TargetReach.of(data, known.layer(known.depth() - 1).activation())));
        inquiry.settings().testData().ifPresent(test -> inquiry.add(SplitCensus.of(data, test)));
    }
}
