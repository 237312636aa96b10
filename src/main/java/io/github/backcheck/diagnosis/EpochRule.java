package io.github.backcheck.diagnosis;

import io.github.backcheck.census.ClassOrder;
import io.github.backcheck.gradient.Verdict;
import io.github.backcheck.probe.EpochReport;
import io.github.backcheck.probe.EpochReport.Redrawn;
import io.github.backcheck.text.Fact;
import io.github.backcheck.text.Figures;
import io.github.backcheck.text.Lists;
import io.github.backcheck.trial.LoopTrial;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What one pass of the program's own loop does to data and parameters. */
final class EpochRule implements Rule {

    /** As good as a constant prediction. */
    private static final double NOTHING = 0.05;

    /** Or than so much of what the steps explain. */
    private static final double HARDLY = 0.2;

    /** More than chance gives within a trial. */
    private static final double SOMETHING = 0.2;

    @Override
    public List<Finding> judge(Evidence evidence) {
        List<Finding> findings = new ArrayList<>(evidence.reports()
                .find(EpochReport.class)
                .map(report -> judge(report, evidence))
                .orElse(List.of()));
        if (findings.isEmpty()) {
            evidence.reports().find(LoopTrial.class).ifPresent(loop -> {
                notShuffled(loop, evidence).ifPresent(findings::add);
                evidence.reports()
                        .find(Trials.class)
                        .filter(trials -> areStepsRight(evidence))
                        .flatMap(trials -> doesNotLearn(loop, trials))
                        .ifPresent(findings::add);
            });
        }
        return List.copyOf(findings);
    }

    private static Optional<Finding> notShuffled(LoopTrial loop, Evidence evidence) {
        return evidence.data()
                .targets()
                .order()
                .filter(ClassOrder::grouped)
                .filter(order -> loop.isFedInOrder())
                .map(order -> new Finding(
                        FindingId.BATCHES_ONE_CLASS,
                        Severity.MILD,
                        List.of(),
                        "The data are sorted by class, and training does not shuffle them.",
                        List.of(
                                new Fact("classes", order.toString()),
                                new Fact(
                                        "a pass",
                                        "moves the parameters exactly as steps on one batch after the other do")),
                        "Shuffle the data before each epoch, inputs and targets by the same order."));
    }

    /** As far as is known: wrong ones may lead far off the more of them are taken. */
    private static boolean areStepsRight(Evidence evidence) {
        return evidence.backward().stream().allMatch(trail -> trail.wrong().isEmpty())
                && evidence.gradient().parameterNames().stream()
                        .noneMatch(name -> evidence.verdict(name) == Verdict.DISAGREES);
    }

    /** Steps on the same samples learn, so that it is not the steps. */
    private static Optional<Finding> doesNotLearn(LoopTrial loop, Trials trials) {
        double bySteps = trials.share(trials.asGiven());
        boolean isStill = loop.explained().isPresent()
                && !(loop.explained().getAsDouble() > Math.max(NOTHING, HARDLY * bySteps))
                && !loop.isFalling();
        return isStill && bySteps > SOMETHING
                ? Optional.of(new Finding(
                        FindingId.EPOCH_CHANGES_DATA,
                        Severity.BREAKS,
                        List.of(),
                        "The program's own pass through the data learns nothing, while its training steps on the same samples"
                                + " do: the fault is in the loop around the steps.",
                        List.of(
                                new Fact(
                                        "passes",
                                        "loss " + Figures.precise(loop.losses().get(0)) + " to "
                                                + Figures.precise(loop.losses()
                                                        .get(loop.losses().size() - 1))
                                                + " in "
                                                + Figures.count(loop.losses().size() - 1)),
                                new Fact(
                                        "steps",
                                        "loss "
                                                + Figures.precise(
                                                        trials.asGiven().lossBefore()) + " to "
                                                + Figures.precise(
                                                        trials.asGiven().lossAfter()) + " in "
                                                + Figures.count(trials.asGiven().steps()))),
                        "Are inputs and targets of a batch taken by the same order? Is every batch used, and each with its own"
                                + " targets? Is something drawn or set back in the loop that should be kept?"))
                : Optional.empty();
    }

    private static List<Finding> judge(EpochReport report, Evidence evidence) {
        List<Finding> findings = new ArrayList<>();
        if (report.rowsJudgement().isNoticed()) {
            findings.add(rows(report));
        }
        if (report.unusedJudgement().isNoticed()) {
            findings.add(unused(report));
        }
        if (report.redrawnJudgement().isNoticed()) {
            findings.add(redrawn(report, evidence));
        }
        if (report.orderJudgement().isNoticed()) {
            findings.add(order(report));
        }
        return findings;
    }

    private static Finding rows(EpochReport report) {
        EpochReport.Rows rows = report.rows();
        boolean parted = rows.parted() > 0;
        return new Finding(
                FindingId.EPOCH_CHANGES_DATA,
                parted || rows.changed() > 0 ? Severity.BREAKS : Severity.HURTS,
                List.of(),
                parted
                        ? "A pass through the data parts inputs from their targets."
                        : rows.changed() > 0 || rows.targetsChanged() > 0
                                ? "A pass through the data changes the numbers in it."
                                : "A pass through the data loses some samples and doubles others.",
                rows.facts(),
                parted
                        ? "Shuffle inputs and targets by the same order: draw one permutation of the rows and use it for both."
                        : rows.changed() > 0 || rows.targetsChanged() > 0
                                ? "Scale the data once, before training, or write what is scaled into an array of its own."
                                : "Exchange two rows through a third variable, or shuffle indices instead of rows: after"
                                        + " x[i] = x[j]; x[j] = x[i]; both are the same row.");
    }

    /** The end of the data may be left out on purpose: an incomplete batch, or samples held out for validation. */
    private static Finding unused(EpochReport report) {
        List<Integer> unused = report.unused();
        boolean isOneBlock = unused.get(unused.size() - 1) - unused.get(0) == unused.size() - 1;
        boolean mayBeMeant = isOneBlock && unused.get(0) > 0;
        return new Finding(
                FindingId.EPOCH_CHANGES_DATA,
                mayBeMeant ? Severity.ADVICE : Severity.HURTS,
                List.of(),
                mayBeMeant
                        ? "A pass through the data leaves out the samples at the end."
                        : "A pass through the data leaves samples out.",
                List.of(new Fact(
                        "without influence", Figures.count(unused.size(), "sample") + ": " + Lists.indices(unused))),
                mayBeMeant
                        ? "If they are an incomplete batch, or held out for validation, nothing is wrong. If not, look at the"
                                + " bounds of the loop over the batches."
                        : "Look at the bounds of the loop over the batches: does it start at 1?");
    }

    private static Finding redrawn(EpochReport report, Evidence evidence) {
        List<String> names = report.redrawn().stream().map(Redrawn::parameter).toList();
        return new Finding(
                FindingId.PARAMETERS_REDRAWN,
                Severity.BREAKS,
                evidence.layers().stream()
                        .filter(layer -> layer.parameters().stream().anyMatch(names::contains))
                        .map(LayerFacts::name)
                        .toList(),
                "A pass through the data draws " + Texts.joined(names) + " anew: what was learned before is lost.",
                report.redrawn().stream()
                        .map(one -> new Fact("seen", one.toString()))
                        .toList(),
                "Draw the parameters once, before the loop over the epochs.");
    }

    private static Finding order(EpochReport report) {
        return new Finding(
                FindingId.BATCHES_ONE_CLASS,
                Severity.HURTS,
                List.of(),
                "The data are sorted by class, and training does not shuffle them: the network unlearns each class while it"
                        + " sees the next.",
                report.order().map(order -> new Fact("seen", order.toString())).stream()
                        .toList(),
                "Shuffle the data before each epoch, inputs and targets by the same order.");
    }
}
