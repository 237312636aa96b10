package io.github.backcheck.monitor;

import io.github.backcheck.model.Batch;
import java.util.Objects;
import java.util.Optional;

/**
 * What a monitor looks at besides weight changes, and how often. By default weights are compared after every step and nothing
 * else is given.
 *
 * <pre>{@code
 * MonitorOptions.standard().comparing(Schedule.every(10)).probing(Probe.on(validation)).against(trainingSet)
 * }</pre>
 *
 * @param weights after which steps to compare the parameters
 * @param probe samples to ask the network about now and then
 * @param data all samples that batches are made of, as they are fed
 */
public record MonitorOptions(Schedule weights, Optional<Probe> probe, Optional<Batch> data) {

    /**
     * Checks that nothing is null.
     *
     * @param weights after which steps to compare the parameters
     * @param probe samples to ask the network about now and then
     * @param data all samples that batches are made of
     */
    public MonitorOptions {
        Objects.requireNonNull(weights, "the schedule is null");
        Objects.requireNonNull(probe, "the probe is null");
        Objects.requireNonNull(data, "the data are null");
    }

    /**
     * Weights at every step, no probe, no data.
     *
     * @return the options used where nobody chooses others
     */
    public static MonitorOptions standard() {
        return new MonitorOptions(Schedule.everyStep(), Optional.empty(), Optional.empty());
    }

    /**
     * The same, comparing parameters after other steps.
     *
     * @param schedule after which
     * @return new options
     */
    public MonitorOptions comparing(Schedule schedule) {
        return new MonitorOptions(schedule, probe, data);
    }

    /**
     * The same, asking the network about some samples now and then.
     *
     * @param samples which, and how often
     * @return new options
     */
    public MonitorOptions probing(Probe samples) {
        return new MonitorOptions(weights, Optional.of(Objects.requireNonNull(samples, "the probe is null")), data);
    }

    /**
     * The same, recognising in the batches the rows of the data that they are made of. Costs a pass over every batch and
     * some 100 bytes per row of the data.
     *
     * @param all the whole data set as it is fed: scaled, if it is scaled
     * @return new options
     */
    public MonitorOptions against(Batch all) {
        return new MonitorOptions(weights, probe, Optional.of(Objects.requireNonNull(all, "the data are null")));
    }
}
