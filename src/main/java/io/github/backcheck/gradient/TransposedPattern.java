package io.github.backcheck.gradient;

import io.github.backcheck.gradient.WrongGradient.Candidate;
import java.util.List;
import java.util.function.IntUnaryOperator;

/** The entries of a matrix column by column where they should be row by row; in a square one, its transpose. */
final class TransposedPattern implements ErrorPattern {

    @Override
    public List<Explanation> explain(WrongGradient wrong) {
        int rows = wrong.parameter().rows();
        int columns = wrong.parameter().columns();
        if (rows == 1 || columns == 1 || !wrong.isComplete()) {
            return List.of();
        }
        IntUnaryOperator exchanged = entry -> entry % rows * columns + entry / rows;
        Candidate candidate = new Candidate(
                entry -> wrong.numeric(exchanged.applyAsInt(entry)),
                entry -> 2 * (wrong.allowed(entry) + wrong.allowed(exchanged.applyAsInt(entry))),
                entry -> wrong.numeric(exchanged.applyAsInt(entry)) - wrong.numeric(entry));
        return wrong.isExplainedBy(candidate, 0)
                ? List.of(wrong.explanation(new ErrorShape.Transposed(), candidate))
                : List.of();
    }
}
