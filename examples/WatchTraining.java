package io.github.backcheck.examples;

import io.github.backcheck.model.Architecture;
import io.github.backcheck.model.Batch;
import io.github.backcheck.model.Model;
import io.github.backcheck.monitor.ParameterChange;
import io.github.backcheck.monitor.PredictionCensus;
import io.github.backcheck.monitor.TrainingHistory;
import io.github.backcheck.monitor.TrainingMonitor;
import io.github.backcheck.text.Figures;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/**
 * A training loop of one's own, watched: one line before the loop, one line in it. The network is trained bit for bit as
 * without the monitor. The network is {@link Net}, the loop is {@link #train}.
 */
public final class WatchTraining {

    private static final int EPOCHS = 8;
    private static final int BATCH = 32;
    private static final double RATE = 0.05;

    private WatchTraining() {}

    /**
     * One pass through the digits.
     *
     * @param accuracy share of the digits not trained on that are read correctly afterwards
     * @param hidden the median, over the steps, of the size of a step as a share of the size of the weights
     * @param output the same for the second layer
     */
    record Epoch(double accuracy, double hidden, double output) {}

    /**
     * A training run.
     *
     * @param net after training
     * @param epochs the first first
     * @param history what the monitor saw in all of them
     */
    record Run(Net net, List<Epoch> epochs, TrainingHistory history) {}

    /** Trains, and prints what the monitor saw. */
    public static void main(String[] args) {
        Digits.Split digits = Digits.split(Digits.load().scaled(), 1);
        Run run = train(digits);
        System.out.println(
                "What a step changes, as a share of the weights (about 0.001 is usual, 0 is frozen, 1 is a jump):\n");
        System.out.println("epoch      hidden/W    output/W    accuracy");
        for (int epoch = 0; epoch < EPOCHS; epoch++) {
            Epoch one = run.epochs().get(epoch);
            System.out.printf(
                    Locale.ROOT,
                    "%5d  %12s%12s%12s%n",
                    epoch + 1,
                    Figures.of(one.hidden()),
                    Figures.of(one.output()),
                    Figures.percent(one.accuracy()));
        }
        System.out.println("\nThe whole run:\n");
        System.out.println(run.history());
        System.out.println(PredictionCensus.of(wrap(run.net()), digits.test()));
    }

    /** What Backcheck is told about the network; to watch it, its parameters would be enough. */
    static Model wrap(Net net) {
        return Model.named("digit net")
                .weights("hidden/W", net.w1)
                .biases("hidden/b", net.b1)
                .weights("output/W", net.w2)
                .biases("output/b", net.b2)
                .predictSample(net::predict)
                .architecture(Architecture.inputs(64).tanh(20).softmax(10).softmaxCrossEntropy())
                .build();
    }

    static Run train(Digits.Split digits) {
        Net net = new Net(new Random(1));
        Model model = wrap(net);
        List<Epoch> epochs = new ArrayList<>();
        TrainingMonitor run = TrainingMonitor.of(model);
        try (ProgressBar bar = new ProgressBarBuilder()
                .setTaskName("training")
                .setInitialMax(EPOCHS)
                .setStyle(ProgressBarStyle.ASCII)
                .setConsumer(new ConsoleProgressBarConsumer(System.err))
                .build()) {
            for (int epoch = 0; epoch < EPOCHS; epoch++) {
                TrainingMonitor ofEpoch = TrainingMonitor.of(model); // another one, for figures of this epoch alone
                for (Batch batch : batches(digits.training(), epoch)) {
                    net.train(batch.inputs(), batch.targets(), RATE);
                    run.observe(batch);
                    ofEpoch.observe(batch);
                }
                TrainingHistory seen = ofEpoch.history();
                epochs.add(new Epoch(
                        accuracy(net, digits.test()), stepSize(seen, "hidden/W"), stepSize(seen, "output/W")));
                bar.step();
            }
        }
        return new Run(net, List.copyOf(epochs), run.history());
    }

    /** All digits in another order each time, and the few that are left over as a smaller batch. */
    static List<Batch> batches(Batch digits, int epoch) {
        Batch shuffled = digits.shuffled(epoch);
        List<Batch> batches = new ArrayList<>();
        for (int from = 0; from < shuffled.size(); from += BATCH) {
            batches.add(shuffled.slice(from, Math.min(from + BATCH, shuffled.size())));
        }
        return batches;
    }

    private static double stepSize(TrainingHistory history, String parameter) {
        return history.weightChanges()
                .find(parameter)
                .map(ParameterChange::medianChangeRatio)
                .orElseThrow()
                .orElseThrow();
    }

    private static double accuracy(Net net, Batch test) {
        return PredictionCensus.of(wrap(net), test).classes().orElseThrow().accuracy();
    }

    /** The network: two layers written out, with momentum. */
    static final class Net {

        private static final double MOMENTUM = 0.9;

        final double[][] w1 = new double[20][64];
        final double[] b1 = new double[20];
        final double[][] w2 = new double[10][20];
        final double[] b2 = new double[10];
        private final double[][] v1 = new double[20][65]; // velocities, those of the biases last
        private final double[][] v2 = new double[10][21];
        private final double[] hidden = new double[20];

        Net(Random random) {
            fill(w1, random);
            fill(w2, random);
        }

        private static void fill(double[][] w, Random random) {
            for (double[] row : w) {
                for (int j = 0; j < row.length; j++) {
                    row[j] = random.nextGaussian() / Math.sqrt(row.length);
                }
            }
        }

        double[] predict(double[] x) {
            for (int i = 0; i < hidden.length; i++) {
                hidden[i] = StrictMath.tanh(b1[i] + product(w1[i], x)); // the same figures on every machine
            }
            double[] p = new double[b2.length];
            double sum = 0;
            for (int k = 0; k < p.length; k++) {
                p[k] = StrictMath.exp(b2[k] + product(w2[k], hidden));
                sum += p[k];
            }
            for (int k = 0; k < p.length; k++) {
                p[k] /= sum;
            }
            return p;
        }

        private static double product(double[] w, double[] x) {
            double sum = 0;
            for (int j = 0; j < x.length; j++) {
                sum += w[j] * x[j];
            }
            return sum;
        }

        void train(double[][] x, double[][] y, double rate) {
            double[][] g1 = new double[20][65];
            double[][] g2 = new double[10][21];
            for (int n = 0; n < x.length; n++) {
                double[] p = predict(x[n]);
                double[] below = new double[hidden.length];
                for (int k = 0; k < p.length; k++) {
                    double delta = (p[k] - y[n][k]) / x.length;
                    for (int i = 0; i < hidden.length; i++) {
                        below[i] += w2[k][i] * delta;
                    }
                    add(g2[k], delta, hidden);
                }
                for (int i = 0; i < below.length; i++) {
                    add(g1[i], below[i] * (1 - hidden[i] * hidden[i]), x[n]);
                }
            }
            accelerate(v1, g1, rate);
            accelerate(v2, g2, rate);
            move(w1, b1, v1);
            move(w2, b2, v2);
        }

        private static void add(double[] g, double delta, double[] below) {
            for (int j = 0; j < below.length; j++) {
                g[j] += delta * below[j];
            }
            g[below.length] += delta;
        }

        private static void accelerate(double[][] v, double[][] g, double rate) {
            for (int i = 0; i < v.length; i++) {
                for (int j = 0; j < v[i].length; j++) {
                    v[i][j] = MOMENTUM * v[i][j] - rate * g[i][j];
                }
            }
        }

        private static void move(double[][] w, double[] b, double[][] v) {
            for (int i = 0; i < w.length; i++) {
                for (int j = 0; j < w[i].length; j++) {
                    w[i][j] += v[i][j];
                }
                b[i] += v[i][w[i].length];
            }
        }
    }
}
