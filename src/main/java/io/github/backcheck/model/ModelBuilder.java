package io.github.backcheck.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Collects what a network offers, and makes a {@link Model} of it. Only weights and a loss are required, and the loss may
 * follow from predictions and an architecture. Not thread-safe.
 *
 * <pre>{@code
 * Model model = Model.named("xor").weights("W", net.w).biases("b", net.b).loss(net::loss).build();
 * }</pre>
 */
public final class ModelBuilder {

    final String name;
    final List<Parameter> parameters = new ArrayList<>();

    @Nullable
    ToDoubleFunction<Batch> loss;

    @Nullable
    Function<Batch, Gradient> gradient;

    @Nullable
    Consumer<Batch> trainStep;

    @Nullable
    UnaryOperator<double[][]> predict;

    @Nullable
    Function<double[][], Trace> trace;

    @Nullable
    ToDoubleFunction<Batch> reportedLoss;

    @Nullable
    ToDoubleFunction<Batch> reportedAccuracy;

    @Nullable
    Epoch epoch;

    @Nullable
    Runnable reseed;

    @Nullable
    Architecture architecture;

    @Nullable
    UpdateSource updates;

    ModelBuilder(String name) {
        if (Objects.requireNonNull(name, "the name of a model is null").isBlank()) {
            throw new IllegalArgumentException("the name of a model is blank");
        }
        this.name = name;
    }

    /**
     * The weights of the next layer, out × in.
     *
     * @param parameter a name such as {@code hidden/W}
     * @param weights live, one row per unit
     * @return this builder
     * @throws IllegalArgumentException if the matrix is empty or ragged, or the name taken
     */
    public ModelBuilder weights(String parameter, double[][] weights) {
        return weights(parameter, Shapes.named(parameter, () -> Storage.of(weights)));
    }

    /**
     * The weights of the next layer, kept in any way and turned to out × in.
     *
     * @param parameter a name such as {@code hidden/W}
     * @param weights live, one row per unit
     * @return this builder
     * @throws IllegalArgumentException if the name is taken
     */
    public ModelBuilder weights(String parameter, Storage weights) {
        return add(new Parameter(parameter, Parameter.Role.WEIGHTS, weights));
    }

    /**
     * The weights of the next layer, in × out.
     *
     * @param parameter a name such as {@code hidden/W}
     * @param weights live, one row per input
     * @return this builder
     * @throws IllegalArgumentException if the matrix is empty or ragged, or the name taken
     */
    public ModelBuilder weightsInByOut(String parameter, double[][] weights) {
        return weights(
                parameter, Shapes.named(parameter, () -> Storage.of(weights).transposed()));
    }

    /**
     * Biases of a layer, one per unit.
     *
     * @param parameter a name such as {@code hidden/b}
     * @param biases live
     * @return this builder
     * @throws IllegalArgumentException if the vector is empty or the name taken
     */
    public ModelBuilder biases(String parameter, double[] biases) {
        return biases(parameter, Shapes.named(parameter, () -> Storage.of(biases)));
    }

    /**
     * Biases of a layer, kept in any way.
     *
     * @param parameter a name such as {@code hidden/b}
     * @param biases live, one column or one row
     * @return this builder
     * @throws IllegalArgumentException if there is more than one row and more than one column, or the name is taken
     */
    public ModelBuilder biases(String parameter, Storage biases) {
        return add(new Parameter(parameter, Parameter.Role.BIASES, biases));
    }

    /**
     * Weights and biases of the next layer in one matrix. They are named {@code layer/W} and {@code layer/b}.
     *
     * @param layer a name such as {@code hidden}
     * @param placement where the biases are
     * @param both live
     * @return this builder
     * @throws IllegalArgumentException if there is no room for weights beside the biases, or a name is taken
     */
    public ModelBuilder weightsWithBiases(String layer, BiasPlacement placement, Storage both) {
        return weights(layer + "/W", Shapes.named(layer, () -> placement.weights(both)))
                .biases(layer + "/b", Shapes.named(layer, () -> placement.biases(both)));
    }

    /**
     * Weights and biases of the next layer in one array of rows. They are named {@code layer/W} and {@code layer/b}.
     *
     * @param layer a name such as {@code hidden}
     * @param placement where the biases are
     * @param both live
     * @return this builder
     * @throws IllegalArgumentException if the matrix is empty or ragged, if there is no room for weights beside the
     *     biases, or if a name is taken
     */
    public ModelBuilder weightsWithBiases(String layer, BiasPlacement placement, double[][] both) {
        return weightsWithBiases(layer, placement, Shapes.named(layer, () -> Storage.of(both)));
    }

    /**
     * Weights and biases of all layers of a network that keeps them in a list, first layer first. They are named {@code
     * layer1/W}, {@code layer1/b}, {@code layer2/W} and so on.
     *
     * <pre>{@code
     * .layers(net.dense, layer -> Storage.of(layer.w), layer -> Storage.of(layer.b))
     * .layers(List.of(0, 1), i -> Storage.of(net.weights[i]), i -> Storage.of(net.biases[i]))
     * }</pre>
     *
     * @param layers those that have parameters, and no others
     * @param weights gives the live weights of a layer, out × in
     * @param biases gives the live biases of a layer
     * @param <L> the class of the layers
     * @return this builder
     * @throws IllegalArgumentException if the list is empty, a storage does not fit, or a name is taken
     * @see Gradient#layers
     */
    public <L> ModelBuilder layers(
            List<L> layers, Function<? super L, Storage> weights, Function<? super L, Storage> biases) {
        LayerNames.requireLayers(layers);
        Objects.requireNonNull(weights, "weights");
        Objects.requireNonNull(biases, "biases");
        for (int i = 0; i < layers.size(); i++) {
            L layer = layers.get(i);
            String w = LayerNames.weights(i);
            String b = LayerNames.biases(i);
            weights(w, Shapes.named(w, () -> weights.apply(layer)))
                    .biases(b, Shapes.named(b, () -> biases.apply(layer)));
        }
        return this;
    }

    private ModelBuilder add(Parameter parameter) {
        if (parameters.stream().anyMatch(other -> other.name().equals(parameter.name()))) {
            throw new IllegalArgumentException("two parameters are named " + parameter.name());
        }
        parameters.add(parameter);
        return this;
    }

    /**
     * The loss that the network descends, for a batch. It must not change the parameters.
     *
     * @param loss computes it, penalties included
     * @return this builder
     */
    public ModelBuilder loss(ToDoubleFunction<Batch> loss) {
        this.loss = Objects.requireNonNull(loss, "loss");
        return this;
    }

    /**
     * What the network's backpropagation says, without a step. A program whose training method computes and applies in
     * one can often be called with a learning rate of 0.
     *
     * @param gradient computes it; +∂L/∂θ, averaged or summed as the loss is
     * @return this builder
     */
    public ModelBuilder gradient(Function<Batch, Gradient> gradient) {
        this.gradient = Objects.requireNonNull(gradient, "gradient");
        return this;
    }

    /**
     * One update of the parameters by a batch.
     *
     * @param trainStep changes the parameters
     * @return this builder
     */
    public ModelBuilder trainStep(Consumer<Batch> trainStep) {
        this.trainStep = Objects.requireNonNull(trainStep, "trainStep");
        return this;
    }

    /** Takes the inputs and the targets of one sample. */
    @FunctionalInterface
    public interface SampleStep {
        /**
         * Updates the parameters by one sample.
         *
         * @param input one entry per input
         * @param target one entry per output
         */
        void train(double[] input, double[] target);
    }

    /**
     * One update of the parameters by one sample, for a program that learns online. A step by a batch is then one step
     * by each sample in turn. Where the program takes the class as a number, {@link Batch#label} has it:
     *
     * <pre>{@code
     * .trainSample((x, y) -> net.train(x, Batch.label(y)))
     * }</pre>
     *
     * @param trainSample changes the parameters
     * @return this builder
     */
    public ModelBuilder trainSample(SampleStep trainSample) {
        Objects.requireNonNull(trainSample, "trainSample");
        return trainStep(batch -> {
            for (int sample = 0; sample < batch.size(); sample++) {
                trainSample.train(batch.input(sample), batch.target(sample));
            }
        });
    }

    /**
     * The network's outputs for many samples at once: what its last layer puts out, not classes.
     *
     * @param predict from samples x inputs to samples x outputs
     * @return this builder
     */
    public ModelBuilder predict(UnaryOperator<double[][]> predict) {
        this.predict = Objects.requireNonNull(predict, "predict");
        return this;
    }

    /**
     * The network's outputs for one sample: what its last layer puts out, not a class.
     *
     * @param predictSample from inputs to outputs
     * @return this builder
     */
    public ModelBuilder predictSample(UnaryOperator<double[]> predictSample) {
        Objects.requireNonNull(predictSample, "predictSample");
        return predict(inputs -> {
            double[][] outputs = new double[inputs.length][];
            for (int sample = 0; sample < inputs.length; sample++) {
                double[] output = predictSample.apply(inputs[sample]);
                // A program may return the same array each time.
                outputs[sample] =
                        Objects.requireNonNull(output, "the outputs are null").clone();
            }
            return outputs;
        });
    }

    /**
     * Pre-activations and activations of every layer.
     *
     * @param trace from samples x inputs
     * @return this builder
     */
    public ModelBuilder trace(Function<double[][], Trace> trace) {
        this.trace = Objects.requireNonNull(trace, "trace");
        return this;
    }

    /**
     * The loss that the program prints for a batch, where that is not the loss it descends. It is compared with {@link
     * #loss}.
     *
     * @param reportedLoss computes it
     * @return this builder
     */
    public ModelBuilder reportedLoss(ToDoubleFunction<Batch> reportedLoss) {
        this.reportedLoss = Objects.requireNonNull(reportedLoss, "reportedLoss");
        return this;
    }

    /**
     * The accuracy that the program prints for a batch, as a share from 0 to 1 or in percent. It is compared with a recount
     * of the predictions.
     *
     * @param reportedAccuracy computes it
     * @return this builder
     */
    public ModelBuilder reportedAccuracy(ToDoubleFunction<Batch> reportedAccuracy) {
        this.reportedAccuracy = Objects.requireNonNull(reportedAccuracy, "reportedAccuracy");
        return this;
    }

    /** A program's own loop through its data: shuffles them, makes batches, trains. */
    @FunctionalInterface
    public interface Epoch {
        /**
         * Goes through the data once.
         *
         * @param inputs samples x inputs; the program's to change
         * @param targets samples x outputs; the program's to change
         */
        void run(double[][] inputs, double[][] targets);
    }

    /**
     * One pass of the program's own loop through data. What it does to the parameters <i>and to the data</i> is looked at:
     * rows that a shuffle loses or doubles, targets that get out of step with their inputs.
     *
     * @param epoch changes the parameters, and may change the order of the rows that it is given
     * @return this builder
     */
    public ModelBuilder epoch(Epoch epoch) {
        this.epoch = Objects.requireNonNull(epoch, "epoch");
        return this;
    }

    /**
     * Sets the network's randomness back, so that the next call gives what the previous one gave. Called before each
     * call of the network, so that dropout can be examined too.
     *
     * @param reseed for example {@code () -> net.random.setSeed(1)}
     * @return this builder
     */
    public ModelBuilder reseed(Runnable reseed) {
        this.reseed = Objects.requireNonNull(reseed, "reseed");
        return this;
    }

    /**
     * Layer sizes, activations and loss, from which the reference twin is built.
     *
     * @param architecture of the same shape as the parameters
     * @return this builder
     */
    public ModelBuilder architecture(Architecture architecture) {
        this.architecture = Objects.requireNonNull(architecture, "architecture");
        return this;
    }

    /**
     * A way to look on while the network's own loop updates its parameters, which spares a monitor its own pass over them.
     *
     * @param updates knows every parameter by its name
     * @return this builder
     */
    public ModelBuilder updates(UpdateSource updates) {
        this.updates = Objects.requireNonNull(updates, "updates");
        return this;
    }

    /**
     * Checks that everything fits.
     *
     * @return the model
     * @throws IllegalArgumentException if there are no weights, no loss, if biases do not fit their weights, if the
     *     architecture does not fit the parameters, or if a parameter does not keep what is written into it, as a copy that
     *     a getter hands out does not; the message names both shapes and the parameter
     */
    public Model build() {
        if (loss == null && (predict == null || architecture == null)) {
            throw new IllegalArgumentException(
                    "the model " + name
                            + " has no loss: give loss(batch), or predict(inputs) and an architecture, whose loss is then used");
        }
        List<ModelLayer> layers = LayerOrder.of(name, parameters);
        if (architecture != null) {
            LayerOrder.requireFits(architecture, layers);
        }
        parameters.forEach(Parameter::requireLive);
        return new Model(this, layers);
    }
}
