package io.github.backcheck.testing.jqwik;

import io.github.backcheck.mlp.Initialiser;
import io.github.backcheck.mlp.Mlp;
import io.github.backcheck.model.Architecture;
import io.github.backcheck.model.Batch;
import io.github.backcheck.model.Layer;
import io.github.backcheck.model.Model;
import io.github.backcheck.model.ModelLayer;
import io.github.backcheck.model.Parameter;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * An architecture, weights and biases for it, and a batch that fits it: all that a property about backpropagation needs.
 * Immutable; what it hands out are copies.
 *
 * <pre>{@code
 * @Property
 * @Domain(NetworkDomain.class)
 * void gradientAgrees(@ForAll NetworkCase network) {
 *     MyNetwork mine = new MyNetwork(network.architecture());
 *     network.copyInto(wrap(mine));
 *     ...
 * }
 * }</pre>
 *
 * <p>It prints itself as Java arrays, to be pasted into a test, by {@link #of} or as they are.
 */
public final class NetworkCase {

    private final Architecture architecture;
    private final double[][][] weights;
    private final double[][] biases;
    private final Batch batch;

    /** Takes the arrays as they are. */
    NetworkCase(Architecture architecture, double[][][] weights, double[][] biases, Batch batch) {
        this.architecture = architecture;
        this.weights = weights;
        this.biases = biases;
        this.batch = batch;
    }

    /**
     * Puts a network together, such as one that a property printed.
     *
     * <pre>{@code
     * NetworkCase.of(
     *         Architecture.inputs(1).tanh(1).identity(1).halfSquaredError(),
     *         new double[][][] {{{0}}, {{1}}},
     *         new double[][] {{0}, {0}},
     *         Batch.of(new double[][] {{0}, {0}}, new double[][] {{1}, {0}}));
     * }</pre>
     *
     * @param architecture layers and loss
     * @param weights of each layer, out x in. Copied.
     * @param biases of each layer, one per unit. Copied.
     * @param batch of the architecture's number of inputs and outputs
     * @return the network
     * @throws NullPointerException if something is null
     * @throws IllegalArgumentException if something does not fit the architecture
     */
    public static NetworkCase of(Architecture architecture, double[][][] weights, double[][] biases, Batch batch) {
        int depth = architecture.depth();
        check("the number of layers with weights", weights.length, depth);
        check("the number of layers with biases", biases.length, depth);
        check("the number of inputs in the batch", batch.inputCount(), architecture.inputCount());
        check("the number of targets in the batch", batch.outputCount(), architecture.outputCount());
        for (int layer = 0; layer < depth; layer++) {
            Layer shape = architecture.layer(layer);
            check("the number of rows of W" + (layer + 1), weights[layer].length, shape.units());
            check("the length of b" + (layer + 1), biases[layer].length, shape.units());
            for (double[] row : weights[layer]) {
                check("the length of a row of W" + (layer + 1), row.length, shape.inputs());
            }
        }
        return new NetworkCase(
                architecture,
                Arrays.stream(weights)
                        .map(rows -> Arrays.stream(rows).map(double[]::clone).toArray(double[][]::new))
                        .toArray(double[][][]::new),
                Arrays.stream(biases).map(double[]::clone).toArray(double[][]::new),
                batch);
    }

    private static void check(String what, int given, int expected) {
        if (given != expected) {
            throw new IllegalArgumentException(what + " is " + given + ", " + expected + " was expected");
        }
    }

    /**
     * Layers, loss and penalty.
     *
     * @return the architecture
     */
    public Architecture architecture() {
        return architecture;
    }

    /**
     * Samples with their targets.
     *
     * @return a batch of the architecture's number of inputs and outputs
     */
    public Batch batch() {
        return batch;
    }

    /**
     * The weights of a layer.
     *
     * @param layer from 0
     * @return a copy, out x in
     */
    public double[][] weights(int layer) {
        return Arrays.stream(weights[layer]).map(double[]::clone).toArray(double[][]::new);
    }

    /**
     * The biases of a layer.
     *
     * @param layer from 0
     * @return a copy, one per unit
     */
    public double[] biases(int layer) {
        return biases[layer].clone();
    }

    /**
     * Writes these weights and biases into somebody's network.
     *
     * @param model of the same layers; where it has no biases, none are written. Modified.
     * @throws NullPointerException if the model is null
     * @throws IllegalArgumentException if the model has other layers; nothing is written then
     */
    public void copyInto(Model model) {
        Objects.requireNonNull(model, "the model is null");
        boolean fits = model.layers().size() == weights.length;
        for (int layer = 0; fits && layer < weights.length; layer++) {
            Parameter theirs = model.layers().get(layer).weights();
            fits = theirs.rows() == weights[layer].length && theirs.columns() == weights[layer][0].length;
        }
        if (!fits) {
            throw new IllegalArgumentException("the model " + model.name() + " has " + model.parameters()
                    + ", its layers should be " + architecture);
        }
        for (ModelLayer layer : model.layers()) {
            layer.weights()
                    .assign(Arrays.stream(weights[layer.index()])
                            .flatMapToDouble(Arrays::stream)
                            .toArray());
            layer.biases().ifPresent(own -> own.assign(biases[layer.index()]));
        }
    }

    /**
     * The reference network with these weights and biases.
     *
     * @return a new network
     */
    public Mlp network() {
        Mlp network = Mlp.of(architecture, Initialiser.zeros(), 0);
        for (int layer = 0; layer < weights.length; layer++) {
            int at = 0;
            for (double[] row : weights[layer]) {
                System.arraycopy(row, 0, network.weights(layer).data, at, row.length);
                at += row.length;
            }
            System.arraycopy(biases[layer], 0, network.biases(layer).data, 0, biases[layer].length);
        }
        return network;
    }

    /** The same architecture, the same numbers. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof NetworkCase that && toString().equals(that.toString());
    }

    @Override
    public int hashCode() {
        return toString().hashCode();
    }

    /** As in {@code 1 -> 1 identity, half squared error, mean over the batch; W1 = {{1}}, b1 = {0}; inputs = {{1}}, ...}. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(architecture.toString());
        for (int layer = 0; layer < weights.length; layer++) {
            int number = layer + 1;
            text.append("; W").append(number).append(" = ").append(literal(weights[layer]));
            text.append(", b").append(number).append(" = ").append(literal(biases[layer]));
        }
        text.append("; inputs = ").append(literal(batch.inputs()));
        return text.append(", targets = ").append(literal(batch.targets())).toString();
    }

    private static String literal(double[][] rows) {
        return Arrays.stream(rows).map(NetworkCase::literal).collect(Collectors.joining(", ", "{", "}"));
    }

    private static String literal(double[] row) {
        return Arrays.stream(row)
                .mapToObj(BigDecimal::valueOf)
                .map(value ->
                        value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString())
                .collect(Collectors.joining(", ", "{", "}"));
    }
}
