package io.github.backcheck.diagnosis;

import io.github.backcheck.gradient.GradientCheck;
import io.github.backcheck.model.Batch;
import io.github.backcheck.model.Model;
import java.util.Objects;

/**
 * Examines a network on data and says why it does not learn, or that nothing is wrong with it: the one call that most people
 * need. It looks at the data, holds the gradient against finite differences, takes a few training steps and watches what
 * changes, measures every unit over the whole data, and looks at the predictions. The parameters are put back bit for bit;
 * what else the network keeps between training steps, such as momentum, is not.
 *
 * <pre>{@code
 * System.out.println(Examination.of(model).data(digits).run());
 * }</pre>
 *
 * <p>Immutable; each setting returns a new examination. The same seed gives the same diagnosis.
 */
public final class Examination {

    private final Settings settings;

    private Examination(Settings settings) {
        this.settings = settings;
    }

    /**
     * What an examination needs to know.
     *
     * @param model the network
     * @param data all samples
     * @param batchSize samples in a training step and in the gradient check
     * @param trainingSteps how many are taken
     * @param seed of everything that is drawn
     */
    record Settings(Model model, Batch data, int batchSize, int trainingSteps, long seed) {}

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
         * Gives the samples. A few hundred to a few thousand tell the most.
         *
         * @param data of the model's number of inputs and outputs
         * @return the examination with its default settings: batches of 32, 20 training steps, seed 1
         * @throws IllegalArgumentException if inputs or outputs do not fit the model
         */
        public Examination data(Batch data) {
            Objects.requireNonNull(data, "the data is null");
            // Shape errors are the gradient check's to report, in its words.
            GradientCheck.of(model).on(data);
            return new Examination(new Settings(model, data, 32, 20, 1));
        }
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
        return new Examination(
                new Settings(settings.model, settings.data, samples, settings.trainingSteps, settings.seed));
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
        return new Examination(new Settings(settings.model, settings.data, settings.batchSize, steps, settings.seed));
    }

    /**
     * The same with another seed.
     *
     * @param seed any number
     * @return a new examination
     */
    public Examination seed(long seed) {
        return new Examination(
                new Settings(settings.model, settings.data, settings.batchSize, settings.trainingSteps, seed));
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
