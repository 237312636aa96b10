package io.github.backcheck.diagnosis;

import io.github.backcheck.audit.UpdateAudit;
import io.github.backcheck.model.Batch;
import io.github.backcheck.model.Model;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.BooleanSupplier;

/**
 * Examines a network on data and says why it does not learn, or that nothing is wrong with it: the one call that most people
 * need. It looks at the data and the weights, holds the gradient against finite differences, takes a few training steps and
 * watches what changes, measures every unit over the whole data, looks at the predictions, audits forward pass, backward pass
 * and update, and where the network does not learn although all that is right, trains it for a short while with one thing
 * changed. The parameters are put back bit for bit; what else the network keeps between training steps, such as momentum, is
 * not.
 *
 * <pre>{@code
 * System.out.println(Examination.of(model).data(digits).run());
 * }</pre>
 *
 * <p>Immutable; each setting returns a new examination. The same seed gives the same diagnosis.
 */
public final class Examination {

    /** Enough for every stage of a network of some ten thousand parameters, and some seconds of plain Java. */
    private static final long DEFAULT_BUDGET = 400_000;

    private final Settings settings;

    private Examination(Settings settings) {
        this.settings = settings;
    }

    /**
     * What an examination needs to know.
     *
     * @param model the network
     * @param data all samples
     * @param testData samples that are not trained on
     * @param pace how much is done
     * @param seed of everything that is drawn
     * @param listener is told how far it is
     * @param learningRate as configured
     */
    record Settings(
            Model model,
            Batch data,
            Optional<Batch> testData,
            Pace pace,
            long seed,
            ExaminationListener listener,
            OptionalDouble learningRate) {

        Settings with(Pace other) {
            return new Settings(model, data, testData, other, seed, listener, learningRate);
        }

        Settings withTestData(Batch other) {
            return new Settings(model, data, Optional.of(other), pace, seed, listener, learningRate);
        }

        Settings withSeed(long other) {
            return new Settings(model, data, testData, pace, other, listener, learningRate);
        }

        Settings withListener(ExaminationListener other) {
            return new Settings(model, data, testData, pace, seed, other, learningRate);
        }

        Settings withLearningRate(double rate) {
            return new Settings(model, data, testData, pace, seed, listener, OptionalDouble.of(rate));
        }
    }

    /**
     * How much is done.
     *
     * @param batchSize samples in a training step and in the gradient check
     * @param trainingSteps how many are taken
     * @param budget samples that the network may be given before stages are left out
     * @param isOver asked before each stage
     */
    record Pace(int batchSize, int trainingSteps, long budget, BooleanSupplier isOver) {}

    /**
     * Starts with the model.
     *
     * @param model the network
     * @return to be given data
     */
    public static WithoutData of(Model model) {
        return new WithoutData(Objects.requireNonNull(model, "the model is null"));
    }

    /** An examination that lacks its data. */
    public static final class WithoutData {
        private final Model model;

        private WithoutData(Model model) {
            this.model = model;
        }

        /**
         * Gives the samples. A few hundred to a few thousand tell the most. Leave them in the order in which the program reads
         * them: whether they are sorted, and whether targets are out of step, shows in no other.
         *
         * @param data of the model's number of inputs and outputs
         * @return the examination with its default settings: batches of 32, 20 training steps, a budget of 400,000 samples,
         *     seed 1
         * @throws IllegalArgumentException if inputs or outputs do not fit the model
         */
        public Examination data(Batch data) {
            Objects.requireNonNull(data, "the data is null");
            model.requireFits(data);
            return new Examination(new Settings(
                    model,
                    data,
                    Optional.empty(),
                    new Pace(32, 20, DEFAULT_BUDGET, () -> false),
                    1,
                    stage -> {},
                    OptionalDouble.empty()));
        }
    }

    /**
     * The same with test data, which are compared with the data and asked about, never trained on.
     *
     * @param testData of the model's number of inputs and outputs
     * @return a new examination
     * @throws IllegalArgumentException if inputs or outputs do not fit the model
     */
    public Examination testData(Batch testData) {
        Objects.requireNonNull(testData, "the test data is null");
        settings.model.requireFits(testData);
        return new Examination(settings.withTestData(testData));
    }

    /**
     * The same with the learning rate that the program is meant to have. With it, a rate that is squared, doubled or multiplied
     * by the batch size is found; without, any positive rate is right.
     *
     * @param rate above 0
     * @return a new examination
     * @throws IllegalArgumentException if the rate is not a positive number
     */
    public Examination learningRate(double rate) {
        // The update audit reports what is wrong with it, in its words.
        UpdateAudit.of(settings.model).learningRate(rate);
        return new Examination(settings.withLearningRate(rate));
    }

    /**
     * The same with another batch size. The network's batch size at training is a good choice.
     *
     * @param samples at least 1
     * @return a new examination
     * @throws IllegalArgumentException if the number is below 1
     */
    public Examination batchSize(int samples) {
        requirePositive(samples, "the batch size");
        Pace pace = settings.pace;
        return new Examination(settings.with(new Pace(samples, pace.trainingSteps, pace.budget, pace.isOver)));
    }

    /**
     * The same with another number of training steps.
     *
     * @param steps at least 1
     * @return a new examination
     * @throws IllegalArgumentException if the number is below 1
     */
    public Examination trainingSteps(int steps) {
        requirePositive(steps, "the number of training steps");
        Pace pace = settings.pace;
        return new Examination(settings.with(new Pace(pace.batchSize, steps, pace.budget, pace.isOver)));
    }

    /**
     * The same with another budget. Work is counted, not timed, so that the diagnosis does not depend on the machine: a sample
     * counts each time that the network is given it. A stage that has begun is finished; those that come after the budget
     * is spent are listed as not judged.
     *
     * @param samples at least 1
     * @return a new examination
     * @throws IllegalArgumentException if the number is below 1
     */
    public Examination budget(long samples) {
        if (samples < 1) {
            throw new IllegalArgumentException("the budget is " + samples + " samples, at least 1 was expected");
        }
        Pace pace = settings.pace;
        return new Examination(settings.with(new Pace(pace.batchSize, pace.trainingSteps, samples, pace.isOver)));
    }

    /**
     * The same with an end of its own, such as a deadline. It is asked before each stage; those that come after it has said
     * true are listed as not judged. With a clock in it, the same seed gives the same diagnosis only where time is enough.
     *
     * @param isOver true when no further stage may begin
     * @return a new examination
     */
    public Examination until(BooleanSupplier isOver) {
        Objects.requireNonNull(isOver, "isOver is null");
        Pace pace = settings.pace;
        return new Examination(settings.with(new Pace(pace.batchSize, pace.trainingSteps, pace.budget, isOver)));
    }

    /**
     * The same with another seed.
     *
     * @param seed any number
     * @return a new examination
     */
    public Examination seed(long seed) {
        return new Examination(settings.withSeed(seed));
    }

    /**
     * The same with a listener.
     *
     * @param listener is told before each stage
     * @return a new examination
     */
    public Examination listener(ExaminationListener listener) {
        Objects.requireNonNull(listener, "the listener is null");
        return new Examination(settings.withListener(listener));
    }

    private static void requirePositive(int number, String what) {
        if (number < 1) {
            throw new IllegalArgumentException(what + " is " + number + ", at least 1 was expected");
        }
    }

    /**
     * Examines the network. Its parameters are modified on the way and put back.
     *
     * @return what was found
     * @throws io.github.backcheck.model.ModelException if the network throws
     */
    public Diagnosis run() {
        return new Examiner(settings).examine();
    }
}
