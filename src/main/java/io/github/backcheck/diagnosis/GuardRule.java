package io.github.backcheck.diagnosis;

import io.github.backcheck.gradient.BrokenGuard;
import io.github.backcheck.text.Fact;
import java.util.ArrayList;
import java.util.List;

/** What must hold before anything else can be judged. */
final class GuardRule implements Rule {

    @Override
    public List<Finding> judge(Evidence evidence) {
        List<Finding> findings = new ArrayList<>();
        evidence.gradient().brokenGuards().forEach(broken -> findings.add(finding(broken)));
        evidence.predictions()
                .flatMap(predictions -> predictions.firstNonFinite())
                .ifPresent(seen -> findings.add(new Finding(
                        FindingId.NOT_FINITE,
                        Severity.BREAKS,
                        List.of(),
                        "An output is not a finite number.",
                        List.of(new Fact("first", seen.toString())),
                        "Look for exp of a large number without subtracting the largest, for a division by 0, and for a"
                                + " learning rate that made the weights explode.")));
        return List.copyOf(findings);
    }

    private static Finding finding(BrokenGuard broken) {
        List<Fact> seen = List.of(new Fact("seen", broken.seen()));
        return switch (broken.guard()) {
            case PARAMETERS_FINITE ->
                new Finding(
                        FindingId.NOT_FINITE,
                        Severity.BREAKS,
                        List.of(),
                        "A parameter is not a finite number.",
                        seen,
                        "Lower the learning rate and examine the network before its first step; if parameters are finite"
                                + " then, training made them explode.");
            case LOSS_FINITE ->
                new Finding(
                        FindingId.NOT_FINITE,
                        Severity.BREAKS,
                        List.of(),
                        "The loss is not a finite number.",
                        seen,
                        "Look for the logarithm of 0 in the loss, for exp of a large number without subtracting the largest,"
                                + " and for a division by 0.");
            case GRADIENT_FINITE ->
                new Finding(
                        FindingId.NOT_FINITE,
                        Severity.BREAKS,
                        List.of(),
                        "The gradient is not finite although the loss is.",
                        seen,
                        "Look for a division by an activation, by a probability or by a standard deviation that is 0.");
            case LOSS_REPEATABLE ->
                new Finding(
                        FindingId.LOSS_NOT_REPEATABLE,
                        Severity.BREAKS,
                        List.of(),
                        "The loss of the same batch at the same parameters is not the same when asked twice, so that"
                                + " gradients cannot be judged.",
                        seen,
                        "If dropout or other randomness is wanted, set it back through reseed. If not, look for a forward"
                                + " accumulator or buffer that is not cleared before it is added to.");
            case GRADIENT_REPEATABLE ->
                new Finding(
                        FindingId.GRADIENT_NOT_REPEATABLE,
                        Severity.BREAKS,
                        List.of(),
                        "The gradient of the same batch at the same parameters is not the same when asked twice.",
                        seen,
                        "Set the arrays in which gradients are added up to 0 at the start of every batch, and make sure that"
                                + " the zeros are not an array that is shared with them.");
            case LOSS_LEAVES_PARAMETERS, GRADIENT_LEAVES_PARAMETERS, LOSS_UNMOVED_BY_GRADIENT ->
                new Finding(
                        FindingId.MEASURING_CHANGES_NETWORK,
                        Severity.HURTS,
                        List.of(),
                        "Asking the network for its loss or gradient changes it.",
                        seen,
                        "The loss and the gradient must be computed without a step. If the program's method also updates, wrap"
                                + " it as trainStep instead, or call it with a learning rate of 0.");
        };
    }
}
