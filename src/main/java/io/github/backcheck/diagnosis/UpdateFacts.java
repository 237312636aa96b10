package io.github.backcheck.diagnosis;

import io.github.backcheck.audit.ParameterUpdate;
import io.github.backcheck.audit.StepVerdict;
import io.github.backcheck.audit.UpdateConstant;
import io.github.backcheck.audit.UpdateTrail;
import io.github.backcheck.defect.Defect;
import io.github.backcheck.gradient.Verdict;
import io.github.backcheck.text.Fact;
import io.github.backcheck.text.Figures;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What the update audit adds to what is said already: which defects need words of their own, and which only enrich others. */
final class UpdateFacts {

    /** With these, nothing moves: other rules say so. */
    private static final Set<String> STANDING_STILL =
            Set.of("update-to-a-copy", "update-integer-rate", "layer-skipped", "biases-frozen");

    private static final Set<String> CLIMBING = Set.of("update-ascent", "momentum-velocity-added");

    /** Sums that are kept from step to step. */
    private static final Set<String> LEFT_OVER =
            Set.of("update-never-reset", "momentum-without-decay", "update-accumulator-rescaled");

    private static final Set<String> GROWING = Set.of("update-never-reset", "momentum-without-decay");

    /** A replay that is closer is no other explanation: descent with a rate below 0 replays a step that climbs. */
    private static final double CLEARLY_OFF = 1e-6;

    private final Evidence evidence;
    private final List<ParameterUpdate> updates;

    private UpdateFacts(Evidence evidence) {
        this.evidence = evidence;
        this.updates = evidence.update().map(UpdateTrail::parameters).orElse(List.of());
    }

    static UpdateFacts of(Evidence evidence) {
        return new UpdateFacts(evidence);
    }

    /**
     * Parameters that share a defect.
     *
     * @param names the defect, and after it what cannot be told from it
     * @param updates in the model's order
     * @param isWhole whether these are all parameters of the network
     */
    record Group(List<Defect> names, List<ParameterUpdate> updates, boolean isWhole) {
        Group {
            names = List.copyOf(names);
            updates = List.copyOf(updates);
        }

        Defect defect() {
            return names.get(0);
        }

        List<String> parameters() {
            return updates.stream().map(ParameterUpdate::parameter).toList();
        }

        private List<StepVerdict.Named> verdicts() {
            return updates.stream()
                    .map(update -> (StepVerdict.Named) update.verdict())
                    .toList();
        }

        /** What each step does, the two lines of code, how good the replay is, and what else it may be. */
        List<Fact> facts() {
            List<Fact> facts = new ArrayList<>();
            facts.add(new Fact("update", rule()));
            facts.addAll(BackwardRule.lines(defect()));
            double residual = verdicts().stream()
                    .mapToDouble(StepVerdict.Named::residual)
                    .max()
                    .orElseThrow();
            String constants = updates.get(0).constants().stream()
                    .map(UpdateConstant::toString)
                    .collect(Collectors.joining(", "));
            facts.add(new Fact(
                    "replay",
                    (constants.isEmpty() ? "" : constants + ": ") + "reproduces every step, to a share of "
                            + Figures.of(residual)));
            verdicts()
                    .get(0)
                    .runnerUp()
                    .filter(other -> other.residual() > CLEARLY_OFF)
                    .map(other ->
                            new Fact("next best", other.what() + ", off by a share of " + Figures.of(other.residual())))
                    .ifPresent(facts::add);
            facts.addAll(others());
            facts.add(new Fact("defect", defect().id()));
            return facts;
        }

        String rule() {
            return updates.stream().map(ParameterUpdate::rule).distinct().collect(Collectors.joining("; or "));
        }

        List<Fact> others() {
            return names.subList(1, names.size()).stream()
                    .map(other -> new Fact("or else", other.words().title() + " (" + other.id() + ")"))
                    .toList();
        }
    }

    /** Parameters whose defect has the same name, whatever it is and whoever speaks of it. */
    private List<Group> named() {
        return grouped(
                updates.stream().filter(update -> update.defect().isPresent()).toList());
    }

    private List<Group> grouped(List<ParameterUpdate> wrong) {
        return wrong.stream()
                .map(update -> update.defect().orElseThrow())
                .distinct()
                .map(defect -> {
                    List<ParameterUpdate> same = wrong.stream()
                            .filter(update -> update.defect().equals(Optional.of(defect)))
                            .toList();
                    List<Defect> names =
                            new ArrayList<>(((StepVerdict.Named) same.get(0).verdict()).defects());
                    same.forEach(update -> names.retainAll(((StepVerdict.Named) update.verdict()).defects()));
                    return new Group(names, same, same.size() == updates.size());
                })
                .toList();
    }

    /** Defects that no other rule says. */
    List<Group> own() {
        boolean climbs = climbing().isPresent();
        boolean leftOver = !evidence.isRepeatable();
        boolean grows = evidence.stepsGrowEvenly();
        return grouped(updates.stream()
                .filter(update -> update.defect()
                        .map(Defect::id)
                        .filter(id -> !STANDING_STILL.contains(id))
                        .filter(id -> !((climbs || isTurned()) && CLIMBING.contains(id)))
                        .filter(id -> !(leftOver && LEFT_OVER.contains(id)))
                        .filter(id -> !(grows && GROWING.contains(id)))
                        .isPresent())
                .filter(update -> !evidence.isUnchanged(update.parameter()))
                .filter(update -> !isWrongBefore(update))
                .toList());
    }

    /** Whether the backward pass, which the steps alone do not show apart from the update, has a name for the same. */
    private boolean isWrongBefore(ParameterUpdate update) {
        return !evidence.hasOwnGradient()
                && update.defect()
                        .filter(defect -> !LEFT_OVER.contains(defect.id()))
                        .isPresent()
                && named().stream().noneMatch(Group::isWhole)
                && BackwardFacts.of(evidence).named().stream()
                        .anyMatch(step ->
                                evidence.layers().get(step.layer()).parameters().contains(update.parameter()));
    }

    /** An update of all parameters that goes up. */
    Optional<Group> climbing() {
        return named().stream()
                .filter(group ->
                        group.isWhole() && CLIMBING.contains(group.defect().id()))
                .filter(group -> !isTurned() && (!evidence.hasOwnGradient() || evidence.gradientPointsUp()))
                .findFirst();
    }

    /** A program's gradient that leads down was turned round before; a sign is then the gradient's fault. */
    private boolean isTurned() {
        return evidence.update()
                .flatMap(UpdateTrail::gradient)
                .filter(source -> source.startsWith("minus "))
                .isPresent();
    }

    /** What is left of earlier sums in each step. */
    Optional<Group> leftOver() {
        return named().stream()
                .filter(group -> LEFT_OVER.contains(group.defect().id()))
                .findFirst();
    }

    /** Steps that grow by what is left of earlier ones. */
    Optional<Group> growing() {
        return leftOver().filter(group -> GROWING.contains(group.defect().id()));
    }

    /** Why parameters that have a gradient stay as they are, where it is the same for all of them. */
    List<Fact> whyStill(List<String> parameters) {
        return named().stream()
                .filter(group -> evidence.hasOwnGradient()
                        && group.parameters().containsAll(parameters)
                        && group.verdicts().stream().allMatch(one -> one.residual() == 0))
                .findFirst()
                .map(group -> {
                    List<Fact> facts = new ArrayList<>();
                    facts.add(new Fact("perhaps", group.defect().words().title()));
                    facts.addAll(group.others());
                    facts.addAll(BackwardRule.lines(group.defect()));
                    return List.copyOf(facts);
                })
                .orElse(List.of());
    }

    /**
     * Whether a gradient that was read off steps is wrong only because the update is: the steps are all that is known, and
     * the update has a name that holds for every wrong parameter.
     */
    boolean explains(List<String> wrongParameters) {
        List<String> said = new ArrayList<>();
        own().forEach(group -> said.addAll(group.parameters()));
        climbing().ifPresent(group -> said.addAll(group.parameters()));
        return !evidence.hasOwnGradient() && !wrongParameters.isEmpty() && said.containsAll(wrongParameters);
    }

    /** What the update does where it is right. */
    Optional<Fact> observation() {
        List<ParameterUpdate> right =
                updates.stream().filter(ParameterUpdate::agrees).toList();
        List<String> rules = right.stream()
                .map(ParameterUpdate::rule)
                .filter(rule -> !rule.isEmpty())
                .distinct()
                .toList();
        if (rules.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Fact(
                "update",
                rules.stream()
                        .map(rule -> rule + " in "
                                + places(right.stream()
                                        .filter(update -> update.rule().equals(rule))
                                        .map(ParameterUpdate::parameter)
                                        .toList()))
                        .collect(Collectors.joining("; "))));
    }

    String places(List<String> parameters) {
        return parameters.size() == updates.size() ? "all parameters" : Texts.joined(parameters);
    }

    /** Updates without a verdict and those that are odd in no known way, by why. */
    List<String> notJudged() {
        List<ParameterUpdate> open = updates.stream()
                .filter(update -> update.defect().isEmpty() && !update.agrees())
                .filter(update -> !isSaid(update.parameter()))
                .toList();
        return open.stream()
                .map(UpdateFacts::reason)
                .distinct()
                .map(reason -> "update of "
                        + places(open.stream()
                                .filter(update -> reason(update).equals(reason))
                                .map(ParameterUpdate::parameter)
                                .toList())
                        + ": " + reason)
                .toList();
    }

    /** Whether nothing is to be expected of a parameter's update: it stays still, or follows a gradient that is wrong. */
    private boolean isSaid(String parameter) {
        return evidence.isUnchanged(parameter)
                || (!evidence.hasOwnGradient() && evidence.verdict(parameter) == Verdict.DISAGREES);
    }

    private static String reason(ParameterUpdate update) {
        if (update.verdict() instanceof StepVerdict.Unknown unknown) {
            return unknown.shape() + (update.rule().isEmpty() ? "" : " (" + update.rule() + ")");
        }
        return update.verdict() instanceof StepVerdict.NotJudged notJudged ? notJudged.reason() : "";
    }
}
