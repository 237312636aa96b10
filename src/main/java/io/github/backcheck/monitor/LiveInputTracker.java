package io.github.backcheck.monitor;

import io.github.backcheck.model.Batch;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * Sees the batches that a network is fed and finds out which input features take more than one value. A feature that did is
 * live and is not looked at again, which makes this cheap; {@code census.DataCensus} has the ranges of whole data sets.
 *
 * <pre>{@code
 * LiveInputTracker tracker = LiveInputTracker.ofInputs(64);
 * batches.forEach(tracker::add);
 * tracker.report().constantlyZero();   // [0, 32, 39]
 * }</pre>
 *
 * <p>Memory: three numbers per input. Not thread-safe.
 */
public final class LiveInputTracker {

    private final double[] smallest;
    private final double[] largest;
    private final int[] features;
    private int unsettled;
    private long samples;

    private LiveInputTracker(int inputs) {
        smallest = new double[inputs];
        largest = new double[inputs];
        features = IntStream.range(0, inputs).toArray();
        unsettled = inputs;
    }

    /**
     * Starts with no sample seen.
     *
     * @param inputs number of input features, at least 1
     * @return a new tracker
     * @throws IllegalArgumentException if the number is below 1
     */
    public static LiveInputTracker ofInputs(int inputs) {
        if (inputs < 1) {
            throw new IllegalArgumentException("the number of inputs is " + inputs + ", at least 1 was expected");
        }
        return new LiveInputTracker(inputs);
    }

    /**
     * Looks at the inputs of a batch.
     *
     * @param batch samples x inputs
     * @return this tracker
     * @throws IllegalArgumentException if the batch has another number of inputs
     */
    public LiveInputTracker add(Batch batch) {
        Objects.requireNonNull(batch, "the batch is null");
        if (batch.inputCount() != smallest.length) {
            throw new IllegalArgumentException(batch + ": " + smallest.length + " inputs were expected");
        }
        if (samples == 0) {
            for (int input = 0; input < smallest.length; input++) {
                smallest[input] = batch.input(0, input);
                largest[input] = smallest[input];
            }
        }
        for (int sample = 0; sample < batch.size() && unsettled > 0; sample++) {
            look(batch, sample);
        }
        samples += batch.size();
        return this;
    }

    private void look(Batch batch, int sample) {
        int kept = 0;
        for (int i = 0; i < unsettled; i++) {
            int input = features[i];
            double value = batch.input(sample, input);
            if (value == smallest[input]) {
                features[kept] = input;
                kept++;
            } else {
                largest[input] = Math.max(smallest[input], value);
                smallest[input] = Math.min(smallest[input], value);
            }
        }
        unsettled = kept;
    }

    /**
     * What was seen so far. Tracking may go on afterwards.
     *
     * @return the ranges
     */
    public LiveInputs report() {
        return new LiveInputs(
                samples,
                IntStream.range(0, smallest.length)
                        .mapToObj(input -> samples == 0
                                ? new InputRange(Double.NaN, Double.NaN)
                                : new InputRange(smallest[input], largest[input]))
                        .toList());
    }
}
