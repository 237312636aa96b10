package io.github.backcheck.diagnosis;

import io.github.backcheck.diagnosis.StepReading.Reason;
import io.github.backcheck.gradient.ParameterCheck;
import io.github.backcheck.gradient.PointCheck;
import io.github.backcheck.gradient.Verdict;
import io.github.backcheck.text.Fact;
import io.github.backcheck.text.Figures;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;

/** Gradients that were read off training steps, where a learning rate, a decay or a limit of the update would do the same. */
final class StepReadingRule implements Rule {

    @Override
    public List<Finding> judge(Evidence evidence) {
        List<Finding> findings = new ArrayList<>();
        advice(evidence, Reason.RIGHT_WHERE_GIVEN).ifPresent(findings::add);
        advice(evidence, Reason.OWN_RATE).ifPresent(findings::add);
        advice(evidence, Reason.DECAY).ifPresent(findings::add);
        return List.copyOf(findings);
    }

    private static Optional<Finding> advice(Evidence evidence, Reason reason) {
        StepReading reading = StepReading.of(evidence);
        List<String> names = reading.with(reason).stream()
                .filter(name -> !isSaidElsewhere(evidence, name))
                .toList();
        if (names.isEmpty() || UpdateFacts.of(evidence).explains(names)) {
            return Optional.empty();
        }
        List<String> where = evidence.layers().stream()
                .filter(layer -> layer.parameters().stream().anyMatch(names::contains))
                .map(LayerFacts::name)
                .toList();
        String all = Texts.joined(names);
        return Optional.of(
                switch (reason) {
                    case RIGHT_WHERE_GIVEN ->
                        finding(
                                where,
                                "Training steps from other parameters than the given ones do not follow the gradient of "
                                        + all + "; from the given ones they do.",
                                facts(names, name -> elsewhere(reading, name)),
                                "Clipping, a largest norm of the weights or another limit in the update does this where"
                                        + " gradients or weights are large: then nothing is wrong. If the program has none of"
                                        + " these, give gradient(batch), which is judged apart from the update.");
                    case OWN_RATE ->
                        finding(
                                where,
                                "A training step moves " + all + " by another multiple of the gradient than "
                                        + following(evidence) + ".",
                                rates(evidence, reading, names),
                                "If that is a learning rate of its own, nothing is wrong: a step does not tell a learning rate"
                                        + " that is twice as large from a gradient that is. If there is one learning rate for"
                                        + " all, look for a factor such as 2 or 1/2, or for a sum over the batch in one and"
                                        + " its mean in the other; tell Backcheck the learning rate, or give gradient(batch),"
                                        + " and it is judged.");
                    case DECAY, CLIPPED ->
                        finding(
                                where,
                                "A training step shrinks " + all
                                        + " by a share of what is there, which the loss does not ask" + " for.",
                                facts(names, name -> decay(reading, name)),
                                "If the update is meant to have a weight decay that the loss does not count, nothing is wrong."
                                        + " If not, look for lambda * W in the gradient of a loss without a penalty, or added"
                                        + " twice.");
                });
    }

    private static Finding finding(List<String> where, String statement, List<Fact> facts, String advice) {
        return new Finding(FindingId.GRADIENT_WRONG, Severity.ADVICE, where, statement, facts, advice);
    }

    private static boolean isSaidElsewhere(Evidence evidence, String name) {
        return evidence.layers().stream()
                .filter(layer -> layer.parameters().contains(name))
                .anyMatch(layer -> evidence.isSaidToBeFrozen(layer, name)
                        || BackwardFacts.of(evidence).explains(layer));
    }

    private static List<Fact> facts(List<String> names, Function<String, Fact> fact) {
        return names.stream().map(fact).toList();
    }

    private static Fact elsewhere(StepReading reading, String name) {
        PointCheck point = reading.firstDisagreement(name);
        ParameterCheck check = point.parameter(name).orElseThrow();
        String example = check.worst().stream()
                .findFirst()
                .map(entry -> "; " + entry.name() + " as by a gradient of " + Figures.precise(entry.analytic())
                        + ", numeric " + Figures.precise(entry.numeric()))
                .orElse("");
        return new Fact(
                name,
                Figures.count(check.entries().disagreeing()) + " of "
                        + Figures.count(check.entries().checked()) + " entries differ, at " + point.point() + example);
    }

    private static List<Fact> rates(Evidence evidence, StepReading reading, List<String> names) {
        List<Fact> facts = new ArrayList<>();
        OptionalDouble others = reading.firstDisagreement(names.get(0)).learningRate();
        others.ifPresent(rate ->
                facts.add(new Fact("learning rate", Figures.precise(rate) + ", read off " + following(evidence))));
        for (String name : names) {
            double factor = reading.factor(name);
            OptionalDouble rate = reading.firstDisagreement(name).learningRate();
            facts.add(new Fact(
                    name,
                    Figures.precise(factor) + " times as far"
                            + (rate.isPresent()
                                    ? ", as with a learning rate of " + Figures.precise(factor * rate.getAsDouble())
                                    : "")));
        }
        return facts;
    }

    /** Whose learning rate is taken for that of all. */
    private static String following(Evidence evidence) {
        List<String> names = evidence.gradient().parameterNames().stream()
                .filter(name -> evidence.gradient().verdict(name) == Verdict.AGREES)
                .toList();
        return names.isEmpty() ? "the rest" : Texts.joined(names);
    }

    private static Fact decay(StepReading reading, String name) {
        double lambda = reading.decay(name);
        OptionalDouble rate = reading.firstDisagreement(name).learningRate();
        return new Fact(
                name,
                "as by a penalty with λ = " + Figures.precise(lambda)
                        + (rate.isPresent()
                                ? ": each step takes off a share of " + Figures.precise(lambda * rate.getAsDouble())
                                : ""));
    }
}
