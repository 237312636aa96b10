package io.github.backcheck.probe;

import io.github.backcheck.model.Batch;
import io.github.backcheck.model.Model;

/** Not built yet. */
public final class SampleMixing {
    private SampleMixing() {}

    /**
     * Asks the program.
     *
     * @param model not modified
     * @return not judged
     */
    public static MixingReport of(Model model, Batch batch) {
        return MixingReport.notJudged(batch.size(), "not built yet");
    }
}
