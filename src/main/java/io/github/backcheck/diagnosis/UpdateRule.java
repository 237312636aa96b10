package io.github.backcheck.diagnosis;

import io.github.backcheck.audit.BackwardTrail;
import io.github.backcheck.audit.ParameterUpdate;
import io.github.backcheck.text.Fact;
import io.github.backcheck.text.Figures;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Updates that do change the parameters, but not down the gradient of the batch they are given, or otherwise than was meant. */
final class UpdateRule implements Rule {

    private static final int FEWEST_ENTRIES = 4;

    /** Without a gradient of the program's own, the gradient may be to blame. */
    private static final Fact COMPARED = new Fact(
            "compared",
            "with the gradient of a correct network; without gradient(batch), a wrong gradient may look the same");

    /** With these, steps lead uphill, grow without end, lead nowhere or stop. */
    private static final Set<String> BREAKING = Set.of(
            "update-ascent",
            "momentum-velocity-added",
            "momentum-without-decay",
            "update-never-reset",
            "update-overwrites",
            "update-redrawn",
            "update-rate-vanishes",
            "update-gradient-cleared");

    /** With these, it trains all the same, at another rate or with a momentum. */
    private static final Set<String> MILD = Set.of(
            "update-rate-squared",
            "update-divided-by-batch-again",
            "update-times-batch",
            "update-applied-twice",
            "update-accumulator-rescaled",
            "update-previous-gradient",
            "biases-other-rate",
            "weights-other-rate",
            "decay-not-asked-for",
            "decay-twice",
            "adam-no-bias-correction",
            "adam-epsilon-inside-root");

    @Override
    public List<Finding> judge(Evidence evidence) {
        List<Finding> findings = new ArrayList<>();
        UpdateFacts facts = UpdateFacts.of(evidence);
        boolean isSeenToClimb =
                evidence.updateAddsGradient() && evidence.gradientPointsUp() && !isKnownToBeRight(evidence);
        if (isSeenToClimb || facts.climbing().isPresent()) {
            findings.add(climbs(evidence, facts));
        }
        if (evidence.stepsGrowEvenly() && evidence.isRepeatable()) {
            findings.add(addsUp(facts));
        }
        facts.own().stream()
                .filter(group -> group.isWhole() || entries(evidence, group) >= FEWEST_ENTRIES)
                .filter(group -> group.isWhole() || !isExplainedByGradients(evidence))
                .forEach(group -> findings.add(wrong(evidence, facts, group)));
        return List.copyOf(findings);
    }

    /** A momentum from other samples may lead up the small gradient of one for long. */
    private static boolean isKnownToBeRight(Evidence evidence) {
        return evidence.update()
                .filter(trail -> trail.parameters().stream().allMatch(ParameterUpdate::agrees))
                .isPresent();
    }

    /** Where the gradient is read off the step, what has a name in the backward pass is not blamed on the update as well. */
    private static boolean isExplainedByGradients(Evidence evidence) {
        return !evidence.hasOwnGradient()
                && evidence.backward().filter(BackwardTrail::isNamed).isPresent();
    }

    /** What becomes of a number or two can be told in too many ways. */
    private static int entries(Evidence evidence, UpdateFacts.Group group) {
        return group.parameters().stream()
                .flatMap(name -> evidence.here(name).stream())
                .mapToInt(check -> check.entries().total())
                .sum();
    }

    private static Finding climbs(Evidence evidence, UpdateFacts update) {
        List<Fact> facts = new ArrayList<>();
        evidence.repeatedSteps()
                .filter(RepeatedSteps::isUpwards)
                .map(steps -> new Fact(
                        "direction",
                        "cosine " + Figures.of(steps.cosine().orElseThrow())
                                + " between the step and the gradient on the same batch; plain descent has -1"))
                .ifPresent(facts::add);
        update.climbing().ifPresent(group -> facts.addAll(group.facts()));
        if (!evidence.hasOwnGradient()) {
            facts.add(COMPARED);
        }
        return new Finding(
                FindingId.UPDATE_CLIMBS,
                Severity.BREAKS,
                List.of(),
                "A training step goes up the gradient instead of down.",
                facts,
                "Look at the sign in the line that changes the parameters: the update subtracts learning rate times gradient"
                        + " where the gradient is built from a - y, and adds only where it is built from y - a throughout.");
    }

    private static Finding wrong(Evidence evidence, UpdateFacts update, UpdateFacts.Group group) {
        List<Fact> facts = new ArrayList<>(group.facts());
        if (!evidence.hasOwnGradient()) {
            facts.add(COMPARED);
        }
        return new Finding(
                FindingId.UPDATE_WRONG,
                severity(group),
                group.isWhole()
                        ? List.of()
                        : evidence.layers().stream()
                                .filter(layer -> layer.parameters().stream().anyMatch(group.parameters()::contains))
                                .map(LayerFacts::name)
                                .toList(),
                "The update of " + update.places(group.parameters()) + " is wrong: "
                        + group.defect().words().title() + ".",
                facts,
                group.defect().words().explanation());
    }

    private static Severity severity(UpdateFacts.Group group) {
        String id = group.defect().id();
        return BREAKING.contains(id) ? Severity.BREAKS : MILD.contains(id) ? Severity.MILD : Severity.HURTS;
    }

    private static Finding addsUp(UpdateFacts update) {
        return new Finding(
                FindingId.STEPS_ADD_UP,
                Severity.BREAKS,
                List.of(),
                "Training steps on the same batch from the same parameters grow: each one is larger than the one before, by"
                        + " the same amount.",
                update.growing().map(UpdateFacts.Group::facts).orElse(List.of()),
                "The sums in which gradients are added up are not set back to 0 after a step, or the zeros they are set to"
                        + " are the very array that is added to. A momentum of 1 does the same.");
    }
}
