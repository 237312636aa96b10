package io.github.backcheck.gradient;

import io.github.backcheck.gradient.WrongGradient.Candidate;
import io.github.backcheck.model.Parameter;
import io.github.backcheck.text.Figures;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A multiple of the parameter itself, added to the numeric gradient or in its place. */
final class PenaltyPattern implements ErrorPattern {

    /** A fitted multiple of λ is taken for the one that has a meaning if it is this near and reproduces the entries. */
    private static final double NEARLY = 1e-3;

    @Override
    public List<Explanation> explain(WrongGradient wrong) {
        List<Explanation> fitting = new ArrayList<>();
        added(wrong).ifPresent(fitting::add);
        instead(wrong).ifPresent(fitting::add);
        return fitting;
    }

    private static Optional<Explanation> added(WrongGradient wrong) {
        double[] theta = wrong.parameter().values();
        double fitted = wrong.fit(entry -> wrong.analytic(entry) - wrong.numeric(entry), entry -> theta[entry]);
        if (!Double.isFinite(fitted) || fitted == 0) {
            return Optional.empty();
        }
        List<Meaning> meanings = meanings(wrong);
        for (Meaning meaning : meanings) {
            Candidate candidate = plus(wrong, meaning.factor, theta);
            if (Math.abs(meaning.factor / fitted - 1) < NEARLY && wrong.isExplainedBy(candidate, 0)) {
                return Optional.of(
                        wrong.explanation(new ErrorShape.AlongParameter(meaning.factor, meaning.words), candidate));
            }
        }
        Candidate candidate = plus(wrong, fitted, theta);
        return wrong.isExplainedBy(candidate, 1)
                ? Optional.of(
                        wrong.explanation(new ErrorShape.AlongParameter(fitted, unknown(fitted, wrong)), candidate))
                : Optional.empty();
    }

    private static Candidate plus(WrongGradient wrong, double factor, double[] theta) {
        return new Candidate(
                entry -> wrong.numeric(entry) + factor * theta[entry],
                entry -> 2 * wrong.allowed(entry),
                entry -> factor * theta[entry]);
    }

    private static Optional<Explanation> instead(WrongGradient wrong) {
        double[] theta = wrong.parameter().values();
        double fitted = wrong.fit(wrong::analytic, entry -> theta[entry]);
        double factor = Math.abs(fitted - 1) < NEARLY ? 1 : fitted;
        if (!Double.isFinite(factor) || factor == 0) {
            return Optional.empty();
        }
        Candidate candidate = new Candidate(
                entry -> factor * theta[entry], entry -> 2 * wrong.allowed(entry), entry -> factor * theta[entry]);
        return wrong.isExplainedBy(candidate, factor == 1 ? 0 : 1)
                ? Optional.of(wrong.explanation(new ErrorShape.ParameterItself(factor), candidate))
                : Optional.empty();
    }

    /** What is wrong with the penalty if analytic − numeric is this multiple of the parameter. */
    private record Meaning(double factor, String words) {}

    private static List<Meaning> meanings(WrongGradient wrong) {
        Parameter parameter = wrong.parameter();
        Optional<Double> known =
                wrong.circumstances().twin().map(twin -> twin.architecture().l2());
        if (known.isEmpty() || known.get() == 0) {
            return List.of();
        }
        double lambda = known.get();
        String named = "the penalty of λ = " + Figures.precise(lambda);
        if (parameter.role() == Parameter.Role.BIASES) {
            return List.of(
                    new Meaning(lambda, named + " is applied to the biases as well, which the loss does not do"));
        }
        int samples = wrong.circumstances().batch().size();
        List<Meaning> meanings = new ArrayList<>();
        meanings.add(new Meaning(-lambda, named + " is missing"));
        meanings.add(new Meaning(lambda, named + " is there twice (the derivative of (λ/2) w² is λ w)"));
        meanings.add(new Meaning(-2 * lambda, named + " has the wrong sign"));
        meanings.add(new Meaning(-lambda / 2, named + " is halved"));
        if (samples > 1) {
            String size = "the batch size of " + Figures.count(samples);
            meanings.add(new Meaning(lambda / samples - lambda, named + " is divided by " + size));
            meanings.add(new Meaning(lambda * samples - lambda, named + " is multiplied by " + size));
        }
        return meanings;
    }

    private static String unknown(double factor, WrongGradient wrong) {
        return wrong.circumstances()
                .penalty(wrong.parameter())
                .map(lambda -> "a penalty that fits has λ = " + Figures.precise(lambda + factor)
                        + (lambda == 0 ? ", the loss has none" : ", that of the loss has " + Figures.precise(lambda)))
                .orElse(
                        "a penalty with λ = " + Figures.precise(Math.abs(factor))
                                + (factor > 0
                                        ? " that is in the gradient but not in the loss, or more of it"
                                        : " that is in the loss but not in the gradient, or less of it, or with the wrong sign"));
    }
}
