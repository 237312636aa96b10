package io.github.backcheck.audit;

import io.github.backcheck.defect.Catalogue;
import io.github.backcheck.defect.Defect;
import io.github.backcheck.model.Batch;
import io.github.backcheck.model.Model;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;

/**
 * Names the step of backpropagation that is wrong. It walks from the loss to the inputs, replays each layer on the reference
 * twin with the δ that the program itself handed down, and looks for the fewest defects of the {@link Catalogue} that
 * reproduce the program's numbers. So independent bugs are each found, and a wrong layer does not spoil the verdict on those
 * below.
 *
 * <pre>{@code
 * BackwardTrail trail = BackwardAudit.of(model).on(batch).run();
 * System.out.println(trail);
 * }</pre>
 *
 * <p>It needs an architecture, and {@code gradient(batch)} or a training step; from a step the gradient is read up to the
 * learning rate, which is read off too, or given with {@link #learningRate}. Single samples are used to see δ and the
 * activations apart, small batches to see how samples are put together, at the given weights and at livelier ones. The
 * parameters are put back bit for bit. Immutable; each setting returns a new audit; the same seed gives the same trail.
 */
public final class BackwardAudit {

    private final Settings settings;

    /**
     * What an audit needs to know.
     *
     * @param model the network
     * @param batch samples to take from
     * @param seed of the livelier weights
     * @param learningRate of the training step, if it is known
     * @param defects to try
     */
    record Settings(Model model, Batch batch, long seed, OptionalDouble learningRate, List<Defect> defects) {}

    private BackwardAudit(Settings settings) {
        this.settings = settings;
    }

    /**
     * Starts with the model.
     *
     * @param model the network
     * @return to be given samples
     */
    public static WithoutBatch of(Model model) {
        return new WithoutBatch(Objects.requireNonNull(model, "the model is null"));
    }

    /** An audit that lacks its samples. */
    public static final class WithoutBatch {
        private final Model model;

        private WithoutBatch(Model model) {
            this.model = model;
        }

        /**
         * Gives the samples. A dozen of different classes tell the most; at most six are looked at one by one.
         *
         * @param batch of the model's number of inputs and outputs
         * @return the audit with its default settings: seed 1, learning rate not known
         * @throws IllegalArgumentException if inputs or outputs do not fit the model
         */
        public BackwardAudit on(Batch batch) {
            model.requireFits(batch);
            return new BackwardAudit(new Settings(model, batch, 1, OptionalDouble.empty(), Catalogue.all()));
        }
    }

    /**
     * The same with another seed.
     *
     * @param seed any number
     * @return a new audit
     */
    public BackwardAudit seed(long seed) {
        return new BackwardAudit(
                new Settings(settings.model, settings.batch, seed, settings.learningRate, settings.defects));
    }

    /**
     * The same with a learning rate that is known. Without it, a gradient that is read off a training step is known up to a
     * factor.
     *
     * @param learningRate of the training step, above 0
     * @return a new audit
     * @throws IllegalArgumentException if the learning rate is not a positive number
     */
    public BackwardAudit learningRate(double learningRate) {
        if (!(learningRate > 0 && learningRate < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "the learning rate is " + learningRate + ", a positive number was expected");
        }
        return new BackwardAudit(new Settings(
                settings.model, settings.batch, settings.seed, OptionalDouble.of(learningRate), settings.defects));
    }

    /** The same with other defects to try. */
    BackwardAudit defects(List<Defect> defects) {
        return new BackwardAudit(new Settings(
                settings.model, settings.batch, settings.seed, settings.learningRate, List.copyOf(defects)));
    }

    /**
     * Audits the backward pass. The parameters are modified on the way and put back.
     *
     * @return what was found
     * @throws io.github.backcheck.model.ModelException if the network throws on the batch as it was given
     */
    public BackwardTrail run() {
        return new BackwardAuditor(settings).audit();
    }
}
