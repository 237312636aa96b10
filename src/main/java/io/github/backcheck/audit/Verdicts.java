package io.github.backcheck.audit;

import io.github.backcheck.audit.LayerExplanation.Part;
import io.github.backcheck.defect.Change;
import io.github.backcheck.defect.Defect;
import io.github.backcheck.mlp.Backpropagation;
import io.github.backcheck.mlp.BackwardStepName;
import io.github.backcheck.mlp.ForwardStepName;
import io.github.backcheck.model.Architecture;
import io.github.backcheck.model.Model;
import io.github.backcheck.model.Parameter.Role;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;

/** Turns the best trail into one judgement for each step at each layer. */
final class Verdicts {

    private final Model model;
    private final Architecture architecture;
    private final List<Observation> observations;
    private final TrailSearch search;
    private final List<Defect> defects;
    private final Optional<ForwardTrail> forward;

    Verdicts(
            Model model,
            List<Observation> observations,
            TrailSearch search,
            List<Defect> defects,
            Optional<ForwardTrail> forward) {
        this.model = model;
        this.architecture = model.architecture().orElseThrow();
        this.observations = observations;
        this.search = search;
        this.defects = defects;
        this.forward = forward;
    }

    /** From the last layer to the first. The reader tells what is carried over from call to call. */
    List<StepJudgement> of(TrailSearch.Trail trail, Reader reader, OptionalDouble rate) {
        List<StepJudgement> steps = new ArrayList<>();
        for (int layer = architecture.depth() - 1; layer >= 0; layer--) {
            String name = model.layers().get(layer).name();
            for (Map.Entry<BackwardStepName, StepVerdict> one :
                    verdicts(trail, layer, reader, rate).entrySet()) {
                steps.add(new StepJudgement(one.getKey(), layer, name, one.getValue()));
            }
        }
        return steps;
    }

    private Map<BackwardStepName, StepVerdict> verdicts(
            TrailSearch.Trail trail, int layer, Reader reader, OptionalDouble rate) {
        LayerExplanation explanation = trail.at(layer);
        search.layer(layer).putAbove(trail.above(layer));
        Map<BackwardStepName, StepVerdict> verdicts = new TreeMap<>();
        Replayed replayed = replay(explanation, layer);
        for (BackwardStepName step : BackwardStepName.values()) {
            if (step.runsAt(layer, architecture.depth()) && isTaken(step, layer)) {
                verdicts.put(
                        step, replayed.verdict(step, architecture.reduction().factor(2) != 1));
            }
        }
        new CarriedOver(observations, defects, layer)
                .verdict(reader, explanation, rate)
                .ifPresent(verdict -> verdicts.put(BackwardStepName.ACCUMULATION, verdict));
        for (Defect defect : explanation.hypothesis().defects()) {
            verdicts.put(Hypothesis.StepOf.defect(defect), named(defect, explanation, trail, layer));
        }
        for (Part part : Part.values()) {
            if (explanation.isUnexplained(part)) {
                Attribution attribution = Attribution.of(part, explanation, observations, model, layer);
                verdicts.put(attribution.step(), attribution.verdict());
                attribution
                        .alsoPossible()
                        .ifPresent(other -> verdicts.put(
                                other,
                                new StepVerdict.NotJudged("it cannot be told from the " + attribution.step()
                                        + ", and one of them is wrong")));
            }
        }
        StepVerdict ofDerivative = verdicts.get(BackwardStepName.ACTIVATION_DERIVATIVE);
        if (hasOtherActivation(layer) && !(ofDerivative instanceof StepVerdict.Agrees)) {
            verdicts.replace(
                    BackwardStepName.ACTIVATION_DERIVATIVE,
                    new StepVerdict.NotJudged(
                            "the forward pass has another activation here than the architecture; mend that first"));
        }
        return verdicts;
    }

    private boolean hasOtherActivation(int layer) {
        return forward.stream()
                .flatMap(trail -> trail.steps().stream())
                .filter(JudgedStep::isWrong)
                .flatMap(step -> step.suspects().stream())
                .anyMatch(suspect -> suspect.defect().change() instanceof Change.Forward change
                        && change.step() == ForwardStepName.ACTIVATION
                        && suspect.layers().contains(layer));
    }

    private boolean isTaken(BackwardStepName step, int layer) {
        return switch (step) {
            case PENALTY -> architecture.l2() != 0;
            case BIAS_SUM -> model.layers().get(layer).biases().isPresent();
            case ACTIVATION_DERIVATIVE ->
                layer < architecture.depth() - 1
                        || architecture.loss().requiredHead().isEmpty();
            default -> true;
        };
    }

    private StepVerdict named(Defect defect, LayerExplanation explanation, TrailSearch.Trail trail, int layer) {
        List<Defect> names = new ArrayList<>(List.of(defect));
        List<Defect> rest = new ArrayList<>(explanation.hypothesis().defects());
        rest.remove(defect);
        Set<Hypothesis> accepted = new HashSet<>(explanation.others());
        accepted.add(explanation.hypothesis());
        for (Hypothesis other : explanation.others()) {
            List<Defect> instead = new ArrayList<>(other.defects());
            rest.forEach(instead::remove);
            if (instead.size() == 1 && !names.contains(instead.get(0))) {
                names.add(instead.get(0));
            }
        }
        return new StepVerdict.Named(
                names, explanation.residual(), search.layer(layer).runnerUp(trail.above(layer), accepted));
    }

    /** The matches of all observations under the explanation. */
    private Replayed replay(LayerExplanation explanation, int layer) {
        Backpropagation plan = explanation.hypothesis().in(layer);
        Replayed replayed = new Replayed();
        for (int i = 0; i < observations.size(); i++) {
            Observation one = observations.get(i);
            one.replay(plan, layer, explanation.deltas().get(i));
            for (Role role : Role.values()) {
                replayed.add(one, role, one.match(layer, role, one.replayed(layer, role)));
            }
        }
        return replayed;
    }

    /** What the replays of a layer can tell. */
    private static final class Replayed {
        private double residual;
        private boolean weightsTell;
        private boolean biasesTell;
        private boolean batchTells;
        private boolean anyBatch;

        void add(Observation one, Role role, Observation.Match match) {
            boolean tells = match.tells();
            anyBatch |= !one.isSingle();
            batchTells |= tells && !one.isSingle();
            weightsTell |= tells && role == Role.WEIGHTS;
            biasesTell |= tells && role == Role.BIASES;
            residual = match.holds() ? Math.max(residual, match.residual()) : residual;
        }

        StepVerdict verdict(BackwardStepName step, boolean averages) {
            return switch (step) {
                case BIAS_SUM -> agrees(biasesTell);
                case BATCH_REDUCTION ->
                    anyBatch
                            ? agrees(batchTells)
                            : new StepVerdict.NotJudged(
                                    "it takes more than one sample" + (averages ? " to see an average" : ""));
                case OUTER_PRODUCT, PENALTY -> agrees(weightsTell);
                default -> agrees(weightsTell || biasesTell);
            };
        }

        private StepVerdict agrees(boolean tells) {
            return tells
                    ? new StepVerdict.Agrees(residual)
                    : new StepVerdict.NotJudged(
                            "the gradient of the layer is 0 here, or lost in rounding, for every sample"
                                    + " looked at");
        }
    }
}
