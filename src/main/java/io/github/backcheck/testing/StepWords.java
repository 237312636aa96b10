package io.github.backcheck.testing;

import io.github.backcheck.audit.StepJudgement;
import io.github.backcheck.audit.StepVerdict;
import io.github.backcheck.defect.Defect;
import io.github.backcheck.gradient.ErrorShape;
import io.github.backcheck.gradient.ParameterCheck;
import io.github.backcheck.text.Fact;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What is said of a wrong step of backpropagation. */
final class StepWords {

    private static final int STEPS_SHOWN = 3;

    private StepWords() {}

    static String title(StepJudgement step) {
        return step.verdict() instanceof StepVerdict.Named named
                ? named.defect().words().title()
                : step.verdict() instanceof StepVerdict.Unknown unknown
                        ? "wrong in a way that no known defect explains, " + unknown.shape()
                        : "wrong";
    }

    static List<Fact> facts(StepJudgement step) {
        List<Fact> facts = new ArrayList<>();
        if (step.verdict() instanceof StepVerdict.Named named) {
            Defect defect = named.defect();
            facts.add(new Fact("wrong", defect.words().wrong()));
            facts.add(new Fact("right", defect.words().right()));
            facts.add(new Fact(
                    "replay",
                    "a right network with this defect (" + defect.id() + ") gives your numbers, to a share of "
                            + FailureText.residual(named.residual())));
            named.defects().stream()
                    .skip(1)
                    .limit(STEPS_SHOWN)
                    .forEach(
                            other -> facts.add(new Fact("or else", other.words().title())));
        } else if (step.verdict() instanceof StepVerdict.Unknown unknown) {
            facts.addAll(unknown.numbers());
        }
        return facts;
    }

    /** The pattern of a gradient says more than that no known defect makes it. */
    static Optional<String> shape(StepJudgement step, ParameterCheck leading) {
        return leading.shape()
                .filter(known -> step.verdict() instanceof StepVerdict.Unknown)
                .filter(known -> !(known instanceof ErrorShape.Irregular))
                .map(known -> "the gradient of " + leading.parameter() + " is " + known);
    }
}
