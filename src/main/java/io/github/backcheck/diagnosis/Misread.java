package io.github.backcheck.diagnosis;

import io.github.backcheck.mlp.Mlp;
import io.github.backcheck.model.Batch;
import io.github.backcheck.model.Capability;
import io.github.backcheck.model.Model;
import io.github.backcheck.model.Parameter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;

/**
 * Looks for a way to read the parameters under which the network computes what its architecture says: entries by columns instead
 * of by rows, biases in another column, layers in another order. Then nothing is wrong but the lines that wrap it.
 */
final class Misread {

    /** Of the difference that is to be explained, this share may be left. */
    private static final double EXPLAINED = 1e-4;

    /** Another way to read the parameters. */
    private record Reading(String statement, String advice, Consumer<Mlp> change) {}

    private final Model model;
    private final double[][] inputs;
    private final double[][] seen;

    private Misread(Model model, Batch batch) {
        this.model = model;
        this.inputs = batch.inputs();
        this.seen = model.predict(batch);
    }

    /** The first reading that explains the outputs, in words. */
    static Optional<Misdescribed> of(Model model, Batch batch) {
        return model.can(Capability.PREDICT) ? new Misread(model, batch).explained() : Optional.empty();
    }

    private Optional<Misdescribed> explained() {
        double asGiven = gap(Mlp.twin(model));
        if (!Double.isFinite(asGiven)) {
            return Optional.empty();
        }
        return readings().stream()
                .filter(reading -> {
                    Mlp twin = Mlp.twin(model);
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

    private double gap(Mlp twin) {
        double[][] expected = twin.predict(inputs);
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
                .filter(layers -> layers.stream()
                        .allMatch(layer -> model.layers().get(layer).biases().isPresent()))
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
                twin -> layers.forEach(layer -> {
                    double[] given = twin.weights(layer).getData().clone();
                    forEachEntry(twin.weights(layer), (byRow, byColumn, all) -> all[byRow] = given[byColumn]);
                }));
    }

    private Reading byRows(List<Integer> layers) {
        return new Reading(
                "The weights of " + names(layers)
                        + " are given column by column, and the program keeps them row by row.",
                "Storage.flat(array, offset, units, inputs) reads them so, not turned.",
                twin -> layers.forEach(layer -> {
                    double[] given = twin.weights(layer).getData().clone();
                    forEachEntry(twin.weights(layer), (byRow, byColumn, all) -> all[byColumn] = given[byRow]);
                }));
    }

    /** Takes the place of an entry where rows follow each other, and where columns do. */
    private interface Reorder {
        void entry(int byRow, int byColumn, double[] all);
    }

    private static void forEachEntry(DMatrixRMaj matrix, Reorder reorder) {
        for (int i = 0; i < matrix.numRows; i++) {
            for (int j = 0; j < matrix.numCols; j++) {
                reorder.entry(i * matrix.numCols + j, j * matrix.numRows + i, matrix.data);
            }
        }
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
                    DMatrixRMaj weights = twin.weights(layer);
                    DMatrixRMaj biases = twin.biases(layer);
                    int columns = weights.numCols;
                    for (int i = 0; i < weights.numRows; i++) {
                        double[] both = new double[columns + 1];
                        System.arraycopy(weights.data, i * columns, both, 1 - firstWeight, columns);
                        both[firstWeight == 1 ? columns : 0] = biases.get(i, 0);
                        System.arraycopy(both, firstWeight, weights.data, i * columns, columns);
                        biases.set(i, 0, both[firstWeight == 1 ? 0 : columns]);
                    }
                }));
    }

    private void addExchanges(List<Reading> readings, int one, int other) {
        Mlp shapes = Mlp.twin(model);
        String names = names(List.of(one, other));
        boolean sameUnits = shapes.biases(one).numRows == shapes.biases(other).numRows;
        boolean sameShape = sameUnits && shapes.weights(one).numCols == shapes.weights(other).numCols;
        if (sameUnits) {
            readings.add(new Reading(
                    "The biases of " + names + " are given in place of each other.",
                    "Exchange them in the lines that wrap the network.",
                    twin -> exchange(twin.biases(one), twin.biases(other))));
        }
        if (sameShape) {
            readings.add(new Reading(
                    "The weights of " + names + " are given in place of each other.",
                    "Exchange them in the lines that wrap the network.",
                    twin -> exchange(twin.weights(one), twin.weights(other))));
            readings.add(new Reading(
                    "The layers " + names + " are given in the wrong order.",
                    "Give them in the order of the forward pass, the layer that reads the inputs first.",
                    twin -> {
                        exchange(twin.weights(one), twin.weights(other));
                        exchange(twin.biases(one), twin.biases(other));
                    }));
        }
    }

    private static void exchange(DMatrixRMaj one, DMatrixRMaj other) {
        DMatrixRMaj kept = one.copy();
        one.setTo(other);
        other.setTo(kept);
    }
}
