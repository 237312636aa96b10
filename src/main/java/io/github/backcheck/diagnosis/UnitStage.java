package io.github.backcheck.diagnosis;

import io.github.backcheck.mlp.Mlp;
import io.github.backcheck.model.Batch;
import io.github.backcheck.model.Capability;
import io.github.backcheck.model.Model;
import io.github.backcheck.monitor.Distinguishability;
import io.github.backcheck.monitor.UnitHealthDetector;
import io.github.backcheck.monitor.UnitHealthReport;

/** The stage that looks at every unit over all samples. */
final class UnitStage implements Runnable {

    /** Enough to see whether samples can be told apart. */
    private static final int SAMPLES_OF_TRACE = 256;

    private final Inquiry inquiry;
    private final Model model;

    UnitStage(Inquiry inquiry) {
        this.inquiry = inquiry;
        this.model = inquiry.model();
    }

    @Override
    public void run() {
        Batch data = inquiry.data();
        Batch some = inquiry.spread(SAMPLES_OF_TRACE);
        if (inquiry.evidence().isTwin()) {
            if (some.size() > 1) {
                inquiry.add(Distinguishability.of(model, some, Mlp.twin(model).trace(some)));
            }
            inquiry.add(unitsOfTwin(data));
            inquiry.add(new Evidence.UnitsOnStandardisedInputs(unitsOfTwin(Standardised.inputs(data))));
        } else if (model.can(Capability.TRACE)) {
            inquiry.add(UnitHealthDetector.of(model).add(data).report());
        }
    }

    private UnitHealthReport unitsOfTwin(Batch samples) {
        Mlp twin = Mlp.twin(model);
        return UnitHealthDetector.of(model, twin::trace).add(samples).report();
    }
}
