package io.github.backcheck.model;

import java.util.ArrayList;
import java.util.List;

/**
 * What a forward pass computed on its way: the pre-activations z and the activations a of each layer, first layer first.
 * Immutable, copied from the arrays it is made of.
 *
 * <pre>{@code
 * Trace trace = Trace.layer(net.z1, net.a1).andLayer(net.z2, net.a2);
 * }</pre>
 */
public final class Trace {

    private static final class Layer {
        private final double[][] preActivations;
        private final double[][] activations;

        private Layer(double[][] preActivations, double[][] activations) {
            this.preActivations = Shapes.copy(preActivations);
            this.activations = Shapes.copy(activations);
        }
    }

    private final List<Layer> layers;

    private Trace(List<Layer> layers) {
        this.layers = layers;
    }

    /**
     * The first layer.
     *
     * @param preActivations z = W a_prev + b, samples x units. Not modified, copied.
     * @param activations a = f(z), samples x units. Not modified, copied.
     * @return a trace of one layer
     * @throws IllegalArgumentException if an array is empty or ragged or the two differ in shape
     */
    public static Trace layer(double[][] preActivations, double[][] activations) {
        return new Trace(List.of()).andLayer(preActivations, activations);
    }

    /**
     * This trace with one more layer above.
     *
     * @param preActivations z = W a_prev + b, samples x units. Not modified, copied.
     * @param activations a = f(z), samples x units. Not modified, copied.
     * @return a new trace
     * @throws IllegalArgumentException if an array is empty or ragged, the two differ in shape, or their number of samples is
     *     not that of the layers below
     */
    public Trace andLayer(double[][] preActivations, double[][] activations) {
        String where = " of layer " + (layers.size() + 1);
        String zShape = shape(preActivations, "layer " + (layers.size() + 1) + " pre-activations");
        String aShape = shape(activations, "layer " + (layers.size() + 1) + " activations");
        if (!zShape.equals(aShape)) {
            throw new IllegalArgumentException("pre-activations" + where + " are " + zShape + ", activations" + where
                    + " are " + aShape + ": the same shape was expected, samples x units");
        }
        if (!layers.isEmpty() && samples() != activations.length) {
            throw new IllegalArgumentException(
                    "activations" + where + " are " + aShape + ", those of layer 1 have " + samples() + " samples");
        }
        List<Layer> more = new ArrayList<>(layers);
        more.add(new Layer(preActivations, activations));
        return new Trace(List.copyOf(more));
    }

    private static String shape(double[][] matrix, String what) {
        int columns = Shapes.columnsOf(matrix, what);
        return Shapes.of(matrix.length, columns);
    }

    /**
     * Number of layers traced.
     *
     * @return at least 1
     */
    public int layerCount() {
        return layers.size();
    }

    /**
     * Number of samples.
     *
     * @return at least 1
     */
    public int samples() {
        return layers.get(0).activations.length;
    }

    /**
     * Number of units of a layer.
     *
     * @param layer from 0
     * @return at least 1
     */
    public int units(int layer) {
        return layers.get(layer).activations[0].length;
    }

    /**
     * A pre-activation z.
     *
     * @param layer from 0
     * @param sample from 0
     * @param unit from 0
     * @return its value
     */
    public double preActivation(int layer, int sample, int unit) {
        return layers.get(layer).preActivations[sample][unit];
    }

    /**
     * An activation a = f(z).
     *
     * @param layer from 0
     * @param sample from 0
     * @param unit from 0
     * @return its value
     */
    public double activation(int layer, int sample, int unit) {
        return layers.get(layer).activations[sample][unit];
    }
}
