package io.github.backcheck.audit;

import io.github.backcheck.defect.Defect;
import io.github.backcheck.model.Architecture;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;

/**
 * Walks from the loss to the inputs and explains each layer on the δ that the layer above hands down. Where a layer can be
 * explained in several ways, the layers below decide: the fewest defects in all win.
 */
final class TrailSearch {

    /** Ways that are kept at each layer. */
    private static final int KEPT = 8;

    /** A trail that costs so little more is an explanation, too. */
    private static final double AS_GOOD = 0.3;

    private final Architecture architecture;
    private final List<LayerSearch> searches = new ArrayList<>();

    /**
     * One explanation for each layer, last layer first.
     *
     * @param layers as far as the walk has come
     */
    record Trail(List<LayerExplanation> layers) {
        Trail {
            layers = List.copyOf(layers);
        }

        Trail and(LayerExplanation below) {
            List<LayerExplanation> more = new ArrayList<>(layers);
            more.add(below);
            return new Trail(more);
        }

        List<double[]> deltasBelow() {
            return layers.isEmpty() ? List.of() : layers.get(layers.size() - 1).deltas();
        }

        /** δ of the layer above a layer, for each observation. */
        List<double[]> above(int layer) {
            int index = layers.size() - 1 - layer;
            return index == 0 ? List.of() : layers.get(index - 1).deltas();
        }

        /** The same with the names of another trail as further names, where both have a defect. */
        Trail or(Trail other) {
            List<LayerExplanation> both = new ArrayList<>();
            for (int i = 0; i < layers.size(); i++) {
                both.add(layers.get(i).or(other.layers().get(i)));
            }
            return new Trail(both);
        }

        boolean isComplete() {
            return layers.stream().allMatch(LayerExplanation::isComplete);
        }

        LayerExplanation at(int layer) {
            return layers.get(layers.size() - 1 - layer);
        }
    }

    TrailSearch(List<Observation> observations, Architecture architecture, List<Defect> defects) {
        this.architecture = architecture;
        for (int layer = 0; layer < architecture.depth(); layer++) {
            searches.add(new LayerSearch(observations, architecture, layer, defects));
        }
    }

    LayerSearch layer(int layer) {
        return searches.get(layer);
    }

    /** The fewest defects that are needed; where something stays unexplained, a second and wider search. */
    Trail best() {
        Trail found = plainest();
        return found.isComplete() ? found : best(Breadth.WIDE);
    }

    /** Without looking for more than two defects in a layer, or for what to make of a layer that they do not explain. */
    Trail quick() {
        return best(Breadth.QUICK);
    }

    /** What a search finds that stops at the fewest defects of each layer. */
    private Trail plainest() {
        return best(Breadth.NARROW);
    }

    private Trail best(Breadth breadth) {
        List<Trail> trails = List.of(new Trail(List.of()));
        for (int layer = architecture.depth() - 1; layer >= 0; layer--) {
            List<Trail> longer = new ArrayList<>();
            // Trails that hand the same δ down are explained alike.
            IdentityHashMap<List<double[]>, List<LayerExplanation>> known = new IdentityHashMap<>();
            for (Trail trail : trails) {
                List<double[]> above = known.keySet().stream()
                        .filter(other -> LayerSearch.areSame(other, trail.deltasBelow()))
                        .findFirst()
                        .orElse(trail.deltasBelow());
                LayerSearch search = searches.get(layer);
                for (LayerExplanation below : known.computeIfAbsent(above, one -> search.explain(one, breadth))) {
                    longer.add(trail.and(below));
                }
            }
            trails = longer.stream()
                    .sorted(Comparator.comparingDouble(trail -> new Economy(architecture, trail).cost()))
                    .limit(KEPT)
                    .toList();
        }
        Trail best = new Economy(architecture, trails.get(0)).named();
        for (Trail other : trails.subList(1, trails.size())) {
            if (other.isComplete() && cost(other) <= cost(best) + AS_GOOD) {
                best = best.or(new Economy(architecture, other).named());
            }
        }
        return best;
    }

    double cost(Trail trail) {
        return new Economy(architecture, trail).cost();
    }

    /** How much is looked for. */
    enum Breadth {
        /** Two defects at most in each layer; what they do not explain stays open. */
        QUICK,
        /** The fewest defects in each layer. */
        NARROW,
        /** Also one more, which may save the layers below. */
        WIDE
    }
}
