package io.github.backcheck.examples;

import io.github.backcheck.census.DataCensus;
import io.github.backcheck.diagnosis.Diagnosis;
import io.github.backcheck.diagnosis.Examination;
import io.github.backcheck.gradient.GradientCheck;
import io.github.backcheck.gradient.GradientReport;
import io.github.backcheck.model.Architecture;
import io.github.backcheck.model.Batch;
import io.github.backcheck.model.Gradient;
import io.github.backcheck.model.Model;
import io.github.backcheck.model.Trace;
import io.github.backcheck.monitor.PredictionCensus;
import io.github.backcheck.monitor.TrainingMonitor;
import io.github.backcheck.monitor.UnitHealthDetector;
import java.util.Random;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/**
 * A tour: one network of plain arrays, {@link MyNetwork}, and all that Backcheck can be asked about it, one thing after another.
 * Begin with {@link #wrap} and replace the network by your own. At the end the same is asked about {@link Forgetful}, the same
 * network with one factor forgotten.
 */
public final class CheckYourOwnNetwork {

    private static final int EPOCHS = 20;
    private static final int BATCH = 32;
    private static final double RATE = 0.5;

    private CheckYourOwnNetwork() {}

    /** Takes the tour. */
    public static void main(String[] args) {
        Digits.Split digits = Digits.split(Digits.load().scaled(), 1);
        MyNetwork net = new MyNetwork(new Random(1));
        Model model = wrap(net);
        Batch batch = digits.training().slice(0, BATCH);

        say("1. The data: are inputs and targets what they should be?", DataCensus.of(digits.training()));
        say("2. The model: is this what was meant in wrap(...)? Weights are out x in.", model);
        say(
                "3. The gradient: is backpropagation the derivative of the loss? Ask before training.",
                gradient(model, batch));

        TrainingMonitor monitor = TrainingMonitor.of(model);
        train(digits.training(), net, monitor);
        say("4. Training: which parameters moved, how far, and which could not?", monitor.history());
        say(
                "5. The units: is one of them dead, or out where its slope is almost 0? Ask about all samples at once.",
                UnitHealthDetector.of(model).add(digits.test()).report());
        say(
                "6. The predictions: is every class predicted, and how often rightly?",
                PredictionCensus.of(model, digits.test()));
        say("7. All of it in one call, with the conclusions.", examine(net, digits.test()));

        say(
                "8. With one factor forgotten in the hidden layer, the question of step 3 is answered so ...",
                gradient(wrap(new Forgetful(new Random(1))), batch));
        say("9. ... and the one call names the factor, although the network learns all the same.", broken());
    }

    private static void say(String line, Object answer) {
        System.out.println(line + "\n");
        answer.toString().lines().forEach(text -> System.out.println(text.isEmpty() ? "" : "    " + text));
        System.out.println();
    }

    /**
     * What Backcheck is told. Parameters, predict and architecture are enough to begin with; each line more lets it judge
     * more.
     */
    static Model wrap(MyNetwork net) {
        return Model.named("my network")
                .weights("hidden/W", net.w1)
                .biases("hidden/b", net.b1)
                .weights("output/W", net.w2)
                .biases("output/b", net.b2)
                .predict(net::predict)
                .trainStep(batch -> net.train(batch.inputs(), batch.targets(), RATE))
                .gradient(batch -> {
                    net.backpropagate(batch.inputs(), batch.targets());
                    return Gradient.of("hidden/W", net.dw1)
                            .and("hidden/b", net.db1)
                            .and("output/W", net.dw2)
                            .and("output/b", net.db2);
                })
                .trace(inputs -> {
                    net.predict(inputs);
                    return Trace.layer(net.z1, net.a1).andLayer(net.z2, net.a2);
                })
                .architecture(Architecture.inputs(64).tanh(16).softmax(10).softmaxCrossEntropy())
                .build();
    }

    static GradientReport gradient(Model model, Batch batch) {
        return GradientCheck.of(model).on(batch).run();
    }

    /** The network with a factor forgotten, trained and examined. */
    public static Diagnosis broken() {
        return trainedAndExamined(new Forgetful(new Random(1)));
    }

    /** The network as it should be, trained and examined. */
    public static Diagnosis fixed() {
        return trainedAndExamined(new MyNetwork(new Random(1)));
    }

    private static Diagnosis trainedAndExamined(MyNetwork net) {
        Digits.Split digits = Digits.split(Digits.load().scaled(), 1);
        train(digits.training(), net, TrainingMonitor.of(wrap(net)));
        return examine(net, digits.test());
    }

    private static Diagnosis examine(MyNetwork net, Batch test) {
        return Examination.of(wrap(net)).data(test).run();
    }

    private static void train(Batch training, MyNetwork net, TrainingMonitor monitor) {
        try (ProgressBar bar = new ProgressBarBuilder()
                .setTaskName("training")
                .setInitialMax(EPOCHS)
                .setStyle(ProgressBarStyle.ASCII)
                .setConsumer(new ConsoleProgressBarConsumer(System.err))
                .build()) {
            for (int epoch = 0; epoch < EPOCHS; epoch++) {
                Batch shuffled = training.shuffled(epoch);
                for (int from = 0; from + BATCH <= shuffled.size(); from += BATCH) {
                    Batch batch = shuffled.slice(from, from + BATCH);
                    net.train(batch.inputs(), batch.targets(), RATE);
                    monitor.observe(batch);
                }
                bar.step();
            }
        }
    }

    /** The network: one hidden layer, samples in rows, weights with one row per unit, the mean loss over a batch. */
    static class MyNetwork {

        final double[][] w1 = new double[16][64];
        final double[] b1 = new double[16];
        final double[][] w2 = new double[10][16];
        final double[] b2 = new double[10];

        double[][] z1 = {};
        double[][] a1 = {};
        double[][] z2 = {};
        double[][] a2 = {};

        double[][] dw1 = {};
        double[] db1 = {};
        double[][] dw2 = {};
        double[] db2 = {};

        MyNetwork(Random random) {
            for (double[][] w : new double[][][] {w1, w2}) {
                for (double[] row : w) {
                    for (int j = 0; j < row.length; j++) {
                        row[j] = random.nextGaussian() / Math.sqrt(row.length);
                    }
                }
            }
        }

        /** The derivative of tanh, from its value. */
        double slope(double tanh) {
            return 1 - tanh * tanh;
        }

        double[][] predict(double[][] x) {
            z1 = affine(w1, b1, x);
            a1 = new double[x.length][b1.length];
            a2 = new double[x.length][b2.length];
            for (int n = 0; n < x.length; n++) {
                for (int i = 0; i < b1.length; i++) {
                    a1[n][i] = StrictMath.tanh(z1[n][i]); // the same figures on every machine
                }
            }
            z2 = affine(w2, b2, a1);
            for (int n = 0; n < x.length; n++) {
                double sum = 0;
                for (int k = 0; k < b2.length; k++) {
                    a2[n][k] = StrictMath.exp(z2[n][k]);
                    sum += a2[n][k];
                }
                for (int k = 0; k < b2.length; k++) {
                    a2[n][k] /= sum;
                }
            }
            return a2;
        }

        private static double[][] affine(double[][] w, double[] b, double[][] x) {
            double[][] z = new double[x.length][b.length];
            for (int n = 0; n < x.length; n++) {
                for (int i = 0; i < b.length; i++) {
                    z[n][i] = b[i];
                    for (int j = 0; j < w[i].length; j++) {
                        z[n][i] += w[i][j] * x[n][j];
                    }
                }
            }
            return z;
        }

        void backpropagate(double[][] x, double[][] y) {
            predict(x);
            dw1 = new double[w1.length][w1[0].length];
            db1 = new double[b1.length];
            dw2 = new double[w2.length][w2[0].length];
            db2 = new double[b2.length];
            for (int n = 0; n < x.length; n++) {
                double[] below = new double[b1.length];
                for (int k = 0; k < b2.length; k++) {
                    double delta = (a2[n][k] - y[n][k]) / x.length;
                    db2[k] += delta;
                    for (int i = 0; i < b1.length; i++) {
                        dw2[k][i] += delta * a1[n][i];
                        below[i] += delta * w2[k][i];
                    }
                }
                for (int i = 0; i < b1.length; i++) {
                    double delta = below[i] * slope(a1[n][i]);
                    db1[i] += delta;
                    for (int j = 0; j < x[n].length; j++) {
                        dw1[i][j] += delta * x[n][j];
                    }
                }
            }
        }

        void train(double[][] x, double[][] y, double rate) {
            backpropagate(x, y);
            descend(w1, dw1, rate);
            descend(w2, dw2, rate);
            descend(new double[][] {b1}, new double[][] {db1}, rate);
            descend(new double[][] {b2}, new double[][] {db2}, rate);
        }

        private static void descend(double[][] w, double[][] dw, double rate) {
            for (int i = 0; i < w.length; i++) {
                for (int j = 0; j < w[i].length; j++) {
                    w[i][j] -= rate * dw[i][j];
                }
            }
        }
    }

    /** Wrong: the derivative of the activation is forgotten. */
    static final class Forgetful extends MyNetwork {

        Forgetful(Random random) {
            super(random);
        }

        @Override
        double slope(double tanh) {
            return 1;
        }
    }
}
