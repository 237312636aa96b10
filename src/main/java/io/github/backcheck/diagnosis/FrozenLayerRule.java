package io.github.backcheck.diagnosis;

import io.github.backcheck.audit.StepVerdict;
import io.github.backcheck.gradient.ParameterCheck;
import io.github.backcheck.gradient.Verdict;
import io.github.backcheck.monitor.LayerHealth;
import io.github.backcheck.monitor.UnitHealthReport;
import io.github.backcheck.probe.WeightReport;
import io.github.backcheck.text.Fact;
import io.github.backcheck.text.Figures;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Parameters that no training step changes, kept apart by why: there is a gradient but it is not applied, the gradient is 0
 * because the loss does not depend on the layer, or not known. Where the program's own gradient is wrongly 0, the other rules
 * say so.
 */
final class FrozenLayerRule implements Rule {

    /** A layer in which this share of units is dead, or saturated on this share of samples, lets nothing through. */
    private static final double SHUT = 0.95;

    /** A layer whose derivatives are all below this passes a gradient on that is lost when it is added to a weight. */
    private static final double CLOSED = 1e-14;

    /** The norm of a gradient against the largest weight, below which no usual learning rate moves a weight. */
    private static final double LOST_IN_ROUNDING = 1e-13;

    /** What it also may be where nothing changes at all: a model that was wrapped too early. */
    private static final String OLD_ARRAYS =
            " If every step makes new arrays, Backcheck looks at the old ones: wrap them with" + " Storage.supplied.";

    /** What does not change in a layer. */
    private record Frozen(LayerFacts layer, List<String> parameters) {
        boolean isWhole() {
            return parameters.size() == layer.parameters().size();
        }

        /** Weights come first. */
        boolean areBiases() {
            return !isWhole() && !parameters.contains(layer.parameters().get(0));
        }
    }

    @Override
    public List<Finding> judge(Evidence evidence) {
        List<Finding> findings = new ArrayList<>();
        if (evidence.hasNoInput()) {
            findings.add(noInput(evidence));
        }
        if (hasArrived(evidence)) {
            return List.copyOf(findings);
        }
        List<Frozen> notApplied = new ArrayList<>();
        List<Frozen> unknown = new ArrayList<>();
        for (LayerFacts layer : evidence.layers()) {
            List<String> names = layer.parameters().stream()
                    .filter(evidence::isUnchanged)
                    .filter(name -> evidence.hasOwnGradient() || !evidence.movesWronglyElsewhere(name))
                    .filter(name -> !(evidence.hasOwnGradient()
                            && evidence.wronglyZero(name).isPresent()))
                    .toList();
            Frozen frozen = new Frozen(layer, names);
            boolean explained = layer.index() == 0 ? evidence.hasNoInput() : isFedZeros(evidence, frozen);
            if (names.isEmpty() || explained || evidence.sharesItsAccumulators(layer)) {
                continue;
            }
            if (evidence.hasOwnGradient() && names.stream().anyMatch(name -> hasGradient(evidence, layer, name))) {
                notApplied.add(frozen);
            } else if (isVanishing(evidence, frozen) || isLost(evidence, frozen)) {
                if (frozen.isWhole() && !evidence.doesItsJob()) {
                    findings.add(vanishing(evidence, frozen));
                }
            } else if (!names.stream().allMatch(name -> isUpdatedRightly(evidence, name))) {
                unknown.add(frozen);
            }
        }
        if (!notApplied.isEmpty()) {
            findings.add(notApplied(evidence, notApplied));
        }
        if (!unknown.isEmpty()) {
            findings.add(unknown(evidence, unknown));
        }
        return List.copyOf(findings);
    }

    /** The program's own gradient, where the training steps started, is not 0, and is not lost in rounding. */
    private static boolean hasGradient(Evidence evidence, LayerFacts layer, String name) {
        return evidence.here(name)
                .filter(check -> check.verdict() != Verdict.INCONCLUSIVE
                        && check.magnitudes().analytic() > 0
                        && !isLost(evidence, layer, check))
                .isPresent();
    }

    /** So small against the weights that adding it changes nothing. */
    private static boolean isLost(Evidence evidence, LayerFacts layer, ParameterCheck check) {
        double weights = evidence.reports()
                .find(WeightReport.class)
                .map(report -> report.layers().get(layer.index()).weights())
                .map(known -> Math.max(Math.abs(known.smallest()), Math.abs(known.largest())))
                .orElse(0.0);
        return check.magnitudes().analytic() < LOST_IN_ROUNDING * weights;
    }

    /**
     * A network that makes no mistakes any more; or one that does its job, and in which nothing moves by more than rounding: a
     * schedule has come to its end, or it stops at a tolerance.
     */
    private static boolean hasArrived(Evidence evidence) {
        LossCourse loss = evidence.loss();
        if (loss.here() == 0 || loss.afterSteps().equals(OptionalDouble.of(0))) {
            return true;
        }
        return evidence.doesItsJob()
                && evidence.training()
                        .filter(history -> history.weightChanges().parameters().stream()
                                .allMatch(change -> change.medianChangeRatio().orElse(0) < LOST_IN_ROUNDING))
                        .isPresent();
    }

    private static boolean isVanishing(Evidence evidence, Frozen frozen) {
        boolean measured = frozen.parameters().stream()
                .allMatch(name -> evidence.here(name)
                        .filter(check -> check.isVanishing() || isBelowRounding(check))
                        .isPresent());
        return measured || isBehindClosedLayer(evidence, frozen.layer());
    }

    /** From other parameters it does move as it should: it is the gradient that is 0 here. */
    private static boolean isUpdatedRightly(Evidence evidence, String name) {
        return !evidence.hasOwnGradient()
                && evidence.update()
                        .flatMap(trail -> trail.parameter(name))
                        .filter(known -> known.verdict() instanceof StepVerdict.Agrees
                                && known.rule().contains("g"))
                        .isPresent();
    }

    private static boolean isLost(Evidence evidence, Frozen frozen) {
        return frozen.parameters().stream()
                .allMatch(name -> evidence.here(name)
                        .filter(check -> check.verdict() == Verdict.AGREES && isLost(evidence, frozen.layer(), check))
                        .isPresent());
    }

    private static boolean isBelowRounding(ParameterCheck check) {
        return check.verdict() == Verdict.INCONCLUSIVE
                && check.entries().compared() > 0
                && check.entries().disagreeing() == 0;
    }

    private static boolean isBehindClosedLayer(Evidence evidence, LayerFacts from) {
        return above(evidence, from).stream()
                .anyMatch(layer ->
                        layer.units().stream().allMatch(unit -> unit.meanSlope().orElse(1) < CLOSED));
    }

    /** Weights above units that give 0 for every sample have nothing to multiply; those units are the finding. */
    private static boolean isFedZeros(Evidence evidence, Frozen frozen) {
        List<LayerHealth> layers =
                evidence.units().map(UnitHealthReport::layers).orElse(List.of());
        int below = frozen.layer().index() - 1;
        boolean onlyWeights =
                frozen.parameters().equals(frozen.layer().parameters().subList(0, 1));
        return onlyWeights
                && !layers.isEmpty()
                && layers.get(below).units().stream()
                        .allMatch(unit -> unit.activation().smallest() == 0
                                && unit.activation().largest() == 0);
    }

    /** The layer itself and those above it. */
    private static List<LayerHealth> above(Evidence evidence, LayerFacts from) {
        List<LayerHealth> layers =
                evidence.units().map(UnitHealthReport::layers).orElse(List.of());
        return layers.isEmpty() ? layers : layers.subList(from.index(), layers.size());
    }

    private static Finding noInput(Evidence evidence) {
        LayerFacts first = evidence.layers().get(0);
        String weights = first.parameters().get(0);
        List<Fact> facts = new ArrayList<>();
        facts.add(new Fact(
                "inputs",
                "all " + Figures.count(evidence.data().shape().inputs()) + " are 0 in all "
                        + Figures.count(evidence.data().shape().samples(), "sample")));
        if (evidence.isUnchanged(weights)) {
            facts.add(unchanged(evidence, List.of(weights)));
        }
        return new Finding(
                FindingId.FROZEN_BY_INPUTS,
                Severity.BREAKS,
                List.of(first.name()),
                "Every input is 0 in every sample, so that " + weights + " has nothing to learn from.",
                facts,
                "Look at how the data is read and scaled: is the array filled at all, is it a copy that is filled, does a"
                        + " division of integers make every value 0?");
    }

    private static Finding vanishing(Evidence evidence, Frozen frozen) {
        LayerFacts layer = frozen.layer();
        Optional<LayerHealth> shut =
                above(evidence, layer).stream().filter(FrozenLayerRule::isShut).findFirst();
        boolean zeros = above(evidence, layer).stream()
                .anyMatch(health -> health.scale().meanWeight() == 0);
        List<Fact> facts = new ArrayList<>();
        facts.add(unchanged(evidence, frozen.parameters()));
        if (frozen.parameters().stream()
                .allMatch(name -> evidence.here(name)
                        .filter(check -> check.entries().compared() > 0)
                        .isPresent())) {
            facts.add(new Fact(
                    "numeric gradient",
                    "0 as well in " + Texts.joined(frozen.parameters()) + ", or too small to be told from rounding"));
        }
        shut.map(FrozenLayerRule::shutFact).ifPresent(facts::add);
        return new Finding(
                FindingId.FROZEN_BY_UNITS,
                Severity.BREAKS,
                List.of(shut.map(LayerHealth::name).orElse(layer.name())),
                layer.name() + " does not change because the loss does not depend on it at these parameters"
                        + (zeros
                                ? ": there are weights that are all 0."
                                : shut.map(health -> ": the units of " + health.name() + " let nothing through.")
                                        .orElse(".")),
                facts,
                "The backward pass is not to blame. "
                        + (zeros
                                ? "Start from random weights instead of zeros."
                                : "Start from smaller weights and biases of 0, scale the inputs to about -1 to 1, or lower the"
                                        + " learning rate if the units died during training."));
    }

    private static boolean isShut(LayerHealth layer) {
        return layer.deadUnits().size() >= SHUT * layer.units().size()
                || layer.saturatedShare().orElse(0) >= SHUT;
    }

    private static Fact shutFact(LayerHealth layer) {
        return new Fact(
                "units of " + layer.name(),
                Figures.share(layer.deadUnits().size(), layer.units().size())
                        + " of them give the same for every sample"
                        + (layer.saturatedShare().isPresent()
                                ? "; f'(z) is near 0 on "
                                        + Figures.percent(layer.saturatedShare().getAsDouble())
                                        + " of units and samples"
                                : ""));
    }

    private static Finding notApplied(Evidence evidence, List<Frozen> frozen) {
        boolean all = isAll(evidence, frozen);
        List<Fact> facts = new ArrayList<>();
        facts.add(unchanged(evidence, parameters(frozen)));
        parameters(frozen).forEach(name -> evidence.here(name).ifPresent(check -> facts.add(gradient(check))));
        facts.addAll(UpdateFacts.of(evidence).whyStill(parameters(frozen)));
        return new Finding(
                FindingId.UPDATE_NOT_APPLIED,
                Severity.BREAKS,
                layers(frozen),
                (all ? "No parameter changes" : names(frozen) + (isOne(frozen) ? " does" : " do") + " not change")
                        + " in training although the gradient is not 0: it is never applied, or by a learning rate of 0.",
                facts,
                "Look at the line that changes "
                        + (all ? "the parameters" : names(frozen))
                        + ": does it write into a copy or into a variable of the method? Is the learning rate 0, for example"
                        + " by a division of integers such as 1 / 10? Is the loop over the layers too short?"
                        + (all ? OLD_ARRAYS : ""));
    }

    private static Fact gradient(ParameterCheck check) {
        return new Fact(
                check.parameter(),
                "norm of its gradient " + Figures.of(check.magnitudes().analytic())
                        + (check.verdict() == Verdict.AGREES ? ", which agrees with the numeric one" : ""));
    }

    private static Finding unknown(Evidence evidence, List<Frozen> frozen) {
        List<Fact> facts = new ArrayList<>();
        facts.add(unchanged(evidence, parameters(frozen)));
        boolean depends = parameters(frozen).stream()
                .anyMatch(name -> evidence.wronglyZero(name).isPresent());
        if (depends) {
            facts.add(new Fact("numeric gradient", "not 0: the loss does depend on " + names(frozen)));
        }
        boolean all = isAll(evidence, frozen);
        boolean biases = frozen.stream().allMatch(Frozen::areBiases);
        return new Finding(
                FindingId.LAYER_FROZEN,
                biases ? Severity.HURTS : Severity.BREAKS,
                biases ? parameters(frozen) : layers(frozen),
                (all ? "No parameter changes" : names(frozen) + (isOne(frozen) ? " does" : " do") + " not change")
                        + " in training"
                        + (depends ? ", although the loss depends on " + (isOne(frozen) ? "it." : "them.") : "."),
                facts,
                (all
                                ? "Is the learning rate 0, for example by a division of integers such as 1 / 10? Is the update"
                                        + " written into a copy?" + OLD_ARRAYS
                                : biases
                                        ? "The weights do learn, so the backward pass comes there: is the gradient of the biases"
                                                + " computed, and does the update change the biases themselves?"
                                        : "Either the backward pass never comes there (look at the bounds of its loop, and whether the"
                                                + " stored activations include the input), or the update leaves it out or changes a"
                                                + " copy.")
                        + (evidence.hasOwnGradient() ? "" : " Give gradient(batch) to have the two told apart."));
    }

    private static boolean isAll(Evidence evidence, List<Frozen> frozen) {
        return frozen.size() == evidence.layers().size() && frozen.stream().allMatch(Frozen::isWhole);
    }

    private static boolean isOne(List<Frozen> frozen) {
        return parameters(frozen).size() == 1;
    }

    private static String names(List<Frozen> frozen) {
        return Texts.joined(parameters(frozen));
    }

    private static List<String> parameters(List<Frozen> frozen) {
        return frozen.stream().flatMap(one -> one.parameters().stream()).toList();
    }

    private static Fact unchanged(Evidence evidence, List<String> parameters) {
        return new Fact(
                "in training",
                "no entry of " + Texts.joined(parameters) + " changed in "
                        + Figures.count(evidence.training().orElseThrow().steps(), "training step"));
    }

    private static List<String> layers(List<Frozen> frozen) {
        return frozen.stream().map(one -> one.layer().name()).toList();
    }
}
