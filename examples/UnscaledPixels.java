package io.github.backcheck.examples;

import io.github.backcheck.diagnosis.Diagnosis;
import io.github.backcheck.diagnosis.Examination;
import io.github.backcheck.model.Architecture;
import io.github.backcheck.model.Batch;
import io.github.backcheck.model.Gradient;
import io.github.backcheck.model.Model;
import io.github.backcheck.text.Figures;
import java.util.Arrays;
import java.util.Random;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/**
 * "The same network reads my small digits well, but not MNIST": a network of sigmoids whose backpropagation is right, fed with
 * pixels from 0 to 255 as they are in the files. With such inputs nearly every unit is far out where its slope is almost 0, and
 * hardly any gradient comes through to the first layer.
 *
 * <p>{@link #broken} is the program as it was, {@link #fixed} the same with pixels divided by 255.
 */
public final class UnscaledPixels {

    private static final int SAMPLES = 3_000;
    private static final int TEST_SAMPLES = 1_000;
    private static final int EPOCHS = 10;
    private static final int BATCH = 20;
    private static final double RATE = 1;
    private static final int UNITS = 15;
    private static final int PIXELS = 28 * 28;

    private UnscaledPixels() {}

    /**
     * A program with what its training came to.
     *
     * @param net after training
     * @param accuracy share of the test digits that are read correctly
     * @param test the digits it has not seen
     */
    record Run(PixelNet net, double accuracy, Batch test) {}

    /** Trains and examines both programs. */
    public static void main(String[] args) {
        Mnist mnist = Mnist.load();
        System.out.println("Data: " + mnist.origin() + "\n");
        Run broken = train("broken", mnist.raw());
        Run fixed = train("fixed", mnist);
        System.out.println("Digits not seen before that are read correctly: " + Figures.percent(broken.accuracy())
                + " with pixels from 0 to 255, " + Figures.percent(fixed.accuracy()) + " with pixels from 0 to 1\n");
        System.out.println("Pixels from 0 to 255:\n");
        System.out.println(examine(broken));
        System.out.println("Pixels from 0 to 1:\n");
        System.out.println(examine(fixed));
    }

    /** The program as it was. */
    public static Diagnosis broken(Mnist mnist) {
        return examine(train("broken", mnist.raw()));
    }

    /** The same program with scaled pixels. */
    public static Diagnosis fixed(Mnist mnist) {
        return examine(train("fixed", mnist));
    }

    static Diagnosis examine(Run run) {
        return Examination.of(wrap(run.net())).data(run.test()).batchSize(BATCH).run();
    }

    /** What Backcheck is told about the program: among other things that its weights have one row per input. */
    static Model wrap(PixelNet net) {
        return Model.named("pixel reader")
                .weightsInByOut("hidden/W", net.w1)
                .biases("hidden/b", net.b1)
                .weightsInByOut("output/W", net.w2)
                .biases("output/b", net.b2)
                .predict(net::output)
                .trainStep(batch -> net.train(batch.inputs(), batch.targets(), RATE))
                .gradient(batch -> {
                    net.backward(batch.inputs(), batch.targets());
                    return Gradient.of("hidden/W", PixelNet.transposed(net.dw1))
                            .and("hidden/b", net.db1)
                            .and("output/W", PixelNet.transposed(net.dw2))
                            .and("output/b", net.db2);
                })
                .architecture(
                        Architecture.inputs(PIXELS).sigmoid(UNITS).sigmoid(10).halfSquaredError())
                .build();
    }

    static Run train(String name, Mnist mnist) {
        Batch training = mnist.firstTraining(SAMPLES);
        Batch test = mnist.firstTest(TEST_SAMPLES);
        PixelNet net = new PixelNet(PIXELS, UNITS, 10, new Random(1));
        try (ProgressBar bar = new ProgressBarBuilder()
                .setTaskName("training, " + name)
                .setInitialMax(EPOCHS)
                .setStyle(ProgressBarStyle.ASCII)
                .setConsumer(new ConsoleProgressBarConsumer(System.err))
                .build()) {
            for (int epoch = 0; epoch < EPOCHS; epoch++) {
                Batch shuffled = training.shuffled(epoch);
                for (int from = 0; from + BATCH <= shuffled.size(); from += BATCH) {
                    Batch batch = shuffled.slice(from, from + BATCH);
                    net.train(batch.inputs(), batch.targets(), RATE);
                }
                bar.step();
            }
        }
        return new Run(net, accuracy(net, test), test);
    }

    private static double accuracy(PixelNet net, Batch test) {
        double[][] outputs = net.output(test.inputs());
        int[] labels = test.labels();
        int right = 0;
        for (int n = 0; n < labels.length; n++) {
            int best = 0;
            for (int k = 1; k < outputs[n].length; k++) {
                best = outputs[n][k] > outputs[n][best] ? k : best;
            }
            right += best == labels[n] ? 1 : 0;
        }
        return right / (double) labels.length;
    }

    /** The program: samples in rows, weights with one row per input, two layers written out. */
    static final class PixelNet {

        final double[][] w1;
        final double[] b1;
        final double[][] w2;
        final double[] b2;
        double[][] dw1 = {};
        double[] db1 = {};
        double[][] dw2 = {};
        double[] db2 = {};

        PixelNet(int inputs, int hidden, int outputs, Random random) {
            w1 = random(inputs, hidden, random);
            b1 = new double[hidden];
            w2 = random(hidden, outputs, random);
            b2 = new double[outputs];
        }

        private static double[][] random(int inputs, int units, Random random) {
            double[][] w = new double[inputs][units];
            for (double[] row : w) {
                for (int i = 0; i < units; i++) {
                    row[i] = random.nextGaussian() / Math.sqrt(inputs);
                }
            }
            return w;
        }

        double[][] output(double[][] x) {
            return layer(layer(x, w1, b1), w2, b2);
        }

        void train(double[][] x, double[][] y, double rate) {
            backward(x, y);
            descend(w1, dw1, rate);
            descend(w2, dw2, rate);
            for (int i = 0; i < b1.length; i++) {
                b1[i] -= rate * db1[i];
            }
            for (int i = 0; i < b2.length; i++) {
                b2[i] -= rate * db2[i];
            }
        }

        void backward(double[][] x, double[][] y) {
            double[][] hidden = layer(x, w1, b1);
            double[][] out = layer(hidden, w2, b2);
            double[][] delta2 = new double[x.length][];
            double[][] delta1 = new double[x.length][b1.length];
            for (int n = 0; n < x.length; n++) {
                delta2[n] = new double[b2.length];
                for (int k = 0; k < b2.length; k++) {
                    double o = out[n][k];
                    delta2[n][k] = (o - y[n][k]) * o * (1 - o) / x.length;
                    for (int i = 0; i < b1.length; i++) {
                        delta1[n][i] += delta2[n][k] * w2[i][k];
                    }
                }
                for (int i = 0; i < b1.length; i++) {
                    delta1[n][i] *= hidden[n][i] * (1 - hidden[n][i]);
                }
            }
            dw1 = gradient(x, delta1);
            db1 = sum(delta1);
            dw2 = gradient(hidden, delta2);
            db2 = sum(delta2);
        }

        private static double[][] layer(double[][] x, double[][] w, double[] b) {
            double[][] a = new double[x.length][];
            for (int n = 0; n < x.length; n++) {
                a[n] = b.clone();
                for (int j = 0; j < w.length; j++) {
                    for (int i = 0; i < b.length; i++) {
                        a[n][i] += x[n][j] * w[j][i];
                    }
                }
                for (int i = 0; i < b.length; i++) {
                    a[n][i] = 1 / (1 + StrictMath.exp(-a[n][i])); // the same figures on every machine
                }
            }
            return a;
        }

        private static double[][] gradient(double[][] below, double[][] delta) {
            double[][] dw = new double[below[0].length][delta[0].length];
            for (int n = 0; n < below.length; n++) {
                for (int j = 0; j < dw.length; j++) {
                    for (int i = 0; i < dw[j].length; i++) {
                        dw[j][i] += below[n][j] * delta[n][i];
                    }
                }
            }
            return dw;
        }

        private static double[] sum(double[][] delta) {
            double[] db = new double[delta[0].length];
            for (double[] row : delta) {
                Arrays.setAll(db, i -> db[i] + row[i]);
            }
            return db;
        }

        private static void descend(double[][] w, double[][] dw, double rate) {
            for (int j = 0; j < w.length; j++) {
                for (int i = 0; i < w[j].length; i++) {
                    w[j][i] -= rate * dw[j][i];
                }
            }
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
    }
}
