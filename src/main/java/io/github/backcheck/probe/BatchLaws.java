package io.github.backcheck.probe;

import io.github.backcheck.model.Batch;
import io.github.backcheck.model.Model;

/** Not built yet. */
public final class BatchLaws {
    private BatchLaws() {}

    /**
     * Asks the program.
     *
     * @param model not modified
     * @return not judged
     */
    public static LawsReport of(Model model, Batch batch) {
        return LawsReport.notJudged("not built yet");
    }
}
