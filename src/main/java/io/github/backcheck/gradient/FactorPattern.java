package io.github.backcheck.gradient;

import io.github.backcheck.gradient.WrongGradient.Candidate;
import io.github.backcheck.model.Parameter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.IntToDoubleFunction;
import java.util.stream.DoubleStream;

/** The numeric gradient, or all of it but the penalty, times a constant. */
final class FactorPattern implements ErrorPattern {

    /** A constant with a meaning is taken for the fitted one if it is this near and reproduces the entries as well. */
    private static final double NEARLY = 0.01;

    @Override
    public List<Explanation> explain(WrongGradient wrong) {
        Optional<Explanation> whole = factorOf(wrong, 0, ErrorShape.Factor::new);
        Parameter parameter = wrong.parameter();
        double lambda = wrong.circumstances().penalty(parameter).orElse(0.0);
        return whole
                .or(() -> lambda == 0 ? Optional.empty() : factorOf(wrong, lambda, ErrorShape.FactorBesidePenalty::new))
                .stream()
                .toList();
    }

    private static Optional<Explanation> factorOf(
            WrongGradient wrong, double lambda, BiFunction<Double, List<String>, ErrorShape> shape) {
        double[] theta = wrong.parameter().values();
        IntToDoubleFunction data = entry -> wrong.numeric(entry) - lambda * theta[entry];
        double fitted = wrong.fit(entry -> wrong.analytic(entry) - lambda * theta[entry], data);
        if (!Double.isFinite(fitted) || fitted == 0) {
            return Optional.empty();
        }
        FactorReadings readings = FactorReadings.of(wrong.parameter(), wrong.circumstances());
        List<Double> candidates = new ArrayList<>();
        readings.nearest(fitted).ifPresent(candidates::add);
        int meaningful = candidates.size();
        DoubleStream.of(Math.rint(fitted), 1 / Math.rint(1 / fitted), fitted).forEach(candidates::add);
        for (int i = 0; i < candidates.size(); i++) {
            double factor = candidates.get(i);
            Candidate candidate = new Candidate(
                    entry -> factor * data.applyAsDouble(entry) + lambda * theta[entry],
                    entry -> 2 * (1 + Math.abs(factor)) * wrong.allowed(entry),
                    entry -> factor * data.applyAsDouble(entry));
            // Nearly the numeric gradient itself: a few entries are wrong, and not all by a factor.
            if (factor != 1
                    && Math.abs(factor / fitted - 1) < NEARLY
                    && wrong.isExplainedBy(candidate, i < meaningful ? 0 : 1)) {
                return Optional.of(wrong.explanation(shape.apply(factor, readings.of(factor)), candidate));
            }
        }
        return Optional.empty();
    }
}
