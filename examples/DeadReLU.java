package io.github.backcheck.examples;

import io.github.backcheck.diagnosis.Diagnosis;
import io.github.backcheck.diagnosis.Examination;
import io.github.backcheck.model.Architecture;
import io.github.backcheck.model.Batch;
import io.github.backcheck.model.Model;
import io.github.backcheck.model.Trace;
import io.github.backcheck.monitor.LayerHealth;
import io.github.backcheck.monitor.UnitHealthDetector;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/**
 * "It learned nothing, so I raised the learning rate, and now it says the same digit to everything": a network of rectified
 * linear units, trained digit by digit, whose backpropagation is right. Its steps are so long that the first ones push units
 * to where they give 0 for every digit. There their slope is 0 too, and nothing brings them back.
 *
 * <p>{@link #broken()} has pixels up to 16 and a learning rate of 0.1. {@link #fixed()} is the same program with pixels up to 1
 * and a learning rate of 0.02.
 */
public final class DeadReLU {

    private static final int EPOCHS = 10;
    private static final double LONG = 0.1;
    private static final double SHORT = 0.02;

    private DeadReLU() {}

    /**
     * A program with what its training came to.
     *
     * @param net after training
     * @param rate its learning rate
     * @param dead units that give the same for all test digits, per hidden layer: before training, then after each epoch
     * @param accuracies share of the test digits that are read correctly, at the same moments
     * @param test the digits it has not seen
     */
    record Run(Rectifier net, double rate, List<List<Integer>> dead, List<Double> accuracies, Batch test) {}

    /** Trains both programs, shows how their units do, and examines them. */
    public static void main(String[] args) {
        Run broken = trainBroken();
        Run fixed = trainFixed();
        System.out.println("Units that give the same for every digit, of 24 and 16, and accuracy in percent:\n");
        System.out.println("epoch      as it was            mended");
        for (int epoch = 0; epoch <= EPOCHS; epoch++) {
            System.out.printf(Locale.ROOT, "%5d   %s   %s%n", epoch, line(broken, epoch), line(fixed, epoch));
        }
        System.out.println("\nThe program as it was:\n");
        System.out.println(examine(broken));
        System.out.println("The same with scaled pixels and shorter steps:\n");
        System.out.println(examine(fixed));
    }

    private static String line(Run run, int epoch) {
        return String.format(
                Locale.ROOT,
                "%3d %3d %9.2f",
                run.dead().get(epoch).get(0),
                run.dead().get(epoch).get(1),
                100 * run.accuracies().get(epoch));
    }

    /** The program as it was. */
    public static Diagnosis broken() {
        return examine(trainBroken());
    }

    /** The same program with scaled pixels and shorter steps. */
    public static Diagnosis fixed() {
        return examine(trainFixed());
    }

    static Run trainBroken() {
        return train("broken", Digits.split(Digits.load().raw(), 1), LONG);
    }

    static Run trainFixed() {
        return train("fixed", Digits.split(Digits.load().scaled(), 1), SHORT);
    }

    static Diagnosis examine(Run run) {
        return Examination.of(wrap(run.net(), run.rate())).data(run.test()).run();
    }

    /** What Backcheck is told about the program: that it learns from one digit at a time, and what its layers give. */
    static Model wrap(Rectifier net, double rate) {
        return Model.named("rectifier")
                .weights("hidden1/W", net.w[0])
                .biases("hidden1/b", net.b[0])
                .weights("hidden2/W", net.w[1])
                .biases("hidden2/b", net.b[1])
                .weights("output/W", net.w[2])
                .biases("output/b", net.b[2])
                .trainSample((image, target) -> net.learn(image, target, rate))
                .predictSample(image -> {
                    net.forward(image);
                    return net.a[2];
                })
                .trace(images -> trace(net, images))
                .architecture(
                        Architecture.inputs(64).relu(24).relu(16).softmax(10).softmaxCrossEntropy())
                .build();
    }

    private static Trace trace(Rectifier net, double[][] images) {
        double[][][] z = new double[3][images.length][];
        double[][][] a = new double[3][images.length][];
        for (int n = 0; n < images.length; n++) {
            net.forward(images[n]);
            for (int layer = 0; layer < 3; layer++) {
                z[layer][n] = net.z[layer].clone();
                a[layer][n] = net.a[layer].clone();
            }
        }
        return Trace.layer(z[0], a[0]).andLayer(z[1], a[1]).andLayer(z[2], a[2]);
    }

    private static Run train(String name, Digits.Split digits, double rate) {
        Rectifier net = new Rectifier(new Random(1), 64, 24, 16, 10);
        List<List<Integer>> dead = new ArrayList<>(List.of(dead(net, digits.test())));
        List<Double> accuracies = new ArrayList<>(List.of(accuracy(net, digits.test())));
        try (ProgressBar bar = new ProgressBarBuilder()
                .setTaskName("training, " + name)
                .setInitialMax(EPOCHS)
                .setStyle(ProgressBarStyle.ASCII)
                .setConsumer(new ConsoleProgressBarConsumer(System.err))
                .build()) {
            for (int epoch = 0; epoch < EPOCHS; epoch++) {
                Batch shuffled = digits.training().shuffled(epoch);
                for (int n = 0; n < shuffled.size(); n++) {
                    net.learn(shuffled.input(n), shuffled.target(n), rate);
                }
                dead.add(dead(net, digits.test()));
                accuracies.add(accuracy(net, digits.test()));
                bar.step();
            }
        }
        return new Run(net, rate, List.copyOf(dead), List.copyOf(accuracies), digits.test());
    }

    /** How many units of each hidden layer give the same activation for all digits. */
    private static List<Integer> dead(Rectifier net, Batch digits) {
        return UnitHealthDetector.of(wrap(net, 0)).add(digits).report().layers().subList(0, 2).stream()
                .map(LayerHealth::deadUnits)
                .map(List::size)
                .toList();
    }

    private static double accuracy(Rectifier net, Batch digits) {
        int[] labels = digits.labels();
        int right = 0;
        for (int n = 0; n < labels.length; n++) {
            net.forward(digits.input(n));
            int best = 0;
            for (int k = 1; k < 10; k++) {
                best = net.a[2][k] > net.a[2][best] ? k : best;
            }
            right += best == labels[n] ? 1 : 0;
        }
        return right / (double) labels.length;
    }

    /** The program: one digit at a time, what the layers give is kept in fields. */
    static final class Rectifier {

        final double[][][] w;
        final double[][] b;
        final double[][] z;
        final double[][] a;

        Rectifier(Random random, int... sizes) {
            int layers = sizes.length - 1;
            w = new double[layers][][];
            b = new double[layers][];
            z = new double[layers][];
            a = new double[layers][];
            for (int layer = 0; layer < layers; layer++) {
                w[layer] = new double[sizes[layer + 1]][sizes[layer]];
                b[layer] = new double[sizes[layer + 1]];
                z[layer] = new double[sizes[layer + 1]];
                a[layer] = new double[sizes[layer + 1]];
                double spread = Math.sqrt(2.0 / sizes[layer]);
                for (double[] row : w[layer]) {
                    for (int j = 0; j < row.length; j++) {
                        row[j] = spread * random.nextGaussian();
                    }
                }
            }
        }

        void forward(double[] image) {
            double[] below = image;
            for (int layer = 0; layer < w.length; layer++) {
                for (int i = 0; i < z[layer].length; i++) {
                    double sum = b[layer][i];
                    for (int j = 0; j < below.length; j++) {
                        sum += w[layer][i][j] * below[j];
                    }
                    z[layer][i] = sum;
                    a[layer][i] = Math.max(0, sum);
                }
                below = a[layer];
            }
            softmax(z[w.length - 1], a[w.length - 1]);
        }

        private static void softmax(double[] in, double[] out) {
            double largest = in[0];
            for (double each : in) {
                largest = Math.max(largest, each);
            }
            double sum = 0;
            for (int i = 0; i < in.length; i++) {
                out[i] = StrictMath.exp(in[i] - largest); // the same figures on every machine
                sum += out[i];
            }
            for (int i = 0; i < out.length; i++) {
                out[i] /= sum;
            }
        }

        void learn(double[] image, double[] target, double rate) {
            forward(image);
            int last = w.length - 1;
            double[] delta = new double[target.length];
            for (int k = 0; k < delta.length; k++) {
                delta[k] = a[last][k] - target[k];
            }
            for (int layer = last; layer >= 0; layer--) {
                double[] below = layer == 0 ? image : a[layer - 1];
                double[] next = new double[below.length];
                for (int i = 0; i < delta.length; i++) {
                    for (int j = 0; j < below.length; j++) {
                        next[j] += w[layer][i][j] * delta[i]; // before the weight is changed
                        w[layer][i][j] -= rate * delta[i] * below[j];
                    }
                    b[layer][i] -= rate * delta[i];
                }
                if (layer > 0) {
                    for (int j = 0; j < next.length; j++) {
                        next[j] = z[layer - 1][j] > 0 ? next[j] : 0;
                    }
                }
                delta = next;
            }
        }
    }
}
