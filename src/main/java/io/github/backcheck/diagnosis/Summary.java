package io.github.backcheck.diagnosis;

import io.github.backcheck.gradient.GradientSource;
import io.github.backcheck.gradient.ParameterCheck;
import io.github.backcheck.gradient.PointCheck;
import io.github.backcheck.gradient.Verdict;
import io.github.backcheck.model.Capability;
import io.github.backcheck.monitor.ClassPredictions;
import io.github.backcheck.monitor.UnchangedColumns;
import io.github.backcheck.text.Fact;
import io.github.backcheck.text.Figures;
import io.github.backcheck.text.Lists;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** What is said besides the findings: what was seen, what was judged, and what could not be. */
final class Summary {

    private final Evidence evidence;
    private final Set<Capability> capabilities;

    Summary(Evidence evidence, Set<Capability> capabilities) {
        this.evidence = evidence;
        this.capabilities = capabilities;
    }

    List<Fact> observations() {
        List<Fact> facts = new ArrayList<>();
        facts.add(new Fact(
                "data",
                evidence.data().shape() + "; inputs " + evidence.data().inputs().values()));
        facts.add(new Fact("loss", loss()));
        evidence.predictions()
                .flatMap(known -> known.classes())
                .ifPresent(classes -> facts.addAll(predictions(classes)));
        evidence.forwardGap()
                .filter(gap -> gap.isNegligible())
                .ifPresent(gap -> facts.add(new Fact(
                        "architecture",
                        "the loss differs from it by a share of " + Figures.of(Math.max(gap.loss(), gap.outputs()))
                                + ", for example by a small number inside a logarithm; no harm")));
        evidence.proof()
                .filter(proof -> !proof.variant().isEmpty())
                .ifPresent(proof -> facts.add(new Fact(
                        "architecture", "the loss is that of the architecture, " + proof.variant() + "; no harm")));
        evidence.reports()
                .find(Evidence.StepsOfTheirOwn.class)
                .ifPresent(
                        known -> facts.add(
                                new Fact(
                                        "gradient(batch)",
                                        "is right; training steps follow another gradient, and what is said of backpropagation is said of them")));
        inexact().ifPresent(facts::add);
        clipped().ifPresent(facts::add);
        UpdateFacts.of(evidence).observation().ifPresent(facts::add);
        evidence.training().ifPresent(history -> {
            String first = evidence.layers().get(0).parameters().get(0);
            UnchangedColumns columns = history.unchangedColumns(first);
            if (!columns.explained().isEmpty() && columns.unexplained().isEmpty()) {
                facts.add(new Fact(
                        "unchanged columns",
                        Figures.count(columns.explained().size(), "column") + " of " + first
                                + " did not change and could not: their inputs are 0 in every sample ("
                                + Lists.indices(columns.explained()) + ")"));
            }
        });
        return facts;
    }

    private Optional<Fact> inexact() {
        List<String> names = evidence.gradient().parameterNames().stream()
                .filter(name -> evidence.checks(name).stream().anyMatch(Inexact::is))
                .toList();
        return names.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new Fact("inexact gradient", Texts.joined(names) + ", by a share of less than 1e-4; no harm"));
    }

    private Optional<Fact> clipped() {
        StepReading reading = StepReading.of(evidence);
        List<String> names = reading.with(StepReading.Reason.CLIPPED);
        return names.isEmpty()
                ? Optional.empty()
                : Optional.of(new Fact(
                        "clipping",
                        "a training step cuts the gradient of " + Texts.joined(names) + " off at "
                                + Figures.precise(reading.limit().orElseThrow()) + "; all other entries are right"));
    }

    private String loss() {
        LossCourse loss = evidence.loss();
        return Figures.precise(loss.here())
                + (loss.constant().isPresent()
                        ? "; " + Figures.precise(loss.constant().getAsDouble())
                                + " would be the best prediction that is the same for all samples"
                        : "")
                + (loss.afterSteps().isPresent()
                        ? "; " + Figures.precise(loss.afterSteps().getAsDouble()) + " after "
                                + Figures.count(
                                        evidence.training().orElseThrow().steps(), "training step")
                        : "");
    }

    private static List<Fact> predictions(ClassPredictions classes) {
        List<Fact> facts = new ArrayList<>();
        facts.add(new Fact("predictions", Lists.histogram(classes.predicted())));
        facts.add(new Fact("true classes", Lists.histogram(classes.truth())));
        List<Integer> never = IntStream.range(0, classes.truth().size())
                .filter(c -> classes.predicted().get(c) == 0 && classes.truth().get(c) > 0)
                .boxed()
                .toList();
        if (!never.isEmpty()) {
            facts.add(new Fact("never predicted", (never.size() == 1 ? "class " : "classes ") + Lists.indices(never)));
        }
        facts.add(new Fact(
                "accuracy",
                Figures.share(classes.correct(), classes.samples()) + " (" + Figures.count(classes.correct()) + " of "
                        + Figures.count(classes.samples()) + ")"));
        return facts;
    }

    List<String> judged() {
        List<String> judged = new ArrayList<>();
        for (PointCheck point : evidence.gradient().points()) {
            int checked = point.parameters().stream()
                    .mapToInt(check -> check.entries().checked())
                    .sum();
            int total = point.parameters().stream()
                    .mapToInt(check -> check.entries().total())
                    .sum();
            if (checked > 0) {
                judged.add("gradient, " + Figures.count(checked) + " of " + Figures.count(total) + " entries: at "
                        + point.point());
            } else if (point.parameters().stream().anyMatch(check -> check.verdict() == Verdict.AGREES)) {
                judged.add("gradient, along a random direction through each parameter: at " + point.point());
            }
        }
        evidence.training()
                .ifPresent(history -> judged.add("what changes in " + Figures.count(history.steps(), "training step")));
        evidence.units().ifPresent(units -> judged.add("every unit over " + Figures.count(units.samples(), "sample")));
        evidence.predictions()
                .ifPresent(
                        predictions -> judged.add("predictions for " + Figures.count(predictions.samples(), "sample")));
        return judged;
    }

    /** The parameters whose gradients have no verdict, by why they have none. */
    private Map<String, List<String>> parametersByReason() {
        Map<String, List<String>> byReason = new LinkedHashMap<>();
        evidence.gradient().parameterNames().stream()
                .filter(name -> evidence.gradient().source() != GradientSource.NONE)
                .filter(name -> evidence.gradient().verdict(name) == Verdict.INCONCLUSIVE)
                .forEach(name -> byReason.computeIfAbsent(reason(name), why -> new ArrayList<>())
                        .add(name));
        return byReason;
    }

    private String reason(String parameter) {
        return evidence.checks(parameter).stream()
                .findFirst()
                .map(ParameterCheck::note)
                .orElse("");
    }

    List<String> notJudged() {
        List<String> missing = new ArrayList<>();
        if (evidence.gradient().source() == GradientSource.NONE) {
            missing.add("gradient: needs " + Capability.GRADIENT + " or " + Capability.TRAIN_STEP);
        }
        parametersByReason().forEach((why, names) -> missing.add("gradient of " + Texts.joined(names) + ": " + why));
        evidence.gradient().points().stream()
                .filter(point -> point.parameters().isEmpty())
                .map(point -> "gradient, at " + point.point() + ": " + point.note())
                .forEach(missing::add);
        if (evidence.gradient().points().isEmpty()) {
            missing.add("gradient: see the findings for what stands in its way");
        }
        if (evidence.isGradientWrong()) {
            evidence.backward().ifPresent(trail -> missing.addAll(trail.notJudged()));
        }
        missing.addAll(UpdateFacts.of(evidence).notJudged());
        if (!capabilities.contains(Capability.TRAIN_STEP)) {
            missing.add("what a training step changes: needs " + Capability.TRAIN_STEP);
        }
        if (evidence.units().isEmpty() && capabilities.contains(Capability.ARCHITECTURE)) {
            missing.add("dead and saturated units: needs an architecture that describes the network, and a loss that is"
                    + " finite and repeatable, or " + Capability.TRACE);
        } else if (evidence.units().isEmpty()) {
            missing.add("dead and saturated units: needs " + Capability.ARCHITECTURE + " or " + Capability.TRACE);
        } else if (!capabilities.contains(Capability.ARCHITECTURE)) {
            missing.add("saturated units: needs " + Capability.ARCHITECTURE + ", which names the activations");
        }
        if (!capabilities.contains(Capability.PREDICT)) {
            missing.add("predictions: needs " + Capability.PREDICT);
        }
        return missing;
    }
}
