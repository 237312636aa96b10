package io.github.backcheck.gradient;

import io.github.backcheck.gradient.WrongGradient.Candidate;
import java.util.List;

/** Entries cut off at a largest value, as by clipping. The limit is fitted, so that one entry cut off shows nothing. */
final class ClippedPattern implements ErrorPattern {

    @Override
    public List<Explanation> explain(WrongGradient wrong) {
        double limit = wrong.entries()
                .mapToDouble(entry -> Math.abs(wrong.analytic(entry)))
                .max()
                .orElse(0);
        Candidate candidate = new Candidate(
                entry -> Math.max(-limit, Math.min(limit, wrong.numeric(entry))),
                entry -> 2 * wrong.allowed(entry),
                entry -> wrong.isWrong(entry) ? limit : 0);
        return limit > 0 && wrong.isExplainedBy(candidate, 1)
                ? List.of(wrong.explanation(new ErrorShape.Clipped(limit), candidate))
                : List.of();
    }
}
