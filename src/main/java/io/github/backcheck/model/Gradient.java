package io.github.backcheck.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * What somebody's backpropagation says: +∂L/∂θ for each parameter, averaged or summed over the batch exactly as the loss
 * is. Immutable, copied from the arrays it is made of, in the shape that the parameter has in the model.
 *
 * <pre>{@code
 * model.gradient(batch -> {
 *     net.backprop(batch.inputs(), batch.targets());
 *     return Gradient.of("hidden/W", net.dW1).and("hidden/b", net.db1);
 * });
 * }</pre>
 */
public final class Gradient {

    /** The entries of one parameter's gradient, row by row, with the shape they came in. */
    private static final class Entries {
        private final double[] values;
        private final int rows;
        private final int columns;

        private Entries(Storage gradient) {
            this.rows = gradient.rows();
            this.columns = gradient.columns();
            this.values = new double[rows * columns];
            gradient.readInto(values);
        }
    }

    private final Map<String, Entries> byName;

    private Gradient(Map<String, Entries> byName) {
        this.byName = byName;
    }

    /**
     * The gradient of one parameter, kept as an array of rows.
     *
     * @param parameter the parameter's name in the model
     * @param gradient of the parameter's shape. Not modified, copied.
     * @return a gradient to which the other parameters are added
     * @throws IllegalArgumentException if the array is empty or ragged
     */
    public static Gradient of(String parameter, double[][] gradient) {
        return of(parameter, Shapes.named(parameter, () -> Storage.of(gradient)));
    }

    /**
     * The gradient of biases, kept as a vector.
     *
     * @param parameter the parameter's name in the model
     * @param gradient one entry per unit. Not modified, copied.
     * @return a gradient to which the other parameters are added
     * @throws IllegalArgumentException if the array is empty
     */
    public static Gradient of(String parameter, double[] gradient) {
        return of(parameter, Shapes.named(parameter, () -> Storage.of(gradient)));
    }

    /**
     * The gradient of one parameter, kept in any of the ways in which parameters are kept.
     *
     * @param parameter the parameter's name in the model
     * @param gradient of the parameter's shape. Not modified, copied.
     * @return a gradient to which the other parameters are added
     */
    public static Gradient of(String parameter, Storage gradient) {
        return new Gradient(Map.of()).and(parameter, gradient);
    }

    /**
     * This gradient and that of another parameter, kept as an array of rows.
     *
     * @param parameter the parameter's name in the model
     * @param gradient of the parameter's shape. Not modified, copied.
     * @return a new gradient
     * @throws IllegalArgumentException if the array is empty or ragged, or the parameter is there already
     */
    public Gradient and(String parameter, double[][] gradient) {
        return and(parameter, Shapes.named(parameter, () -> Storage.of(gradient)));
    }

    /**
     * This gradient and that of biases, kept as a vector.
     *
     * @param parameter the parameter's name in the model
     * @param gradient one entry per unit. Not modified, copied.
     * @return a new gradient
     * @throws IllegalArgumentException if the array is empty or the parameter is there already
     */
    public Gradient and(String parameter, double[] gradient) {
        return and(parameter, Shapes.named(parameter, () -> Storage.of(gradient)));
    }

    /**
     * This gradient and that of another parameter, kept in any of the ways in which parameters are kept.
     *
     * @param parameter the parameter's name in the model
     * @param gradient of the parameter's shape. Not modified, copied.
     * @return a new gradient
     * @throws IllegalArgumentException if the parameter is there already
     */
    public Gradient and(String parameter, Storage gradient) {
        Objects.requireNonNull(parameter, "the name of a parameter is null");
        Objects.requireNonNull(gradient, () -> "the gradient of " + parameter + " is null");
        Map<String, Entries> more = new LinkedHashMap<>(byName);
        if (more.put(parameter, new Entries(gradient)) != null) {
            throw new IllegalArgumentException("the gradient of " + parameter + " is given twice");
        }
        return new Gradient(more);
    }

    /**
     * This gradient and that of a layer whose biases share one matrix with the weights, named {@code layer/W} and {@code
     * layer/b} as {@link ModelBuilder#weightsWithBiases} names the parameters.
     *
     * @param layer the layer's name in the model
     * @param placement where the biases are
     * @param gradient of the shape of the matrix that holds both. Not modified, copied.
     * @return a new gradient
     */
    public Gradient andWithBiases(String layer, BiasPlacement placement, Storage gradient) {
        return and(layer + "/W", Shapes.named(layer, () -> placement.weights(gradient)))
                .and(layer + "/b", Shapes.named(layer, () -> placement.biases(gradient)));
    }

    /**
     * The gradient of a layer whose biases share one matrix with the weights, named {@code layer/W} and {@code layer/b}.
     *
     * @param layer the layer's name in the model
     * @param placement where the biases are
     * @param gradient of the shape of the matrix that holds both. Not modified, copied.
     * @return a gradient to which the other parameters are added
     */
    public static Gradient withBiases(String layer, BiasPlacement placement, Storage gradient) {
        return new Gradient(Map.of()).andWithBiases(layer, placement, gradient);
    }

    /**
     * The gradient of all layers of a network that keeps them in a list, named as {@link ModelBuilder#layers} names the
     * parameters.
     *
     * @param layers the same list, first layer first
     * @param weights gives the gradient of a layer's weights. Not modified, copied.
     * @param biases gives the gradient of a layer's biases. Not modified, copied.
     * @param <L> the class of the layers
     * @return the gradient of all of them
     * @throws IllegalArgumentException if the list is empty or an array is empty or ragged
     */
    public static <L> Gradient layers(
            List<L> layers, Function<? super L, Storage> weights, Function<? super L, Storage> biases) {
        LayerNames.requireLayers(layers);
        Gradient all = new Gradient(Map.of());
        for (int i = 0; i < layers.size(); i++) {
            L layer = layers.get(i);
            String w = LayerNames.weights(i);
            String b = LayerNames.biases(i);
            all = all.and(w, Shapes.named(w, () -> weights.apply(layer)))
                    .and(b, Shapes.named(b, () -> biases.apply(layer)));
        }
        return all;
    }

    /**
     * The names of the parameters for which this gradient says something.
     *
     * @return in the order in which they were added
     */
    public Set<String> parameters() {
        return Collections.unmodifiableSet(byName.keySet());
    }

    /**
     * What backpropagation says about one parameter.
     *
     * @param parameter a parameter of the model
     * @return a copy of the entries, row by row; empty if this gradient says nothing about the parameter
     */
    public Optional<double[]> of(Parameter parameter) {
        return Optional.ofNullable(byName.get(parameter.name())).map(entries -> entries.values.clone());
    }

    /** Makes sure that every name is one of the model's and every shape the parameter's. */
    void requireFits(Model model) {
        byName.forEach((name, entries) -> {
            Parameter parameter = model.find(name)
                    .orElseThrow(() -> new ModelException("gradient(batch) of " + model.name()
                            + " returned a gradient for " + name + ", the model has " + model.parameters()));
            boolean fits = parameter.role() == Parameter.Role.BIASES
                    ? entries.values.length == parameter.size() && Math.min(entries.rows, entries.columns) == 1
                    : entries.rows == parameter.rows() && entries.columns == parameter.columns();
            if (!fits) {
                throw new ModelException("gradient(batch) of " + model.name() + " returned "
                        + Shapes.of(entries.rows, entries.columns) + " for " + parameter
                        + ": the same shape was expected" + hint(entries, parameter));
            }
        });
    }

    private static String hint(Entries entries, Parameter parameter) {
        return entries.rows == parameter.columns() && entries.columns == parameter.rows()
                ? "; if the program keeps it as in x out, pass Storage.of(gradient).transposed()"
                : "";
    }
}
