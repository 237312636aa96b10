package io.github.backcheck.diagnosis;

import io.github.backcheck.text.Figures;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Which layers go down the loss when they follow the program's gradient, and which climb, at the given parameters. */
final class LayerDirections {

    /** A layer with the cosine between both gradients of its weights. */
    private record Direction(LayerFacts layer, double cosine) {
        boolean climbs() {
            return cosine < 0;
        }

        @Override
        public String toString() {
            return layer.name() + (climbs() ? " climbs" : " descends") + " (cosine " + Figures.of(cosine) + ")";
        }
    }

    /** From the last layer to the first; without those that stand still. */
    private final List<Direction> directions;

    private LayerDirections(List<Direction> directions) {
        this.directions = List.copyOf(directions);
    }

    static LayerDirections of(Evidence evidence) {
        List<Direction> all = new ArrayList<>();
        for (LayerFacts layer : evidence.layers()) {
            evidence.here(layer.parameters().get(0))
                    .map(check -> check.magnitudes().cosine())
                    .filter(cosine -> !Double.isNaN(cosine))
                    .ifPresent(cosine -> all.add(0, new Direction(layer, cosine)));
        }
        return new LayerDirections(all);
    }

    /** The last layer that climbs, from 0. */
    Optional<Integer> uppermostClimbing() {
        return directions.stream()
                .filter(Direction::climbs)
                .findFirst()
                .map(direction -> direction.layer().index());
    }

    /** As in {@code output descends (cosine 0.99), hidden climbs (cosine -0.98)}. */
    @Override
    public String toString() {
        return directions.stream().map(Direction::toString).collect(Collectors.joining(", "));
    }
}
