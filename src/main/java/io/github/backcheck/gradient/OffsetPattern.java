package io.github.backcheck.gradient;

import io.github.backcheck.gradient.WrongGradient.Candidate;
import java.util.List;

/** The same amount too much in every entry. */
final class OffsetPattern implements ErrorPattern {

    @Override
    public List<Explanation> explain(WrongGradient wrong) {
        double offset = wrong.fit(entry -> wrong.analytic(entry) - wrong.numeric(entry), entry -> 1);
        Candidate candidate = new Candidate(
                entry -> wrong.numeric(entry) + offset, entry -> 2 * wrong.allowed(entry), entry -> offset);
        return wrong.isExplainedBy(candidate, 1)
                ? List.of(wrong.explanation(new ErrorShape.Offset(offset), candidate))
                : List.of();
    }
}
