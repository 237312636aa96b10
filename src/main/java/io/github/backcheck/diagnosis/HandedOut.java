package io.github.backcheck.diagnosis;

import io.github.backcheck.gradient.GradientCheck;
import io.github.backcheck.gradient.GradientReport;
import io.github.backcheck.gradient.ParameterCheck;
import io.github.backcheck.gradient.Verdict;
import io.github.backcheck.model.Batch;
import io.github.backcheck.model.Capability;
import io.github.backcheck.model.Gradient;
import io.github.backcheck.model.Model;
import io.github.backcheck.model.Parameter;
import io.github.backcheck.model.ParameterSnapshot;
import io.github.backcheck.text.Fact;
import io.github.backcheck.text.Figures;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A gradient that was given to Backcheck and is wrong, where the training steps follow the right one: what is handed out is not
 * what the network learns by.
 *
 * @param stepsAlone the same network without gradient(batch)
 * @param applied the check of the gradient that the steps follow
 * @param facts what is handed out in its place
 */
record HandedOut(Model stepsAlone, GradientReport applied, List<Fact> facts) {

    /** Of the length of a gradient; rounding of a step is below it. */
    private static final double THE_SAME = 1e-6;

    HandedOut {
        facts = List.copyOf(facts);
    }

    /** Empty if the gradient that was given is right, and if the steps follow no right one, or it could not be told. */
    static Optional<HandedOut> in(Inquiry inquiry) {
        Model model = inquiry.model();
        Evidence evidence = inquiry.evidence();
        boolean isOpen = evidence.hasOwnGradient()
                && model.can(Capability.TRAIN_STEP)
                && evidence.gradient().brokenGuards().isEmpty()
                && evidence.isGradientWrong()
                && GradientRule.wholeStory(evidence).isEmpty()
                && evidence.reports().find(Evidence.LossOfOtherNumbers.class).isEmpty();
        if (!isOpen) {
            return Optional.empty();
        }
        Model stepsAlone = model.withoutGradient();
        GradientReport applied = GradientCheck.of(stepsAlone)
                .on(inquiry.first())
                .seed(inquiry.settings().seed())
                .run();
        return applied.verdict() == Verdict.AGREES
                ? Optional.of(new HandedOut(stepsAlone, applied, facts(inquiry)))
                : Optional.empty();
    }

    private static List<Fact> facts(Inquiry inquiry) {
        Model model = inquiry.model();
        double[][] given = gradient(model, inquiry.first());
        double[][] elsewhere = gradient(model, inquiry.data().slice(0, 1));
        double[][] steps = step(model, inquiry.first());
        List<Fact> facts = new ArrayList<>();
        for (int p = 0; p < given.length; p++) {
            Parameter parameter = model.parameters().get(p);
            Optional<ParameterCheck> wrong =
                    inquiry.evidence().gradient().disagreement(parameter.name()).filter(check -> !Inexact.is(check));
            if (wrong.isPresent()) {
                String what = Arrays.equals(given[p], elsewhere[p])
                        ? "the same for other samples; "
                        : ofAnother(model, given, steps, p)
                                .map(other -> "that of " + other + "; ")
                                .orElse("");
                facts.add(new Fact(parameter.name(), what + extent(wrong.get())));
            }
        }
        return facts;
    }

    private static String extent(ParameterCheck check) {
        return check.explanation()
                        .map(explanation -> explanation + ", ")
                        .filter(words -> !words.startsWith("wrong"))
                        .orElse("")
                + check.worst().stream()
                        .findFirst()
                        .map(entry -> entry.name() + " is given as " + Figures.precise(entry.analytic())
                                + ", steps follow " + Figures.precise(entry.numeric()))
                        .orElse("does not agree");
    }

    /** The parameter whose step the gradient of another one leads along. */
    private static Optional<String> ofAnother(Model model, double[][] given, double[][] steps, int p) {
        for (int other = 0; other < given.length; other++) {
            if (other != p && steps[other].length == given[p].length && isAlong(given[p], steps[other])) {
                return Optional.of(model.parameters().get(other).name());
            }
        }
        return Optional.empty();
    }

    private static boolean isAlong(double[] one, double[] other) {
        double product = 0;
        double ones = 0;
        double others = 0;
        for (int i = 0; i < one.length; i++) {
            product += one[i] * other[i];
            ones += one[i] * one[i];
            others += other[i] * other[i];
        }
        return one.length > 1 && ones > 0 && others > 0 && product * product >= (1 - THE_SAME) * ones * others;
    }

    private static double[][] gradient(Model model, Batch batch) {
        Gradient gradient = model.gradient(batch);
        return model.parameters().stream()
                .map(parameter -> gradient.of(parameter).orElse(new double[0]))
                .toArray(double[][]::new);
    }

    private static double[][] step(Model model, Batch batch) {
        try (ParameterSnapshot before = model.snapshot()) {
            double[][] start = values(model);
            model.trainStep(batch);
            double[][] moved = values(model);
            for (int p = 0; p < moved.length; p++) {
                for (int i = 0; i < moved[p].length; i++) {
                    moved[p][i] -= start[p][i];
                }
            }
            before.restore();
            return moved;
        }
    }

    private static double[][] values(Model model) {
        return model.parameters().stream().map(Parameter::values).toArray(double[][]::new);
    }

    Finding finding(Evidence evidence) {
        return new Finding(
                FindingId.GRADIENT_WRONG,
                Severity.MILD,
                evidence.layers().stream()
                        .filter(layer -> facts.stream()
                                .anyMatch(fact -> layer.parameters().contains(fact.key())))
                        .map(LayerFacts::name)
                        .toList(),
                "Training steps follow the right gradient; gradient(batch) hands out another one.",
                facts,
                "Learning does not suffer, so look first at the lines that wrap the network: does each name in Gradient.of go"
                        + " with its array? Is an array turned (Storage.of(g).transposed() turns it back)? Does it belong to"
                        + " this call, or was it taken from a field that the program has assigned anew since?");
    }
}
