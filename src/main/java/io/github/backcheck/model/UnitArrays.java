package io.github.backcheck.model;

import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/** Arrays of weights that neuron objects hand out, one for each unit of a layer. */
final class UnitArrays {

    private UnitArrays() {}

    static <U> Storage of(List<U> units, Function<? super U, double[]> weights) {
        requireUnits(units);
        Objects.requireNonNull(weights, "weights is null");
        int columns = ownArray(units, 0, weights).length;
        for (int unit = 0; unit < units.size(); unit++) {
            int length = ownArray(units, unit, weights).length;
            if (length != columns) {
                throw new IllegalArgumentException("unit " + unit + " has " + length + " weights, unit 0 has " + columns
                        + ": units of one layer have equally many (those of other layers are another parameter)");
            }
        }
        return EntryStorage.of(
                        units.size(),
                        columns,
                        (row, column) -> weights.apply(units.get(row))[column],
                        (row, column, value) -> weights.apply(units.get(row))[column] = value)
                .readingRowsBy(
                        (row, into, first) -> System.arraycopy(weights.apply(units.get(row)), 0, into, first, columns));
    }

    static <U> void requireUnits(List<U> units) {
        if (Objects.requireNonNull(units, "the list of units is null").isEmpty()) {
            throw new IllegalArgumentException("the list of units is empty, a layer has at least one");
        }
        for (int unit = 0; unit < units.size(); unit++) {
            int index = unit;
            Objects.requireNonNull(units.get(unit), () -> "unit " + index + " is null");
        }
    }

    /** The array of a unit, after making sure that it is the unit's own. */
    private static <U> double[] ownArray(List<U> units, int unit, Function<? super U, double[]> weights) {
        double[] array = Objects.requireNonNull(
                weights.apply(units.get(unit)), () -> "the weights of unit " + unit + " are null");
        if (array.length == 0) {
            throw new IllegalArgumentException("the weights of unit " + unit + " are empty");
        }
        if (weights.apply(units.get(unit)) != array) {
            throw new IllegalArgumentException("unit " + unit
                    + " hands out a new array of weights each time it is asked: what is written into a copy does not reach"
                    + " the unit. Use Storage.entries with a getter and a setter of one weight, or let the unit hand out"
                    + " its own array");
        }
        return array;
    }
}
