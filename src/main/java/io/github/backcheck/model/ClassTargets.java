package io.github.backcheck.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The targets of a batch read as classes, where they can be. They can in two cases:
 *
 * <ul>
 *   <li>two outputs or more: in the whole batch the targets take two values, and each row holds the higher one exactly once
 *       (0 and 1, −1 and +1, 0.1 and 0.9); the class of a sample is the index of its higher target;
 *   <li>one output: in the whole batch the targets take exactly two values; the lower is class 0, the higher class 1.
 * </ul>
 *
 * <p>Everything else, also a single output that never changes, is regression. Values are compared exactly. Immutable.
 *
 * <pre>{@code
 * ClassTargets.of(digits).map(ClassTargets::counts)   // Optional[[178, 182, 177, ...]]
 * }</pre>
 */
public final class ClassTargets {

    private final List<Integer> classes;
    private final int outputs;
    private final double low;
    private final double high;

    private ClassTargets(List<Integer> classes, int outputs, double low, double high) {
        this.classes = classes;
        this.outputs = outputs;
        this.low = low;
        this.high = high;
    }

    /**
     * Reads the targets of a batch as classes.
     *
     * @param batch the samples
     * @return empty if the targets are not of either kind
     */
    public static Optional<ClassTargets> of(Batch batch) {
        Objects.requireNonNull(batch, "the batch is null");
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (int sample = 0; sample < batch.size(); sample++) {
            for (int output = 0; output < batch.outputCount(); output++) {
                low = Math.min(low, batch.target(sample, output));
                high = Math.max(high, batch.target(sample, output));
            }
        }
        List<Integer> classes = new ArrayList<>();
        for (int sample = 0; sample < batch.size() && low < high; sample++) {
            classOf(batch.target(sample), low, high).ifPresent(classes::add);
        }
        return classes.size() == batch.size()
                ? Optional.of(new ClassTargets(List.copyOf(classes), batch.outputCount(), low, high))
                : Optional.empty();
    }

    private static OptionalInt classOf(double[] row, double low, double high) {
        int highs = 0;
        int last = -1;
        for (int output = 0; output < row.length; output++) {
            if (row[output] == high) {
                highs++;
                last = output;
            } else if (row[output] != low) {
                return OptionalInt.empty();
            }
        }
        if (row.length == 1) {
            return OptionalInt.of(highs);
        }
        return highs == 1 ? OptionalInt.of(last) : OptionalInt.empty();
    }

    /**
     * Number of classes: that of the outputs, or 2 where there is one output.
     *
     * @return at least 2
     */
    public int count() {
        return outputs == 1 ? 2 : outputs;
    }

    /**
     * The class of a sample.
     *
     * @param sample from 0
     * @return from 0 to count − 1
     */
    public int classOf(int sample) {
        return classes.get(sample);
    }

    /**
     * How many samples each class has.
     *
     * @return one count per class, class 0 first
     */
    public List<Integer> counts() {
        int[] counts = new int[count()];
        classes.forEach(c -> counts[c]++);
        return Arrays.stream(counts).boxed().toList();
    }

    /**
     * The class that the outputs for one sample stand for: the index of the largest, the first of equals; with a single
     * output, class 1 above the middle between the two target values and class 0 otherwise.
     *
     * @param row one entry per output. Not modified.
     * @return empty if an output is NaN, since a NaN is neither larger nor smaller than anything
     * @throws IllegalArgumentException if there are more or fewer outputs than targets
     */
    public OptionalInt predicted(double[] row) {
        if (row.length != outputs) {
            throw new IllegalArgumentException(row.length + " outputs, the targets have " + outputs);
        }
        int largest = 0;
        for (int output = 0; output < outputs; output++) {
            if (Double.isNaN(row[output])) {
                return OptionalInt.empty();
            }
            largest = row[output] > row[largest] ? output : largest;
        }
        return OptionalInt.of(outputs > 1 ? largest : row[0] > low + (high - low) / 2 ? 1 : 0);
    }

    /** As in {@code 10 classes, targets 0.0 and 1.0}. */
    @Override
    public String toString() {
        return count() + " classes, targets " + low + " and " + high;
    }
}
