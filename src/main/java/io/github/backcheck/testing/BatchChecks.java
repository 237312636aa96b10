package io.github.backcheck.testing;

import io.github.backcheck.model.Capability;
import io.github.backcheck.probe.BatchLaws;
import io.github.backcheck.probe.LawsReport;
import io.github.backcheck.probe.MixingReport;
import io.github.backcheck.probe.SampleMixing;
import io.github.backcheck.text.Figures;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** How the answers to related batches go together. */
final class BatchChecks {

    private static final int SAMPLES_SHOWN = 3;

    private BatchChecks() {}

    static Outcome law(LawsReport.Law law, Specimen specimen) {
        LawsReport report = BatchLaws.of(specimen.model(), specimen.batch());
        return report.of(law)
                .map(check -> check.holds() ? Outcome.right(law.toString()) : broken(check, report))
                .orElseGet(() -> Outcome.notJudged(why(law, report)));
    }

    private static Outcome broken(LawsReport.Check check, LawsReport report) {
        return Outcome.wrong(new FailureText(check.where() + ", " + check.law() + ": not what it should be, off by "
                        + Figures.of(check.deviation()) + " of the largest number")
                .fact("loss of a batch", report.combination().toString())
                .fact("look for", lookFor(check.law())));
    }

    private static String lookFor(LawsReport.Law law) {
        return switch (law) {
            case LOSS_OF_COPIES, LOSS_OF_SINGLES ->
                "a loss that leaves out samples, divides by another number than that of the samples, or adds to an earlier"
                        + " sum";
            case GRADIENT_OF_COPIES, GRADIENT_OF_SINGLES ->
                "a gradient that is overwritten by each sample (= for +=), that leaves out samples, or that is divided by"
                        + " another number than the loss is";
            case LOSS_IN_ANY_ORDER, GRADIENT_IN_ANY_ORDER ->
                "something that one sample leaves behind for the next: a buffer, an update between samples, a sum that starts"
                        + " one too late";
            default -> law.hint();
        };
    }

    private static String why(LawsReport.Law law, LawsReport report) {
        if (!report.judgement().isJudged()) {
            return report.judgement().reason();
        }
        boolean ofGradient = law.name().startsWith("GRADIENT");
        Predicate<String> ofThis = missing -> missing.startsWith(law + ": ");
        Predicate<String> ofSeveral = missing -> missing.startsWith("the gradient") == ofGradient;
        return Stream.of(ofThis, ofSeveral)
                .flatMap(about -> report.missing().stream().filter(about))
                .findFirst()
                .map(missing -> missing.substring(missing.indexOf(": ") + 2))
                .orElse("the loss of a batch is not made up of those of its samples in a way that is known");
    }

    static Outcome samplesIndependent(Specimen specimen) {
        if (specimen.model().can(Capability.RESEED)) {
            return Outcome.notJudged("needs a network without randomness: with " + Capability.RESEED
                    + ", a mask may differ from place to place in the batch");
        }
        MixingReport report = SampleMixing.of(specimen.model(), specimen.batch());
        if (!report.judgement().isJudged()) {
            return Outcome.notJudged(report.judgement().reason());
        }
        if (!report.judgement().isNoticed()) {
            return Outcome.right("outputs of " + Figures.count(report.samples(), "sample"));
        }
        String evidence = report.mixed().isEmpty() ? "" : "; " + report.mixed().get(0);
        FailureText text = new FailureText(
                Capability.PREDICT + ", outputs of a sample: depend on the samples beside it" + evidence);
        text.fact("how", report.pattern().toString());
        report.mixed().stream().skip(1).limit(SAMPLES_SHOWN).forEach(mixed -> text.fact("seen", mixed.toString()));
        return Outcome.wrong(text);
    }
}
