package io.github.backcheck.probe;

import io.github.backcheck.model.Batch;
import io.github.backcheck.model.Model;

/** Not built yet. */
public final class Repeatability {
    private Repeatability() {}

    /**
     * Asks the program.
     *
     * @param model not modified
     * @return not judged
     */
    public static RepeatReport of(Model model, Batch batch) {
        return new RepeatReport(Judgement.notJudged("not built yet"), java.util.List.of());
    }
}
