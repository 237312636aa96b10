package io.github.backcheck.diagnosis;

import io.github.backcheck.model.Batch;
import io.github.backcheck.model.Capability;
import io.github.backcheck.model.Model;
import io.github.backcheck.monitor.PredictionCensus;
import io.github.backcheck.probe.Evaluation;
import io.github.backcheck.probe.LinearNetwork;
import io.github.backcheck.probe.SampleMixing;
import io.github.backcheck.probe.StaleOutputs;

/** The stage that looks at the outputs, and at what the program says of them. */
final class PredictionStage implements Runnable {

    /** The ways in which programs count are told apart by as many. */
    private static final int SAMPLES_OF_EVALUATION = 500;

    private final Inquiry inquiry;

    PredictionStage(Inquiry inquiry) {
        this.inquiry = inquiry;
    }

    @Override
    public void run() {
        Model model = inquiry.model();
        Batch first = inquiry.first();
        if (model.can(Capability.PREDICT)) {
            inquiry.add(PredictionCensus.of(model, inquiry.data()));
        }
        if (!model.can(Capability.RESEED)) {
            // With it, a mask drawn row by row is another one for each place in a batch.
            inquiry.add(SampleMixing.of(model, first));
        }
        inquiry.add(StaleOutputs.of(model, first));
        inquiry.add(LinearNetwork.of(model, first));
        inquiry.add(Evaluation.of(model, inquiry.spread(SAMPLES_OF_EVALUATION)));
        inquiry.settings()
                .testData()
                .ifPresent(test -> inquiry.add(new Evidence.TestEvaluation(
                        Evaluation.of(model, Inquiry.spread(test, SAMPLES_OF_EVALUATION)))));
    }
}
