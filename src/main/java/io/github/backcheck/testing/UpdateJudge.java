package io.github.backcheck.testing;

import io.github.backcheck.audit.ParameterUpdate;
import io.github.backcheck.audit.StepVerdict;
import io.github.backcheck.audit.UpdateConstant;
import io.github.backcheck.audit.UpdateTrail;
import io.github.backcheck.defect.Defect;
import io.github.backcheck.text.Fact;
import io.github.backcheck.text.Figures;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Makes one verdict of an update audit. */
final class UpdateJudge {

    private static final int OTHERS_SHOWN = 4;
    private static final int NAMES_SHOWN = 6;

    /** The residual of a replay that says why another name was turned down. */
    private static final double CLEARLY_WORSE = 1e-6;

    private final UpdateTrail trail;
    private final String reproduce;

    private UpdateJudge(UpdateTrail trail, String reproduce) {
        this.trail = trail;
        this.reproduce = reproduce;
    }

    static Outcome judge(UpdateTrail trail, String reproduce) {
        return new UpdateJudge(trail, reproduce).outcome();
    }

    private Outcome outcome() {
        List<ParameterUpdate> wrong = trail.common()
                .filter(all -> !trail.wrong().isEmpty())
                .map(List::of)
                .orElseGet(trail::wrong);
        List<Gap> gaps = new ArrayList<>();
        for (ParameterUpdate update : trail.parameters()) {
            if (update.verdict() instanceof StepVerdict.NotJudged notJudged) {
                gaps.add(new Gap(update.parameter(), notJudged.reason()));
            }
        }
        return new Outcome(wrong.stream().findFirst().map(first -> failure(first, wrong)), all(gaps), right(), foot());
    }

    private List<Gap> all(List<Gap> gaps) {
        return gaps.size() == trail.parameters().size() ? Gap.merged(gaps, "update") : gaps;
    }

    private List<String> right() {
        return trail.parameters().stream()
                .filter(ParameterUpdate::agrees)
                .map(ParameterUpdate::parameter)
                .toList();
    }

    private FailureText failure(ParameterUpdate first, List<ParameterUpdate> wrong) {
        List<Fact> facts = new ArrayList<>();
        facts.add(new Fact(
                "gradient", trail.gradient().map(source -> "from " + source).orElse("not known")));
        if (first.verdict() instanceof StepVerdict.Named named) {
            Defect defect = named.defect();
            facts.add(new Fact("wrong", defect.words().wrong()));
            facts.add(new Fact("right", defect.words().right()));
            facts.add(new Fact("defect", defect.id()));
            named.runnerUp()
                    .filter(other -> other.residual() > CLEARLY_WORSE)
                    .ifPresent(other -> facts.add(
                            new Fact("next best", other.what() + ", residual " + Figures.of(other.residual()))));
            named.defects().stream()
                    .skip(1)
                    .forEach(
                            other -> facts.add(new Fact("or else", other.words().title())));
        } else if (first.verdict() instanceof StepVerdict.Unknown unknown) {
            facts.addAll(unknown.numbers());
        }
        List<ParameterUpdate> others = wrong.stream()
                .filter(other -> !cause(other).equals(cause(first)))
                .toList();
        others.stream()
                .limit(OTHERS_SHOWN)
                .forEach(other -> facts.add(new Fact("also wrong", other.parameter() + ": " + cause(other))));
        if (others.size() > OTHERS_SHOWN) {
            facts.add(new Fact("also wrong", Figures.count(others.size() - OTHERS_SHOWN) + " more"));
        }
        if (!right().isEmpty()) {
            facts.add(new Fact("updated rightly", FailureText.some(right(), NAMES_SHOWN)));
        }
        trail.notes().forEach(note -> facts.add(new Fact("note", note)));
        List<String> alike = wrong.stream()
                .filter(other -> cause(other).equals(cause(first)))
                .map(ParameterUpdate::parameter)
                .toList();
        return new FailureText(FailureText.some(alike, OTHERS_SHOWN) + ", update: " + cause(first) + evidence(first))
                .facts(facts);
    }

    private static String cause(ParameterUpdate update) {
        return update.defect()
                .map(defect -> defect.words().title())
                .orElseGet(() -> update.verdict() instanceof StepVerdict.Unknown unknown
                        ? unknown.shape()
                        : "not as it should be");
    }

    private String evidence(ParameterUpdate update) {
        if (update.verdict() instanceof StepVerdict.Named named
                && !update.rule().isEmpty()) {
            String constants = update.constants().stream()
                    .map(UpdateConstant::toString)
                    .collect(Collectors.joining(", ", " with ", ""));
            return "; " + update.rule() + (update.constants().isEmpty() ? "" : constants) + " reproduces "
                    + Figures.count(trail.steps(), "step") + ", to a share of "
                    + FailureText.residual(named.residual());
        }
        return "";
    }

    private List<Fact> foot() {
        return List.of(
                new Fact("checked", "a " + trail.batch() + "; seed " + trail.seed()), new Fact("reproduce", reproduce));
    }
}
