package io.github.backcheck.gradient;

import io.github.backcheck.gradient.ErrorShape.EarlierCalls;
import io.github.backcheck.gradient.WrongGradient.Candidate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntToDoubleFunction;

/**
 * Something of earlier calls in the answer to the first one. It cannot be seen in that answer, but in the second one, to
 * which the first is the earlier call.
 */
final class EarlierCallPattern implements ErrorPattern {

    @Override
    public List<Explanation> explain(WrongGradient wrong) {
        return wrong.circumstances()
                .secondAnswer()
                .flatMap(answer -> answer.of(wrong.parameter()))
                .map(second -> new Search(wrong, second).fitting())
                .orElse(List.of());
    }

    private static final class Search {
        private final WrongGradient wrong;
        private final double[] second;
        private final double unit;
        private final List<Explanation> fitting = new ArrayList<>();

        Search(WrongGradient wrong, double[] second) {
            this.wrong = wrong;
            this.second = second;
            this.unit = wrong.parameter().precision().unitRoundOff();
        }

        List<Explanation> fitting() {
            if (wrong.entries()
                    .noneMatch(entry -> Math.abs(second[entry] - wrong.analytic(entry)) > tolerance(entry))) {
                return fitting;
            }
            add(EarlierCalls.ALL_ADDED_UP, entry -> wrong.numeric(entry) + wrong.analytic(entry), 0);
            add(EarlierCalls.PREVIOUS_ADDED, entry -> 2 * wrong.numeric(entry), 0);
            add(EarlierCalls.EARLIER, wrong::numeric, 0);
            if (fitting.isEmpty()) {
                double share = wrong.fit(entry -> second[entry] - wrong.numeric(entry), wrong::analytic);
                add(new ErrorShape.Momentum(share), entry -> wrong.numeric(entry) + share * wrong.analytic(entry), 1);
            }
            return fitting;
        }

        private double tolerance(int entry) {
            double rounding = unit * (Math.abs(second[entry]) + Math.abs(wrong.analytic(entry)));
            return 4 * (wrong.allowed(entry) + rounding);
        }

        /** @param expected what the second answer must be if the first holds this of earlier calls */
        private void add(ErrorShape shape, IntToDoubleFunction expected, int fittedConstants) {
            // Of the first answer it says: what the second tells about it.
            Candidate candidate = new Candidate(
                    entry -> wrong.analytic(entry) + expected.applyAsDouble(entry) - second[entry],
                    this::tolerance,
                    expected);
            if (wrong.isExplainedBy(candidate, fittedConstants)) {
                fitting.add(wrong.explanation(shape, candidate));
            }
        }
    }
}
