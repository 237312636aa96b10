package io.github.backcheck.probe;

import io.github.backcheck.model.Model;
import io.github.backcheck.model.ModelLayer;
import io.github.backcheck.model.Parameter;
import io.github.backcheck.model.ParameterSnapshot;
import io.github.backcheck.probe.WeightReport.Copies;
import io.github.backcheck.probe.WeightReport.Distribution;
import io.github.backcheck.probe.WeightReport.LayerWeights;
import io.github.backcheck.probe.WeightReport.Trait;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Looks at the parameters themselves. Traits and when a layer has them, with r the root mean square of its weights times
 * √inputs:
 *
 * <ul>
 *   <li>one sign: 30 weights or more that are not all equal, 99 % of them of one sign; by chance 2⁻²⁹ and less;
 *   <li>identical units: rows of weights equal to the last bit with their biases; repeated rows: without their biases, and of
 *       three different numbers or more;
 *   <li>too large: r above 12 with 100 inputs or more (uniform in ±1 on 784 inputs is 16); too small: r below 0.005;
 *   <li>all zero, all equal, not finite.
 * </ul>
 *
 * <p>Only what no seed makes is noticed: a number that is not finite, one sign, rows that repeat one another, units that no
 * training can tell apart, and layers that share one array. The scale of weights is given for others to judge, and a layer
 * of zeros beside others is a common start.
 *
 * <pre>{@code
 * WeightCensus.of(model).layers().get(0).has(WeightReport.Trait.ONE_SIGN);   // true: Math.random() without - 0.5
 * }</pre>
 *
 * <p>Calls nothing of the program but its parameters: weights of equal layers are changed for a moment to see whether
 * they are one array.
 */
public final class WeightCensus {

    private static final int FEWEST_FOR_SIGN = 30;
    private static final double NEARLY_ALL = 0.99;
    private static final double LARGE = 12;
    private static final int FEWEST_FOR_LARGE = 100;
    private static final double SMALL = 0.005;
    private static final int FEWEST_DIFFERENT = 3;

    private WeightCensus() {}

    /**
     * Looks at all parameters.
     *
     * @param model anything. Its parameters are the same afterwards.
     * @return what they look like
     * @throws NullPointerException if the model is null
     */
    public static WeightReport of(Model model) {
        Objects.requireNonNull(model, "the model is null");
        List<LayerWeights> layers = new ArrayList<>();
        boolean noticed = false;
        for (ModelLayer layer : model.layers()) {
            Optional<ModelLayer> above = model.layers().stream()
                    .filter(other -> other.index() == layer.index() + 1)
                    .findFirst();
            LayerWeights seen = layer(layer, above);
            layers.add(seen);
            noticed |= isNoticed(seen, layer);
        }
        List<Copies> copies = copies(model);
        noticed |= copies.stream().anyMatch(Copies::shared);
        return new WeightReport(noticed ? Judgement.noticed() : Judgement.asExpected(), layers, copies);
    }

    private static boolean isNoticed(LayerWeights seen, ModelLayer layer) {
        boolean repeats = seen.has(Trait.REPEATED_ROWS)
                || seen.identical().stream().anyMatch(group -> isVaried(row(layer.weights(), group.get(0))));
        return repeats
                || seen.has(Trait.NOT_FINITE)
                || seen.has(Trait.ONE_SIGN)
                || !seen.inseparable().isEmpty();
    }

    private static LayerWeights layer(ModelLayer layer, Optional<ModelLayer> above) {
        Parameter weights = layer.weights();
        Distribution distribution = distribution(weights.values());
        double spread = Math.hypot(distribution.mean(), distribution.deviation()) * Math.sqrt(weights.columns());
        List<List<Integer>> identical = groups(weights, layer.biases());
        List<List<Integer>> inseparable =
                above.map(next -> inseparable(identical, next)).orElse(List.of());
        List<Trait> traits = new ArrayList<>();
        boolean equal = distribution.smallest() == distribution.largest();
        if (!isFinite(layer)) {
            traits.add(Trait.NOT_FINITE);
        } else if (equal && weights.size() > 1) {
            traits.add(distribution.largest() == 0 ? Trait.ALL_ZERO : Trait.ALL_EQUAL);
        } else {
            addSignAndScale(traits, distribution, spread, weights.columns());
        }
        if (!identical.isEmpty()) {
            traits.add(Trait.IDENTICAL_UNITS);
        } else if (repeats(weights)) {
            traits.add(Trait.REPEATED_ROWS);
        }
        return new LayerWeights(
                layer.name(),
                weights.rows(),
                weights.columns(),
                distribution,
                layer.biases().map(biases -> distribution(biases.values())),
                spread,
                identical,
                inseparable,
                traits);
    }

    private static void addSignAndScale(List<Trait> traits, Distribution weights, double spread, int inputs) {
        int counted = weights.entries() - weights.zero();
        int negative = counted - weights.positive();
        if (counted >= FEWEST_FOR_SIGN && Math.max(weights.positive(), negative) >= NEARLY_ALL * counted) {
            traits.add(Trait.ONE_SIGN);
        }
        if (spread > LARGE && inputs >= FEWEST_FOR_LARGE) {
            traits.add(Trait.TOO_LARGE);
        }
        if (spread < SMALL) {
            traits.add(Trait.TOO_SMALL);
        }
    }

    private static boolean isFinite(ModelLayer layer) {
        return layer.parameters().stream()
                .flatMapToDouble(p -> Arrays.stream(p.values()))
                .allMatch(Double::isFinite);
    }

    private static Distribution distribution(double[] values) {
        double mean = Arrays.stream(values).average().orElse(0);
        double squares = Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum();
        return new Distribution(
                values.length,
                mean,
                Math.sqrt(squares / values.length),
                Arrays.stream(values).min().orElse(0),
                Arrays.stream(values).max().orElse(0),
                (int) Arrays.stream(values).filter(v -> v > 0).count(),
                (int) Arrays.stream(values).filter(v -> v == 0).count());
    }

    private static List<Double> row(Parameter weights, int unit) {
        double[] values = weights.values();
        return Arrays.stream(values, unit * weights.columns(), (unit + 1) * weights.columns())
                .boxed()
                .toList();
    }

    /** A row that no hand and no constant made: rows of a few round numbers may be equal by chance. */
    private static boolean isVaried(List<Double> row) {
        return row.stream().distinct().count() >= FEWEST_DIFFERENT;
    }

    private static boolean repeats(Parameter weights) {
        return groups(weights, Optional.empty()).stream().anyMatch(group -> isVaried(row(weights, group.get(0))));
    }

    private static List<List<Integer>> groups(Parameter weights, Optional<Parameter> biases) {
        Map<List<Double>, List<Integer>> byRow = new LinkedHashMap<>();
        for (int unit = 0; unit < weights.rows(); unit++) {
            List<Double> incoming = new ArrayList<>(row(weights, unit));
            int index = unit;
            biases.ifPresent(b -> incoming.add(b.get(index)));
            byRow.computeIfAbsent(incoming, key -> new ArrayList<>()).add(unit);
        }
        return byRow.values().stream().filter(units -> units.size() > 1).toList();
    }

    /** The groups, cut into those whose outgoing weights are equal as well. */
    private static List<List<Integer>> inseparable(List<List<Integer>> groups, ModelLayer above) {
        List<List<Integer>> inseparable = new ArrayList<>();
        for (List<Integer> group : groups) {
            Map<List<Double>, List<Integer>> byColumn = new LinkedHashMap<>();
            for (int unit : group) {
                byColumn.computeIfAbsent(column(above.weights(), unit), key -> new ArrayList<>())
                        .add(unit);
            }
            byColumn.values().stream().filter(units -> units.size() > 1).forEach(inseparable::add);
        }
        return inseparable;
    }

    private static List<Double> column(Parameter weights, int input) {
        List<Double> column = new ArrayList<>();
        for (int row = 0; row < weights.rows(); row++) {
            column.add(weights.get(row * weights.columns() + input));
        }
        return column;
    }

    private static List<Copies> copies(Model model) {
        List<Copies> copies = new ArrayList<>();
        List<ModelLayer> layers = model.layers();
        for (int i = 0; i < layers.size(); i++) {
            for (int j = i + 1; j < layers.size(); j++) {
                Parameter one = layers.get(i).weights();
                Parameter other = layers.get(j).weights();
                double[] values = one.values();
                if (Arrays.equals(values, other.values())
                        && isVaried(Arrays.stream(values).boxed().toList())) {
                    copies.add(new Copies(one.name(), other.name(), areShared(model, one, other)));
                }
            }
        }
        return copies;
    }

    private static boolean areShared(Model model, Parameter one, Parameter other) {
        try (ParameterSnapshot before = model.snapshot()) {
            double old = other.get(0);
            one.set(0, old == 1 ? 2 : 1);
            boolean shared = other.get(0) != old;
            before.restore();
            return shared;
        }
    }
}
