package io.github.backcheck.gradient;

import io.github.backcheck.model.Parameter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Turns the two gradients of one parameter into a {@link ParameterCheck}. */
final class ParameterJudge {

    private static final int WORST_SHOWN = 3;

    private ParameterJudge() {}

    static ParameterCheck notJudged(Parameter parameter, String why) {
        return new ParameterCheck(
                parameter.name(),
                Verdict.INCONCLUSIVE,
                new EntryCounts(parameter.size(), 0, 0, 0, 0, 0),
                new Magnitudes(Double.NaN, Double.NaN, Double.NaN, Double.NaN),
                Optional.empty(),
                List.of(),
                why);
    }

    static ParameterCheck judge(Parameter parameter, Estimate numeric, Analytic source, String note) {
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
                        ? Optional.of(new ErrorShapes(parameter, analytic, numeric, comparison).find())
                        : Optional.empty(),
                wrong ? worst(parameter, analytic, numeric, comparison) : List.of(),
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
        double one = Math.sqrt(analyticSquares);
        double other = Math.sqrt(numericSquares);
        return new Magnitudes(
                one,
                other,
                products / (one * other),
                gapSquares == 0 ? 0 : Math.sqrt(gapSquares) / Math.max(one, other));
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
}
