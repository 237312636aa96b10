package io.github.backcheck.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * What a network computes: its layers, its loss, how the losses of a batch are put together, and its penalty. From it and
 * the weights the toolkit builds the reference twin of somebody's network. Immutable.
 *
 * <pre>{@code
 * Architecture.inputs(64).sigmoid(30).softmax(10).softmaxCrossEntropy().l2(1e-4)
 * }</pre>
 */
public final class Architecture {

    private final List<Layer> layers;
    private final Loss loss;
    private final Reduction reduction;
    private final double l2;

    private Architecture(List<Layer> layers, Loss loss, Reduction reduction, double l2) {
        this.layers = layers;
        this.loss = loss;
        this.reduction = reduction;
        this.l2 = l2;
    }

    /**
     * Starts an architecture with its number of inputs.
     *
     * @param inputs at least 1
     * @return the layers so far: none
     * @throws IllegalArgumentException if the number is below 1
     */
    public static Layers inputs(int inputs) {
        return new Layers(Shapes.positive(inputs, "number of inputs"), List.of());
    }

    /** The layers of an architecture that has no loss yet. Immutable; each method returns a new one. */
    public static final class Layers {

        private final int inputs;
        private final List<Layer> layers;

        private Layers(int inputs, List<Layer> layers) {
            this.inputs = inputs;
            this.layers = layers;
        }

        /**
         * One more layer.
         *
         * @param units number of units, at least 1
         * @param activation its nonlinearity
         * @return the layers so far
         * @throws IllegalArgumentException if the number is below 1, or if a layer is put on top of softmax
         */
        public Layers layer(int units, Activation activation) {
            Objects.requireNonNull(activation, "activation");
            if (!layers.isEmpty() && last().activation() == Activation.SOFTMAX) {
                throw new IllegalArgumentException("layer " + (layers.size() + 1)
                        + " on top of softmax: softmax is supported in the last layer only");
            }
            List<Layer> more = new ArrayList<>(layers);
            more.add(new Layer(layers.isEmpty() ? inputs : last().units(), units, activation));
            return new Layers(inputs, List.copyOf(more));
        }

        private Layer last() {
            return layers.get(layers.size() - 1);
        }

        /**
         * One more layer without a nonlinearity.
         *
         * @param units number of units, at least 1
         * @return the layers so far
         */
        public Layers identity(int units) {
            return layer(units, Activation.IDENTITY);
        }

        /**
         * One more sigmoid layer.
         *
         * @param units number of units, at least 1
         * @return the layers so far
         */
        public Layers sigmoid(int units) {
            return layer(units, Activation.SIGMOID);
        }

        /**
         * One more tanh layer.
         *
         * @param units number of units, at least 1
         * @return the layers so far
         */
        public Layers tanh(int units) {
            return layer(units, Activation.TANH);
        }

        /**
         * One more ReLU layer.
         *
         * @param units number of units, at least 1
         * @return the layers so far
         */
        public Layers relu(int units) {
            return layer(units, Activation.RELU);
        }

        /**
         * One more leaky ReLU layer with slope 0.01; {@code layer(units, Activation.leakyRelu(0.2))} for another.
         *
         * @param units number of units, at least 1
         * @return the layers so far
         */
        public Layers leakyRelu(int units) {
            return layer(units, Activation.LEAKY_RELU);
        }

        /**
         * One more ELU layer with α = 1; {@code layer(units, Activation.elu(0.5))} for another.
         *
         * @param units number of units, at least 1
         * @return the layers so far
         */
        public Layers elu(int units) {
            return layer(units, Activation.ELU);
        }

        /**
         * One more softplus layer.
         *
         * @param units number of units, at least 1
         * @return the layers so far
         */
        public Layers softplus(int units) {
            return layer(units, Activation.SOFTPLUS);
        }

        /**
         * A softmax head.
         *
         * @param units number of classes, at least 1
         * @return the layers so far
         */
        public Layers softmax(int units) {
            return layer(units, Activation.SOFTMAX);
        }

        /**
         * With the loss ½ Σ (a − y)² per sample, averaged over the batch.
         *
         * @return the architecture
         */
        public Architecture halfSquaredError() {
            return loss(Loss.HALF_SQUARED_ERROR);
        }

        /**
         * With the loss (a − y)², averaged over outputs and batch.
         *
         * @return the architecture
         */
        public Architecture meanSquaredError() {
            return loss(Loss.MEAN_SQUARED_ERROR);
        }

        /**
         * With the loss −Σ y ln a per sample, averaged over the batch. Needs a softmax head.
         *
         * @return the architecture
         * @throws IllegalArgumentException if the last layer is not softmax
         */
        public Architecture softmaxCrossEntropy() {
            return loss(Loss.SOFTMAX_CROSS_ENTROPY);
        }

        /**
         * With the loss −Σ (y ln a + (1 − y) ln(1 − a)) per sample, averaged over the batch. Needs a sigmoid head.
         *
         * @return the architecture
         * @throws IllegalArgumentException if the last layer is not sigmoid
         */
        public Architecture binaryCrossEntropy() {
            return loss(Loss.BINARY_CROSS_ENTROPY);
        }

        /**
         * With a loss, averaged over the batch.
         *
         * @param loss the loss of a sample
         * @return the architecture
         * @throws IllegalArgumentException if there is no layer, or the loss does not go with the last one
         */
        public Architecture loss(Loss loss) {
            Objects.requireNonNull(loss, "loss");
            if (layers.isEmpty()) {
                throw new IllegalArgumentException("an architecture needs at least one layer before its loss");
            }
            loss.requiredHead().filter(head -> head != last().activation()).ifPresent(head -> {
                throw new IllegalArgumentException(
                        loss + " needs a " + head + " head, the last layer is " + last().activation());
            });
            return new Architecture(layers, loss, Reduction.MEAN, 0);
        }
    }

    /**
     * The same with the losses of a batch added instead of averaged.
     *
     * @return a new architecture
     */
    public Architecture summed() {
        return new Architecture(layers, loss, Reduction.SUM, l2);
    }

    /**
     * The same with the penalty (λ/2) Σ w² over all weights, not biases, added to the loss of a batch.
     *
     * @param lambda λ, at least 0 and finite
     * @return a new architecture
     * @throws IllegalArgumentException if λ is negative, NaN or infinite
     */
    public Architecture l2(double lambda) {
        if (!(lambda >= 0 && lambda < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "the penalty lambda is " + lambda + ", 0 or a positive number was expected");
        }
        return new Architecture(layers, loss, reduction, lambda);
    }

    /**
     * The layers, first layer first.
     *
     * @return at least one
     */
    public List<Layer> layers() {
        return layers;
    }

    /**
     * Number of layers.
     *
     * @return at least 1
     */
    public int depth() {
        return layers.size();
    }

    /**
     * One layer.
     *
     * @param index from 0
     * @return the layer
     */
    public Layer layer(int index) {
        return layers.get(index);
    }

    /**
     * Number of inputs of the network.
     *
     * @return at least 1
     */
    public int inputCount() {
        return layers.get(0).inputs();
    }

    /**
     * Number of outputs of the network.
     *
     * @return at least 1
     */
    public int outputCount() {
        return layers.get(depth() - 1).units();
    }

    /**
     * The loss of a sample.
     *
     * @return the loss
     */
    public Loss loss() {
        return loss;
    }

    /**
     * How the losses of a batch are put together.
     *
     * @return mean unless {@link #summed()}
     */
    public Reduction reduction() {
        return reduction;
    }

    /**
     * λ of the penalty (λ/2) Σ w².
     *
     * @return 0 without a penalty
     */
    public double l2() {
        return l2;
    }

    /** As in {@code 64 -> 30 sigmoid -> 10 softmax, softmax cross-entropy, mean over the batch}. */
    @Override
    public String toString() {
        return inputCount()
                + layers.stream()
                        .map(layer -> " -> " + layer.units() + " " + layer.activation())
                        .collect(Collectors.joining())
                + ", " + loss
                + (reduction == Reduction.MEAN ? ", mean over the batch" : ", sum over the batch")
                + (l2 == 0 ? "" : ", L2 penalty " + l2);
    }
}
