package io.github.backcheck.diagnosis;

import io.github.backcheck.audit.StepVerdict;
import io.github.backcheck.defect.Defect;
import io.github.backcheck.gradient.Guard;
import io.github.backcheck.probe.RepeatReport;
import io.github.backcheck.probe.RepeatReport.Question;
import io.github.backcheck.probe.RepeatReport.Sameness;
import io.github.backcheck.text.Fact;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What must hold before anything else can be judged. */
final class GuardRule implements Rule {

    /** What is left in sums that are multiplied by a small rate each time differs by more. */
    private static final double LAST_DIGITS = 1e-11;

    @Override
    public List<Finding> judge(Evidence evidence) {
        Map<Guard, List<Fact>> seen = new EnumMap<>(Guard.class);
        evidence.gradient()
                .brokenGuards()
                .forEach(broken -> seen.computeIfAbsent(broken.guard(), guard -> new ArrayList<>())
                        .add(new Fact("seen", broken.seen())));
        if (seen.isEmpty()) {
            evidence.differentGradient()
                    .ifPresent(answer -> seen.put(
                            Guard.GRADIENT_REPEATABLE,
                            new ArrayList<>(List.of(new Fact("gradient(batch)", answer.toString())))));
        }
        if (seen.containsKey(Guard.GRADIENT_REPEATABLE)) {
            seen.get(Guard.GRADIENT_REPEATABLE).addAll(cause(evidence));
        }
        Optional<Finding> threads = threads(evidence);
        if (threads.isPresent()) {
            seen.remove(Guard.GRADIENT_REPEATABLE);
        }
        return Stream.concat(
                        Stream.concat(threads.or(() -> randomSteps(evidence)).stream(), missing(evidence).stream()),
                        seen.entrySet().stream().flatMap(entry -> finding(entry.getKey(), entry.getValue()).stream()))
                .toList();
    }

    /** Answers that differ in their last digits. */
    private static Optional<Finding> threads(Evidence evidence) {
        return evidence.reports()
                .find(RepeatReport.class)
                .flatMap(report -> report.of(Question.GRADIENT))
                .filter(answer -> answer.sameness() == Sameness.ROUNDING && answer.largest() < LAST_DIGITS)
                .map(answer -> new Finding(
                        FindingId.TRAINING_NOT_REPEATABLE,
                        Severity.MILD,
                        List.of(),
                        "The gradient of the same batch differs in its last digits from call to call.",
                        List.of(new Fact(answer.question().toString(), answer.toString())),
                        "Threads that add to the same sum do so in an order that changes. No harm; for the same numbers each"
                                + " time, let each thread have a sum of its own, and add these in a fixed order."));
    }

    /** Biases that were not given, or statistics that are kept of what was fed. */
    private static Optional<Finding> missing(Evidence evidence) {
        return evidence.reports()
                .find(Evidence.LossOfOtherNumbers.class)
                .filter(known -> evidence.isRepeatable() && OutputRule.isLossOfItsParameters(evidence))
                .map(known -> missing(evidence, known));
    }

    /** No fault by itself; but where they keep the network from being its architecture, nothing can be said of its units. */
    private static Finding missing(Evidence evidence, Evidence.LossOfOtherNumbers known) {
        List<String> bare = evidence.layersWithoutBiases();
        List<Fact> facts = new ArrayList<>();
        facts.add(known.fact());
        if (!bare.isEmpty()) {
            facts.add(new Fact("not given", "biases of " + Texts.joined(bare)));
        }
        boolean isElse = evidence.isAnotherNetwork()
                && ForwardFacts.of(evidence).named().isEmpty()
                && evidence.reports().find(Misdescribed.class).isEmpty();
        return new Finding(
                FindingId.PARAMETERS_MISSING,
                isElse ? Severity.HURTS : Severity.ADVICE,
                List.of(),
                "Training steps change something that the loss depends on and that is not among the parameters.",
                facts,
                (bare.isEmpty()
                                ? "Were all weights and biases given?"
                                : "Has the network biases in " + Texts.joined(bare)
                                        + "? Then say so in the lines that wrap it: biases(name, net.b).")
                        + " What was not given cannot be put back: it is now what the steps made of it, and short trainings"
                        + " were left out.");
    }

    /** They may be meant: dropout, noise. */
    private static Optional<Finding> randomSteps(Evidence evidence) {
        return evidence.reports()
                .find(RepeatReport.class)
                .flatMap(report -> report.of(Question.TRAIN_STEP))
                .filter(answer -> answer.sameness() == Sameness.RANDOM && evidence.isRepeatable())
                .map(
                        answer -> new Finding(
                                FindingId.TRAINING_NOT_REPEATABLE,
                                Severity.ADVICE,
                                List.of(),
                                "A training step on the same batch from the same parameters leads somewhere else each time, at random.",
                                List.of(new Fact(answer.question().toString(), answer.toString())),
                                "Dropout and noise are meant to do this. If there is none: threads that add to one sum without a lock"
                                        + " lose parts of it; let each have a sum of its own, and add these in a fixed order."));
    }

    /** What steps do with the sums says more than what is asked; both know the lines of code. */
    private static List<Fact> cause(Evidence evidence) {
        Optional<UpdateFacts.Group> ofSteps = UpdateFacts.of(evidence).leftOver();
        Optional<Defect> ofCalls = BackwardFacts.of(evidence).carriedOver().map(StepVerdict.Named::defect);
        List<Fact> facts = new ArrayList<>();
        if (ofSteps.filter(group -> ofCalls.isEmpty() || group.defect().id().equals("update-accumulator-rescaled"))
                .isPresent()) {
            facts.add(new Fact("cause", ofSteps.orElseThrow().defect().words().title()));
            facts.addAll(ofSteps.orElseThrow().facts());
        } else {
            ofCalls.ifPresent(defect -> {
                facts.add(new Fact("cause", defect.words().title()));
                facts.addAll(BackwardRule.lines(defect));
            });
            ofSteps.ifPresent(group -> facts.add(new Fact("steps", group.rule())));
        }
        return facts;
    }

    private static Optional<Finding> finding(Guard guard, List<Fact> seen) {
        return switch (guard) {
            case PARAMETERS_FINITE, LOSS_FINITE, GRADIENT_FINITE -> Optional.empty(); // FiniteRule's
            case LOSS_REPEATABLE ->
                Optional.of(new Finding(
                        FindingId.LOSS_NOT_REPEATABLE,
                        Severity.BREAKS,
                        List.of(),
                        "The loss of the same batch at the same parameters is another one each time, so that gradients"
                                + " cannot be judged.",
                        seen,
                        "If dropout, noise or a random batch is wanted, give reseed, so that each call sees the same"
                                + " randomness. If not, look for a sum or a buffer of the forward pass that is not set"
                                + " back to 0 before it is added to."));
            case GRADIENT_REPEATABLE ->
                Optional.of(new Finding(
                        FindingId.GRADIENT_NOT_REPEATABLE,
                        Severity.BREAKS,
                        List.of(),
                        "The gradient of the same batch at the same parameters is another one each time.",
                        seen,
                        "Set the arrays in which gradients are added up back to 0 at the start of every batch, and make sure"
                                + " that the zeros are not kept in the very array that is added to."));
            case LOSS_LEAVES_PARAMETERS, GRADIENT_LEAVES_PARAMETERS, LOSS_UNMOVED_BY_GRADIENT ->
                Optional.of(new Finding(
                        FindingId.MEASURING_CHANGES_NETWORK,
                        Severity.HURTS,
                        List.of(),
                        "Asking the network for its loss or its gradient changes it.",
                        seen,
                        "Neither may take a training step. If the program's method also updates, give it as trainStep"
                                + " instead, or call it with a learning rate of 0."));
        };
    }
}
