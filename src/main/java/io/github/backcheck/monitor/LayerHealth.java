package io.github.backcheck.monitor;

import io.github.backcheck.model.Activation;
import io.github.backcheck.model.Elementwise;
import io.github.backcheck.text.Fact;
import io.github.backcheck.text.Figures;
import io.github.backcheck.text.Lists;
import io.github.backcheck.text.Outline;
import io.github.backcheck.text.PlainText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The units of one layer over a whole data set.
 *
 * @param name the layer's name in the model
 * @param activation empty if the model gave no architecture
 * @param scale how large the layer's numbers are
 * @param units one per unit, unit 0 first
 */
public record LayerHealth(String name, Optional<Activation> activation, LayerScale scale, List<UnitHealth> units) {

    /**
     * Copies the list.
     *
     * @param name kept as it is
     * @param activation kept as it is
     * @param scale kept as it is
     * @param units copied
     */
    public LayerHealth {
        units = List.copyOf(units);
    }

    /**
     * Why the derivative of this layer was not judged.
     *
     * @return empty if it was
     */
    public Optional<String> slopeNotJudged() {
        if (activation.isEmpty()) {
            return Optional.of("needs the architecture, which names the activation");
        }
        return activation
                .filter(known -> !(known instanceof Elementwise))
                .map(known -> "the units of a " + known.name() + " depend on each other");
    }

    /**
     * The median, over the units, of their mean f′(z) / max f′.
     *
     * @return from 0 to 1, empty where f′ was not judged
     */
    public OptionalDouble medianSlope() {
        return Median.of(units.stream().flatMapToDouble(unit -> unit.meanSlope().stream()));
    }

    /**
     * The share of samples and units on which f′(z) / max f′ is below {@link Slope#SATURATED}.
     *
     * @return from 0 to 1, empty where f′ was not judged
     */
    public OptionalDouble saturatedShare() {
        return units.stream()
                .flatMapToDouble(unit -> unit.saturatedShare().stream())
                .average();
    }

    /**
     * The units whose activation is the same for every sample.
     *
     * @return indices from 0, ascending
     */
    public List<Integer> deadUnits() {
        return units.stream().filter(UnitHealth::dead).map(UnitHealth::unit).toList();
    }

    /**
     * Adds the layer to an outline.
     *
     * @param page where to. Modified.
     * @return the outline
     */
    public Outline describeTo(Outline page) {
        page.paragraph(name + ", " + Figures.count(units.size(), "unit") + ", "
                + activation.map(Activation::name).orElse("activation unknown"));
        List<Fact> facts = new ArrayList<>();
        facts.add(new Fact(
                "f'/max f'", slopeNotJudged().map(why -> "not judged: " + why).orElseGet(this::slopeText)));
        facts.add(new Fact("dead units", deadText()));
        facts.add(new Fact("size", scale.toString()));
        return page.facts(facts);
    }

    private String slopeText() {
        return Figures.of(medianSlope().orElse(Double.NaN)) + " (median of the units); below " + Slope.SATURATED
                + " on " + saturatedText() + " of samples and units";
    }

    private String saturatedText() {
        long saturated = units.stream()
                .flatMap(unit -> unit.slope().stream())
                .mapToLong(Slope::saturated)
                .sum();
        return Figures.share(
                saturated, units.stream().mapToLong(UnitHealth::samples).sum());
    }

    private String deadText() {
        if (units.get(0).samples() < 2) {
            return "not judged: needs at least two samples";
        }
        List<Integer> dead = deadUnits();
        return dead.isEmpty()
                ? "none"
                : Figures.count(dead.size()) + " of " + Figures.count(units.size()) + ": " + Lists.indices(dead);
    }

    /** A few lines, without the units one by one. */
    @Override
    public String toString() {
        return describeTo(new PlainText()).toString();
    }
}
