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

    /** Two ways of adding up the same loss. */
    private static final double SAME = 1e-6;

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
                .filter(loss -> Math.abs(loss.reported() - loss.descended()) > SAME * Math.abs(loss.descended()))
                .map(EvaluationRule::loss)
                .ifPresent(findings::add);
        relabelling(evidence).map(EvaluationRule::permuted).ifPresent(findings::add);
        return List.copyOf(findings);
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
