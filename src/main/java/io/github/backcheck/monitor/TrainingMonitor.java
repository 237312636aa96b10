package io.github.backcheck.monitor;

import io.github.backcheck.model.Batch;
import io.github.backcheck.model.Capability;
import io.github.backcheck.model.Model;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Watches a training run step by step, with as much as its owner has at hand. It reads parameters and batches and changes
 * neither, so the run is bit for bit what it is without it.
 *
 * <pre>{@code
 * TrainingMonitor monitor = TrainingMonitor.of(model);
 * for (Batch batch : batches) {
 *     double loss = net.train(batch.inputs(), batch.targets());   // one's own loop ...
 *     monitor.observe(batch, loss);                               // ... or monitor.step(batch) instead of both
 * }
 * TrainingHistory history = monitor.history();
 * }</pre>
 *
 * <p>Only a {@link Probe}, where one is given, calls into the network. Memory does not grow with the number of steps; it is
 * that of {@link WeightChangeTracker}, {@link LiveInputTracker} and {@link LossTracker}. Not thread-safe.
 */
public final class TrainingMonitor {

    private final Model model;
    private final WeightChangeTracker weights;
    private final FeedingTracker feeding;
    private final LossTracker losses;
    private final Optional<ProbeTracker> probe;
    private int steps;

    private TrainingMonitor(Model model, MonitorOptions options) {
        this.model = Objects.requireNonNull(model, "the model is null");
        Objects.requireNonNull(options, "the options are null");
        options.data().ifPresent(data -> Inputs.requireFit(data, model));
        List<KnownLoss> known = options.data()
                .or(() -> options.probe().map(Probe::batch))
                .flatMap(data -> model.architecture().map(architecture -> KnownLoss.of(architecture, data)))
                .orElse(List.of());
        this.weights = WeightChangeTracker.of(model, options.weights());
        this.feeding = new FeedingTracker(Inputs.expected(model), options);
        this.losses = LossTracker.of(known);
        this.probe = options.probe().map(samples -> new ProbeTracker(model, requireNoReseed(samples), known));
        probe.ifPresent(tracker -> tracker.look(0));
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
     * Watches a model's training from its present parameters on, and compares the parameters at some steps only. The order of
     * classes is followed in every step, the ranges of inputs are those of the first eight batches and of these steps, of
     * which one in four is looked at from batch 2,049 on.
     *
     * @param model not modified by watching
     * @param schedule after which steps to compare the parameters
     * @return a monitor that has seen no step
     */
    public static TrainingMonitor of(Model model, Schedule schedule) {
        return of(model, MonitorOptions.standard().comparing(schedule));
    }

    /**
     * Watches a model's training from its present parameters on.
     *
     * @param model not modified by watching
     * @param options what to look at, and how often
     * @return a monitor that has seen no step; it has asked about the probe once, if there is one
     * @throws IllegalArgumentException if probe or data do not fit the model, or if there is a probe and the model sets its
     *     randomness back before it is asked, which would change the run
     * @throws io.github.backcheck.model.ModelException if the network throws when it is asked about the probe
     */
    public static TrainingMonitor of(Model model, MonitorOptions options) {
        return new TrainingMonitor(model, options);
    }

    private Probe requireNoReseed(Probe samples) {
        if (model.can(Capability.RESEED)) {
            throw new IllegalArgumentException("the model " + model.name() + " was built with reseed, so that asking it"
                    + " about a probe would set its randomness back and change the run: leave out the probe, or build a"
                    + " model without reseed for watching");
        }
        return samples;
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
     * Observes a step of training that was just taken, of which nothing but the parameters is at hand. What needs batches or
     * losses is not judged then.
     */
    public void observe() {
        steps++;
        weights.record();
        if (probe.isPresent()) {
            probe.get().stepTaken(steps);
        }
    }

    /**
     * Observes a step of training that was just taken on a batch.
     *
     * @param batch the batch that the network was trained on
     * @throws IllegalArgumentException if the batch does not fit the first layer; no step is counted then
     */
    public void observe(Batch batch) {
        Inputs.requireFit(batch, model);
        feeding.add(batch);
        observe();
    }

    /**
     * Observes a step of training that was just taken and whose loss is known.
     *
     * @param loss of the batch, as the program computed it; may be NaN or infinite
     */
    public void observe(double loss) {
        losses.add(steps + 1, loss);
        observe();
    }

    /**
     * Observes a step of training that was just taken on a batch and whose loss is known.
     *
     * @param batch the batch that the network was trained on
     * @param loss of the batch, as the program computed it; may be NaN or infinite
     * @throws IllegalArgumentException if the batch does not fit the first layer; no step is counted then
     */
    public void observe(Batch batch, double loss) {
        Inputs.requireFit(batch, model);
        feeding.add(batch);
        observe(loss);
    }

    /** Tells that an epoch ended, so that one can say what it fed of the data. */
    public void epochEnded() {
        feeding.epochEnded();
    }

    /**
     * The run so far. Watching may go on afterwards. Where the schedule skipped the last steps, the parameters are compared
     * once more, and the network is asked once more about the probe.
     *
     * @return what was seen of all steps observed
     * @throws io.github.backcheck.model.ModelException if the network throws when it is asked about the probe
     */
    public TrainingHistory history() {
        probe.ifPresent(tracker -> tracker.look(steps));
        return new TrainingHistory(
                weights.report(), feeding.summary(), losses.curve(), probe.map(ProbeTracker::history));
    }
}
