package io.github.backcheck.diagnosis;

import io.github.backcheck.probe.EvaluationReport;
import io.github.backcheck.probe.LinearityReport;
import io.github.backcheck.probe.MixingReport;
import io.github.backcheck.probe.StaleReport;
import io.github.backcheck.probe.StaleReport.Quantity;
import io.github.backcheck.text.Fact;
import io.github.backcheck.text.Figures;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Outputs that depend on what they should not depend on, or not on what they should. */
final class OutputRule implements Rule {

    private static final String STALE =
            "Look for a copy of the weights that was made before training, for outputs kept from an earlier forward pass,"
                    + " and for parameters given to Backcheck that the program no longer uses (arrays that it replaces:"
                    + " Storage.supplied; getters that return copies: Storage.reassigned).";

    private static final String OTHER_BATCH =
            "Compute the loss from the batch that is asked about: loss(batch -> net.loss(batch.inputs(), batch.targets())). If"
                    + " the lines that wrap the network do, look in the program for data, or for outputs of an earlier forward"
                    + " pass, that are kept in fields.";

    @Override
    public List<Finding> judge(Evidence evidence) {
        List<Finding> findings = new ArrayList<>();
        evidence.reports()
                .find(MixingReport.class)
                .filter(report -> report.judgement().isNoticed())
                .map(report -> mixing(report, evidence))
                .ifPresent(findings::add);
        evidence.reports()
                .find(StaleReport.class)
                .flatMap(report -> stale(report, evidence))
                .ifPresent(findings::add);
        evidence.reports()
                .find(StaleReport.class)
                .filter(report -> ForwardFacts.of(evidence).named().isEmpty())
                .flatMap(report -> ignored(report, evidence))
                .ifPresent(findings::add);
        evidence.reports()
                .find(LinearityReport.class)
                .filter(report -> report.judgement().isNoticed())
                .filter(report -> ForwardFacts.of(evidence).named().isEmpty())
                .map(OutputRule::linear)
                .ifPresent(findings::add);
        return List.copyOf(findings);
    }

    private static Finding mixing(MixingReport report, Evidence evidence) {
        int last = evidence.layers().size() - 1;
        List<String> where = report.pattern() == MixingReport.Pattern.SOFTMAX_OVER_SAMPLES
                ? List.of(evidence.layers().get(last).name())
                : List.of();
        List<Fact> facts = new ArrayList<>();
        if (report.pattern() != MixingReport.Pattern.OTHER) {
            facts.add(new Fact("how", report.pattern().toString()));
        }
        report.mixed().stream().limit(3).forEach(mixed -> facts.add(new Fact("seen", mixed.toString())));
        return new Finding(
                FindingId.SAMPLES_INFLUENCE_EACH_OTHER,
                Severity.BREAKS,
                where,
                "The outputs for a sample depend on the samples beside it.",
                facts,
                "Each row of outputs must come from its own row of inputs. Look for a softmax or a mean over the wrong axis, for"
                        + " an array that all samples share, for something that is not set back before the next sample, and for"
                        + " inputs that are given as features x samples.");
    }

    /** A count that never moves by the way in which it counts. */
    private static boolean isCountedWrong(Evidence evidence) {
        return evidence.reports()
                .find(EvaluationReport.class)
                .filter(report -> report.accuracyJudgement().isNoticed())
                .flatMap(EvaluationReport::accuracy)
                .filter(accuracy -> accuracy.formula() != EvaluationReport.Formula.UNKNOWN)
                .isPresent();
    }

    private static boolean isAlwaysOne(Evidence evidence) {
        return evidence.data().shape().outputs() == 1
                && evidence.predictions()
                        .map(known -> known.outputs().get(0))
                        .filter(output -> output.values().smallest() == 1
                                && output.values().largest() == 1)
                        .isPresent();
    }

    private static Optional<Finding> stale(StaleReport report, Evidence evidence) {
        List<Fact> facts = new ArrayList<>();
        List<Quantity> stale = List.of(Quantity.values()).stream()
                .filter(report::isStale)
                .filter(quantity -> quantity != Quantity.REPORTED_ACCURACY || !isCountedWrong(evidence))
                .toList();
        stale.forEach(quantity -> facts.add(
                new Fact(quantity.toString(), "the same to the last bit, whatever all parameters are set to")));
        report.lossTraits().forEach(trait -> facts.add(new Fact("loss", trait.toString())));
        if (facts.isEmpty()) {
            return Optional.empty();
        }
        boolean onlyReported = report.lossTraits().isEmpty()
                && stale.stream().noneMatch(quantity -> quantity == Quantity.OUTPUTS || quantity == Quantity.LOSS);
        if (isAlwaysOne(evidence) && report.isStale(Quantity.OUTPUTS)) {
            return Optional.of(
                    new Finding(
                            FindingId.OUTPUTS_IGNORE_PARAMETERS,
                            Severity.BREAKS,
                            List.of(evidence.layers()
                                    .get(evidence.layers().size() - 1)
                                    .name()),
                            "The only output is exactly 1, whatever the sample and the parameters: a softmax of a single unit.",
                            facts,
                            "A softmax shares 1 out among its units, and a single one gets it all. Take a sigmoid, or two units."));
        }
        if (areOthers(evidence)) {
            return evidence.reports()
                    .find(Evidence.LossOfOtherNumbers.class)
                    .map(known -> notTheParameters(facts, known));
        }
        return Optional.of(new Finding(
                FindingId.OUTPUTS_IGNORE_PARAMETERS,
                onlyReported ? Severity.HURTS : Severity.BREAKS,
                List.of(),
                stale.isEmpty()
                        ? "The loss is not computed from the batch that it is asked about."
                        : Texts.capitalised(Texts.joined(
                                        stale.stream().map(Quantity::toString).toList()))
                                + (stale.size() == 1 && stale.get(0) != Quantity.OUTPUTS ? " stays" : " stay")
                                + " the same whatever the parameters are, so that no training can show there.",
                facts,
                report.lossTraits().isEmpty() ? STALE : OTHER_BATCH));
    }

    /** What training changes is not what was given: the network is right or wrong, and looked at in the wrong place. */
    private static Finding notTheParameters(List<Fact> stale, Evidence.LossOfOtherNumbers known) {
        List<Fact> facts = new ArrayList<>(stale);
        facts.add(known.fact());
        return new Finding(
                FindingId.OUTPUTS_IGNORE_PARAMETERS,
                Severity.BREAKS,
                List.of(),
                "The parameters given to Backcheck are not those that the network computes with: it trains, and they play no part"
                        + " in it.",
                facts,
                "This is said of the lines that wrap the network. A getter that hands out copies needs"
                        + " Storage.reassigned(getter, setter) or Storage.entries; a field that is assigned anew while the"
                        + " program runs, Storage.supplied(() -> Storage.of(net.w)). Or were the parameters taken from another"
                        + " object of the same class?");
    }

    /** Whether the network trains, and the parameters that were given are not what it trains. */
    static boolean areOthers(Evidence evidence) {
        return evidence.reports().find(Evidence.LossOfOtherNumbers.class).isPresent()
                && evidence.reports()
                        .find(StaleReport.class)
                        .filter(report -> report.isStale(Quantity.LOSS)
                                && report.lossTraits().isEmpty())
                        .isPresent();
    }

    /** Whether the loss of a batch is computed from the parameters given, as far as is known. */
    static boolean isLossOfItsParameters(Evidence evidence) {
        return evidence.reports()
                .find(StaleReport.class)
                .filter(report ->
                        report.isStale(Quantity.LOSS) || !report.lossTraits().isEmpty())
                .isEmpty();
    }

    private static Optional<Finding> ignored(StaleReport report, Evidence evidence) {
        List<String> names = report.ignored().stream()
                .map(StaleReport.Ignored::parameter)
                .distinct()
                .toList();
        boolean some = evidence.layers().stream().anyMatch(layer -> !names.containsAll(layer.parameters()));
        if (names.isEmpty() || !some) {
            return Optional.empty();
        }
        return Optional.of(new Finding(
                FindingId.OUTPUTS_IGNORE_PARAMETERS,
                Severity.HURTS,
                places(evidence, names),
                "The outputs do not depend on " + Texts.joined(names) + ".",
                report.ignored().stream()
                        .map(ignored -> new Fact("seen", ignored.toString()))
                        .toList(),
                "Is it left out of the forward pass, for example a bias that is not added, or is the array that was given to"
                        + " Backcheck a copy?"));
    }

    private static Finding linear(LinearityReport report) {
        return new Finding(
                FindingId.NETWORK_IS_LINEAR,
                Severity.HURTS,
                List.of(),
                "A network of " + Figures.count(report.layers(), "layer") + " computes what a single layer could: "
                        + report.form() + " are a linear function of the inputs, apart from a constant.",
                List.of(new Fact(
                        "f(x+y) - f(x) - f(y) + f(0)",
                        "at most " + Figures.of(report.worstResidual()) + " of the movement, at "
                                + Figures.count(report.points(), "set") + " of points, inputs up to "
                                + Figures.of(report.largestScale()) + " times those of the data")),
                "Is the activation of the hidden layers called, and is its result used? Layers without a nonlinearity between"
                        + " them are one layer.");
    }

    /** Biases by their own names, as they are said elsewhere where they are wrong by themselves. */
    private static List<String> places(Evidence evidence, List<String> names) {
        boolean areBiases = evidence.layers().stream()
                .noneMatch(layer -> names.contains(layer.parameters().get(0)));
        return areBiases
                ? names
                : evidence.layers().stream()
                        .filter(layer -> layer.parameters().stream().anyMatch(names::contains))
                        .map(LayerFacts::name)
                        .toList();
    }
}
