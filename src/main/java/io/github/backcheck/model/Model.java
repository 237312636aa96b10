package io.github.backcheck.model;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
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
    private final @Nullable ToDoubleFunction<Batch> reportedLoss;
    private final @Nullable ToDoubleFunction<Batch> reportedAccuracy;
    private final ModelBuilder.@Nullable Epoch epoch;
    private final @Nullable Runnable reseed;
    private final @Nullable Architecture architecture;
    private final @Nullable UpdateSource updates;
    private final AtomicLong samplesAsked;

    Model(ModelBuilder builder, List<ModelLayer> layers) {
        this(builder, layers, new AtomicLong());
    }

    private Model(ModelBuilder builder, List<ModelLayer> layers, AtomicLong samplesAsked) {
        this.name = builder.name;
        this.parameters = List.copyOf(builder.parameters);
        this.layers = layers;
        this.loss = builder.loss;
        this.gradient = builder.gradient;
        this.trainStep = builder.trainStep;
        this.predict = builder.predict;
        this.trace = builder.trace;
        this.reportedLoss = builder.reportedLoss;
        this.reportedAccuracy = builder.reportedAccuracy;
        this.epoch = builder.epoch;
        this.reseed = builder.reseed;
        this.architecture = builder.architecture;
        this.updates = builder.updates;
        this.samplesAsked = samplesAsked;
    }

    /**
     * The same network, whose gradient is then known by its training steps alone.
     *
     * @return a model of the same parameters, which offers all that this one does but for gradient(batch)
     */
    public Model withoutGradient() {
        ModelBuilder others = new ModelBuilder(name);
        others.parameters.addAll(parameters);
        others.loss = loss;
        others.trainStep = trainStep;
        others.predict = predict;
        others.trace = trace;
        others.reportedLoss = reportedLoss;
        others.reportedAccuracy = reportedAccuracy;
        others.epoch = epoch;
        others.reseed = reseed;
        others.architecture = architecture;
        others.updates = updates;
        return new Model(others, layers, samplesAsked);
    }

    /**
     * Starts a model.
     *
     * @param name what to call the network in reports
     * @return a builder without parameters
     * @throws IllegalArgumentException if the name is blank
     */
    public static ModelBuilder named(String name) {
        return new ModelBuilder(name);
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
     * Refuses samples of other inputs or outputs than those of the first and the last weights.
     *
     * @param batch any samples
     * @throws NullPointerException if the batch is null
     * @throws IllegalArgumentException if inputs or outputs do not fit; the message has both shapes
     */
    public void requireFits(Batch batch) {
        Objects.requireNonNull(batch, "the batch is null");
        Parameter first = layers.get(0).weights();
        Parameter last = layers.get(layers.size() - 1).weights();
        if (batch.inputCount() != first.columns() || batch.outputCount() != last.rows()) {
            throw new IllegalArgumentException("a " + batch + " for " + name + ", which has " + first.columns()
                    + " inputs (" + first + ") and " + last.rows() + " outputs (" + last + ")"
                    + (batch.outputCount() == 1 && last.rows() > 1
                            ? "; labels become targets by Batch.labelled(inputs, labels, classes)"
                            : ""));
        }
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
     * How to look on while the network's own loop updates its parameters.
     *
     * @return empty if they can only be read afterwards
     */
    public Optional<UpdateSource> updates() {
        return Optional.ofNullable(updates);
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
            case REPORTED_LOSS -> reportedLoss != null;
            case REPORTED_ACCURACY -> reportedAccuracy != null;
            case EPOCH -> epoch != null;
            case RESEED -> reseed != null;
            case ARCHITECTURE -> architecture != null;
        };
    }

    /**
     * Whether the loss is the network's own, and not that of the architecture.
     *
     * @return true if the network's owner gave a loss
     */
    public boolean hasOwnLoss() {
        return loss != null;
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
                    + batch.size() + " samples: one row per sample was expected"
                    + (isOneColumnPerSample(outputs, batch)
                            ? "; where the program has one column per sample, transpose what goes in and what comes out"
                            : ""));
        }
        for (int sample = 0; sample < outputs.length; sample++) {
            double[] row = outputs[sample];
            if (row == null) {
                throw new ModelException("predict(inputs) of " + name + " returned null for sample " + sample);
            }
            int length = row.length;
            if (length != batch.outputCount()) {
                throw new ModelException("predict(inputs) of " + name + " returned " + length + " outputs for sample "
                        + sample + ", the targets have " + batch.outputCount()
                        + (length == 1 ? "; if that is the class, return what the last layer puts out instead" : ""));
            }
        }
        return Shapes.copy(outputs);
    }

    private static boolean isOneColumnPerSample(double[][] outputs, Batch batch) {
        return outputs.length == batch.outputCount()
                && Arrays.stream(outputs).allMatch(row -> row != null && row.length == batch.size());
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
     * The loss that the program prints for a batch.
     *
     * @param batch the samples
     * @return as the program returned it
     * @throws ModelException if the program throws
     * @throws IllegalStateException if the program does not offer it
     */
    public double reportedLoss(Batch batch) {
        ToDoubleFunction<Batch> own = offered(reportedLoss, Capability.REPORTED_LOSS);
        return call("reportedLoss(batch)", batch, () -> own.applyAsDouble(batch));
    }

    /**
     * The accuracy that the program prints for a batch.
     *
     * @param batch the samples
     * @return as the program returned it, a share or in percent
     * @throws ModelException if the program throws
     * @throws IllegalStateException if the program does not offer it
     */
    public double reportedAccuracy(Batch batch) {
        ToDoubleFunction<Batch> own = offered(reportedAccuracy, Capability.REPORTED_ACCURACY);
        return call("reportedAccuracy(batch)", batch, () -> own.applyAsDouble(batch));
    }

    /**
     * Lets the program go once through data in its own way. Changes its parameters, and whatever else it keeps.
     *
     * @param data the samples. Not modified; the program gets copies.
     * @return the data as the program left them
     * @throws ModelException if the program throws, or leaves data that are no longer finite numbers of one shape
     * @throws IllegalStateException if the program does not offer it
     */
    public Batch epoch(Batch data) {
        ModelBuilder.Epoch own = offered(epoch, Capability.EPOCH);
        double[][] inputs = data.inputs();
        double[][] targets = data.targets();
        return call("epoch(data)", data, () -> {
            own.run(inputs, targets);
            return Batch.of(inputs, targets);
        });
    }

    /**
     * How many samples the network was given so far, in all calls together: what looking at it has cost, counted instead of
     * timed.
     *
     * @return at least 0
     */
    public long samplesAsked() {
        return samplesAsked.get();
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
        samplesAsked.addAndGet(batch.size());
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
}
