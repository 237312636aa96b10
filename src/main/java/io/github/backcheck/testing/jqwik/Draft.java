package io.github.backcheck.testing.jqwik;

import io.github.backcheck.model.Activation;
import io.github.backcheck.model.Architecture;
import io.github.backcheck.model.Batch;
import io.github.backcheck.model.Loss;
import io.github.backcheck.model.Reduction;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A network case that can be changed. Level 0 are the inputs, level l the units of the l-th layer; the levels stay those of
 * one network when a unit or a layer goes.
 */
final class Draft {

    private final List<Activation> activations;
    private final List<double[][]> weights;
    private final List<double[]> biases;
    private double[][] inputs;
    private double[][] targets;
    private Loss loss;
    private Reduction reduction;
    private double l2;

    Draft(NetworkCase network) {
        Architecture from = network.architecture();
        activations = new ArrayList<>();
        weights = new ArrayList<>();
        biases = new ArrayList<>();
        for (int layer = 0; layer < from.depth(); layer++) {
            activations.add(from.layer(layer).activation());
            weights.add(network.weights(layer));
            biases.add(network.biases(layer));
        }
        inputs = network.batch().inputs();
        targets = network.batch().targets();
        loss = from.loss();
        reduction = from.reduction();
        l2 = from.l2();
    }

    NetworkCase finished() {
        Architecture.Layers layers = Architecture.inputs(weights.get(0)[0].length);
        for (int layer = 0; layer < weights.size(); layer++) {
            layers = layers.layer(weights.get(layer).length, activations.get(layer));
        }
        Architecture mean = layers.loss(loss).l2(l2);
        return new NetworkCase(
                reduction == Reduction.SUM ? mean.summed() : mean,
                weights.toArray(double[][][]::new),
                biases.toArray(double[][]::new),
                Batch.of(inputs, targets));
    }

    /** The layer above reads what the layer read; where it reads more than before, its weights are used again. */
    Draft withoutLayer(int layer) {
        int width = weights.get(layer)[0].length;
        weights.remove(layer);
        biases.remove(layer);
        activations.remove(layer);
        weights.set(layer, repeated(weights.get(layer), width));
        return this;
    }

    /** The layer below becomes the last one; as many targets as it has units are there, used again where they are too few. */
    Draft withoutLastLayer() {
        int last = weights.size() - 1;
        weights.remove(last);
        biases.remove(last);
        activations.remove(last);
        loss.requiredHead().ifPresent(head -> activations.set(last - 1, head));
        targets = repeated(targets, biases.get(last - 1).length);
        fitTargets();
        return this;
    }

    Draft withoutUnit(int level, int unit) {
        if (level == 0) {
            inputs = withoutColumn(inputs, unit);
        } else {
            weights.set(level - 1, without(weights.get(level - 1), unit));
            biases.set(level - 1, withoutColumn(new double[][] {biases.get(level - 1)}, unit)[0]);
        }
        if (level == weights.size()) {
            targets = withoutColumn(targets, unit);
            fitTargets();
        } else {
            weights.set(level, withoutColumn(weights.get(level), unit));
        }
        return this;
    }

    Draft withOnlyUnit(int level, int unit) {
        int units = level == 0 ? inputs[0].length : biases.get(level - 1).length;
        for (int other = units - 1; other >= 0; other--) {
            if (other != unit) {
                withoutUnit(level, other);
            }
        }
        return this;
    }

    Draft withoutSample(int sample) {
        inputs = without(inputs, sample);
        targets = without(targets, sample);
        return this;
    }

    Draft withSamples(int from, int to) {
        inputs = Arrays.copyOfRange(inputs, from, to);
        targets = Arrays.copyOfRange(targets, from, to);
        return this;
    }

    Draft withActivation(int layer, Activation other) {
        activations.set(layer, other);
        return this;
    }

    Draft withHead(Head head) {
        activations.set(activations.size() - 1, head.activation());
        loss = head.loss();
        fitTargets();
        return this;
    }

    Draft with(Reduction other) {
        reduction = other;
        return this;
    }

    Draft withPenalty(double lambda) {
        l2 = lambda;
        return this;
    }

    /** Weights and biases, from the first layer up. */
    List<double[][]> parameterRows() {
        List<double[][]> rows = new ArrayList<>();
        for (int layer = 0; layer < weights.size(); layer++) {
            rows.add(weights.get(layer));
            rows.add(new double[][] {biases.get(layer)});
        }
        return rows;
    }

    /** Inputs, and targets where they may be any numbers. */
    List<double[][]> dataRows() {
        return loss.requiredHead().isEmpty() ? List.of(inputs, targets) : List.<double[][]>of(inputs);
    }

    /** Of every kind, to be changed in place. */
    double[][] targets() {
        return targets;
    }

    /** Cross-entropies take classes. */
    private void fitTargets() {
        for (double[] row : targets) {
            if (loss == Loss.SOFTMAX_CROSS_ENTROPY) {
                int largest = 0;
                for (int k = 1; k < row.length; k++) {
                    largest = row[k] > row[largest] ? k : largest;
                }
                Arrays.fill(row, 0);
                row[largest] = 1;
            } else if (loss == Loss.BINARY_CROSS_ENTROPY) {
                Arrays.setAll(row, k -> row[k] > 0 ? 1 : 0);
            }
        }
    }

    private static double[][] repeated(double[][] rows, int width) {
        double[][] repeated = new double[rows.length][width];
        for (int i = 0; i < rows.length; i++) {
            for (int j = 0; j < width; j++) {
                repeated[i][j] = rows[i][j % rows[i].length];
            }
        }
        return repeated;
    }

    private static double[][] without(double[][] rows, int row) {
        double[][] fewer = new double[rows.length - 1][];
        System.arraycopy(rows, 0, fewer, 0, row);
        System.arraycopy(rows, row + 1, fewer, row, rows.length - row - 1);
        return fewer;
    }

    private static double[][] withoutColumn(double[][] rows, int column) {
        double[][] fewer = new double[rows.length][];
        for (int i = 0; i < rows.length; i++) {
            fewer[i] = new double[rows[i].length - 1];
            System.arraycopy(rows[i], 0, fewer[i], 0, column);
            System.arraycopy(rows[i], column + 1, fewer[i], column, rows[i].length - column - 1);
        }
        return fewer;
    }
}
