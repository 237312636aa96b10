package io.github.backcheck.diagnosis;

import io.github.backcheck.mlp.Mlp;
import io.github.backcheck.mlp.Optimiser;
import io.github.backcheck.model.Batch;
import io.github.backcheck.model.Capability;
import io.github.backcheck.model.Model;
import io.github.backcheck.model.Parameter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Looks for a way to read the parameters under which the network computes what its architecture says: entries by columns instead
 * of by rows, biases in another column, layers in another order. Then nothing is wrong but the lines that wrap it.
 */
final class Misread {

    /** Of the difference that is to be explained, this share may be left. */
    private static final double EXPLAINED = 1e-4;

    /** Outputs that differ by less, against the largest, need no explanation. */
    private static final double SAME = 1e-6;

    /** Another way to read the parameters. */
    private record Reading(String statement, String advice, Consumer<Model> change) {}

    private final Model model;
    private final Batch batch;
    private final double[][] seen;

    private Misread(Model model, Batch batch) {
        this.model = model;
        this.batch = batch;
        this.seen = model.predict(batch);
    }

    /** The first reading that explains the outputs, in words. */
    static Optional<Misdescribed> of(Model model, Batch batch) {
        return model.can(Capability.PREDICT) ? new Misread(model, batch).explained() : Optional.empty();
    }

    private Optional<Misdescribed> explained() {
        double asGiven = gap(twin());
        if (!(asGiven > SAME * largest())) {
            return Optional.empty();
        }
        if (!Double.isFinite(asGiven)) {
            return Optional.empty();
        }
        return readings().stream()
                .filter(reading -> {
                    Model twin = twin();
                    reading.change.accept(twin);
                    return gap(twin) <= EXPLAINED * asGiven;
                })
                .map(reading -> new Misdescribed(
                        Severity.ADVICE,
                        reading.statement + " With that, the outputs are those of the architecture.",
                        reading.advice
                                + " Until then, gradients are judged by the network's own loss, and its units not at"
                                + " all."))
                .findFirst();
    }

    /** Of its own numbers, which may be written into. */
    private Model twin() {
        return Mlp.twin(model).asModel(model.name(), Optimiser.sgd(1));
    }

    private static Parameter weights(Model network, int layer) {
        return network.layers().get(layer).weights();
    }

    private static Parameter biases(Model twin, int layer) {
        return twin.layers().get(layer).biases().orElseThrow();
    }

    private double largest() {
        return Arrays.stream(seen)
                .flatMapToDouble(Arrays::stream)
                .map(Math::abs)
                .max()
                .orElse(0);
    }

    private double gap(Model twin) {
        double[][] expected = twin.predict(batch);
        double largest = 0;
        for (int sample = 0; sample < seen.length; sample++) {
            for (int output = 0; output < seen[sample].length; output++) {
                double gap = Math.abs(seen[sample][output] - expected[sample][output]);
                largest = Double.isNaN(gap) ? Double.POSITIVE_INFINITY : Math.max(largest, gap);
            }
        }
        return largest;
    }

    private List<Reading> readings() {
        List<List<Integer>> places = new ArrayList<>();
        List<Integer> all = IntStream.range(0, model.layers().size()).boxed().toList();
        places.add(all);
        if (all.size() > 1) {
            all.forEach(layer -> places.add(List.of(layer)));
        }
        List<Reading> readings = new ArrayList<>();
        places.stream()
                .map(layers -> layers.stream().filter(this::isNoVector).toList())
                .filter(layers -> !layers.isEmpty())
                .distinct()
                .forEach(layers -> {
                    readings.add(byColumns(layers));
                    readings.add(byRows(layers));
                });
        List<List<Integer>> withBiases = places.stream()
                .filter(layers -> layers.stream().allMatch(this::hasBiases))
                .toList();
        withBiases.forEach(layers -> readings.add(biasesFirst(layers)));
        withBiases.forEach(layers -> readings.add(biasesLast(layers)));
        for (int one : all) {
            for (int other = one + 1; other < all.size(); other++) {
                addExchanges(readings, one, other);
            }
        }
        return readings;
    }

    /** Of a single row or column, there is one way to read it. */
    private boolean isNoVector(int layer) {
        Parameter weights = model.layers().get(layer).weights();
        return weights.rows() > 1 && weights.columns() > 1;
    }

    private boolean hasBiases(int layer) {
        return model.layers().get(layer).biases().isPresent();
    }

    private String names(List<Integer> layers) {
        return Texts.joined(
                layers.stream().map(layer -> model.layers().get(layer).name()).toList());
    }

    private Reading byColumns(List<Integer> layers) {
        return new Reading(
                "The weights of " + names(layers)
                        + " are given row by row, and the program keeps them column by column.",
                "Exchange the numbers and turn the view: Storage.flat(array, offset, inputs, units).transposed() in a vector,"
                        + " weightsInByOut in a matrix.",
                twin -> layers.forEach(layer -> reorder(
                        weights(twin, layer), (given, byRow, byColumn, read) -> read[byRow] = given[byColumn])));
    }

    private Reading byRows(List<Integer> layers) {
        return new Reading(
                "The weights of " + names(layers)
                        + " are given column by column, and the program keeps them row by row.",
                "Storage.flat(array, offset, units, inputs) reads them so, not turned.",
                twin -> layers.forEach(layer -> reorder(
                        weights(twin, layer), (given, byRow, byColumn, read) -> read[byColumn] = given[byRow])));
    }

    /** Takes the place of an entry where rows follow each other, and where columns do. */
    private interface Reorder {
        void entry(double[] given, int byRow, int byColumn, double[] read);
    }

    private static void reorder(Parameter weights, Reorder reorder) {
        double[] given = weights.values();
        double[] read = new double[given.length];
        for (int i = 0; i < weights.rows(); i++) {
            for (int j = 0; j < weights.columns(); j++) {
                reorder.entry(given, i * weights.columns() + j, j * weights.rows() + i, read);
            }
        }
        weights.assign(read);
    }

    private Reading biasesFirst(List<Integer> layers) {
        return placed(layers, "first", "last", 1);
    }

    private Reading biasesLast(List<Integer> layers) {
        return placed(layers, "last", "first", 0);
    }

    /** Weights and biases side by side, the biases behind the weights or before them; read again with them at the other end. */
    private Reading placed(List<Integer> layers, String is, String given, int firstWeight) {
        String constant = is.equals("first") ? "FIRST" : "LAST";
        return new Reading(
                "The biases of " + names(layers) + " are given as the " + given
                        + " column or row of the weights, and the program" + " keeps them in the " + is + ".",
                "Say BiasPlacement." + constant + "_COLUMN, or " + constant + "_ROW.",
                twin -> layers.forEach(layer -> {
                    Parameter weights = weights(twin, layer);
                    Parameter biases = biases(twin, layer);
                    int columns = weights.columns();
                    double[] ofInputs = weights.values();
                    double[] ofUnits = biases.values();
                    for (int i = 0; i < ofUnits.length; i++) {
                        double[] both = new double[columns + 1];
                        System.arraycopy(ofInputs, i * columns, both, 1 - firstWeight, columns);
                        both[firstWeight == 1 ? columns : 0] = ofUnits[i];
                        System.arraycopy(both, firstWeight, ofInputs, i * columns, columns);
                        ofUnits[i] = both[firstWeight == 1 ? 0 : columns];
                    }
                    weights.assign(ofInputs);
                    biases.assign(ofUnits);
                }));
    }

    private void addExchanges(List<Reading> readings, int one, int other) {
        String names = names(List.of(one, other));
        boolean sameUnits = weights(model, one).rows() == weights(model, other).rows();
        boolean sameShape = sameUnits
                && weights(model, one).columns() == weights(model, other).columns();
        if (sameUnits && hasBiases(one) && hasBiases(other)) {
            readings.add(new Reading(
                    "The biases of " + names + " are given in place of each other.",
                    "Exchange them in the lines that wrap the network.",
                    twin -> exchange(biases(twin, one), biases(twin, other))));
        }
        if (sameShape) {
            readings.add(new Reading(
                    "The weights of " + names + " are given in place of each other.",
                    "Exchange them in the lines that wrap the network.",
                    twin -> exchange(weights(twin, one), weights(twin, other))));
            readings.add(new Reading(
                    "The layers " + names + " are given in the wrong order.",
                    "Give them in the order of the forward pass, the layer that reads the inputs first.",
                    twin -> {
                        exchange(weights(twin, one), weights(twin, other));
                        if (hasBiases(one) && hasBiases(other)) {
                            exchange(biases(twin, one), biases(twin, other));
                        }
                    }));
        }
    }

    private static void exchange(Parameter one, Parameter other) {
        double[] kept = one.values();
        one.assign(other.values());
        other.assign(kept);
    }
}
