package io.github.backcheck.audit;

import io.github.backcheck.audit.Layers.Part;
import io.github.backcheck.defect.Change;
import io.github.backcheck.defect.Defect;
import io.github.backcheck.mlp.Backpropagation;
import io.github.backcheck.mlp.BackwardPass;
import io.github.backcheck.model.Architecture;
import io.github.backcheck.model.Parameter.Role;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The learning rates that a step may have had. One at which some parameter follows the right gradient, or, where none does,
 * one at which the last layer follows a gradient with a known defect.
 */
final class LearningRates {

    /** As many are tried. */
    private static final int MOST = 4;

    /** Rates this close to each other are one. */
    private static final double SAME = 1e-6;

    private final List<Observation> observations;
    private final Architecture architecture;
    private final Map<Double, Votes> votes = new TreeMap<>();

    /** Who follows its gradient at a rate: one observation shows nothing, as one number is always a multiple of another. */
    private static final class Votes {
        private final Set<Observation> observations = new HashSet<>();
        private int entries;

        boolean areEvidence(int observations) {
            return this.observations.size() >= Math.min(2, observations) && entries > 1;
        }

        int entries() {
            return entries;
        }
    }

    LearningRates(List<Observation> observations, Architecture architecture) {
        this.observations = observations;
        this.architecture = architecture;
    }

    /** The most followed first; always above 0: a step that climbs shows as a flipped sign. */
    List<Double> candidates(List<Defect> defects) {
        int last = architecture.depth() - 1;
        observations.stream().filter(Observation::isSingle).forEach(this::voteOfRightGradient);
        dropAccidents();
        if (votes.isEmpty()) {
            for (Defect defect : defects) {
                if (defect.change() instanceof Change.Backward && defect.fits(architecture, last)) {
                    observations.stream()
                            .filter(Observation::isSingle)
                            .forEach(one -> voteOfLastLayer(one, Hypothesis.of(defect)));
                }
            }
        }
        dropAccidents();
        return votes.entrySet().stream()
                .sorted(Comparator.comparing(vote -> -vote.getValue().entries()))
                .limit(MOST)
                .map(Map.Entry::getKey)
                .toList();
    }

    private void dropAccidents() {
        int singles = (int) observations.stream().filter(Observation::isSingle).count();
        votes.values().removeIf(vote -> !vote.areEvidence(singles));
    }

    private void voteOfRightGradient(Observation one) {
        BackwardPass pass = one.freshPass();
        Backpropagation.standard().run(pass);
        for (int layer = 0; layer < architecture.depth(); layer++) {
            for (Role role : Role.values()) {
                double[] right = role == Role.WEIGHTS
                        ? pass.accumulator(layer).weights().data
                        : pass.accumulator(layer).biases().data;
                vote(one, layer, role, right);
            }
        }
    }

    private void voteOfLastLayer(Observation one, Hypothesis hypothesis) {
        int last = architecture.depth() - 1;
        Backpropagation plan = hypothesis.in(last);
        one.replay(plan, last, one.delta(plan, last));
        for (Role role : Role.values()) {
            vote(one, last, role, one.replayed(last, role));
        }
    }

    private void vote(Observation one, int layer, Role role, double[] gradient) {
        one.seen(layer, role)
                .flatMap(part -> ratio(one, layer, role, part, gradient))
                .ifPresent(rate -> {
                    Votes here = votes.computeIfAbsent(known(rate), first -> new Votes());
                    here.observations.add(one);
                    here.entries += gradient.length;
                });
    }

    private static Optional<Double> ratio(Observation one, int layer, Role role, Part part, double[] gradient) {
        double squares = Vectors.dot(gradient, gradient);
        double ratio = Vectors.dot(part.values(), gradient) / squares;
        if (squares == 0 || ratio == 0 || !Double.isFinite(ratio)) {
            return Optional.empty();
        }
        Observation.Match match = one.atRate(ratio).match(layer, role, gradient);
        return match.holds() && match.tells() ? Optional.of(Math.abs(ratio)) : Optional.empty();
    }

    private double known(double rate) {
        return votes.keySet().stream()
                .filter(other -> Math.abs(other - rate) <= SAME * rate)
                .findFirst()
                .orElse(rate);
    }
}
