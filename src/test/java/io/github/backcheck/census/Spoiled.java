package io.github.backcheck.census;

import io.github.backcheck.model.Batch;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;

/** Data with one thing wrong. */
final class Spoiled {

    private Spoiled() {}

    static Batch inputs(Batch data, DoubleUnaryOperator change) {
        double[][] x = data.inputs();
        for (double[] row : x) {
            Arrays.setAll(row, i -> change.applyAsDouble(row[i]));
        }
        return Batch.of(x, data.targets());
    }

    /** The targets of sample s stand at sample s + rows; those that fall off the end are at the beginning. */
    static Batch late(Batch data, int rows) {
        List<double[]> targets = Arrays.asList(data.targets());
        Collections.rotate(targets, rows);
        return Batch.of(data.inputs(), targets.toArray(double[][]::new));
    }

    static Batch reversed(Batch data) {
        List<double[]> targets = Arrays.asList(data.targets());
        Collections.reverse(targets);
        return Batch.of(data.inputs(), targets.toArray(double[][]::new));
    }

    static Batch mixed(Batch data, long seed) {
        List<double[]> targets = Arrays.asList(data.targets());
        Collections.shuffle(targets, new Random(seed));
        return Batch.of(data.inputs(), targets.toArray(double[][]::new));
    }

    static Batch targets(Batch data, DoubleUnaryOperator change) {
        double[][] y = data.targets();
        for (double[] row : y) {
            Arrays.setAll(row, i -> change.applyAsDouble(row[i]));
        }
        return Batch.of(data.inputs(), y);
    }
}
