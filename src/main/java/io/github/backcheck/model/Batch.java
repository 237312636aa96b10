package io.github.backcheck.model;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;

/**
 * Samples with their targets, one sample per row: a mini-batch or a whole data set. Immutable; what it hands out are copies,
 * so a network that changes its inputs in place harms nobody.
 *
 * <pre>{@code
 * Batch xor = Batch.of(new double[][] {{0, 0}, {0, 1}, {1, 0}, {1, 1}}, new double[][] {{0}, {1}, {1}, {0}});
 * Batch digits = Batch.labelled(pixels, labels, 10);   // targets one-hot
 * }</pre>
 */
public final class Batch {

    private final double[][] inputs;
    private final double[][] targets;

    private Batch(double[][] inputs, double[][] targets) {
        this.inputs = inputs;
        this.targets = targets;
    }

    /**
     * Samples with their targets.
     *
     * @param inputs samples x inputs. Not modified, copied.
     * @param targets samples x outputs. Not modified, copied.
     * @return the batch
     * @throws NullPointerException if an array or a row is null
     * @throws IllegalArgumentException if an array is empty or ragged, if the numbers of rows differ, or if an entry is NaN or
     *     infinite
     */
    public static Batch of(double[][] inputs, double[][] targets) {
        double[][] x = Shapes.finiteCopy(inputs, "inputs");
        double[][] y = Shapes.finiteCopy(targets, "targets");
        if (x.length != y.length) {
            throw new IllegalArgumentException("inputs are " + Shapes.of(x.length, x[0].length) + ", targets are "
                    + Shapes.of(y.length, y[0].length) + ": the same number of rows was expected, one per sample");
        }
        return new Batch(x, y);
    }

    /**
     * Samples with a class each. The target of a sample is 1 at its class and 0 elsewhere.
     *
     * @param inputs samples x inputs. Not modified, copied.
     * @param labels one class per sample, from 0 to classes − 1. Not modified.
     * @param classes number of classes, at least 2
     * @return the batch
     * @throws NullPointerException if an array or a row is null
     * @throws IllegalArgumentException if inputs are empty, ragged or not finite, if the numbers of samples differ, or if a
     *     label is out of range
     */
    public static Batch labelled(double[][] inputs, int[] labels, int classes) {
        if (classes < 2) {
            throw new IllegalArgumentException("the number of classes must be at least 2, it is " + classes);
        }
        Objects.requireNonNull(labels, "labels is null");
        int columns = Shapes.columnsOf(inputs, "inputs");
        if (labels.length != inputs.length) {
            throw new IllegalArgumentException("inputs are " + Shapes.of(inputs.length, columns) + ", there are "
                    + labels.length + " labels: one label per row was expected");
        }
        double[][] targets = new double[labels.length][classes];
        for (int sample = 0; sample < labels.length; sample++) {
            if (labels[sample] < 0 || labels[sample] >= classes) {
                throw new IllegalArgumentException("labels[" + sample + "] is " + labels[sample]
                        + ", a class from 0 to " + (classes - 1) + " was expected");
            }
            targets[sample][labels[sample]] = 1;
        }
        return of(inputs, targets);
    }

    /**
     * Number of samples.
     *
     * @return at least 1
     */
    public int size() {
        return inputs.length;
    }

    /**
     * Number of inputs of a sample.
     *
     * @return at least 1
     */
    public int inputCount() {
        return inputs[0].length;
    }

    /**
     * Number of targets of a sample.
     *
     * @return at least 1
     */
    public int outputCount() {
        return targets[0].length;
    }

    /**
     * All inputs.
     *
     * @return a copy, samples x inputs
     */
    public double[][] inputs() {
        return Shapes.copy(inputs);
    }

    /**
     * All targets.
     *
     * @return a copy, samples x outputs
     */
    public double[][] targets() {
        return Shapes.copy(targets);
    }

    /**
     * The inputs of one sample.
     *
     * @param sample from 0
     * @return a copy
     */
    public double[] input(int sample) {
        return inputs[sample].clone();
    }

    /**
     * The targets of one sample.
     *
     * @param sample from 0
     * @return a copy
     */
    public double[] target(int sample) {
        return targets[sample].clone();
    }

    /**
     * One number of one sample's inputs, without a copy.
     *
     * @param sample from 0
     * @param input from 0
     * @return the value
     */
    public double input(int sample, int input) {
        return inputs[sample][input];
    }

    /**
     * One number of one sample's targets, without a copy.
     *
     * @param sample from 0
     * @param output from 0
     * @return the value
     */
    public double target(int sample, int output) {
        return targets[sample][output];
    }

    /**
     * The class of each sample, as {@link #label} reads it.
     *
     * @return a copy, one class per sample
     */
    public int[] labels() {
        return Arrays.stream(targets).mapToInt(Batch::label).toArray();
    }

    /**
     * The class that targets stand for: the index of the largest, the first of equals; of a single one, 1 above 0.5 and 0
     * otherwise. For programs that take the class as a number:
     *
     * <pre>{@code
     * .trainSample((x, y) -> net.learn(x, Batch.label(y)))
     * }</pre>
     *
     * @param target of one sample, at least one entry. Not modified.
     * @return the class, from 0
     */
    public static int label(double[] target) {
        if (target.length == 1) {
            return target[0] > 0.5 ? 1 : 0;
        }
        return largest(target);
    }

    /**
     * The samples as objects of a program that takes a list of them.
     *
     * <pre>{@code
     * .trainStep(batch -> net.train(batch.samples((x, y) -> new Sample(x, y)), 1))
     * }</pre>
     *
     * @param make makes one of copies of a sample's inputs and targets
     * @param <S> the program's class of samples
     * @return one for each sample, in their order
     */
    public <S> List<S> samples(BiFunction<double[], double[], S> make) {
        return IntStream.range(0, size())
                .mapToObj(sample -> make.apply(input(sample), target(sample)))
                .toList();
    }

    private static int largest(double[] row) {
        int largest = 0;
        for (int i = 1; i < row.length; i++) {
            if (row[i] > row[largest]) {
                largest = i;
            }
        }
        return largest;
    }

    /**
     * All inputs as an EJML matrix.
     *
     * @return a copy, samples x inputs
     */
    public DMatrixRMaj inputMatrix() {
        return new DMatrixRMaj(inputs);
    }

    /**
     * All targets as an EJML matrix.
     *
     * @return a copy, samples x outputs
     */
    public DMatrixRMaj targetMatrix() {
        return new DMatrixRMaj(targets);
    }

    /**
     * Some of the samples, in the order given; a sample may be named more than once.
     *
     * @param samples indices from 0, at least one. Not modified.
     * @return a new batch
     * @throws IllegalArgumentException if no sample is named or one does not exist
     */
    public Batch select(int... samples) {
        if (samples.length == 0) {
            throw new IllegalArgumentException("no sample was selected, a batch has at least one");
        }
        double[][] x = new double[samples.length][];
        double[][] y = new double[samples.length][];
        for (int i = 0; i < samples.length; i++) {
            if (samples[i] < 0 || samples[i] >= size()) {
                throw new IllegalArgumentException(
                        "sample " + samples[i] + " was selected, there are samples 0 to " + (size() - 1));
            }
            x[i] = inputs[samples[i]];
            y[i] = targets[samples[i]];
        }
        return new Batch(x, y);
    }

    /**
     * Consecutive samples.
     *
     * @param from the first sample
     * @param to the sample after the last
     * @return a new batch of to − from samples
     * @throws IllegalArgumentException if the range is empty or reaches outside
     */
    public Batch slice(int from, int to) {
        if (from < 0 || to > size() || from >= to) {
            throw new IllegalArgumentException("samples " + from + " to " + to + " (exclusive) of a batch of " + size()
                    + ": a range of at least one, inside 0 to " + size() + ", was expected");
        }
        return new Batch(Arrays.copyOfRange(inputs, from, to), Arrays.copyOfRange(targets, from, to));
    }

    /**
     * The same samples in random order.
     *
     * @param seed the same seed gives the same order
     * @return a new batch
     */
    public Batch shuffled(long seed) {
        int[] order = new int[size()];
        Random random = new Random(seed);
        for (int i = 0; i < order.length; i++) {
            int j = random.nextInt(i + 1);
            order[i] = order[j];
            order[j] = i;
        }
        return select(order);
    }

    /** Shapes, as in {@code batch of 32: inputs 32 x 64, targets 32 x 10}. */
    @Override
    public String toString() {
        return "batch of " + size() + ": inputs " + Shapes.of(size(), inputCount()) + ", targets "
                + Shapes.of(size(), outputCount());
    }
}
