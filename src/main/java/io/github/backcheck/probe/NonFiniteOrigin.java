package io.github.backcheck.probe;

import io.github.backcheck.model.Batch;
import io.github.backcheck.model.Model;

/** Not built yet. */
public final class NonFiniteOrigin {
    private NonFiniteOrigin() {}

    /**
     * Asks the program.
     *
     * @param model not modified
     * @return not judged
     */
    public static NonFiniteReport of(Model model, Batch batch) {
        return new NonFiniteReport(Judgement.notJudged("not built yet"), java.util.Optional.empty(), 0);
    }
}
