package io.github.backcheck.model;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Somebody's network as this toolkit sees it: live parameters, a loss, and whatever else it can offer. Only parameters and
 * a loss are required, and the loss may be computed from the outputs; every check says which capability it needed and did
 * not get.
 *
 * <pre>{@code
 * Model model = Model.named("digit reader")
 *     .weights("hidden/W", net.w1).biases("hidden/b", net.b1)      // double[][] out x in, live
 *     .weights("output/W", net.w2).biases("output/b", net.b2)
 *     .loss(batch -> net.loss(batch.inputs(), batch.targets()))
 *     .trainStep(batch -> net.train(batch.inputs(), batch.targets(), 0.1))
 *     .predict(inputs -> net.forward(inputs))
 *     .architecture(Architecture.inputs(64).sigmoid(30).sigmoid(10).halfSquaredError())
 *     .build();
 * }</pre>
 *
 * <p>Calls into the network go through this class. It sets randomness back first where it can, gives the network copies of
 * the data, and turns whatever the network throws into a {@link ModelException} that says what was being asked. Not
 * thread-safe, because the network is not.
 */
public final class Model {

    private final String name;
    private final List<Parameter> parameters;
    private final List<ModelLayer> layers;
    private final @Nullable ToDoubleFunction<Batch> loss;
    private final @Nullable Function<Batch, Gradient> gradient;
    private final @Nullable Consumer<Batch> trainStep;
    private final @Nullable UnaryOperator<double[][]> predict;
    private final @Nullable Function<double[][], Trace> trace;
    private final @Nullable Runnable reseed;
    private final @Nullable Architecture architecture;

    private Model(Builder builder, List<ModelLayer> layers) {
        this.name = builder.name;
        this.parameters = List.copyOf(builder.parameters);
        this.layers = layers;
        this.loss = builder.loss;
        this.gradient = builder.gradient;
        this.trainStep = builder.trainStep;
        this.predict = builder.predict;
        this.trace = builder.trace;
        this.reseed = builder.reseed;
        this.architecture = builder.architecture;
    }

    /**
     * Starts a model.
     *
     * @param name what to call the network in reports
     * @return a builder without parameters
     * @throws IllegalArgumentException if the name is blank
     */
    public static Builder named(String name) {
        return new Builder(name);
    }

    /**
     * What the network is called in reports.
     *
     * @return the name given
     */
    public String name() {
        return name;
    }

    /**
     * The parameters, in the order in which they were given.
     *
     * @return at least one
     */
    public List<Parameter> parameters() {
        return parameters;
    }

    /**
     * The parameters layer by layer, first layer first: the weights in the order in which they were given, each with its
     * biases.
     *
     * @return one per weights parameter
     */
    public List<ModelLayer> layers() {
        return layers;
    }

    /**
     * Number of entries of all parameters.
     *
     * @return at least 1
     */
    public int size() {
        return parameters.stream().mapToInt(Parameter::size).sum();
    }

    /**
     * Looks a parameter up.
     *
     * @param parameter its name
     * @return empty if the model has none of that name
     */
    public Optional<Parameter> find(String parameter) {
        return parameters.stream().filter(p -> p.name().equals(parameter)).findFirst();
    }

    /**
     * The architecture, if the network's owner gave it.
     *
     * @return layers, loss and penalty
     */
    public Optional<Architecture> architecture() {
        return Optional.ofNullable(architecture);
    }

    /**
     * What the network offers.
     *
     * @return a set that cannot be changed
     */
    public Set<Capability> capabilities() {
        Set<Capability> all = EnumSet.noneOf(Capability.class);
        for (Capability capability : Capability.values()) {
            if (can(capability)) {
                all.add(capability);
            }
        }
        return Collections.unmodifiableSet(all);
    }

    /**
     * Whether the network offers something.
     *
     * @param capability what is asked for
     * @return true if it was given, or follows from what was given
     */
    public boolean can(Capability capability) {
        return switch (capability) {
            case LOSS -> loss != null || (predict != null && architecture != null);
            case GRADIENT -> gradient != null;
            case TRAIN_STEP -> trainStep != null;
            case PREDICT -> predict != null;
            case TRACE -> trace != null;
            case RESEED -> reseed != null;
            case ARCHITECTURE -> architecture != null;
        };
    }

    /**
     * The loss of a batch: the network's own, or, where it gave none, that of the architecture at the network's outputs.
     *
     * @param batch the samples
     * @return the loss as the network returned it, which may be NaN or infinite
     * @throws ModelException if the network throws or its outputs do not fit
     */
    public double loss(Batch batch) {
        ToDoubleFunction<Batch> own = loss;
        return own != null
                ? call("loss(batch)", batch, () -> own.applyAsDouble(batch))
                : lossOfOutputs(predict(batch), batch);
    }

    private double lossOfOutputs(double[][] outputs, Batch batch) {
        Architecture known = offered(architecture, Capability.LOSS);
        double sum = 0;
        for (int sample = 0; sample < batch.size(); sample++) {
            sum += known.loss().ofOutputs(outputs[sample], batch.target(sample), 0, batch.outputCount());
        }
        return sum * known.reduction().factor(batch.size()) + penalty(known.l2());
    }

    private double penalty(double l2) {
        if (l2 == 0) {
            return 0;
        }
        double squares = 0;
        for (ModelLayer layer : layers) {
            for (double weight : layer.weights().values()) {
                squares += weight * weight;
            }
        }
        return l2 / 2 * squares;
    }

    /**
     * What the network's backpropagation says about a batch.
     *
     * @param batch the samples
     * @return entries that may be NaN or infinite, shapes that fit
     * @throws ModelException if the network throws, returns null, or returns a gradient that does not fit its parameters
     * @throws IllegalStateException if the network does not offer it
     */
    public Gradient gradient(Batch batch) {
        Function<Batch, Gradient> own = offered(gradient, Capability.GRADIENT);
        Gradient result = notNull("gradient(batch)", call("gradient(batch)", batch, () -> own.apply(batch)));
        result.requireFits(this);
        return result;
    }

    /**
     * Lets the network take one step of training on a batch. Changes its parameters, and whatever else it keeps.
     *
     * @param batch the samples
     * @throws ModelException if the network throws
     * @throws IllegalStateException if the network does not offer it
     */
    public void trainStep(Batch batch) {
        Consumer<Batch> own = offered(trainStep, Capability.TRAIN_STEP);
        call("trainStep(batch)", batch, () -> {
            own.accept(batch);
            return true;
        });
    }

    /**
     * The network's outputs for the inputs of a batch.
     *
     * @param batch the samples
     * @return samples x outputs, which may be NaN or infinite
     * @throws ModelException if the network throws, or returns something of another shape
     * @throws IllegalStateException if the network does not offer it
     */
    public double[][] predict(Batch batch) {
        UnaryOperator<double[][]> own = offered(predict, Capability.PREDICT);
        double[][] outputs =
                notNull("predict(inputs)", call("predict(inputs)", batch, () -> own.apply(batch.inputs())));
        if (outputs.length != batch.size()) {
            throw new ModelException("predict(inputs) of " + name + " returned " + outputs.length + " rows for "
                    + batch.size() + " samples: one row per sample was expected");
        }
        for (int sample = 0; sample < outputs.length; sample++) {
            double[] row = outputs[sample];
            if (row == null) {
                throw new ModelException("predict(inputs) of " + name + " returned null for sample " + sample);
            }
            int length = row.length;
            if (length != batch.outputCount()) {
                throw new ModelException("predict(inputs) of " + name + " returned " + length + " outputs for sample "
                        + sample + ", the targets have " + batch.outputCount());
            }
        }
        return Shapes.copy(outputs);
    }

    /**
     * Pre-activations and activations of every layer for the inputs of a batch.
     *
     * @param batch the samples
     * @return the trace as the network computed it
     * @throws ModelException if the network throws, or if the number of layers, samples or units is not the model's
     * @throws IllegalStateException if the network does not offer it
     */
    public Trace trace(Batch batch) {
        Function<double[][], Trace> own = offered(trace, Capability.TRACE);
        Trace result = notNull("trace(inputs)", call("trace(inputs)", batch, () -> own.apply(batch.inputs())));
        if (result.layerCount() != layers.size() || result.samples() != batch.size()) {
            throw new ModelException("trace(inputs) of " + name + " returned " + result.layerCount() + " layers for "
                    + result.samples() + " samples: " + layers.size() + " layers for " + batch.size()
                    + " samples were expected");
        }
        for (ModelLayer layer : layers) {
            int units = layer.weights().rows();
            if (result.units(layer.index()) != units) {
                throw new ModelException("trace(inputs) of " + name + " returned " + result.units(layer.index())
                        + " units for layer " + layer.name() + ", " + layer.weights() + " has " + units);
            }
        }
        return result;
    }

    /**
     * Remembers all parameters, to put them back.
     *
     * @return the values of this moment
     */
    public ParameterSnapshot snapshot() {
        return new ParameterSnapshot(parameters);
    }

    private <T> T offered(@Nullable T function, Capability capability) {
        if (function == null) {
            throw new IllegalStateException(
                    "the model " + name + " was built without " + capability + "; it offers " + capabilities());
        }
        return function;
    }

    private <T> T notNull(String what, @Nullable T result) {
        if (result == null) {
            throw new ModelException(what + " of " + name + " returned null");
        }
        return result;
    }

    /** Runs the network's own code. An Error such as OutOfMemoryError goes through as it is; nothing can be said about it. */
    private <T> T call(String what, Batch batch, Supplier<T> code) {
        Runnable setBack = reseed;
        if (setBack != null) {
            run("reseed before " + what, batch, () -> {
                setBack.run();
                return true;
            });
        }
        return run(what, batch, code);
    }

    /** Catches checked exceptions too: code of other languages, or compiled with tools that allow it, throws them unannounced. */
    private <T> T run(String what, Batch batch, Supplier<T> code) {
        try {
            return code.get();
        } catch (ModelException e) {
            throw e;
        } catch (Exception e) {
            throw new ModelException(what + " of " + name + " threw " + e + " on a " + batch, e);
        }
    }

    /** Name, parameters and capabilities. */
    @Override
    public String toString() {
        return name + " " + parameters + ", offers " + capabilities();
    }

    /** Collects what a network offers. Not thread-safe. */
    public static final class Builder {

        private final String name;
        private final List<Parameter> parameters = new ArrayList<>();
        private @Nullable ToDoubleFunction<Batch> loss;
        private @Nullable Function<Batch, Gradient> gradient;
        private @Nullable Consumer<Batch> trainStep;
        private @Nullable UnaryOperator<double[][]> predict;
        private @Nullable Function<double[][], Trace> trace;
        private @Nullable Runnable reseed;
        private @Nullable Architecture architecture;

        private Builder(String name) {
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
        public Builder weights(String parameter, double[][] weights) {
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
        public Builder weights(String parameter, Storage weights) {
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
        public Builder weightsInByOut(String parameter, double[][] weights) {
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
        public Builder biases(String parameter, double[] biases) {
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
        public Builder biases(String parameter, Storage biases) {
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
        public Builder weightsWithBiases(String layer, BiasPlacement placement, Storage both) {
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
        public Builder weightsWithBiases(String layer, BiasPlacement placement, double[][] both) {
            return weightsWithBiases(layer, placement, Shapes.named(layer, () -> Storage.of(both)));
        }

        private Builder add(Parameter parameter) {
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
        public Builder loss(ToDoubleFunction<Batch> loss) {
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
        public Builder gradient(Function<Batch, Gradient> gradient) {
            this.gradient = Objects.requireNonNull(gradient, "gradient");
            return this;
        }

        /**
         * One update of the parameters by a batch.
         *
         * @param trainStep changes the parameters
         * @return this builder
         */
        public Builder trainStep(Consumer<Batch> trainStep) {
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
         * by each sample in turn.
         *
         * @param trainSample changes the parameters
         * @return this builder
         */
        public Builder trainSample(SampleStep trainSample) {
            Objects.requireNonNull(trainSample, "trainSample");
            return trainStep(batch -> {
                for (int sample = 0; sample < batch.size(); sample++) {
                    trainSample.train(batch.input(sample), batch.target(sample));
                }
            });
        }

        /**
         * The network's outputs for many samples at once.
         *
         * @param predict from samples x inputs to samples x outputs
         * @return this builder
         */
        public Builder predict(UnaryOperator<double[][]> predict) {
            this.predict = Objects.requireNonNull(predict, "predict");
            return this;
        }

        /**
         * The network's outputs for one sample.
         *
         * @param predictSample from inputs to outputs
         * @return this builder
         */
        public Builder predictSample(UnaryOperator<double[]> predictSample) {
            Objects.requireNonNull(predictSample, "predictSample");
            return predict(inputs -> {
                double[][] outputs = new double[inputs.length][];
                for (int sample = 0; sample < inputs.length; sample++) {
                    double[] output = predictSample.apply(inputs[sample]);
                    // A program may return the same array each time.
                    outputs[sample] = Objects.requireNonNull(output, "the outputs are null")
                            .clone();
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
        public Builder trace(Function<double[][], Trace> trace) {
            this.trace = Objects.requireNonNull(trace, "trace");
            return this;
        }

        /**
         * Sets the network's randomness back, so that the next call gives what the previous one gave. Called before each
         * call of the network, so that dropout can be examined too.
         *
         * @param reseed for example {@code () -> net.random.setSeed(1)}
         * @return this builder
         */
        public Builder reseed(Runnable reseed) {
            this.reseed = Objects.requireNonNull(reseed, "reseed");
            return this;
        }

        /**
         * Layer sizes, activations and loss, from which the reference twin is built.
         *
         * @param architecture of the same shape as the parameters
         * @return this builder
         */
        public Builder architecture(Architecture architecture) {
            this.architecture = Objects.requireNonNull(architecture, "architecture");
            return this;
        }

        /**
         * Checks that everything fits.
         *
         * @return the model
         * @throws IllegalArgumentException if there are no weights, no loss, if biases do not fit their weights, or if the
         *     architecture does not fit the parameters; the message names both shapes and the parameter
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
            return new Model(this, layers);
        }
    }
}
