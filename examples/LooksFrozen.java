package io.github.backcheck.examples;

import io.github.backcheck.diagnosis.Diagnosis;
import io.github.backcheck.diagnosis.Examination;
import io.github.backcheck.model.Architecture;
import io.github.backcheck.model.Batch;
import io.github.backcheck.model.Gradient;
import io.github.backcheck.model.Model;
import io.github.backcheck.model.Storage;
import io.github.backcheck.monitor.LiveInputTracker;
import io.github.backcheck.monitor.TrainingHistory;
import io.github.backcheck.monitor.TrainingMonitor;
import io.github.backcheck.monitor.UnchangedColumns;
import io.github.backcheck.text.Figures;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/**
 * "There is no change at all in the weights of the first layer": a reader of MNIST built after a question on a programmers'
 * forum. Its author printed the first weights before and after training, and they were the same to the last digit.
 *
 * <p>There is no bug. Of a large matrix one sees the corners, and in the corners are the weights of the pixels at the border,
 * which are black in every image. What is multiplied by 0 has gradient 0. The program is {@link Classifier}; everything that
 * Backcheck needs to know of it is in {@link #wrap}.
 */
public final class LooksFrozen {

    private static final int TEST_SAMPLES = 2_000;
    private static final int BATCH = 50;

    /** 20 epochs of 60,000 images, as its author had them. */
    private static final int STEPS = 24_000;

    private static final double RATE = 0.01;
    private static final int PART = 1_000;

    /** How many rows and columns are shown at each edge of a large matrix. */
    private static final int EDGE = 3;

    private LooksFrozen() {}

    /**
     * A program with what its training came to.
     *
     * @param classifier after training
     * @param cornersBefore the corners of its first weights before training, as lines of text
     * @param history what the monitor saw
     * @param accuracy share of the test digits that are read correctly
     * @param test the digits it has not seen
     */
    record Run(Classifier classifier, String cornersBefore, TrainingHistory history, double accuracy, Batch test) {

        /** The corners of its first weights as they are now. */
        String cornersAfter() {
            return corners(classifier.weight[1]);
        }
    }

    /**
     * Trains and examines the program.
     *
     * @param args how many steps of training to take; nothing for as many as the program's author took
     */
    public static void main(String[] args) {
        Mnist mnist = Mnist.load();
        System.out.println("Data: " + mnist.origin() + "\n");
        Run run = train(mnist, args.length == 0 ? STEPS : Integer.parseInt(args[0]));
        System.out.println("The corners of W1 before training:\n\n" + run.cornersBefore());
        System.out.println(
                "The corners of W1 after " + Figures.count(run.history().steps()) + " steps:\n\n" + run.cornersAfter());
        explanation(mnist, run).forEach(System.out::println);
        System.out.println("\n" + examine(run));
    }

    static Diagnosis examine(Run run) {
        return Examination.of(wrap(run.classifier()))
                .data(run.test())
                .batchSize(BATCH)
                .run();
    }

    /** Why it looks frozen, in sentences. */
    static List<String> explanation(Mnist mnist, Run run) {
        UnchangedColumns columns = run.history().unchangedColumns("hidden/W");
        int inputs = run.history().inputs().ranges().size();
        return List.of(
                "W1 does change: "
                        + Figures.count(inputs
                                - columns.explained().size()
                                - columns.unexplained().size()) + " of its " + Figures.count(inputs) + " columns did.",
                Figures.count(columns.explained().size(), "column")
                        + " did not and could not, the corners among them: their pixels are black in all images that"
                        + " it was fed.",
                Figures.count(columns.unexplained().size(), "column") + " did not although they could.",
                "In all " + Figures.count(mnist.trainingCount()) + " training images " + Figures.count(black(mnist))
                        + " pixels are black throughout.",
                "Digits not seen before that are read correctly: " + Figures.percent(run.accuracy()) + ".");
    }

    /** How many pixels are 0 in all training images; they are looked at in parts, since all at once would take 376 MB. */
    static int black(Mnist mnist) {
        LiveInputTracker tracker = LiveInputTracker.ofInputs(28 * 28);
        for (int from = 0; from < mnist.trainingCount(); from += PART) {
            tracker.add(mnist.training(from, Math.min(from + PART, mnist.trainingCount())));
        }
        return tracker.report().constantlyZero().size();
    }

    /** The program updates its arrays in place, so the arrays themselves will do. */
    static Model wrap(Classifier net) {
        return Model.named("classifier")
                .weights("hidden/W", net.weight[1])
                .biases("hidden/b", Storage.of(net.bias[1]))
                .weights("output/W", net.weight[2])
                .biases("output/b", Storage.of(net.bias[2]))
                .predict(images -> Classifier.transposed(net.forprop(images)[2]))
                .trainStep(batch -> net.step(batch.inputs(), batch.targets(), RATE))
                .gradient(batch -> {
                    net.gradients(batch.inputs(), batch.targets());
                    return Gradient.of("hidden/W", net.weightGradient[1])
                            .and("hidden/b", Storage.of(net.biasGradient[1]))
                            .and("output/W", net.weightGradient[2])
                            .and("output/b", Storage.of(net.biasGradient[2]));
                })
                .architecture(
                        Architecture.inputs(28 * 28).sigmoid(10).softmax(10).softmaxCrossEntropy())
                .build();
    }

    static Run train(Mnist mnist, int steps) {
        Batch test = mnist.firstTest(TEST_SAMPLES);
        Random random = new Random(1);
        Classifier net = new Classifier(random, 28 * 28, 10, 10);
        String before = corners(net.weight[1]);
        TrainingMonitor monitor = TrainingMonitor.of(wrap(net));
        try (ProgressBar bar = new ProgressBarBuilder()
                .setTaskName("training")
                .setInitialMax(steps)
                .setStyle(ProgressBarStyle.ASCII)
                .setConsumer(new ConsoleProgressBarConsumer(System.err))
                .build()) {
            int size = mnist.trainingCount();
            int[] order = {};
            int from = size;
            for (int step = 0; step < steps; step++) {
                if (from >= size) {
                    order = permutation(size, random);
                    from = 0;
                }
                Batch batch = mnist.selectTraining(Arrays.copyOfRange(order, from, Math.min(from + BATCH, size)));
                net.step(batch.inputs(), batch.targets(), RATE);
                monitor.observe(batch);
                from += BATCH;
                bar.step();
            }
        }
        return new Run(net, before, monitor.history(), accuracy(net, test), test);
    }

    private static int[] permutation(int size, Random random) {
        int[] order = new int[size];
        for (int i = 0; i < size; i++) {
            int j = random.nextInt(i + 1);
            order[i] = order[j];
            order[j] = i;
        }
        return order;
    }

    private static double accuracy(Classifier net, Batch test) {
        int[] labels = test.labels();
        double[][] probabilities = net.forprop(test.inputs())[2]; // digits x samples
        int right = 0;
        for (int n = 0; n < labels.length; n++) {
            int best = 0;
            for (int digit = 1; digit < probabilities.length; digit++) {
                best = probabilities[digit][n] > probabilities[best][n] ? digit : best;
            }
            right += best == labels[n] ? 1 : 0;
        }
        return right / (double) labels.length;
    }

    /** A large matrix as number crunchers print it: its first and last rows and columns. */
    static String corners(double[][] matrix) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < matrix.length; i++) {
            if (i == EDGE) {
                text.append("  ...\n");
            }
            if (i < EDGE || i >= matrix.length - EDGE) {
                for (int j = 0; j < EDGE; j++) {
                    text.append(String.format(Locale.ROOT, " %11.8f", matrix[i][j]));
                }
                text.append("  ...");
                for (int j = matrix[i].length - EDGE; j < matrix[i].length; j++) {
                    text.append(String.format(Locale.ROOT, " %11.8f", matrix[i][j]));
                }
                text.append('\n');
            }
        }
        return text.toString();
    }

    /** The program: samples side by side in columns; layers are numbered from 1, as in textbooks, and layer 0 is the input. */
    static final class Classifier {

        private static final double LARGEST_START = 0.5;

        final double[][][] weight;
        final double[][][] bias;
        double[][][] weightGradient;
        double[][][] biasGradient;

        Classifier(Random random, int... shape) {
            weight = new double[shape.length][][];
            bias = new double[shape.length][][];
            for (int i = 1; i < shape.length; i++) {
                weight[i] = new double[shape[i]][shape[i - 1]];
                bias[i] = new double[shape[i]][1];
                for (double[] row : weight[i]) {
                    for (int j = 0; j < row.length; j++) {
                        row[j] = LARGEST_START * (2 * random.nextDouble() - 1);
                    }
                }
            }
            weightGradient = new double[shape.length][][];
            biasGradient = new double[shape.length][][];
        }

        /** Activations of all layers, units x samples; those of layer 0 are the inputs. */
        double[][][] forprop(double[][] inputs) {
            double[][][] a = new double[weight.length][][];
            a[0] = transposed(inputs);
            for (int i = 1; i < weight.length; i++) {
                double[][] z = dot(weight[i], a[i - 1]);
                for (int unit = 0; unit < z.length; unit++) {
                    for (int n = 0; n < z[unit].length; n++) {
                        z[unit][n] += bias[i][unit][0];
                    }
                }
                a[i] = i < weight.length - 1 ? sigmoid(z) : softmax(z);
            }
            return a;
        }

        void step(double[][] inputs, double[][] output, double lr) {
            gradients(inputs, output);
            for (int i = 1; i < weight.length; i++) {
                subtract(weight[i], lr, weightGradient[i]);
                subtract(bias[i], lr, biasGradient[i]);
            }
        }

        void gradients(double[][] inputs, double[][] output) {
            double[][][] a = forprop(inputs);
            double[][] er = minus(a[weight.length - 1], transposed(output));
            for (int i = weight.length - 1; i >= 1; i--) {
                weightGradient[i] = dot(er, transposed(a[i - 1]));
                biasGradient[i] = new double[er.length][1];
                for (int unit = 0; unit < er.length; unit++) {
                    for (int n = 0; n < inputs.length; n++) {
                        biasGradient[i][unit][0] += er[unit][n] / inputs.length;
                    }
                    for (int j = 0; j < weightGradient[i][unit].length; j++) {
                        weightGradient[i][unit][j] /= inputs.length;
                    }
                }
                if (i > 1) {
                    er = dot(transposed(weight[i]), er);
                    for (int unit = 0; unit < er.length; unit++) {
                        for (int n = 0; n < inputs.length; n++) {
                            er[unit][n] *= a[i - 1][unit][n] * (1 - a[i - 1][unit][n]);
                        }
                    }
                }
            }
        }

        private static double[][] sigmoid(double[][] z) {
            double[][] a = new double[z.length][z[0].length];
            for (int unit = 0; unit < z.length; unit++) {
                for (int n = 0; n < z[unit].length; n++) {
                    a[unit][n] = 1 / (1 + StrictMath.exp(-z[unit][n])); // the same figures on every machine
                }
            }
            return a;
        }

        private static double[][] softmax(double[][] z) {
            double[][] a = new double[z.length][z[0].length];
            for (int n = 0; n < z[0].length; n++) {
                double largest = Double.NEGATIVE_INFINITY;
                for (double[] unit : z) {
                    largest = Math.max(largest, unit[n]);
                }
                double sum = 0;
                for (int unit = 0; unit < z.length; unit++) {
                    a[unit][n] = StrictMath.exp(z[unit][n] - largest);
                    sum += a[unit][n];
                }
                for (double[] unit : a) {
                    unit[n] /= sum;
                }
            }
            return a;
        }

        private static void subtract(double[][] from, double factor, double[][] what) {
            for (int i = 0; i < from.length; i++) {
                for (int j = 0; j < from[i].length; j++) {
                    from[i][j] -= factor * what[i][j];
                }
            }
        }

        private static double[][] minus(double[][] a, double[][] b) {
            double[][] c = new double[a.length][a[0].length];
            for (int i = 0; i < a.length; i++) {
                for (int j = 0; j < a[i].length; j++) {
                    c[i][j] = a[i][j] - b[i][j];
                }
            }
            return c;
        }

        static double[][] transposed(double[][] a) {
            double[][] t = new double[a[0].length][a.length];
            for (int i = 0; i < a.length; i++) {
                for (int j = 0; j < a[i].length; j++) {
                    t[j][i] = a[i][j];
                }
            }
            return t;
        }

        private static double[][] dot(double[][] a, double[][] b) {
            double[][] c = new double[a.length][b[0].length];
            for (int i = 0; i < a.length; i++) {
                for (int k = 0; k < b.length; k++) {
                    for (int j = 0; j < c[i].length; j++) {
                        c[i][j] += a[i][k] * b[k][j];
                    }
                }
            }
            return c;
        }
    }
}
