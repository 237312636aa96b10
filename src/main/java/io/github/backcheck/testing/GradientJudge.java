package io.github.backcheck.testing;

import io.github.backcheck.audit.BackwardAudit;
import io.github.backcheck.audit.BackwardTrail;
import io.github.backcheck.audit.StepJudgement;
import io.github.backcheck.audit.StepVerdict;
import io.github.backcheck.defect.Defect;
import io.github.backcheck.gradient.BrokenGuard;
import io.github.backcheck.gradient.EntryCheck;
import io.github.backcheck.gradient.GradientCheck;
import io.github.backcheck.gradient.GradientReport;
import io.github.backcheck.gradient.GradientSource;
import io.github.backcheck.gradient.Guard;
import io.github.backcheck.gradient.ParameterCheck;
import io.github.backcheck.gradient.PointCheck;
import io.github.backcheck.gradient.Verdict;
import io.github.backcheck.model.Batch;
import io.github.backcheck.model.Capability;
import io.github.backcheck.model.Model;
import io.github.backcheck.model.ModelException;
import io.github.backcheck.text.Fact;
import io.github.backcheck.text.Figures;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes one verdict of a gradient check, and of the audit that names the wrong step. */
final class GradientJudge {

    private static final int PARAMETERS_SHOWN = 3;
    private static final int NAMES_SHOWN = 6;
    private static final int STEPS_SHOWN = 3;

    /** A dozen samples show each step apart from the others. */
    private static final int SAMPLES_OF_AUDIT = 12;

    private final GradientReport report;
    private final Optional<BackwardTrail> trail;
    private final String reproduce;

    private GradientJudge(GradientReport report, Optional<BackwardTrail> trail, String reproduce) {
        this.report = report;
        this.trail = trail;
        this.reproduce = reproduce;
    }

    static Outcome judge(GradientCheck check, String reproduce) {
        GradientReport report = check.run();
        return new GradientJudge(report, audit(report, check), reproduce).outcome();
    }

    static Outcome judge(GradientReport report, String reproduce) {
        return new GradientJudge(report, Optional.empty(), reproduce).outcome();
    }

    private static Optional<BackwardTrail> audit(GradientReport report, GradientCheck check) {
        Model model = check.model();
        boolean wrong = report.verdict() == Verdict.DISAGREES || !report.brokenGuards().isEmpty();
        boolean meaningless =
                report.brokenGuards().stream().anyMatch(broken -> broken.guard().isVital());
        if (!wrong || meaningless || !model.can(Capability.ARCHITECTURE)) {
            return Optional.empty();
        }
        Batch batch = check.batch();
        try {
            return Optional.of(BackwardAudit.of(model)
                    .on(batch.slice(0, Math.min(SAMPLES_OF_AUDIT, batch.size())))
                    .seed(report.seed())
                    .run());
        } catch (ModelException e) {
            // The audit asks for single samples, too; what the check found stands without it.
            return Optional.empty();
        }
    }

    private Outcome outcome() {
        return new Outcome(failure(), gaps(), names(Verdict.AGREES), foot());
    }

    private Optional<FailureText> failure() {
        List<String> wrong = names(Verdict.DISAGREES);
        Optional<BrokenGuard> guard = report.brokenGuards().stream()
                .filter(broken -> !isGapOnly(broken, wrong))
                .findFirst();
        if (guard.isPresent()) {
            return Optional.of(failure(guard.get(), wrong));
        }
        return wrong.isEmpty() ? Optional.empty() : Optional.of(failure(wrong));
    }

    /** Last digits that differ from call to call leave a gradient right. */
    private static boolean isGapOnly(BrokenGuard broken, List<String> wrong) {
        return wrong.isEmpty()
                && (broken.guard() == Guard.GRADIENT_REPEATABLE || broken.guard() == Guard.LOSS_UNMOVED_BY_GRADIENT);
    }

    private List<String> names(Verdict verdict) {
        return report.parameterNames().stream()
                .filter(name -> report.verdict(name) == verdict)
                .toList();
    }

    private FailureText failure(BrokenGuard guard, List<String> wrong) {
        FailureText text = new FailureText(report.model() + ": does not hold: " + guard.guard() + "; " + guard.seen());
        named().ifPresent(step -> text.facts(ofStep(step)));
        List<Fact> facts = new ArrayList<>();
        report.brokenGuards().stream()
                .filter(other -> other != guard)
                .forEach(other -> facts.add(new Fact("does not hold", other.guard() + "; " + other.seen())));
        if (guard.guard().isVital()) {
            facts.add(new Fact("gradient", "not judged: derivatives mean nothing as long as this is so"));
        } else {
            addCounts(facts, wrong);
        }
        return text.facts(facts);
    }

    private FailureText failure(List<String> wrong) {
        ParameterCheck leading = leading(wrong);
        String evidence = leading.worst().isEmpty() ? "" : "; " + inWords(leading.worst().get(0));
        String cause = named().map(step -> step.layerName() + ", " + step.step() + ": " + title(step))
                .orElseGet(() -> leading.parameter() + ", gradient: "
                        + leading.shape()
                                .map(shape -> "the analytic gradient is " + shape)
                                .orElse("wrong"));
        List<Fact> facts = new ArrayList<>(named().map(GradientJudge::ofStep).orElse(List.of()));
        leading.worst().forEach(entry -> facts.add(fact(entry)));
        wrong.stream().limit(PARAMETERS_SHOWN).map(this::disagreement).forEach(check -> facts.add(inShort(check)));
        addCounts(facts, wrong);
        facts.add(new Fact("descent", leading.magnitudes().descentInWords() + " in " + leading.parameter()));
        otherSteps().forEach(step -> facts.add(
                new Fact("also wrong", step.layerName() + ", " + step.step() + ": " + title(step))));
        if (trail.isPresent() && named().isEmpty()) {
            facts.add(new Fact("step", "the backward audit could not tell which step is wrong"));
        }
        return new FailureText(cause + evidence).facts(facts);
    }

    /** Of the uppermost wrong layer: what is wrong there is handed down to all others. */
    private ParameterCheck leading(List<String> wrong) {
        String layer = named().map(StepJudgement::layerName).orElse(layer(wrong.get(wrong.size() - 1)));
        return disagreement(wrong.stream()
                .filter(name -> layer(name).equals(layer))
                .findFirst()
                .orElse(wrong.get(wrong.size() - 1)));
    }

    private ParameterCheck disagreement(String name) {
        return report.disagreement(name).orElseThrow();
    }

    private static String layer(String parameter) {
        int slash = parameter.lastIndexOf('/');
        return slash < 0 ? parameter : parameter.substring(0, slash);
    }

    private Optional<StepJudgement> named() {
        return wrongSteps().stream()
                .filter(step -> step.verdict() instanceof StepVerdict.Named)
                .findFirst()
                .or(() -> wrongSteps().stream().findFirst());
    }

    private List<StepJudgement> wrongSteps() {
        return trail.map(BackwardTrail::wrong).orElse(List.of());
    }

    private List<StepJudgement> otherSteps() {
        Optional<StepJudgement> first = named();
        return wrongSteps().stream()
                .filter(step -> first.filter(named -> named == step).isEmpty())
                .limit(STEPS_SHOWN)
                .toList();
    }

    private static String title(StepJudgement step) {
        return step.verdict() instanceof StepVerdict.Named named
                ? named.defect().words().title()
                : step.verdict() instanceof StepVerdict.Unknown unknown
                        ? "wrong in a way that no known defect explains, " + unknown.shape()
                        : "wrong";
    }

    private static List<Fact> ofStep(StepJudgement step) {
        List<Fact> facts = new ArrayList<>();
        if (step.verdict() instanceof StepVerdict.Named named) {
            Defect defect = named.defect();
            facts.add(new Fact("wrong", defect.words().wrong()));
            facts.add(new Fact("right", defect.words().right()));
            facts.add(new Fact(
                    "replay",
                    "a right network with this defect (" + defect.id() + ") gives your numbers, to a share of "
                            + Figures.of(named.residual())));
            named.defects().stream()
                    .skip(1)
                    .limit(STEPS_SHOWN)
                    .forEach(other -> facts.add(new Fact("or else", other.words().title())));
        } else if (step.verdict() instanceof StepVerdict.Unknown unknown) {
            facts.addAll(unknown.numbers());
        }
        return facts;
    }

    private void addCounts(List<Fact> facts, List<String> wrong) {
        if (wrong.size() > PARAMETERS_SHOWN) {
            facts.add(new Fact(
                    "wrong, too",
                    FailureText.some(wrong.subList(PARAMETERS_SHOWN, wrong.size()), NAMES_SHOWN)));
        }
        if (!names(Verdict.AGREES).isEmpty()) {
            facts.add(new Fact("right", FailureText.some(names(Verdict.AGREES), NAMES_SHOWN)));
        }
        gaps().stream()
                .limit(PARAMETERS_SHOWN)
                .forEach(gap -> facts.add(new Fact("not judged", gap.what() + ": " + gap.why())));
    }

    private static Fact inShort(ParameterCheck check) {
        // Name and verdict come first in the words of the report.
        String all = check.toString();
        return new Fact(check.parameter(), all.substring(all.indexOf(": ", check.parameter().length()) + 2));
    }

    private static Fact fact(EntryCheck entry) {
        return new Fact(entry.name(), entry.toString().substring(entry.name().length() + 2));
    }

    private static String inWords(EntryCheck entry) {
        Fact fact = fact(entry);
        return fact.key() + " " + fact.value();
    }

    private List<Gap> gaps() {
        List<Gap> gaps = new ArrayList<>();
        if (report.source() == GradientSource.NONE) {
            return List.of(new Gap("gradient", "needs " + Capability.GRADIENT + " or " + Capability.TRAIN_STEP));
        }
        report.brokenGuards().stream()
                .filter(broken -> isGapOnly(broken, names(Verdict.DISAGREES)))
                .forEach(broken -> gaps.add(new Gap(broken.guard().toString(), broken.seen())));
        names(Verdict.INCONCLUSIVE).forEach(name -> gaps.add(new Gap(name, why(name))));
        if (report.parameterNames().isEmpty()) {
            String why = report.points().stream()
                    .map(PointCheck::note)
                    .filter(note -> !note.isEmpty())
                    .findFirst()
                    .orElse("no point could be checked");
            gaps.add(new Gap("gradient", why));
        }
        return gaps;
    }

    private String why(String name) {
        return report.points().stream()
                .flatMap(point -> point.parameter(name).stream())
                .map(ParameterCheck::note)
                .filter(note -> !note.isEmpty())
                .findFirst()
                .orElse("nothing could be compared");
    }

    private List<Fact> foot() {
        String at = report.points().stream()
                .filter(point -> point.parameters().stream().anyMatch(check -> check.verdict() == Verdict.DISAGREES))
                .findFirst()
                .map(point -> ", at " + point.point())
                .orElse("");
        return List.of(
                new Fact("checked", report.batch() + at + "; seed " + report.seed()),
                new Fact("reproduce", reproduce));
    }
}
