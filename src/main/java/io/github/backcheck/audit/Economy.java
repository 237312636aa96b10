package io.github.backcheck.audit;

import io.github.backcheck.defect.Defect;
import io.github.backcheck.model.Architecture;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * What a trail costs, so that the plainest explanation wins. A defect costs 1; one that is in every layer, or in every hidden
 * layer, hardly more, because it is one mistake in a line that all layers share. Something unexplained costs more than two
 * defects. Where a layer has several names, the one that other layers have too is taken.
 */
final class Economy {

    private static final double UNEXPLAINED = 2.5;
    private static final double UNEXPLAINED_TOGETHER = 2.6;
    private static final double UNEXPLAINED_BESIDE_DELTA = 0.5;
    private static final double OF_DELTA = 1;
    private static final double OF_GRADIENT = 1.05;
    private static final double ONE_MORE_OF_ALL = 0.02;
    private static final double ONE_MORE_OF_SOME = 0.5;

    private final Architecture architecture;
    private final TrailSearch.Trail trail;
    private final int lowest;
    private final List<Hypothesis> names = new ArrayList<>();

    Economy(Architecture architecture, TrailSearch.Trail trail) {
        this.architecture = architecture;
        this.trail = trail;
        this.lowest = architecture.depth() - trail.layers().size();
        Map<String, Integer> frequencies = frequencies();
        trail.layers().forEach(layer -> names.add(name(layer, frequencies)));
    }

    /** In how many layers a defect is a possible name. */
    private Map<String, Integer> frequencies() {
        Map<String, Integer> frequencies = new HashMap<>();
        for (LayerExplanation layer : trail.layers()) {
            Set<String> here = new HashSet<>();
            layer.alternatives().forEach(one -> one.defects().forEach(defect -> here.add(defect.id())));
            here.forEach(id -> frequencies.merge(id, 1, Integer::sum));
        }
        return frequencies;
    }

    private static Hypothesis name(LayerExplanation layer, Map<String, Integer> frequencies) {
        Hypothesis best = layer.hypothesis();
        for (Hypothesis other : layer.others()) {
            if (frequency(other, frequencies) > frequency(best, frequencies)) {
                best = other;
            }
        }
        return best;
    }

    private static int frequency(Hypothesis hypothesis, Map<String, Integer> frequencies) {
        return hypothesis.defects().stream()
                .mapToInt(defect -> frequencies.getOrDefault(defect.id(), 0))
                .min()
                .orElse(0);
    }

    /** The trail with the name of each layer that fits best to the others. */
    TrailSearch.Trail named() {
        List<LayerExplanation> layers = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            layers.add(trail.layers().get(i).as(names.get(i)));
        }
        return new TrailSearch.Trail(layers);
    }

    double cost() {
        double cost = 0;
        Map<Defect, Set<Integer>> places = new HashMap<>();
        for (int i = 0; i < names.size(); i++) {
            int layer = architecture.depth() - 1 - i;
            cost += unexplained(trail.layers().get(i));
            names.get(i)
                    .defects()
                    .forEach(defect -> places.computeIfAbsent(defect, none -> new TreeSet<>())
                            .add(layer));
        }
        for (Map.Entry<Defect, Set<Integer>> one : places.entrySet()) {
            int layers = one.getValue().size();
            double more = isEverywhere(one.getKey(), one.getValue()) ? ONE_MORE_OF_ALL : ONE_MORE_OF_SOME;
            // Of a sign that is lost on the way and one that is lost when all is done, the first is the likelier
            // mistake.
            double first = Hypothesis.isOfDelta(Hypothesis.StepOf.defect(one.getKey())) ? OF_DELTA : OF_GRADIENT;
            cost += first + more * (layers - 1);
        }
        return cost;
    }

    /** Where delta is wrong in an unknown way for single samples, it is not known for several. */
    private static double unexplained(LayerExplanation layer) {
        boolean together = layer.isUnexplained(LayerExplanation.Part.TOGETHER);
        boolean delta = layer.isUnexplained(LayerExplanation.Part.DELTA);
        return UNEXPLAINED * (layer.unexplainedParts() - (together ? 1 : 0))
                + (together ? delta ? UNEXPLAINED_BESIDE_DELTA : UNEXPLAINED_TOGETHER : 0);
    }

    private boolean isEverywhere(Defect defect, Set<Integer> layers) {
        return covers(defect, layers, architecture.depth()) || covers(defect, layers, architecture.depth() - 1);
    }

    /** Whether these are all layers below some height that the defect fits. */
    private boolean covers(Defect defect, Set<Integer> layers, int height) {
        return IntStream.range(lowest, height)
                .filter(layer -> defect.fits(architecture, layer))
                .allMatch(layers::contains);
    }
}
