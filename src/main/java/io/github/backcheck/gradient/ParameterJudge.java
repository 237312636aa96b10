package io.github.backcheck.gradient;

import io.github.backcheck.model.Parameter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Turns the two gradients of one parameter into a {@link ParameterCheck}. */
final class ParameterJudge {

    private static final int WORST_SHOWN = 3;

    private static final int KINKS_SHOWN = 3;

    private final Circumstances circumstances;

    ParameterJudge(Circumstances circumstances) {
        this.circumstances = circumstances;
    }

    static ParameterCheck notJudged(Parameter parameter, String why) {
        return new ParameterCheck(
                parameter.name(),
                Verdict.INCONCLUSIVE,
                new EntryCounts(parameter.size(), 0, 0, 0, 0, 0),
                Magnitudes.UNKNOWN,
                Optional.empty(),
                List.of(),
                List.of(),
                why);
    }

    ParameterCheck judge(Parameter parameter, Estimate numeric, Analytic source, String note) {
        Optional<double[]> given = source.values(parameter);
        if (given.isEmpty()) {
            return notJudged(parameter, "the analytic gradient of this parameter was not given");
        }
        double[] analytic = given.get();
        Comparison comparison = new Comparison(parameter, analytic, numeric, source);
        EntryCounts counts = count(numeric, comparison);
        Verdict verdict = verdict(counts);
        boolean wrong = verdict == Verdict.DISAGREES;
        return new ParameterCheck(
                parameter.name(),
                verdict,
                counts,
                magnitudes(analytic, numeric),
                wrong
                        ? Optional.of(ErrorPatterns.of(
                                new WrongGradient(parameter, analytic, numeric, comparison, circumstances)))
                        : Optional.empty(),
                wrong ? worst(parameter, analytic, numeric, comparison) : List.of(),
                kinks(parameter, analytic, numeric, comparison),
                verdict == Verdict.INCONCLUSIVE ? reason(counts, note) : note);
    }

    private static EntryCounts count(Estimate numeric, Comparison comparison) {
        int checked = 0;
        int agreeing = 0;
        int disagreeing = 0;
        int vanishing = 0;
        int atKink = 0;
        for (int entry = 0; entry < numeric.size(); entry++) {
            if (numeric.isChecked(entry)) {
                checked++;
                if (comparison.clearlyAgrees(entry)) {
                    agreeing++;
                    continue;
                }
                Verdict verdict = comparison.verdict(entry);
                agreeing += verdict == Verdict.AGREES ? 1 : 0;
                disagreeing += verdict == Verdict.DISAGREES ? 1 : 0;
                atKink += verdict == Verdict.AGREES && comparison.isAtKink(entry) ? 1 : 0;
                vanishing += comparison.vanishes(entry) ? 1 : 0;
            }
        }
        return new EntryCounts(numeric.size(), checked, agreeing, disagreeing, vanishing, atKink);
    }

    private static Verdict verdict(EntryCounts counts) {
        if (counts.disagreeing() > 0) {
            return Verdict.DISAGREES;
        }
        return counts.agreeing() > counts.vanishing() ? Verdict.AGREES : Verdict.INCONCLUSIVE;
    }

    private static String reason(EntryCounts counts, String note) {
        String reason = counts.checked() == 0
                ? "no entry was checked"
                : counts.vanishing() == counts.checked()
                        ? "both gradients are exactly 0, nothing depends on this parameter here"
                        : "the gradient is too small beside rounding, or at a kink, to tell anything";
        return note.isEmpty() ? reason : reason + "; " + note;
    }

    private static Magnitudes magnitudes(double[] analytic, Estimate numeric) {
        double products = 0;
        double analyticSquares = 0;
        double numericSquares = 0;
        double gapSquares = 0;
        for (int entry = 0; entry < analytic.length; entry++) {
            if (numeric.isChecked(entry)) {
                double a = analytic[entry];
                double g = numeric.value(entry);
                products += a * g;
                analyticSquares += a * a;
                numericSquares += g * g;
                gapSquares += (a - g) * (a - g);
            }
        }
        return Magnitudes.of(Math.sqrt(analyticSquares), Math.sqrt(numericSquares), products, Math.sqrt(gapSquares));
    }

    private static List<EntryCheck> worst(
            Parameter parameter, double[] analytic, Estimate numeric, Comparison comparison) {
        List<EntryCheck> wrong = new ArrayList<>();
        for (int entry = 0; entry < analytic.length; entry++) {
            if (numeric.isChecked(entry) && comparison.verdict(entry) == Verdict.DISAGREES) {
                wrong.add(new EntryCheck(
                        parameter.entryName(entry),
                        analytic[entry],
                        numeric.value(entry),
                        comparison.allowed(entry),
                        Verdict.DISAGREES));
            }
        }
        return wrong.stream()
                .sorted(Comparator.comparingDouble((EntryCheck entry) -> -Math.abs(entry.analytic() - entry.numeric())))
                .limit(WORST_SHOWN)
                .toList();
    }

    private static List<KinkEntry> kinks(
            Parameter parameter, double[] analytic, Estimate numeric, Comparison comparison) {
        if (!numeric.hasKinks()) {
            return List.of();
        }
        return IntStream.range(0, numeric.size())
                .filter(numeric::isChecked)
                .filter(entry -> comparison.isAtKink(entry) && comparison.verdict(entry) == Verdict.AGREES)
                .boxed()
                .sorted(Comparator.comparingDouble(entry -> -numeric.kink(entry)))
                .limit(KINKS_SHOWN)
                .map(entry -> new KinkEntry(
                        parameter.entryName(entry),
                        analytic[entry],
                        numeric.value(entry) - comparison.allowed(entry),
                        numeric.value(entry) + comparison.allowed(entry)))
                .toList();
    }
}
