package io.github.backcheck.probe;

import io.github.backcheck.model.Batch;
import io.github.backcheck.model.Model;

/** Not built yet. */
public final class EpochWatch {
    private EpochWatch() {}

    /**
     * Asks the program.
     *
     * @param model not modified
     * @return not judged
     */
    public static EpochReport of(Model model, Batch batch) {
        return EpochReport.notJudged("not built yet");
    }
}
