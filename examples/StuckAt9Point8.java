package io.github.backcheck.examples;

import io.github.backcheck.diagnosis.Diagnosis;
import io.github.backcheck.diagnosis.Examination;
import io.github.backcheck.model.Architecture;
import io.github.backcheck.model.Batch;
import io.github.backcheck.model.Gradient;
import io.github.backcheck.model.Model;
import io.github.backcheck.model.Storage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/**
 * "8.35 % before training, 9.8 % after the first epoch, and 9.8 % ever after": a reader of handwritten digits built after a
 * question on a programmers' forum. 9.8 % is the share of zeros among the test images of MNIST, 980 of 10,000. Where {@link
 * Mnist} finds none, the digits are others, and so is the share. The program's own code is {@link Reader}; everything that
 * Backcheck needs to know of it is in {@link #wrap}.
 *
 * <p>It has two bugs. The sums over a batch are never set back: the zeros that they are set to are the very arrays that are
 * added to. And they are not divided by the size of the batch, so that the first steps go so far that every unit is
 * saturated. {@link MendedReader} is the same without them.
 *
 * <p>The first bug is the one that catches the eye, and by itself it does little harm: what is left in the sums has been
 * multiplied by the learning rate, and so works as a small momentum. It is the second that stops the learning.
 */
public final class StuckAt9Point8 {

    private static final int EPOCHS = 6;
    private static final int TRAINING = 2_000;
    private static final int BATCH = 100;
    private static final double RATE = 0.1;

    private StuckAt9Point8() {}

    /**
     * A program with what its training came to.
     *
     * @param reader after training
     * @param accuracies share of the test digits that are read correctly: before training, then after each epoch
     * @param test the digits it has not seen
     */
    record Run(Reader reader, List<Double> accuracies, Batch test) {}

    /** Trains both programs, shows them side by side, and examines them. */
    public static void main(String[] args) {
        Mnist mnist = Mnist.load();
        Run broken = trainBroken(mnist);
        Run fixed = trainFixed(mnist);
        System.out.println(mnist.origin() + "\n\nAccuracy on digits not seen, in percent:\n\n" + table(broken, fixed));
        System.out.println("The program as it was asked about:\n\n" + examine(broken));
        System.out.println("The same with its bugs mended:\n\n" + examine(fixed));
    }

    static String table(Run broken, Run fixed) {
        StringBuilder table = new StringBuilder("epoch   as it was   mended\n");
        for (int epoch = 0; epoch <= EPOCHS; epoch++) {
            table.append(String.format(
                    Locale.ROOT,
                    "%5d   %9.2f   %6.2f%n",
                    epoch,
                    100 * broken.accuracies().get(epoch),
                    100 * fixed.accuracies().get(epoch)));
        }
        return table.toString();
    }

    /** The program as it was. */
    public static Diagnosis broken() {
        return examine(trainBroken(Mnist.load()));
    }

    /** The same program with its bugs mended. */
    public static Diagnosis fixed() {
        return examine(trainFixed(Mnist.load()));
    }

    static Run trainBroken(Mnist mnist) {
        return train("broken", new Reader(new Random(2), 784, 30, 10), mnist);
    }

    static Run trainFixed(Mnist mnist) {
        return train("fixed", new MendedReader(new Random(2), 784, 30, 10), mnist);
    }

    static Diagnosis examine(Run run) {
        return Examination.of(wrap(run.reader()))
                .data(run.test())
                .batchSize(BATCH)
                .run();
    }

    /**
     * What Backcheck is told about the program. Its weights and biases are never assigned anew, so the arrays themselves will
     * do.
     *
     * <p>The gradient is what the program's own update would take off at a learning rate of 1, but half of it: the program
     * descends (a − y)², and the nearest loss that an architecture knows is half of that. The loss is meant to be the mean
     * over the batch.
     */
    static Model wrap(Reader reader) {
        return Model.named("tanh reader")
                .weights("hidden/W", reader.weights[0])
                .biases("hidden/b", Storage.of(reader.biases[0]))
                .weights("output/W", reader.weights[1])
                .biases("output/b", Storage.of(reader.biases[1]))
                .predictSample(reader::read)
                .trainStep(batch -> reader.train(batch.inputs(), batch.labels(), RATE, batch.size()))
                .gradient(batch -> {
                    reader.train(batch.inputs(), batch.labels(), RATE, batch.size() + 1); // never full: no step
                    double factor = reader.factor(0.5, batch.size());
                    return Gradient.of("hidden/W", times(factor, reader.weightUpdates[0]))
                            .and("hidden/b", times(factor, reader.biasUpdates[0]))
                            .and("output/W", times(factor, reader.weightUpdates[1]))
                            .and("output/b", times(factor, reader.biasUpdates[1]));
                })
                .architecture(Architecture.inputs(784).tanh(30).tanh(10).halfSquaredError())
                .build();
    }

    private static Storage times(double factor, double[][] sums) {
        return Storage.of(Arrays.stream(sums)
                .map(row -> Arrays.stream(row).map(sum -> factor * sum).toArray())
                .toArray(double[][]::new));
    }

    static Run train(String name, Reader reader, Mnist mnist) {
        Batch training = mnist.firstTraining(TRAINING);
        Batch test = withTargetsOfTanh(mnist.test(0, mnist.testCount()));
        List<Double> accuracies = new ArrayList<>();
        accuracies.add(accuracy(reader, test));
        try (ProgressBar bar = new ProgressBarBuilder()
                .setTaskName("training, " + name)
                .setInitialMax(EPOCHS)
                .setStyle(ProgressBarStyle.ASCII)
                .setConsumer(new ConsoleProgressBarConsumer(System.err))
                .build()) {
            for (int epoch = 0; epoch < EPOCHS; epoch++) {
                reader.train(training.inputs(), training.labels(), RATE, BATCH);
                accuracies.add(accuracy(reader, test));
                bar.step();
            }
        }
        return new Run(reader, List.copyOf(accuracies), test);
    }

    /** 1 for the digit and −1 for the others, as the program has it. */
    private static Batch withTargetsOfTanh(Batch digits) {
        double[][] targets = digits.targets();
        for (double[] target : targets) {
            for (int digit = 0; digit < target.length; digit++) {
                target[digit] = 2 * target[digit] - 1;
            }
        }
        return Batch.of(digits.inputs(), targets);
    }

    private static double accuracy(Reader reader, Batch test) {
        int[] labels = test.labels();
        int right = 0;
        for (int sample = 0; sample < labels.length; sample++) {
            right += reader.guess(test.input(sample)) == labels[sample] ? 1 : 0;
        }
        return right / (double) labels.length;
    }

    /**
     * The program: vectors are columns, one digit is taken at a time, and whoever needs what a layer gives asks for it from
     * the bottom up.
     */
    static class Reader {

        final int size; // layers, the input among them
        final double[][][] weights;
        final double[][][] biases;
        private final double[][][] weightTemplates; // all 0
        private final double[][][] biasTemplates;
        double[][][] weightUpdates;
        double[][][] biasUpdates;

        Reader(Random random, int... sizes) {
            size = sizes.length;
            weights = zeros(sizes, false);
            biases = zeros(sizes, true);
            weightTemplates = zeros(sizes, false);
            biasTemplates = zeros(sizes, true);
            weightUpdates = weightTemplates;
            biasUpdates = biasTemplates;
            for (double[][][] all : new double[][][][] {weights, biases}) {
                for (double[][] layer : all) {
                    for (double[] row : layer) {
                        for (int j = 0; j < row.length; j++) {
                            row[j] = 0.1 * random.nextGaussian();
                        }
                    }
                }
            }
        }

        private static double[][][] zeros(int[] sizes, boolean columns) {
            double[][][] all = new double[sizes.length - 1][][];
            for (int i = 0; i < all.length; i++) {
                all[i] = new double[sizes[i + 1]][columns ? 1 : sizes[i]];
            }
            return all;
        }

        /** Wrong: these are no zeros any more once something has been added to them. */
        void reset() {
            weightUpdates = weightTemplates;
            biasUpdates = biasTemplates;
        }

        /** Wrong: the updates are sums over the batch. */
        double factor(double learnRate, int batchSize) {
            return learnRate;
        }

        /** One pass through the images; an update after each batch. */
        void train(double[][] images, int[] labels, double learnRate, int batchSize) {
            reset();
            int count = 0;
            for (int n = 0; n < images.length; n++) {
                count++;
                backpropagation(column(images[n]), transformer(labels[n]));
                if (count % batchSize == 0) {
                    double factor = factor(learnRate, batchSize);
                    for (int i = 0; i < weights.length; i++) {
                        apply(weights[i], weightUpdates[i], factor);
                        apply(biases[i], biasUpdates[i], factor);
                    }
                    reset();
                }
            }
        }

        private static void apply(double[][] parameters, double[][] updates, double factor) {
            for (int i = 0; i < parameters.length; i++) {
                for (int j = 0; j < parameters[i].length; j++) {
                    updates[i][j] *= factor;
                    parameters[i][j] -= updates[i][j];
                }
            }
        }

        private void backpropagation(double[][] input, double[][] desired) {
            double[][] output = feedforward(input, size - 1);
            double[][] slope = tanhDerivative(feedforward2(input, size - 1));
            double[][] delta = new double[output.length][1];
            for (int k = 0; k < delta.length; k++) {
                delta[k][0] = 2 * (output[k][0] - desired[k][0]) * slope[k][0];
            }
            add(biasUpdates[size - 2], delta);
            add(weightUpdates[size - 2], byRow(delta, feedforward(input, size - 2)));
            for (int i = size - 3; i >= 0; i--) {
                slope = tanhDerivative(feedforward2(input, i + 1));
                double[][] next = new double[slope.length][1];
                for (int k = 0; k < next.length; k++) {
                    for (int above = 0; above < delta.length; above++) {
                        next[k][0] += weights[i + 1][above][k] * delta[above][0];
                    }
                    next[k][0] *= slope[k][0];
                }
                delta = next;
                add(biasUpdates[i], delta);
                add(weightUpdates[i], byRow(delta, feedforward(input, i)));
            }
        }

        /** Activations of a layer; layer 0 is the input. */
        double[][] feedforward(double[][] input, int stop) {
            double[][] now = input;
            for (int i = 0; i < stop; i++) {
                now = tanh(combined(i, now));
            }
            return now;
        }

        /** What goes into tanh in a layer. */
        double[][] feedforward2(double[][] input, int stop) {
            return combined(stop - 1, feedforward(input, stop - 1));
        }

        private double[][] combined(int i, double[][] below) {
            double[][] z = new double[weights[i].length][1];
            for (int k = 0; k < z.length; k++) {
                z[k][0] = biases[i][k][0];
                for (int j = 0; j < below.length; j++) {
                    z[k][0] += weights[i][k][j] * below[j][0];
                }
            }
            return z;
        }

        double[] read(double[] image) {
            double[][] output = feedforward(column(image), size - 1);
            double[] numbers = new double[output.length];
            for (int k = 0; k < numbers.length; k++) {
                numbers[k] = output[k][0];
            }
            return numbers;
        }

        int guess(double[] image) {
            double[] output = read(image);
            int best = 0;
            for (int k = 1; k < output.length; k++) {
                best = output[k] > output[best] ? k : best;
            }
            return best;
        }

        static double[][] tanh(double[][] z) {
            double[][] a = new double[z.length][1];
            for (int k = 0; k < z.length; k++) {
                a[k][0] = StrictMath.tanh(z[k][0]); // the same figures on every machine
            }
            return a;
        }

        static double[][] tanhDerivative(double[][] z) {
            double[][] slope = tanh(z);
            for (double[] unit : slope) {
                unit[0] = 1 - unit[0] * unit[0];
            }
            return slope;
        }

        static double[][] transformer(int label) {
            double[][] desired = new double[10][1];
            for (int k = 0; k < desired.length; k++) {
                desired[k][0] = k == label ? 1 : -1;
            }
            return desired;
        }

        static double[][] column(double[] vector) {
            double[][] column = new double[vector.length][1];
            for (int j = 0; j < vector.length; j++) {
                column[j][0] = vector[j];
            }
            return column;
        }

        private static double[][] byRow(double[][] column, double[][] other) {
            double[][] product = new double[column.length][other.length];
            for (int i = 0; i < column.length; i++) {
                for (int j = 0; j < other.length; j++) {
                    product[i][j] = column[i][0] * other[j][0];
                }
            }
            return product;
        }

        private static void add(double[][] sum, double[][] more) {
            for (int i = 0; i < sum.length; i++) {
                for (int j = 0; j < sum[i].length; j++) {
                    sum[i][j] += more[i][j];
                }
            }
        }
    }

    /** The same without the bugs. */
    static final class MendedReader extends Reader {

        private final int[] sizes;

        MendedReader(Random random, int... sizes) {
            super(random, sizes);
            this.sizes = sizes;
        }

        /** New arrays, which are 0. */
        @Override
        void reset() {
            weightUpdates = Reader.zeros(sizes, false);
            biasUpdates = Reader.zeros(sizes, true);
        }

        @Override
        double factor(double learnRate, int batchSize) {
            return learnRate / batchSize;
        }
    }
}
