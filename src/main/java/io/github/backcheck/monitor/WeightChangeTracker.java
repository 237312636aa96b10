package io.github.backcheck.monitor;

import io.github.backcheck.model.Model;
import io.github.backcheck.model.Parameter;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

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
 * <p>Memory: two copies of the parameters and one bit per entry, and four numbers per comparison and parameter. Not
 * thread-safe.
 */
public final class WeightChangeTracker {

    private final Model model;
    private final Schedule schedule;
    private final List<Watch> watches;
    private int steps;
    private int compared;

    private WeightChangeTracker(Model model, Schedule schedule) {
        this.model = Objects.requireNonNull(model, "the model is null");
        this.schedule = Objects.requireNonNull(schedule, "the schedule is null");
        this.watches = model.parameters().stream()
                .map(parameter -> new Watch(parameter, ParameterPlace.of(parameter, model)))
                .toList();
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
        for (Watch watch : watches) {
            watch.compare(steps, steps - compared);
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
                watches.stream().map(Watch::summary).toList());
    }

    /** One parameter, its values at the last comparison, and what was seen of it. */
    private static final class Watch {

        private final Parameter parameter;
        private final ParameterPlace place;
        private final BitSet changed;
        private final List<StepChange> series = new ArrayList<>();
        private double[] last;
        private double[] spare;
        private Optional<ParameterChange.NonFinite> firstNonFinite = Optional.empty();

        Watch(Parameter parameter, ParameterPlace place) {
            this.parameter = parameter;
            this.place = place;
            this.changed = new BitSet(parameter.size());
            this.last = parameter.values();
            this.spare = new double[last.length];
            lookForNonFinite(0);
        }

        void compare(int step, int covered) {
            double[] before = last;
            double[] now = spare;
            parameter.readInto(now);
            for (int i = 0; i < now.length; i++) {
                if (Double.doubleToRawLongBits(now[i]) != Double.doubleToRawLongBits(before[i])) {
                    changed.set(i);
                }
            }
            series.add(new StepChange(
                    step,
                    covered,
                    Norm.of(now.length, i -> now[i] - before[i]),
                    Norm.of(before.length, i -> before[i])));
            last = now;
            spare = before;
            lookForNonFinite(step);
        }

        private void lookForNonFinite(int step) {
            for (int i = 0; i < last.length && firstNonFinite.isEmpty(); i++) {
                if (!Double.isFinite(last[i])) {
                    firstNonFinite = Optional.of(new ParameterChange.NonFinite(step, parameter.entryName(i), last[i]));
                }
            }
        }

        ParameterChange summary() {
            Untouched untouched = series.isEmpty() ? Untouched.none() : Untouched.of(changed, place.shape());
            return new ParameterChange(place, series, untouched, firstNonFinite);
        }
    }
}
