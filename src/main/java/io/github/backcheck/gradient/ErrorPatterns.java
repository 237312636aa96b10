package io.github.backcheck.gradient;

import java.util.ArrayList;
import java.util.List;

/** All patterns, and the choice among them. */
final class ErrorPatterns {

    /** Simplest first: the first that fits is the explanation, further ones are what cannot be told from it. */
    private static final List<ErrorPattern> ALL = List.of(
            new EarlierCallPattern(),
            new FactorPattern(),
            new TransposedPattern(),
            new PenaltyPattern(),
            new OffsetPattern(),
            new SamplePattern());

    private ErrorPatterns() {}

    /** The simplest pattern that reproduces every entry within its uncertainty. */
    static Explanation of(WrongGradient wrong) {
        if (isZero(wrong)) {
            return zero();
        }
        List<Explanation> fitting = new ArrayList<>();
        ALL.forEach(pattern -> fitting.addAll(pattern.explain(wrong)));
        if (fitting.isEmpty()) {
            fitting.addAll(new ClippedPattern().explain(wrong));
            fitting.addAll(new PlacePattern().explain(wrong));
            return fitting.stream().findFirst().orElseGet(Explanation::none);
        }
        return fitting.get(0)
                .or(fitting.stream().skip(1).map(Explanation::shape).toList());
    }

    /** The same for a part of a gradient: what can be seen in a few entries. */
    static Explanation ofPart(WrongGradient part) {
        return isZero(part)
                ? zero()
                : new FactorPattern().explain(part).stream().findFirst().orElseGet(Explanation::none);
    }

    private static boolean isZero(WrongGradient wrong) {
        return wrong.entries().allMatch(entry -> wrong.analytic(entry) == 0);
    }

    private static Explanation zero() {
        return new Explanation(new ErrorShape.Zero(), 0, List.of());
    }
}
