package io.github.backcheck.monitor;

import io.github.backcheck.model.Activation;
import io.github.backcheck.model.Batch;
import io.github.backcheck.model.Capability;
import io.github.backcheck.model.Model;
import io.github.backcheck.model.Trace;
import io.github.backcheck.text.Figures;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/**
 * Finds dead and saturated units by tracing a whole data set, batch by batch: on one batch, a healthy unit can look dead.
 *
 * <pre>{@code
 * UnitHealthDetector detector = UnitHealthDetector.of(model);
 * batches.forEach(detector::add);
 * detector.report().layers().get(0).deadUnits();   // [3, 17]
 * }</pre>
 *
 * <p>The derivative f′ is judged where the model has an architecture and the layer's activation works on each unit by
 * itself. The parameters must stay as they are from the first batch to the report. Memory: a few numbers per unit. Not
 * thread-safe.
 */
public final class UnitHealthDetector {

    private final Model model;
    private final Function<Batch, Trace> tracer;
    private final List<LayerWatch> layers;
    private long samples;
    private Optional<UnitHealthReport.NonFinite> firstNonFinite = Optional.empty();

    private UnitHealthDetector(Model model, Function<Batch, Trace> tracer) {
        this.model = model;
        this.tracer = tracer;
        this.layers = model.layers().stream()
                .map(layer -> new LayerWatch(
                        layer,
                        model.architecture()
                                .<Activation>map(
                                        known -> known.layer(layer.index()).activation())))
                .toList();
    }

    /**
     * A detector that asks the model for its traces.
     *
     * @param model offers trace(inputs); not modified
     * @return a detector that has seen no sample
     * @throws IllegalStateException if the model offers no trace
     */
    public static UnitHealthDetector of(Model model) {
        Objects.requireNonNull(model, "the model is null");
        if (!model.can(Capability.TRACE)) {
            throw new IllegalStateException("unit health needs " + Capability.TRACE + ", which " + model.name()
                    + " was built without; it offers " + model.capabilities());
        }
        return new UnitHealthDetector(model, model::trace);
    }

    /**
     * A detector that gets the traces from elsewhere, for example from the reference twin of the model.
     *
     * @param model its layers are the layers traced; not modified
     * @param tracer from a batch to z and a of every layer of the model
     * @return a detector that has seen no sample
     */
    public static UnitHealthDetector of(Model model, Function<Batch, Trace> tracer) {
        return new UnitHealthDetector(
                Objects.requireNonNull(model, "the model is null"),
                Objects.requireNonNull(tracer, "the tracer is null"));
    }

    /**
     * Traces one batch of the data set.
     *
     * @param batch samples x inputs
     * @return this detector
     * @throws IllegalArgumentException if the batch does not fit the first layer, or the trace not the model
     * @throws io.github.backcheck.model.ModelException if the network throws
     */
    public UnitHealthDetector add(Batch batch) {
        Inputs.requireFit(batch, model);
        Trace trace = tracer.apply(batch);
        requireFit(trace, batch);
        for (int sample = 0; sample < batch.size(); sample++) {
            for (int input = 0; input < batch.inputCount(); input++) {
                layers.get(0).addInput(batch.input(sample, input));
            }
            for (int layer = 0; layer < layers.size(); layer++) {
                add(trace, layer, sample);
            }
            samples++;
        }
        return this;
    }

    private void add(Trace trace, int layer, int sample) {
        LayerWatch watch = layers.get(layer);
        for (int unit = 0; unit < watch.unitCount(); unit++) {
            double z = trace.preActivation(layer, sample, unit);
            double a = trace.activation(layer, sample, unit);
            watch.add(unit, z, a);
            if (layer + 1 < layers.size()) {
                layers.get(layer + 1).addInput(a);
            }
            if (firstNonFinite.isEmpty() && !(Double.isFinite(z) && Double.isFinite(a))) {
                firstNonFinite = Optional.of(
                        new UnitHealthReport.NonFinite(samples, watch.name(), unit, Double.isFinite(z) ? a : z));
            }
        }
    }

    private void requireFit(Trace trace, Batch batch) {
        Objects.requireNonNull(trace, "the tracer returned null");
        if (trace.layerCount() != layers.size() || trace.samples() != batch.size()) {
            throw new IllegalArgumentException("the trace has " + size(trace.layerCount(), trace.samples()) + ": "
                    + size(layers.size(), batch.size()) + " was expected");
        }
        for (int layer = 0; layer < layers.size(); layer++) {
            LayerWatch expected = layers.get(layer);
            if (trace.units(layer) != expected.unitCount()) {
                throw new IllegalArgumentException("the trace has " + trace.units(layer) + " units for layer "
                        + expected.name() + ", " + expected.unitCount() + " were expected");
            }
        }
    }

    private static String size(int layers, int samples) {
        return Figures.count(layers, "layer") + " for " + Figures.count(samples, "sample");
    }

    /**
     * What was seen so far. More batches may be added afterwards.
     *
     * @return the report
     */
    public UnitHealthReport report() {
        return new UnitHealthReport(
                samples, layers.stream().map(layer -> layer.health(samples)).toList(), firstNonFinite);
    }
}
