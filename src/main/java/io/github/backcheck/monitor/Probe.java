package io.github.backcheck.monitor;

import io.github.backcheck.model.Batch;
import io.github.backcheck.model.Capability;
import io.github.backcheck.model.Model;
import io.github.backcheck.model.Trace;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/**
 * Samples on which a network is asked now and then during training: for its loss, its predictions and what its units do.
 * This calls into the network; one that draws random numbers in its forward pass, or keeps something between passes, then
 * trains on with other numbers than it would have.
 *
 * <pre>{@code
 * Probe.on(validation).every(100)
 * Probe.on(validation).tracing(batch -> Mlp.twin(model).trace(batch))   // where the network offers no trace
 * }</pre>
 *
 * @param batch the samples
 * @param schedule after which steps to ask
 * @param tracer computes z and a of every layer; empty for the model's own trace
 */
public record Probe(Batch batch, Schedule schedule, Optional<Function<Batch, Trace>> tracer) {

    /** Asking costs a forward pass or three; with this a run of small batches hardly notices. */
    private static final int EVERY = 100;

    /**
     * Checks that nothing is null.
     *
     * @param batch the samples
     * @param schedule after which steps to ask
     * @param tracer computes z and a of every layer
     */
    public Probe {
        Objects.requireNonNull(batch, "the batch is null");
        Objects.requireNonNull(schedule, "the schedule is null");
        Objects.requireNonNull(tracer, "the tracer is null");
    }

    /**
     * Asks at the start and after every hundredth step.
     *
     * @param batch the samples
     * @return the probe
     */
    public static Probe on(Batch batch) {
        return new Probe(batch, Schedule.every(EVERY), Optional.empty());
    }

    /**
     * The same at other steps.
     *
     * @param steps ask after every one of this number, at least 1
     * @return a new probe
     * @throws IllegalArgumentException if it is below 1
     */
    public Probe every(int steps) {
        return new Probe(batch, Schedule.every(steps), tracer);
    }

    /**
     * The same with another source of pre-activations and activations than the model's own trace.
     *
     * @param other for example that of the twin, brought up to date
     * @return a new probe
     */
    public Probe tracing(Function<Batch, Trace> other) {
        return new Probe(batch, schedule, Optional.of(Objects.requireNonNull(other, "the tracer is null")));
    }

    /** Where z and a come from, if from anywhere. */
    Optional<Function<Batch, Trace>> tracerFor(Model model) {
        return tracer.isPresent() || !model.can(Capability.TRACE) ? tracer : Optional.of(model::trace);
    }

    /** The samples and the schedule. */
    @Override
    public String toString() {
        return batch + ", " + schedule;
    }
}
