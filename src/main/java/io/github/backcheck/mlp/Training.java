package io.github.backcheck.mlp;

import io.github.backcheck.model.Batch;
import java.util.Objects;
import java.util.Random;
import org.ejml.data.DMatrixRMaj;

/**
 * Training by mini-batches: each epoch goes once through the data in a new random order. The same seed gives the same
 * weights to the last bit. Defaults: 32 samples per batch, 10 epochs, seed 1.
 *
 * <pre>{@code
 * Training.with(Optimiser.adam(0.01))
 *         .withBatchSize(16)
 *         .withEpochs(20)
 *         .run(network, digits, (epoch, meanLoss) -> losses.add(meanLoss));
 * }</pre>
 *
 * @param rule how gradients are computed and applied
 * @param batchSize samples per mini-batch, at least 1; the last mini-batch of an epoch has what remains
 * @param epochs how often to go through the data, at least 1
 * @param seed of the orders
 */
public record Training(LearningRule rule, int batchSize, int epochs, long seed) {

    /**
     * Checks the ranges.
     *
     * @param rule how gradients are computed and applied
     * @param batchSize samples per mini-batch
     * @param epochs how often to go through the data
     * @param seed of the orders
     * @throws IllegalArgumentException if batch size or number of epochs is below 1
     */
    public Training {
        Objects.requireNonNull(rule, "rule");
        Hyperparameters.requireAtLeastOne(batchSize, "batch size");
        Hyperparameters.requireAtLeastOne(epochs, "number of epochs");
    }

    /**
     * Training with standard backpropagation and the defaults.
     *
     * @param update an {@link Optimiser}, or an update of one's own
     * @return the training
     */
    public static Training with(UpdateStep update) {
        return with(LearningRule.of(update));
    }

    /**
     * Training with the defaults.
     *
     * @param rule how gradients are computed and applied
     * @return the training
     */
    public static Training with(LearningRule rule) {
        return new Training(rule, 32, 10, 1);
    }

    /**
     * The same with another batch size.
     *
     * @param samples at least 1
     * @return a new training
     * @throws IllegalArgumentException if it is below 1
     */
    public Training withBatchSize(int samples) {
        return new Training(rule, samples, epochs, seed);
    }

    /**
     * The same with another number of epochs.
     *
     * @param number at least 1
     * @return a new training
     * @throws IllegalArgumentException if it is below 1
     */
    public Training withEpochs(int number) {
        return new Training(rule, batchSize, number, seed);
    }

    /**
     * The same with other random orders.
     *
     * @param other the seed
     * @return a new training
     */
    public Training withSeed(long other) {
        return new Training(rule, batchSize, epochs, other);
    }

    /**
     * Trains a network.
     *
     * @param network the network. Modified: weights and biases.
     * @param data all samples
     * @throws IllegalArgumentException if the data do not fit the network
     */
    public void run(Mlp network, Batch data) {
        run(network, data, (epoch, meanLoss) -> {});
    }

    /**
     * Trains a network and tells how it goes. A loss that becomes NaN or infinite does not end the training.
     *
     * @param network the network. Modified: weights and biases.
     * @param data all samples
     * @param listener is called after each epoch
     * @throws IllegalArgumentException if the data do not fit the network
     */
    public void run(Mlp network, Batch data, EpochListener listener) {
        Objects.requireNonNull(listener, "listener");
        Learner learner = new Learner(network, rule);
        MiniBatches batches = new MiniBatches(data, batchSize, new Random(seed));
        for (int epoch = 1; epoch <= epochs; epoch++) {
            batches.shuffle();
            double sum = 0;
            for (int first = 0; first < data.size(); first += batchSize) {
                batches.fill(first);
                sum += batches.inputs.numRows * learner.step(batches.inputs, batches.targets);
            }
            listener.epochEnded(epoch, sum / data.size());
        }
    }

    /** The data in random order, one mini-batch at a time in the same two matrices. */
    private static final class MiniBatches {

        private final DMatrixRMaj allInputs;
        private final DMatrixRMaj allTargets;
        private final int[] order;
        private final int batchSize;
        private final Random random;
        private final DMatrixRMaj inputs;
        private final DMatrixRMaj targets;

        MiniBatches(Batch data, int batchSize, Random random) {
            this.allInputs = data.inputMatrix();
            this.allTargets = data.targetMatrix();
            this.order = new int[data.size()];
            for (int i = 0; i < order.length; i++) {
                order[i] = i;
            }
            this.batchSize = Math.min(batchSize, data.size());
            this.random = random;
            this.inputs = new DMatrixRMaj(this.batchSize, data.inputCount());
            this.targets = new DMatrixRMaj(this.batchSize, data.outputCount());
        }

        /** Fisher and Yates, as in Knuth, The Art of Computer Programming, vol. 2, 3.4.2, Algorithm P. */
        void shuffle() {
            for (int i = order.length - 1; i > 0; i--) {
                int j = random.nextInt(i + 1);
                int swapped = order[i];
                order[i] = order[j];
                order[j] = swapped;
            }
        }

        void fill(int first) {
            int samples = Math.min(batchSize, order.length - first);
            inputs.reshape(samples, inputs.numCols);
            targets.reshape(samples, targets.numCols);
            for (int row = 0; row < samples; row++) {
                copyRow(allInputs, order[first + row], inputs, row);
                copyRow(allTargets, order[first + row], targets, row);
            }
        }

        private static void copyRow(DMatrixRMaj from, int fromRow, DMatrixRMaj to, int toRow) {
            System.arraycopy(from.data, fromRow * from.numCols, to.data, toRow * to.numCols, to.numCols);
        }
    }
}
