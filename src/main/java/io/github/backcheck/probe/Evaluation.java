package io.github.backcheck.probe;

import io.github.backcheck.model.Batch;
import io.github.backcheck.model.Model;

/** Not built yet. */
public final class Evaluation {
    private Evaluation() {}

    /**
     * Asks the program.
     *
     * @param model not modified
     * @return not judged
     */
    public static EvaluationReport of(Model model, Batch batch) {
        return new EvaluationReport(java.util.Optional.empty(), Judgement.notJudged("not built yet"), java.util.Optional.empty(), Judgement.notJudged("not built yet"), java.util.Optional.empty(), java.util.Optional.empty(), Judgement.notJudged("not built yet"));
    }
}
