package io.github.backcheck.trial;

import io.github.backcheck.model.Batch;
import io.github.backcheck.model.Capability;
import io.github.backcheck.model.Model;
import io.github.backcheck.model.ParameterSnapshot;
import java.util.Objects;

/**
 * A short training of the program itself with one thing changed, to see by intervention why it does not learn. The program
 * stays a black box: it is fed other inputs, other start values are written into its parameters, and its steps are made
 * longer or shorter after it has taken them.
 *
 * <pre>{@code
 * Trial trial = Trial.of(model).on(digits).seed(3);
 * Course given = trial.run(Setting.asGiven());
 * Course longer = trial.run(Setting.asGiven().stepsTimes(100));
 * }</pre>
 *
 * <p>The parameters are put back bit for bit after each trial, also when the network throws. What else the program keeps
 * from step to step, such as momentum, is not: run the trial with nothing changed first.
 *
 * <p>Immutable; each setting returns a new trial. The same seed gives the same course where the program keeps nothing. Defaults: 200
 * steps of 32 samples, drawn from 512 of the data's, seed 1. Costs are counted in sample-passes: one forward pass of one
 * sample is 1, a training step is 3 for each sample of its batch.
 */
public final class Trial {

    /** A backward pass is about two forward passes. */
    static final int PASSES_OF_STEP = 3;

    private static final int STEPS = 200;
    private static final int BATCH = 32;
    private static final int MOST_SAMPLES = 512;

    private final Model model;
    private final Batch pool;
    private final int steps;
    private final int batchSize;
    private final long seed;

    private Trial(Model model, Batch pool, int steps, int batchSize, long seed) {
        this.model = model;
        this.pool = pool;
        this.steps = steps;
        this.batchSize = batchSize;
        this.seed = seed;
    }

    /**
     * Starts with the model.
     *
     * @param model offers trainStep(batch) and a loss
     * @return to be given data
     * @throws NullPointerException if the model is null
     * @throws IllegalArgumentException if it offers no trainStep(batch) or no loss(batch)
     */
    public static WithoutData of(Model model) {
        Objects.requireNonNull(model, "the model is null");
        for (Capability needed : new Capability[] {Capability.TRAIN_STEP, Capability.LOSS}) {
            if (!model.can(needed)) {
                throw new IllegalArgumentException("a trial needs " + needed + ", which the model " + model.name()
                        + " was built without; it offers " + model.capabilities());
            }
        }
        return new WithoutData(model);
    }

    /** A trial that lacks its data. */
    public static final class WithoutData {

        private final Model model;

        private WithoutData(Model model) {
            this.model = model;
        }

        /**
         * Gives the samples.
         *
         * @param data of the model's number of inputs and outputs; 512 of them are drawn where there are more
         * @return the trial
         * @throws NullPointerException if the data are null
         */
        public Trial on(Batch data) {
            Objects.requireNonNull(data, "the data are null");
            return new Trial(model, data, STEPS, BATCH, 1);
        }
    }

    /**
     * With another number of steps.
     *
     * @param number at least 1
     * @return a new trial
     * @throws IllegalArgumentException if it is below 1
     */
    public Trial steps(int number) {
        return new Trial(model, pool, positive(number, "number of steps"), batchSize, seed);
    }

    /**
     * With another number of samples in a step.
     *
     * @param number at least 1; where there are fewer samples, each step takes all
     * @return a new trial
     * @throws IllegalArgumentException if it is below 1
     */
    public Trial batchSize(int number) {
        return new Trial(model, pool, steps, positive(number, "batch size"), seed);
    }

    /**
     * With other random samples, orders, and start values.
     *
     * @param other the seed
     * @return a new trial
     */
    public Trial seed(long other) {
        return new Trial(model, pool, steps, batchSize, other);
    }

    private static int positive(int number, String what) {
        if (number < 1) {
            throw new IllegalArgumentException("the " + what + " of a trial must be at least 1, it is " + number);
        }
        return number;
    }

    /**
     * Trains with something changed and puts the parameters back.
     *
     * @param setting what is changed
     * @return how it went
     * @throws NullPointerException if the setting is null
     * @throws io.github.backcheck.model.ModelException if the network throws
     */
    public Course run(Setting setting) {
        return run(setting, seed, TrialRun.Goal.NONE);
    }

    /** With another seed for the start values only. */
    Course run(Setting setting, long startSeed) {
        return run(setting, startSeed, TrialRun.Goal.NONE);
    }

    /** Ends as soon as all samples are learned by heart. */
    Course runUntilLearned(Setting setting) {
        return run(setting, seed, TrialRun.Goal.LEARNED_BY_HEART);
    }

    private Course run(Setting setting, long startSeed, TrialRun.Goal goal) {
        Objects.requireNonNull(setting, "the setting is null");
        Batch samples = samples(setting);
        try (ParameterSnapshot before = model.snapshot()) {
            Start.write(model, setting, startSeed);
            Course course = new TrialRun(this, setting, samples, goal).course();
            before.restore();
            return course;
        }
    }

    /**
     * What a trial costs at most, in sample-passes; less if a number stops being finite.
     *
     * @param setting what is changed
     * @return its {@link Course#cost()} where all numbers stay finite
     */
    public long costOf(Setting setting) {
        return costOf(setting, TrialRun.Goal.NONE);
    }

    /** What it costs at most until all samples are learned by heart. */
    long costUntilLearned(Setting setting) {
        return costOf(setting, TrialRun.Goal.LEARNED_BY_HEART);
    }

    private long costOf(Setting setting, TrialRun.Goal goal) {
        int drawn = Math.min(pool.size(), MOST_SAMPLES);
        return TrialRun.cost(this, Math.min(setting.samples().orElse(drawn), drawn), goal);
    }

    /** The samples of a setting: drawn, brought into their forms as a whole, and then thinned out. */
    Batch samples(Setting setting) {
        Batch formed = setting.targets().of(setting.inputs().of(drawn()), seed + 1);
        return setting.samples().isPresent()
                ? FewSamples.of(formed, setting.samples().getAsInt())
                : formed;
    }

    /** Some of the data in random order. */
    Batch drawn() {
        return pool.shuffled(seed).slice(0, Math.min(pool.size(), MOST_SAMPLES));
    }

    /** The same with the reference network in the program's place. */
    Trial with(Model other) {
        return new Trial(other, pool, steps, batchSize, seed);
    }

    Model model() {
        return model;
    }

    int steps() {
        return steps;
    }

    int batchSize() {
        return batchSize;
    }

    long seed() {
        return seed;
    }

    /** As in {@code trial of digit reader: 200 steps of 32 samples, seed 1}. */
    @Override
    public String toString() {
        return "trial of " + model.name() + ": " + steps + " steps of " + batchSize + " samples, seed " + seed;
    }
}
