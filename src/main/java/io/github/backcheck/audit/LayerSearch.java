package io.github.backcheck.audit;

import io.github.backcheck.audit.LayerExplanation.Part;
import io.github.backcheck.defect.Change;
import io.github.backcheck.defect.Defect;
import io.github.backcheck.mlp.Backpropagation;
import io.github.backcheck.mlp.BackwardStepName;
import io.github.backcheck.model.Architecture;
import io.github.backcheck.model.Parameter.Role;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Looks for the fewest defects in one layer that, replayed on the δ of the layer above as the program has it, reproduce
 * everything that the program's gradient says about the layer.
 */
final class LayerSearch {

    /** So many entries of gradients are computed for one layer at most, which takes about a second. */
    private static final long MOST_WORK = 100_000_000;

    /** More defects than that in one layer, each reproduced, are not looked for. */
    private static final int MOST_DEFECTS = 3;

    private final List<Observation> observations;
    private final int layer;
    private final List<Hypothesis> deltaDefects;
    private final List<Hypothesis> gradientDefects;
    private final List<Integer> singlesFirst;
    private final boolean anySingle;
    private final long entries;
    private long work;

    LayerSearch(List<Observation> observations, Architecture architecture, int layer, List<Defect> defects) {
        this.observations = observations;
        this.layer = layer;
        this.entries = (long) architecture.layer(layer).units()
                * architecture.layer(layer).inputs();
        this.anySingle = observations.stream().anyMatch(Observation::isSingle);
        this.singlesFirst = IntStream.range(0, observations.size())
                .boxed()
                .sorted(Comparator.comparing(i -> observations.get(i).batch().size()))
                .toList();
        this.deltaDefects = fitting(defects, architecture, layer, Hypothesis::isOfDelta);
        this.gradientDefects = fitting(defects, architecture, layer, step -> !Hypothesis.isOfDelta(step)).stream()
                .filter(one -> Memoryless.is(one, observations.get(0), layer))
                .toList();
    }

    private static List<Hypothesis> fitting(
            List<Defect> defects, Architecture architecture, int layer, Predicate<BackwardStepName> steps) {
        return defects.stream()
                .filter(defect -> defect.change() instanceof Change.Backward backward && steps.test(backward.step()))
                .filter(defect -> defect.fits(architecture, layer))
                // Where a wrong delta can come from two steps, the derivative is the likelier one.
                .sorted(Comparator.comparing(defect -> !defect.replaces(BackwardStepName.ACTIVATION_DERIVATIVE)
                        && !defect.replaces(BackwardStepName.LOSS_DELTA)))
                .map(Hypothesis::of)
                .toList();
    }

    /** δ of each observation, as a hypothesis about the steps up to δ gives it. */
    private static final class Candidate {
        private final Hypothesis hypothesis;
        private final List<double[]> deltas;

        Candidate(Hypothesis hypothesis, List<double[]> deltas) {
            this.hypothesis = hypothesis;
            this.deltas = deltas;
        }

        Hypothesis hypothesis() {
            return hypothesis;
        }

        List<double[]> deltas() {
            return deltas;
        }
    }

    /**
     * How well a replay of a layer's gradient gives what was seen.
     *
     * @param weights of single samples, or of all there is
     * @param biases the same
     * @param together of several samples
     * @param residual of what is explained
     */
    private record Fit(boolean weights, boolean biases, boolean together, double residual) {
        boolean all() {
            return weights && biases && together;
        }
    }

    /**
     * All explanations with the smallest number of defects, or, if there is none, those that leave the least unexplained.
     *
     * @param above δ of the layer above for each observation; empty for the last layer
     */
    List<LayerExplanation> explain(List<double[]> above, TrailSearch.Breadth breadth) {
        putAbove(above);
        boolean quick = breadth == TrailSearch.Breadth.QUICK;
        for (int defects = 0; defects <= (quick ? 2 : MOST_DEFECTS); defects++) {
            List<LayerExplanation> found = complete(defects);
            if (!found.isEmpty()) {
                if (breadth == TrailSearch.Breadth.WIDE && defects > 0) {
                    found.addAll(defects < MOST_DEFECTS ? complete(defects + 1) : List.of());
                    found.addAll(incomplete());
                }
                return found;
            }
        }
        Candidate right = candidate(Hypothesis.RIGHT);
        if (isNear(right)) {
            return List.of(nothing(right));
        }
        return quick ? List.of(explanation(right, Hypothesis.RIGHT, Set.of())) : incomplete();
    }

    /** Lets replays of this layer see δ of the layer above, for each observation. */
    void putAbove(List<double[]> above) {
        for (int i = 0; i < above.size(); i++) {
            observations.get(i).put(layer + 1, above.get(i));
        }
    }

    private List<LayerExplanation> complete(int defects) {
        List<LayerExplanation> found = new ArrayList<>();
        for (int ofDelta = Math.min(2, defects); ofDelta >= 0; ofDelta--) {
            int ofGradient = defects - ofDelta;
            boolean both = ofDelta > 0 && ofGradient > 0;
            for (Candidate candidate :
                    ofGradient > 2 || isExhausted(defects) ? List.<Candidate>of() : candidates(ofDelta)) {
                if (!both || isPlausible(candidate)) {
                    for (Hypothesis gradient : gradientHypotheses(ofGradient, candidate)) {
                        if (isExhausted(defects)) {
                            return found;
                        }
                        Fit fit = fit(candidate.hypothesis(), gradient, candidate.deltas());
                        if (fit.all() && !(gradient.size() > 1 && isOneFactor(gradient, candidate))) {
                            add(found, candidate, gradient, fit.residual());
                        }
                    }
                }
            }
        }
        return found;
    }

    /** Three defects in one layer are looked for only as long as that does not take for ever. */
    private boolean isExhausted(int defects) {
        return work > (defects > 2 ? MOST_WORK / 4 : MOST_WORK);
    }

    /** Explanations that hand the same δ down are one, with several names. */
    private void add(List<LayerExplanation> found, Candidate candidate, Hypothesis gradient, double residual) {
        Optional<Hypothesis> both = candidate.hypothesis().and(gradient);
        if (both.isEmpty()) {
            return;
        }
        for (int i = 0; i < found.size(); i++) {
            LayerExplanation one = found.get(i);
            if (layer == 0 || areSame(one.deltas(), candidate.deltas())) {
                List<Hypothesis> others = new ArrayList<>(one.others());
                others.add(both.get());
                LayerExplanation more =
                        new LayerExplanation(one.hypothesis(), others, Set.of(), one.deltas(), one.residual());
                found.set(i, isOfStorage(both.get()) && nothingSeen() ? more.as(both.get()) : more);
                return;
            }
        }
        found.add(new LayerExplanation(both.get(), List.of(), Set.of(), candidate.deltas(), residual));
    }

    /** A gradient of 0 is more often one that was never stored than one that came out as 0. */
    private boolean nothingSeen() {
        return observations.stream()
                .allMatch(one -> Stream.of(Role.values())
                        .flatMap(role -> one.seen(layer, role).stream())
                        .allMatch(part -> Vectors.norm(part.values()) == 0));
    }

    private static boolean isOfStorage(Hypothesis hypothesis) {
        return hypothesis.size() == 1 && hypothesis.defects().get(0).replaces(BackwardStepName.ACCUMULATION);
    }

    static boolean areSame(List<double[]> one, List<double[]> other) {
        for (int i = 0; i < one.size(); i++) {
            double size = Math.max(Vectors.norm(one.get(i)), Vectors.norm(other.get(i)));
            if (Vectors.distance(one.get(i), other.get(i)) > 1e-7 * size) {
                return false;
            }
        }
        return true;
    }

    private List<Candidate> candidates(int defects) {
        return switch (defects) {
            case 0 -> List.of(candidate(Hypothesis.RIGHT));
            case 1 -> deltaDefects.stream().map(this::candidate).toList();
            default -> pairs(deltaDefects).stream().map(this::candidate).toList();
        };
    }

    private Candidate candidate(Hypothesis hypothesis) {
        Backpropagation plan = hypothesis.in(layer);
        return new Candidate(
                hypothesis,
                observations.stream().map(one -> one.delta(plan, layer)).toList());
    }

    private List<Hypothesis> gradientHypotheses(int defects, Candidate candidate) {
        return switch (defects) {
            case 0 -> List.of(Hypothesis.RIGHT);
            case 1 -> gradientDefects;
            default -> promisingPairs(candidate);
        };
    }

    /**
     * Pairs of which one explains the weights of single samples and one the biases. Only the penalty and what it is added to have
     * to be tried together.
     */
    private List<Hypothesis> promisingPairs(Candidate candidate) {
        Map<Hypothesis, Fit> alone = new HashMap<>();
        gradientDefects.forEach(one -> alone.put(one, fit(candidate.hypothesis(), one, candidate.deltas())));
        List<Hypothesis> promising = new ArrayList<>();
        for (int i = 0; i < gradientDefects.size(); i++) {
            for (int j = i + 1; j < gradientDefects.size(); j++) {
                Hypothesis one = gradientDefects.get(i);
                Hypothesis other = gradientDefects.get(j);
                Fit first = Objects.requireNonNull(alone.get(one));
                Fit second = Objects.requireNonNull(alone.get(other));
                boolean weights = first.weights() || second.weights();
                boolean biases = first.biases() || second.biases();
                if (isPenalised(one, other) || (weights && biases)) {
                    one.and(other).ifPresent(promising::add);
                }
            }
        }
        return promising;
    }

    private static boolean isPenalised(Hypothesis one, Hypothesis other) {
        return one.defects().get(0).replaces(BackwardStepName.PENALTY)
                != other.defects().get(0).replaces(BackwardStepName.PENALTY);
    }

    private static List<Hypothesis> pairs(List<Hypothesis> single) {
        List<Hypothesis> pairs = new ArrayList<>();
        for (int i = 0; i < single.size(); i++) {
            for (int j = i + 1; j < single.size(); j++) {
                single.get(i).and(single.get(j)).ifPresent(pairs::add);
            }
        }
        return pairs;
    }

    /** Whether at least the weights or the biases of single samples agree with δ. */
    private boolean isPlausible(Candidate candidate) {
        Backpropagation plan = Backpropagation.standard();
        boolean weights = true;
        boolean biases = true;
        boolean any = false;
        for (int i = 0; i < observations.size() && (weights || biases); i++) {
            Observation one = observations.get(i);
            if (one.isSingle()) {
                any = true;
                one.replay(plan, layer, candidate.deltas().get(i));
                weights &= one.match(layer, Role.WEIGHTS, one.replayed(layer, Role.WEIGHTS))
                        .holds();
                biases &= one.seen(layer, Role.BIASES).isPresent()
                        && one.match(layer, Role.BIASES, one.replayed(layer, Role.BIASES))
                                .holds();
            }
        }
        return !any || weights || biases;
    }

    /** Replays the gradient of the layer, single samples first; stops where nothing can be explained any more. */
    private Fit fit(Hypothesis delta, Hypothesis gradient, List<double[]> deltas) {
        boolean right = delta.size() + gradient.size() == 0;
        Backpropagation plan = gradient.in(layer);
        boolean weights = true;
        boolean biases = true;
        boolean together = true;
        double residual = 0;
        for (int i : singlesFirst) {
            if (!(weights || biases) || !(together || right)) {
                break;
            }
            Observation one = observations.get(i);
            work += entries * one.batch().size();
            one.replay(plan, layer, deltas.get(i));
            Observation.Match ofWeights = one.match(layer, Role.WEIGHTS, one.replayed(layer, Role.WEIGHTS));
            Observation.Match ofBiases = one.match(layer, Role.BIASES, one.replayed(layer, Role.BIASES));
            boolean weightsHold = holds(ofWeights, right);
            boolean biasesHold = holds(ofBiases, right);
            if (one.isSingle() || !anySingle) {
                weights &= weightsHold;
                biases &= biasesHold;
            } else {
                together &= weightsHold && biasesHold;
            }
            residual = Math.max(residual, weightsHold ? ofWeights.residual() : 0);
            residual = Math.max(residual, biasesHold ? ofBiases.residual() : 0);
        }
        return new Fit(weights, biases, together, residual);
    }

    /** A defect that explains a 0 gives 0, and not something next to it. */
    private static boolean holds(Observation.Match match, boolean right) {
        return match.holds() && (right || !match.isAllOrNothing());
    }

    /** Two defects that do the same to weights and biases are one that nobody has thought of. */
    private boolean isOneFactor(Hypothesis gradient, Candidate candidate) {
        Backpropagation plan = gradient.in(layer);
        for (int i : singlesFirst) {
            Observation one = observations.get(i);
            one.replay(Backpropagation.standard(), layer, candidate.deltas().get(i));
            double[] weights = one.replayed(layer, Role.WEIGHTS).clone();
            double[] biases = one.replayed(layer, Role.BIASES).clone();
            one.replay(plan, layer, candidate.deltas().get(i));
            double factor = factor(one.replayed(layer, Role.WEIGHTS), weights);
            double other = factor(one.replayed(layer, Role.BIASES), biases);
            if (Double.isNaN(factor) || Double.isNaN(other) || Math.abs(factor - other) > 1e-9) {
                return false;
            }
        }
        return true;
    }

    /** NaN if the first is no multiple of the second. */
    private static double factor(double[] multiple, double[] of) {
        double squares = Vectors.dot(of, of);
        double factor = Vectors.dot(multiple, of) / squares;
        double off = Vectors.norm(Vectors.sum(multiple, -factor, of));
        return squares > 0 && off <= 1e-9 * Vectors.norm(multiple) ? factor : Double.NaN;
    }

    /** Weights and biases of all observations are one multiple of what they should be. */
    private boolean isScaled(Candidate right) {
        double factor = Double.NaN;
        for (int i = 0; i < observations.size(); i++) {
            Observation one = observations.get(i);
            one.replay(Backpropagation.standard(), layer, right.deltas().get(i));
            for (Role role : Role.values()) {
                if (one.seen(layer, role).isPresent()
                        && one.match(layer, role, one.replayed(layer, role)).tells()) {
                    double here = factor(one.seen(layer, role).get().values(), one.replayed(layer, role));
                    factor = Double.isNaN(factor) ? here : factor;
                    if (!(Math.abs(here - factor) <= 1e-6 * Math.abs(factor))) {
                        return false;
                    }
                }
            }
        }
        return !Double.isNaN(factor);
    }

    private boolean isNear(Candidate right) {
        Backpropagation plan = Backpropagation.standard();
        for (int i = 0; i < observations.size(); i++) {
            Observation one = observations.get(i);
            one.replay(plan, layer, right.deltas().get(i));
            for (Role role : Role.values()) {
                if (!one.match(layer, role, one.replayed(layer, role)).isNear()) {
                    return false;
                }
            }
        }
        return true;
    }

    private LayerExplanation nothing(Candidate right) {
        return new LayerExplanation(
                Hypothesis.RIGHT, List.of(), Set.of(), right.deltas(), residualOf(Hypothesis.RIGHT));
    }

    /** With something left over that no defect explains. */
    private List<LayerExplanation> incomplete() {
        List<LayerExplanation> found = new ArrayList<>();
        Candidate right = candidate(Hypothesis.RIGHT);
        found.add(
                isScaled(right)
                        ? new LayerExplanation(Hypothesis.RIGHT, List.of(), EnumSet.of(Part.STORED), right.deltas(), 0)
                        : best(right, EnumSet.noneOf(Part.class)));
        for (Candidate candidate : candidates(1)) {
            LayerExplanation one = best(candidate, EnumSet.noneOf(Part.class));
            if (!(one.isUnexplained(Part.WEIGHTS) && one.isUnexplained(Part.BIASES))) {
                found.add(one);
            }
        }
        DeltaReading reading = new DeltaReading(observations, layer);
        for (Optional<List<double[]>> deltas :
                List.of(reading.fromWeights(), reading.fromBiases(), reading.fromBatches(right.deltas()))) {
            deltas.ifPresent(known -> found.add(best(new Candidate(Hypothesis.RIGHT, known), EnumSet.of(Part.DELTA))));
        }
        return found;
    }

    /** The best that can be said of the gradient if δ is this. */
    private LayerExplanation best(Candidate candidate, Set<Part> unexplained) {
        List<Hypothesis> none = List.of();
        LayerExplanation best = explanation(candidate, Hypothesis.RIGHT, unexplained);
        for (Hypothesis gradient : best.isComplete() || isExhausted(1) ? none : gradientDefects) {
            LayerExplanation other = explanation(candidate, gradient, unexplained);
            if (cost(other) < cost(best)) {
                best = other;
            }
        }
        return best;
    }

    private LayerExplanation explanation(Candidate candidate, Hypothesis gradient, Set<Part> unexplained) {
        Fit fit = fit(candidate.hypothesis(), gradient, candidate.deltas());
        Set<Part> parts = EnumSet.noneOf(Part.class);
        parts.addAll(unexplained);
        if (!fit.weights()) {
            parts.add(Part.WEIGHTS);
        }
        if (!fit.biases()) {
            parts.add(Part.BIASES);
        }
        if (fit.weights() && fit.biases() && !fit.together()) {
            parts.add(Part.TOGETHER);
        }
        Hypothesis both = candidate.hypothesis().and(gradient).orElseThrow();
        return new LayerExplanation(both, List.of(), parts, candidate.deltas(), fit.residual());
    }

    private static double cost(LayerExplanation explanation) {
        return 2.5 * explanation.unexplainedParts() + explanation.hypothesis().size();
    }

    /** The largest relative distance between what was seen and the replay of a hypothesis. */
    double residual(Hypothesis hypothesis, List<double[]> above) {
        putAbove(above);
        return residualOf(hypothesis);
    }

    private double residualOf(Hypothesis hypothesis) {
        Backpropagation plan = hypothesis.in(layer);
        double largest = 0;
        for (Observation one : observations) {
            one.replay(plan, layer, one.delta(plan, layer));
            for (Role role : Role.values()) {
                largest = Math.max(
                        largest,
                        one.match(layer, role, one.replayed(layer, role)).residual());
            }
        }
        return largest;
    }

    /** The best single defect, or the right step, that does not reproduce the numbers. */
    Optional<StepVerdict.Replay> runnerUp(List<double[]> above, Set<Hypothesis> accepted) {
        List<Hypothesis> all = new ArrayList<>(List.of(Hypothesis.RIGHT));
        all.addAll(deltaDefects);
        all.addAll(gradientDefects);
        return all.stream()
                .filter(hypothesis -> hypothesis.size() == 0
                        || accepted.stream().noneMatch(one -> one.defects().containsAll(hypothesis.defects())))
                .map(hypothesis -> new StepVerdict.Replay(hypothesis.toString(), residual(hypothesis, above)))
                .min(Comparator.comparingDouble(StepVerdict.Replay::residual));
    }
}
