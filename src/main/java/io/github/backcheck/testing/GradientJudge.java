package io.github.backcheck.testing;

import io.github.backcheck.audit.BackwardTrail;
import io.github.backcheck.audit.StepJudgement;
import io.github.backcheck.audit.StepVerdict;
import io.github.backcheck.gradient.BrokenGuard;
import io.github.backcheck.gradient.EntryCheck;
import io.github.backcheck.gradient.EntryCounts;
import io.github.backcheck.gradient.ErrorShape;
import io.github.backcheck.gradient.GradientCheck;
import io.github.backcheck.gradient.GradientReport;
import io.github.backcheck.gradient.GradientSource;
import io.github.backcheck.gradient.Guard;
import io.github.backcheck.gradient.Method;
import io.github.backcheck.gradient.ParameterCheck;
import io.github.backcheck.gradient.PointCheck;
import io.github.backcheck.gradient.Verdict;
import io.github.backcheck.mlp.BackwardStepName;
import io.github.backcheck.model.Capability;
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

    /** Relative error of a gradient that differences of a loss show and that no training could. */
    private static final double NOTICEABLE = 1e-6;

    private final GradientReport report;
    private final List<BrokenGuard> broken;
    private final GradientAudits audits;
    private final String reproduce;

    private GradientJudge(GradientReport report, List<BrokenGuard> broken, GradientAudits audits, String reproduce) {
        this.report = report;
        this.broken = broken;
        this.audits = audits;
        this.reproduce = reproduce;
    }

    static Outcome judge(GradientCheck check, String reproduce) {
        GradientReport report = check.run();
        List<BrokenGuard> broken = report.brokenGuards();
        if (!broken.isEmpty() && broken.stream().allMatch(GradientJudge::isOfRepetition) && isRounding(report, check)) {
            broken = List.of();
        }
        return new GradientJudge(report, broken, GradientAudits.of(report, check), reproduce).outcome();
    }

    private static boolean isOfRepetition(BrokenGuard broken) {
        return broken.guard() == Guard.GRADIENT_REPEATABLE || broken.guard() == Guard.LOSS_UNMOVED_BY_GRADIENT;
    }

    /** Threads that add to a sum do so in an order that changes, which leaves a gradient right. */
    private static boolean isRounding(GradientReport report, GradientCheck check) {
        Specimen specimen = new Specimen(check.model(), check.batch(), check.batch(), report.seed());
        return !RepeatChecks.gradient(specimen).isWrong()
                && !RepeatChecks.lossAfterGradient(specimen).isWrong();
    }

    static Outcome judge(GradientReport report, String reproduce) {
        return new GradientJudge(report, report.brokenGuards(), GradientAudits.NONE, reproduce).outcome();
    }

    private Outcome outcome() {
        return new Outcome(failure(), gaps(), names(Verdict.AGREES), foot());
    }

    private Optional<FailureText> failure() {
        List<String> wrong = names(Verdict.DISAGREES);
        if (!broken.isEmpty()) {
            return Optional.of(failure(broken.get(0), wrong));
        }
        return wrong.isEmpty() ? Optional.empty() : Optional.of(failure(wrong));
    }

    private List<String> names(Verdict verdict) {
        return report.parameterNames().stream()
                .filter(name -> verdict(name) == verdict)
                .toList();
    }

    /** Where the loss is all that is known, a small number inside its logarithm cannot be told from a gradient that is slightly off. */
    private Verdict verdict(String name) {
        List<ParameterCheck> wrong = report.points().stream()
                .flatMap(point -> point.parameter(name).stream()
                        .filter(check -> check.verdict() == Verdict.DISAGREES)
                        .filter(check -> point.method() == Method.UNIT_WISE || isNoticeable(check)))
                .toList();
        Verdict verdict = report.verdict(name);
        return verdict == Verdict.DISAGREES && wrong.isEmpty() ? Verdict.AGREES : verdict;
    }

    private static boolean isNoticeable(ParameterCheck check) {
        return check.worst().isEmpty() || check.magnitudes().relativeError() > NOTICEABLE;
    }

    private FailureText failure(BrokenGuard guard, List<String> wrong) {
        List<Fact> facts = new ArrayList<>(named().map(StepWords::facts).orElse(List.of()));
        broken.stream()
                .filter(other -> other.guard() != guard.guard())
                .forEach(other -> facts.add(new Fact("seen besides", other.seen() + " (" + other.guard() + ")")));
        if (guard.guard().isVital()) {
            facts.add(new Fact("gradient", "not judged, because derivatives mean nothing as long as this is so"));
        } else {
            if (!wrong.isEmpty()) {
                facts.add(new Fact("disagree", FailureText.some(wrong, NAMES_SHOWN)));
            }
            addAgreeing(facts);
        }
        String cause = inWords(guard.guard())
                + named().map(step -> ", because " + StepWords.title(step)).orElse("");
        return new FailureText(report.model() + ", " + cause + "; " + guard.seen()).facts(facts);
    }

    private static String inWords(Guard broken) {
        return switch (broken) {
            case PARAMETERS_FINITE -> "parameters: not finite";
            case LOSS_FINITE -> "loss: not finite";
            case LOSS_REPEATABLE -> "loss: another one when asked twice";
            case LOSS_LEAVES_PARAMETERS -> "loss: asking changes parameters";
            case GRADIENT_FINITE -> "gradient: not finite";
            case GRADIENT_REPEATABLE -> "gradient: another one when asked twice";
            case GRADIENT_LEAVES_PARAMETERS -> "gradient: asking changes parameters";
            case LOSS_UNMOVED_BY_GRADIENT -> "loss: another one after the gradient was computed";
        };
    }

    /** Nothing is wrong with backpropagation then, and no step of it is accused. */
    private FailureText handedOut(List<String> wrong) {
        ParameterCheck leading = leading(wrong);
        List<Fact> facts = new ArrayList<>();
        facts.add(new Fact(
                "steps",
                "training steps follow the right gradient, so that learning does not suffer: gradient(batch) hands out another"
                        + " one"));
        facts.add(new Fact(
                "look",
                "at the lines that wrap the network: does each name in Gradient.of go with its array? Is an array turned? Was it"
                        + " taken from a field that the program has assigned anew since?"));
        leading.worst().stream().skip(1).forEach(entry -> facts.add(fact(entry)));
        addDisagreeing(facts, wrong);
        addAgreeing(facts);
        return new FailureText(layer(leading.parameter())
                        + ", gradient(batch): not the gradient that training steps follow, which" + " is right"
                        + evidence(leading))
                .facts(facts);
    }

    private static String evidence(ParameterCheck check) {
        return check.worst().isEmpty() ? "" : "; " + inWords(check.worst().get(0));
    }

    private FailureText failure(List<String> wrong) {
        if (audits.stepsAreRight()) {
            return handedOut(wrong);
        }
        ParameterCheck leading = leading(wrong);
        String cause = named().map(step -> step.layerName() + ", " + step.step() + ": "
                        + StepWords.shape(step, leading).orElse(StepWords.title(step)))
                .orElseGet(() -> leading.parameter() + ", gradient: "
                        + leading.shape()
                                .map(shape -> "the analytic gradient is " + shape)
                                .orElse("wrong"));
        List<Fact> facts = new ArrayList<>(named().map(StepWords::facts).orElse(List.of()));
        leading.worst().stream().skip(1).forEach(entry -> facts.add(fact(entry)));
        addDisagreeing(facts, wrong);
        addAgreeing(facts);
        report.points().stream()
                .filter(GradientJudge::disagrees)
                .findFirst()
                .ifPresent(point ->
                        facts.add(new Fact("descent", point.magnitudes().descentInWords())));
        otherSteps()
                .forEach(step -> facts.add(
                        new Fact("also wrong", step.layerName() + ", " + step.step() + ": " + StepWords.title(step))));
        if (GradientAudits.isAnotherNetwork(report)) {
            facts.add(new Fact(
                    "architecture",
                    "the network computes something else than it says; "
                            + audits.forward().orElse("assertForward tells where")));
        } else if (audits.trail().isPresent() && named().isEmpty()) {
            facts.add(new Fact("step", "the backward audit could not tell which one is wrong"));
        }
        return new FailureText(cause + evidence(leading)).facts(facts);
    }

    private static boolean disagrees(PointCheck point) {
        return point.parameters().stream().anyMatch(check -> check.verdict() == Verdict.DISAGREES);
    }

    /** Of the uppermost wrong layer: what is wrong there is handed down to all others. Its biases come after its weights. */
    private ParameterCheck leading(List<String> wrong) {
        String last = wrong.get(wrong.size() - 1);
        String layer = named().map(StepJudgement::layerName).orElse(layer(last));
        List<String> ofLayer =
                wrong.stream().filter(name -> layer(name).equals(layer)).toList();
        if (ofLayer.isEmpty()) {
            return disagreement(last);
        }
        boolean biases =
                named().filter(step -> step.step() == BackwardStepName.BIAS_SUM).isPresent();
        return disagreement(ofLayer.get(biases ? ofLayer.size() - 1 : 0));
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
        return audits.trail().map(BackwardTrail::wrong).orElse(List.of());
    }

    private List<StepJudgement> otherSteps() {
        Optional<StepJudgement> first = named();
        return wrongSteps().stream()
                .filter(step -> !first.equals(Optional.of(step)))
                .limit(STEPS_SHOWN)
                .toList();
    }

    private void addDisagreeing(List<Fact> facts, List<String> wrong) {
        List<String> shapes = new ArrayList<>();
        for (String name : wrong.subList(0, Math.min(wrong.size(), PARAMETERS_SHOWN))) {
            ParameterCheck check = disagreement(name);
            String shape = check.shape()
                    .filter(known -> !(known instanceof ErrorShape.Irregular))
                    .map(known -> (shapes.contains(known.toString()) ? "; the same" : "; " + known))
                    .orElse("");
            check.shape().ifPresent(known -> shapes.add(known.toString()));
            facts.add(new Fact(name, counts(check) + shape));
        }
        if (wrong.size() > PARAMETERS_SHOWN) {
            facts.add(new Fact(
                    "disagree, too", FailureText.some(wrong.subList(PARAMETERS_SHOWN, wrong.size()), NAMES_SHOWN)));
        }
    }

    private static String counts(ParameterCheck check) {
        EntryCounts entries = check.entries();
        double error = check.magnitudes().relativeError();
        if (entries.disagreeing() == 0) {
            return check.note();
        }
        return Figures.count(entries.disagreeing()) + " of " + Figures.count(entries.checked())
                + (entries.checked() < entries.total()
                        ? " entries checked (there are " + Figures.count(entries.total()) + ") disagree"
                        : " entries disagree")
                + (Double.isNaN(error) ? "" : ", relative error " + Figures.of(error));
    }

    private void addAgreeing(List<Fact> facts) {
        if (!names(Verdict.AGREES).isEmpty()) {
            facts.add(new Fact("agree", FailureText.some(names(Verdict.AGREES), NAMES_SHOWN)));
        }
        gaps().stream()
                .limit(PARAMETERS_SHOWN)
                .forEach(gap -> facts.add(new Fact("not judged", gap.what() + ": " + gap.why())));
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
        names(Verdict.INCONCLUSIVE).forEach(name -> gaps.add(new Gap(name, why(name))));
        if (gaps.size() == report.parameterNames().size()) {
            return Gap.merged(gaps, "gradient");
        }
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
                .filter(GradientJudge::disagrees)
                .findFirst()
                .map(point -> ", at " + point.point())
                .orElse("");
        return List.of(
                new Fact("checked", "a " + report.batch() + at + "; seed " + report.seed()),
                new Fact("reproduce", reproduce));
    }
}
