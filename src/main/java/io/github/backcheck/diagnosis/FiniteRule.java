package io.github.backcheck.diagnosis;

import io.github.backcheck.gradient.BrokenGuard;
import io.github.backcheck.gradient.Guard;
import io.github.backcheck.probe.NonFiniteReport;
import io.github.backcheck.text.Fact;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Numbers that are NaN or infinite at the given parameters: one finding, named after the earliest place they show in. */
final class FiniteRule implements Rule {

    @Override
    public List<Finding> judge(Evidence evidence) {
        List<Fact> seen = new ArrayList<>();
        evidence.gradient().brokenGuards().stream()
                .filter(broken -> isOfNumbers(broken.guard()))
                .map(broken -> new Fact(key(broken.guard()), broken.seen()))
                .forEach(seen::add);
        if (!Double.isFinite(evidence.loss().here()) && !breaks(evidence, Guard.LOSS_FINITE)) {
            seen.add(new Fact("loss", "of all samples is " + evidence.loss().here()));
        }
        evidence.predictions()
                .flatMap(predictions -> predictions.firstNonFinite())
                .ifPresent(first -> seen.add(new Fact("output", first.toString())));
        if (seen.isEmpty()) {
            return List.of();
        }
        String statement = statement(seen);
        origin(evidence).ifPresent(origin -> seen.addAll(facts(origin)));
        return List.of(
                new Finding(FindingId.NOT_FINITE, Severity.BREAKS, List.of(), statement, seen, advice(evidence, seen)));
    }

    /** Where the first number that is not finite comes from, if that was looked for. */
    static Optional<NonFiniteReport.Origin> origin(Evidence evidence) {
        return evidence.reports().find(NonFiniteReport.class).flatMap(NonFiniteReport::origin);
    }

    static List<Fact> facts(NonFiniteReport.Origin origin) {
        List<Fact> facts = new ArrayList<>();
        facts.add(new Fact("first", origin.toString()));
        if (origin.cause() != NonFiniteReport.Cause.UNKNOWN) {
            facts.add(new Fact("made by", origin.cause().toString()));
        }
        if (!origin.evidence().isEmpty()) {
            facts.add(new Fact("seen", origin.evidence()));
        }
        return facts;
    }

    private static boolean isOfNumbers(Guard guard) {
        return guard == Guard.PARAMETERS_FINITE || guard == Guard.LOSS_FINITE || guard == Guard.GRADIENT_FINITE;
    }

    private static boolean breaks(Evidence evidence, Guard guard) {
        return evidence.gradient().brokenGuards().stream()
                .map(BrokenGuard::guard)
                .anyMatch(guard::equals);
    }

    private static String key(Guard guard) {
        return guard == Guard.PARAMETERS_FINITE ? "parameter" : guard == Guard.LOSS_FINITE ? "loss" : "gradient";
    }

    private static String statement(List<Fact> seen) {
        return switch (seen.get(0).key()) {
            case "parameter" -> "A parameter is not a finite number, so that nothing else can be judged.";
            case "loss" -> "The loss is not a finite number, so that nothing else can be judged.";
            case "gradient" -> "The gradient is not a finite number although the loss is.";
            default -> "An output is not a finite number although the loss is.";
        };
    }

    private static String advice(Evidence evidence, List<Fact> seen) {
        if (breaks(evidence, Guard.PARAMETERS_FINITE)) {
            return "Examine the network before its first training step. If its parameters are finite then, training made"
                    + " them grow without bounds: look for a learning rate that is too large or an update that adds"
                    + " instead of subtracting.";
        }
        return "gradient".equals(seen.get(0).key())
                ? "Look for a division by an activation, by a probability or by a standard deviation that is 0."
                : "Look for the logarithm of 0 in the loss, for exp of a large number (a softmax that does not subtract the"
                        + " largest first), and for a division by 0.";
    }
}
