package io.github.backcheck.testing;

import io.github.backcheck.audit.ForwardTrail;
import io.github.backcheck.audit.JudgedStep;
import io.github.backcheck.audit.StepVerdict;
import io.github.backcheck.defect.Defect;
import io.github.backcheck.text.Fact;
import io.github.backcheck.text.Figures;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Makes one verdict of a forward audit. */
final class ForwardJudge {

    private static final int NAMES_SHOWN = 6;

    /** Where, what was seen, and what was expected. */
    private static final int NUMBERS_SHOWN = 3;

    private final ForwardTrail trail;
    private final List<Fact> foot;

    private ForwardJudge(ForwardTrail trail, List<Fact> foot) {
        this.trail = trail;
        this.foot = foot;
    }

    static Outcome judge(ForwardTrail trail, List<Fact> foot) {
        return new ForwardJudge(trail, foot).outcome();
    }

    private Outcome outcome() {
        List<JudgedStep> wrong = all().filter(JudgedStep::isWrong).toList();
        return new Outcome(wrong.stream().findFirst().map(first -> failure(first, wrong)), gaps(wrong), right(), foot);
    }

    private Stream<JudgedStep> all() {
        return Stream.concat(trail.steps().stream(), Stream.of(trail.loss()));
    }

    private List<String> right() {
        return all().filter(JudgedStep::agrees).map(this::place).toList();
    }

    private List<Gap> gaps(List<JudgedStep> wrong) {
        List<Gap> gaps = new ArrayList<>();
        all().forEach(step -> {
            if (step.verdict() instanceof StepVerdict.NotJudged notJudged) {
                gaps.add(new Gap(place(step), notJudged.reason()));
            }
        });
        if (gaps.isEmpty() && wrong.isEmpty() && !trail.isRight()) {
            gaps.add(new Gap("forward pass", trail.notes().isEmpty() ? "it was not seen in full" : notes()));
        }
        return right().isEmpty() ? Gap.merged(gaps, "forward pass") : gaps;
    }

    private String notes() {
        return String.join(" ", trail.notes());
    }

    private FailureText failure(JudgedStep first, List<JudgedStep> wrong) {
        List<Fact> facts = new ArrayList<>();
        String evidence = "";
        if (first.verdict() instanceof StepVerdict.Named named) {
            Defect defect = named.defect();
            evidence = "; replaying it reproduces the numbers, to a share of "
                    + FailureText.residual(named.residual())
                    + named.runnerUp()
                            .map(other -> ", " + other.what() + " only to one of " + Figures.of(other.residual()))
                            .orElse("");
            facts.add(new Fact("what it is", defect.words().explanation()));
            facts.add(new Fact("wrong", defect.words().wrong()));
            facts.add(new Fact("right", defect.words().right()));
            facts.add(new Fact("defect", defect.id()));
            first.suspects().stream()
                    .skip(1)
                    .forEach(other -> facts.add(
                            new Fact("or else", other.defect().words().title() + " in " + names(other.layers()))));
        } else if (first.verdict() instanceof StepVerdict.Unknown unknown) {
            evidence = unknown.numbers().stream()
                    .limit(NUMBERS_SHOWN)
                    .map(fact -> "; " + fact.key() + " " + fact.value())
                    .collect(Collectors.joining());
            unknown.numbers().stream().skip(NUMBERS_SHOWN).forEach(facts::add);
            facts.add(new Fact("relative difference", Figures.of(unknown.residual())));
        }
        wrong.stream().skip(1).forEach(other -> facts.add(new Fact("also wrong", place(other) + ": " + cause(other))));
        if (!right().isEmpty()) {
            facts.add(new Fact("agree", FailureText.some(right(), NAMES_SHOWN)));
        }
        trail.notes().forEach(note -> facts.add(new Fact("note", note)));
        return new FailureText(place(first) + ", forward pass: " + cause(first) + evidence).facts(facts);
    }

    private static String cause(JudgedStep step) {
        if (step.verdict() instanceof StepVerdict.Named named) {
            return named.defect().words().title();
        }
        return step.verdict() instanceof StepVerdict.Unknown unknown
                ? "wrong in a way that no known defect explains, " + unknown.shape()
                : "wrong";
    }

    private String place(JudgedStep step) {
        boolean everywhere =
                step.layers().size() == trail.layers().size() && trail.layers().size() > 1;
        return step.layers().isEmpty() || everywhere ? step.step() : names(step.layers()) + ", " + step.step();
    }

    private String names(List<Integer> layers) {
        return layers.stream().map(trail.layers()::get).collect(Collectors.joining(" and "));
    }
}
