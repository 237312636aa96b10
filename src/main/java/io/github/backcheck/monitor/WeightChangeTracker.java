package io.github.backcheck.monitor;

import io.github.backcheck.model.Model;
import io.github.backcheck.model.UpdateSource;
import java.util.List;
import java.util.Objects;

/**
 * Watches what training does to the parameters of a model: how far each moves at each step, and which entries, rows and
 * columns never move. It reads parameters and nothing else, so training is bit for bit what it is without it.
 *
 * <pre>{@code
 * WeightChangeTracker tracker = WeightChangeTracker.of(model);   // remembers the parameters of this moment
 * for (Batch batch : batches) {
 *     net.train(batch.inputs(), batch.targets());
 *     tracker.record();
 * }
 * tracker.report().find("hidden/W").orElseThrow().medianChangeRatio();
 * }</pre>
 *
 * <p>Where the model lets somebody look on while it updates its parameters ({@link Model#updates()}), every step is watched
 * in that way, which is quicker than to read the parameters afterwards. Whatever else writes them between updates is then
 * seen in {@link ParameterChange#untouched()} and in the distance from the start, but not as a weight change; and a change
 * beyond 1e150, or below 1e-135, may read infinite or 0. If no update is seen, or more than one, the parameters are read.
 *
 * <p>Memory does not grow with the number of steps: at most five numbers per entry, and some 40,000 bytes per parameter. Not
 * thread-safe.
 */
public final class WeightChangeTracker {

    private final Model model;
    private final Schedule schedule;
    private final List<ParameterWatch> watches;
    private int steps;
    private int compared;

    private WeightChangeTracker(Model model, Schedule schedule) {
        this.model = Objects.requireNonNull(model, "the model is null");
        this.schedule = Objects.requireNonNull(schedule, "the schedule is null");
        this.watches = model.parameters().stream()
                .map(parameter -> new ParameterWatch(parameter, ParameterPlace.of(parameter, model)))
                .toList();
        if (schedule.every() == 1) {
            model.updates().ifPresent(this::lookOn);
        }
    }

    private void lookOn(UpdateSource updates) {
        for (int i = 0; i < watches.size(); i++) {
            watches.get(i).lookOn();
            updates.watch(model.parameters().get(i).name(), watches.get(i));
        }
    }

    /**
     * Remembers all parameters of a model, and compares after each step.
     *
     * @param model not modified
     * @return a tracker that has seen no step
     */
    public static WeightChangeTracker of(Model model) {
        return of(model, Schedule.everyStep());
    }

    /**
     * Remembers all parameters of a model.
     *
     * @param model not modified
     * @param schedule after which steps to compare
     * @return a tracker that has seen no step
     */
    public static WeightChangeTracker of(Model model, Schedule schedule) {
        return new WeightChangeTracker(model, schedule);
    }

    /** Counts a step of training that was just taken and, if the schedule includes it, compares the parameters. */
    public void record() {
        steps++;
        if (schedule.includes(steps)) {
            compare();
        }
    }

    private void compare() {
        for (int i = 0; i < watches.size(); i++) { // an iterator would be an object for each step
            watches.get(i).compare(steps, steps - compared);
        }
        compared = steps;
    }

    /**
     * What happened so far. If the schedule skipped the last steps, the parameters are compared once more, so that the
     * report covers every step that was counted. Tracking may go on afterwards.
     *
     * @return the report
     */
    public WeightChangeReport report() {
        if (compared < steps) {
            compare();
        }
        return new WeightChangeReport(
                model.name(),
                steps,
                schedule,
                watches.stream().map(ParameterWatch::summary).toList());
    }
}
