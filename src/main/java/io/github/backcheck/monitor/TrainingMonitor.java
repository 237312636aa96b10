package io.github.backcheck.monitor;

import io.github.backcheck.model.Batch;
import io.github.backcheck.model.Model;
import java.util.Objects;

/**
 * Watches a training run step by step. It reads parameters and batches and changes neither, so the run is bit for bit what
 * it is without it.
 *
 * <pre>{@code
 * TrainingMonitor monitor = TrainingMonitor.of(model);
 * for (Batch batch : batches) {
 *     net.train(batch.inputs(), batch.targets());   // one's own loop ...
 *     monitor.observe(batch);                       // ... or monitor.step(batch) instead of both
 * }
 * TrainingHistory history = monitor.history();
 * }</pre>
 *
 * <p>Memory is that of {@link WeightChangeTracker} and {@link LiveInputTracker}. Not thread-safe.
 */
public final class TrainingMonitor {

    private final Model model;
    private final WeightChangeTracker weights;
    private final LiveInputTracker inputs;

    private TrainingMonitor(Model model, Schedule schedule) {
        this.model = Objects.requireNonNull(model, "the model is null");
        this.weights = WeightChangeTracker.of(model, schedule);
        this.inputs = LiveInputTracker.ofInputs(Inputs.expected(model));
    }

    /**
     * Watches every step of a model's training, from its present parameters on.
     *
     * @param model not modified by watching
     * @return a monitor that has seen no step
     */
    public static TrainingMonitor of(Model model) {
        return of(model, Schedule.everyStep());
    }

    /**
     * Watches a model's training from its present parameters on, and compares the parameters at some steps only. Batches
     * are looked at in every step.
     *
     * @param model not modified by watching
     * @param schedule after which steps to compare the parameters
     * @return a monitor that has seen no step
     */
    public static TrainingMonitor of(Model model, Schedule schedule) {
        return new TrainingMonitor(model, schedule);
    }

    /**
     * Lets the model take one step of training on a batch and observes it. A model that was built with {@code reseed} sets
     * its randomness back before each such step; where that is not wanted, as with dropout, train in a loop of one's own and
     * call {@link #observe}.
     *
     * @param batch samples x inputs, with targets
     * @throws IllegalStateException if the model offers no trainStep(batch)
     * @throws IllegalArgumentException if the batch does not fit the first layer; no step is taken then
     * @throws io.github.backcheck.model.ModelException if the network throws; no step is counted then
     */
    public void step(Batch batch) {
        Inputs.requireFit(batch, model);
        model.trainStep(batch);
        observe(batch);
    }

    /**
     * Observes a step of training that was just taken on a batch.
     *
     * @param batch the batch that the network was trained on
     * @throws IllegalArgumentException if the batch does not fit the first layer; no step is counted then
     */
    public void observe(Batch batch) {
        Inputs.requireFit(batch, model);
        inputs.add(batch);
        weights.record();
    }

    /**
     * The run so far. Watching may go on afterwards. Where the schedule skipped the last steps, the parameters are compared
     * once more.
     *
     * @return weight changes and live inputs of all steps observed
     */
    public TrainingHistory history() {
        return new TrainingHistory(weights.report(), inputs.report());
    }
}
