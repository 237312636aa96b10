package io.github.backcheck.diagnosis;

import io.github.backcheck.audit.BackwardTrail;
import io.github.backcheck.audit.Impact;
import io.github.backcheck.audit.StepJudgement;
import io.github.backcheck.audit.StepVerdict;
import io.github.backcheck.defect.Change;
import io.github.backcheck.defect.Defect;
import io.github.backcheck.gradient.Descent;
import io.github.backcheck.mlp.BackwardStepName;
import io.github.backcheck.text.Fact;
import io.github.backcheck.text.Figures;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.IntStream;

/** Steps of the backward pass whose defect has a name: one finding for each defect, whatever the number of layers. */
final class BackwardRule implements Rule {

    /** In all layers, these multiply the whole gradient by one number. */
    private static final Set<String> SCALING = Set.of(
            "gradient-not-averaged",
            "gradient-averaged-though-summed",
            "gradient-averaged-twice",
            "gradient-averaged-over-one-less",
            "gradient-divided-by-square-root");

    /** If the right network gains less than this share of its loss, the two runs cannot be compared. */
    private static final double STANDSTILL = 0.01;

    @Override
    public List<Finding> judge(Evidence evidence) {
        return GradientRule.wholeStory(evidence).isPresent()
                ? List.of()
                : groups(evidence).stream()
                        .map(group -> group.finding(evidence))
                        .toList();
    }

    /** Layers that can share a name do. */
    static List<Group> groups(Evidence evidence) {
        List<Group> groups = new ArrayList<>();
        for (StepJudgement step : BackwardFacts.of(evidence).named()) {
            List<Defect> names = ((StepVerdict.Named) step.verdict()).defects();
            boolean found = false;
            for (int i = 0; i < groups.size() && !found; i++) {
                Optional<Group> wider = groups.get(i).with(step, names);
                if (wider.isPresent()) {
                    groups.set(i, wider.get());
                    found = true;
                }
            }
            if (!found) {
                groups.add(new Group(names, List.of(step)));
            }
        }
        return List.copyOf(groups);
    }

    /**
     * One defect in some layers.
     *
     * @param names of the defect, each of which would do in all of the layers
     * @param steps from the last layer to the first
     */
    record Group(List<Defect> names, List<StepJudgement> steps) {
        Group {
            names = List.copyOf(names);
            steps = List.copyOf(steps);
        }

        private Optional<Group> with(StepJudgement step, List<Defect> others) {
            List<Defect> common = names.stream().filter(others::contains).toList();
            boolean elsewhere = steps.stream().noneMatch(one -> one.layer() == step.layer());
            List<StepJudgement> more = new ArrayList<>(steps);
            more.add(step);
            return elsewhere && !common.isEmpty() ? Optional.of(new Group(common, more)) : Optional.empty();
        }

        private Defect defect() {
            return names.get(0);
        }

        private BackwardStepName step() {
            return defect().change() instanceof Change.Backward backward
                    ? backward.step()
                    : steps.get(0).step();
        }

        private List<StepVerdict.Named> verdicts() {
            return steps.stream()
                    .map(step -> (StepVerdict.Named) step.verdict())
                    .toList();
        }

        private boolean scalesAll(Evidence evidence) {
            return SCALING.contains(defect().id())
                    && steps.size() == evidence.layers().size();
        }

        /** The layer in which it matters most by itself. */
        private Optional<StepJudgement> worst() {
            return steps.stream()
                    .filter(step -> step.impact().isPresent())
                    .min(Comparator.comparing(step -> severity(step.impact().orElseThrow())));
        }

        private Severity severity(Evidence evidence) {
            if (scalesAll(evidence)) {
                return Severity.MILD;
            }
            Severity tried =
                    worst().map(step -> severity(step.impact().orElseThrow())).orElse(Severity.HURTS);
            return turnsRound(evidence) && tried == Severity.MILD ? Severity.HURTS : tried;
        }

        /** Whether a layer climbs because of this: it does, those above do not, and its delta is made wrongly. */
        private boolean turnsRound(Evidence evidence) {
            LayerDirections directions = LayerDirections.of(evidence);
            return step() != BackwardStepName.BATCH_REDUCTION
                    && directions.uppermostClimbing().stream()
                            .anyMatch(layer -> steps.stream().anyMatch(step -> step.layer() == layer));
        }

        private static Severity severity(Impact impact) {
            if (impact.cosine() <= 0) {
                return Severity.BREAKS;
            }
            if (isAtStandstill(impact)) {
                return switch (Descent.of(impact.cosine())) {
                    case UNKNOWN, STANDS_STILL, GOES_UP -> Severity.BREAKS;
                    case HARDLY_DOWN, ASKEW -> Severity.HURTS;
                    case DOWN -> Severity.MILD;
                };
            }
            return switch (impact.grade()) {
                case BREAKS -> Severity.BREAKS;
                case HURTS -> Severity.HURTS;
                case MILD, RESCUES -> Severity.MILD;
            };
        }

        private static boolean isAtStandstill(Impact impact) {
            return !(impact.before() - impact.without() > STANDSTILL * Math.abs(impact.before()));
        }

        private Finding finding(Evidence evidence) {
            return new Finding(
                    FindingId.BACKWARD_STEP_WRONG,
                    severity(evidence),
                    steps.stream().map(StepJudgement::layerName).toList(),
                    "The " + step() + place(evidence) + " is wrong: "
                            + defect().words().title() + ".",
                    facts(evidence),
                    defect().words().explanation());
        }

        private String place(Evidence evidence) {
            int depth = evidence.layers().size();
            boolean withoutLast = steps.get(0).layer() < depth - 1;
            String layers = steps.size() > 1 && steps.size() == depth
                    ? "all layers"
                    : steps.size() > 1 && withoutLast && steps.size() == depth - 1
                            ? "all hidden layers"
                            : Texts.joined(
                                    steps.stream().map(StepJudgement::layerName).toList());
            return switch (step()) {
                case PROPAGATION -> " to " + layers;
                default -> " of " + layers;
            };
        }

        private List<Fact> facts(Evidence evidence) {
            List<Fact> facts = new ArrayList<>(lines(defect()));
            double residual = verdicts().stream()
                    .mapToDouble(StepVerdict.Named::residual)
                    .max()
                    .orElseThrow();
            facts.add(new Fact(
                    "replay",
                    "a correct network with this defect gives the gradient of your program, to a share of "
                            + Figures.of(residual)));
            nextBest().ifPresent(facts::add);
            if (turnsRound(evidence)) {
                facts.add(new Fact("directions", LayerDirections.of(evidence).toString()));
                cancelling(evidence).ifPresent(facts::add);
            }
            names.subList(1, names.size()).stream()
                    .map(other -> new Fact("or else", other.words().title() + " (" + other.id() + ")"))
                    .forEach(facts::add);
            facts.add(new Fact("matters", matters(evidence)));
            evidence.backward().map(BackwardTrail::learningRate).stream()
                    .filter(OptionalDouble::isPresent)
                    .map(rate -> new Fact(
                            "gradient from",
                            "the change that a training step makes, divided by a learning rate of "
                                    + Figures.precise(rate.getAsDouble())))
                    .forEach(facts::add);
            facts.add(new Fact("defect", defect().id()));
            return facts;
        }

        /** One flipped derivative in all layers, and an update that adds, look like a flipped one in the hidden layers. */
        private Optional<Fact> cancelling(Evidence evidence) {
            int output = evidence.layers().size() - 1;
            boolean inAllHidden = steps.size() == output && steps.get(0).layer() == output - 1;
            boolean isOneFunction = evidence.architecture()
                    .filter(known -> IntStream.rangeClosed(0, output)
                            .allMatch(layer -> known.layer(layer).activation()
                                    == known.layer(output).activation()))
                    .isPresent();
            return inAllHidden && isOneFunction && defect().id().startsWith("derivative-sign")
                    ? Optional.of(new Fact(
                            "cancelling",
                            "one derivative with the wrong sign in all layers and an update that adds would do this: in "
                                    + evidence.layers().get(output).name()
                                    + " the two signs cancel, so that it descends all the same; below it, each layer turns"
                                    + " the sign once more, and they do not"))
                    : Optional.empty();
        }

        private Optional<Fact> nextBest() {
            return verdicts().stream()
                    .flatMap(named -> named.runnerUp().stream())
                    .min(Comparator.comparingDouble(StepVerdict.Replay::residual))
                    .map(other -> new Fact(
                            "next best",
                            (other.what().equals(defect().id()) ? "this defect alone" : other.what())
                                    + ", off by a share of " + Figures.of(other.residual())));
        }

        private String matters(Evidence evidence) {
            if (scalesAll(evidence)) {
                return "mild: the whole gradient is multiplied by one number, as if the learning rate were multiplied by it";
            }
            return worst().map(step -> matters(step.impact().orElseThrow())).orElse("not known");
        }

        private static String matters(Impact impact) {
            return isAtStandstill(impact)
                    ? "training stands still here even without it; "
                            + Descent.of(impact.cosine()).with(impact.cosine())
                    : impact.toString();
        }
    }

    /** The wrong line of code and the right one. */
    static List<Fact> lines(Defect defect) {
        return List.of(
                new Fact("wrong", defect.words().wrong()),
                new Fact("right", defect.words().right()));
    }
}
