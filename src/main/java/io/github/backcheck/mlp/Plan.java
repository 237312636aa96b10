package io.github.backcheck.mlp;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Which step is taken under each name: one for all layers, and others at single layers. Immutable.
 *
 * @param <N> the names
 * @param <S> the steps
 */
final class Plan<N extends Enum<N>, S> {

    private record Place<N, S>(N name, int layer, S step) {}

    private final Map<N, S> everywhere;
    private final List<Place<N, S>> places;

    Plan(Map<N, S> everywhere) {
        this(everywhere, List.of());
    }

    private Plan(Map<N, S> everywhere, List<Place<N, S>> places) {
        this.everywhere = everywhere;
        this.places = places;
    }

    /** The same with another step in all layers, also in those that were given one of their own. */
    Plan<N, S> replacing(N name, S step) {
        Objects.requireNonNull(name, "name");
        Map<N, S> changed = new EnumMap<>(everywhere);
        changed.put(name, Objects.requireNonNull(step, "step"));
        return new Plan<>(
                changed, places.stream().filter(place -> place.name() != name).toList());
    }

    /** The same with another step in one layer. */
    Plan<N, S> replacing(N name, int layer, S step) {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(step, "step");
        if (layer < 0) {
            throw new IllegalArgumentException("the layer is " + layer + ", layers are numbered from 0");
        }
        List<Place<N, S>> more = new ArrayList<>(places.stream()
                .filter(place -> place.name() != name || place.layer() != layer)
                .toList());
        more.add(new Place<>(name, layer, step));
        return new Plan<>(everywhere, List.copyOf(more));
    }

    /** The step under a name at a layer. Allocates nothing. */
    S at(N name, int layer) {
        for (int i = 0; i < places.size(); i++) {
            Place<N, S> place = places.get(i);
            if (place.name() == name && place.layer() == layer) {
                return place.step();
            }
        }
        return Objects.requireNonNull(everywhere.get(Objects.requireNonNull(name, "name")));
    }

    /** Refuses what {@code isTaken} does not know: a step replaced where it is never taken would look like one without effect. */
    void requirePlaces(int depth, PlaceTest<N> isTaken) {
        for (int i = 0; i < places.size(); i++) {
            Place<N, S> place = places.get(i);
            if (!isTaken.runsAt(place.name(), place.layer(), depth)) {
                throw new IllegalArgumentException("the " + place.name() + " is replaced at layer " + place.layer()
                        + " (from 0), where a network of " + depth + " layers does not take it");
            }
        }
    }

    /** Whether a step is taken at a layer. */
    @FunctionalInterface
    interface PlaceTest<N> {
        boolean runsAt(N name, int layer, int depth);
    }
}
