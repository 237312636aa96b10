package io.github.backcheck.diagnosis;

import io.github.backcheck.probe.EvaluationReport;
import io.github.backcheck.probe.EvaluationReport.Accuracy;
import io.github.backcheck.probe.EvaluationReport.Formula;
import io.github.backcheck.probe.EvaluationReport.Relabelling;
import io.github.backcheck.probe.EvaluationReport.ReportedLoss;
import io.github.backcheck.text.Fact;
import io.github.backcheck.text.Figures;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What the program prints, against a recount. */
final class EvaluationRule implements Rule {

    /** Two ways of adding up the same loss, or one printed with three digits. */
    private static final double SAME = 5e-3;

    private static final int MOST_DECIMALS = 6;

    @Override
    public List<Finding> judge(Evidence evidence) {
        List<Finding> findings = new ArrayList<>();
        Optional<EvaluationReport> report = evidence.reports().find(EvaluationReport.class);
        report.filter(known -> known.accuracyJudgement().isNoticed())
                .flatMap(EvaluationReport::accuracy)
                .map(EvaluationRule::accuracy)
                .ifPresent(findings::add);
        report.filter(known -> known.lossJudgement().isNoticed())
                .flatMap(EvaluationReport::loss)
                .filter(loss -> !isRounded(loss) && !isErrorRate(loss, report.get()))
                .map(EvaluationRule::loss)
                .ifPresent(findings::add);
        relabelling(evidence).map(EvaluationRule::permuted).ifPresent(findings::add);
        return List.copyOf(findings);
    }

    private static boolean isRounded(ReportedLoss loss) {
        double gap = Math.abs(loss.reported() - loss.descended());
        boolean rounded = false;
        double unit = 0.01;
        for (int decimals = 2; decimals <= MOST_DECIMALS; decimals++) {
            double scaled = loss.reported() / unit;
            rounded |= Math.abs(scaled - Math.rint(scaled)) < 1e-9 * Math.max(1, Math.abs(scaled)) && gap <= unit;
            unit /= 10;
        }
        return rounded || gap <= SAME * Math.abs(loss.descended());
    }

    /** The share of samples that are not right, printed as a loss. */
    private static boolean isErrorRate(ReportedLoss loss, EvaluationReport report) {
        return report.predictions()
                .map(known -> 1 - (double) known.correct() / known.samples())
                .filter(wrong ->
                        Math.abs(loss.reported() - wrong) < 1e-9 || Math.abs(loss.reported() - 100 * wrong) < 1e-7)
                .isPresent();
    }

    /** On the data, or on test data whose targets are told in another way. */
    private static Optional<Relabelling> relabelling(Evidence evidence) {
        return Stream.concat(
                        evidence.reports().find(EvaluationReport.class).stream(),
                        evidence.reports().find(Evidence.TestEvaluation.class).stream()
                                .map(Evidence.TestEvaluation::evaluation))
                .filter(known -> known.relabellingJudgement().isNoticed())
                .flatMap(known -> known.relabelling().stream())
                .findFirst();
    }

    private static Finding accuracy(Accuracy accuracy) {
        List<Fact> facts = new ArrayList<>();
        facts.add(new Fact("accuracy", accuracy.toString()));
        if (accuracy.formula() != Formula.UNKNOWN) {
            facts.add(new Fact(
                    "what is reported",
                    accuracy.formula() + (accuracy.number() == 0 ? "" : ": " + Figures.precise(accuracy.number()))));
        }
        return new Finding(
                FindingId.ACCURACY_MISCOUNTED,
                Severity.HURTS,
                List.of(),
                "The accuracy that the program reports is not that of its predictions.",
                facts,
                "Count the samples whose largest output is at the true class, and divide by the number of samples as a double.");
    }

    private static Finding loss(ReportedLoss loss) {
        return new Finding(
                FindingId.LOSS_MISREPORTED,
                Severity.MILD,
                List.of(),
                "The loss that the program reports is not the loss that it descends.",
                List.of(new Fact("loss", loss.toString())),
                "Report the loss of the outputs of this moment, averaged as the gradient is. If it is meant to be another"
                        + " measure, do not judge training by it.");
    }

    private static Finding permuted(Relabelling relabelling) {
        return new Finding(
                FindingId.CLASSES_PERMUTED,
                Severity.BREAKS,
                List.of(),
                "Classes are predicted under each other's numbers: the network tells them apart, and the numbers do not match.",
                List.of(new Fact("classes", relabelling.toString())),
                "Look where a label becomes a target and where an output becomes a prediction: one of the two counts classes"
                        + " from 1, or puts them in another order.");
    }
}
