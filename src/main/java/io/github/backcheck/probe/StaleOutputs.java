package io.github.backcheck.probe;

import io.github.backcheck.model.Batch;
import io.github.backcheck.model.Model;

/** Not built yet. */
public final class StaleOutputs {
    private StaleOutputs() {}

    /**
     * Asks the program.
     *
     * @param model not modified
     * @return not judged
     */
    public static StaleReport of(Model model, Batch batch) {
        return StaleReport.notJudged("not built yet");
    }
}
