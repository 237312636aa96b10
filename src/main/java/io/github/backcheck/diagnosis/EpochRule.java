package io.github.backcheck.diagnosis;

import io.github.backcheck.probe.EpochReport;
import io.github.backcheck.probe.EpochReport.Redrawn;
import io.github.backcheck.text.Fact;
import io.github.backcheck.text.Figures;
import io.github.backcheck.text.Lists;
import java.util.ArrayList;
import java.util.List;

/** What one pass of the program's own loop does to data and parameters. */
final class EpochRule implements Rule {

    @Override
    public List<Finding> judge(Evidence evidence) {
        return evidence.reports().find(EpochReport.class).map(report -> judge(report, evidence)).orElse(List.of());
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

    private static Finding unused(EpochReport report) {
        return new Finding(
                FindingId.EPOCH_CHANGES_DATA,
                Severity.HURTS,
                List.of(),
                "A pass through the data leaves samples out.",
                List.of(new Fact(
                        "without influence",
                        Figures.count(report.unused().size(), "sample") + ": " + Lists.indices(report.unused()))),
                "Look at the bounds of the loop over the batches: does it end before the last one, or start at 1?");
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
                report.order().map(order -> new Fact("seen", order.toString())).stream().toList(),
                "Shuffle the data before each epoch, inputs and targets by the same order.");
    }
}
