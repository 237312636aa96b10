package io.github.backcheck.examples;

import io.github.backcheck.diagnosis.Diagnosis;
import io.github.backcheck.diagnosis.Examination;
import io.github.backcheck.model.Architecture;
import io.github.backcheck.model.Batch;
import io.github.backcheck.model.BiasPlacement;
import io.github.backcheck.model.Gradient;
import io.github.backcheck.model.Model;
import io.github.backcheck.model.Storage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.Supplier;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/**
 * "The error always goes down, but never comes near zero": a network built after a question on a programmers' forum (2015)
 * that nobody answered, trained on handwritten digits. Its own code is {@link Network}; everything that Backcheck needs to
 * know of it is in {@link #wrap}.
 *
 * <p>It has five bugs, and the first two hide each other in the last layer: the derivative has the wrong sign, and the
 * update adds. One layer below, the sign is flipped twice, and the layer climbs. The derivative is also taken at an
 * activation as if that were a pre-activation, the batch is summed where its author speaks of a mean, and all networks
 * of the class share one list of weights. {@link MendedNetwork} is the same without them.
 */
public final class SignFlipPlateau {

    private static final int[] SHAPE = {64, 20, 12, 10};
    private static final int EPOCHS = 60;
    private static final int BATCH = 20;

    /** For sums over a batch; a mean needs a rate that is larger by the size of the batch. */
    private static final double RATE_OF_SUMS = 0.06;

    private static final double RATE_OF_MEANS = BATCH * RATE_OF_SUMS;

    private SignFlipPlateau() {}

    /**
     * A network with what its training came to.
     *
     * @param network after training
     * @param rate its learning rate
     * @param errors half squared error per training sample as the program reports it: before training, then of each epoch
     * @param errorOfNext the same of a second network that is made when this one is ready, before training
     * @param test the digits it has not seen
     */
    record Run(Network network, double rate, List<Double> errors, double errorOfNext, Batch test) {

        /** Share of the test digits that are read correctly. */
        double accuracy() {
            int[] read = Batch.of(test.inputs(), network.run(test.inputs())).labels();
            int[] labels = test.labels();
            int right = 0;
            for (int i = 0; i < labels.length; i++) {
                right += read[i] == labels[i] ? 1 : 0;
            }
            return right / (double) labels.length;
        }
    }

    /** Trains and examines both programs. */
    public static void main(String[] args) {
        print("The program as it was asked about:", trainBroken());
        print("The same with its bugs mended:", trainFixed());
    }

    private static void print(String title, Run run) {
        System.out.println(title + "\n");
        System.out.println("epoch   error per sample");
        for (int epoch = 0; epoch <= EPOCHS; epoch += epoch < 5 ? 1 : 5) {
            System.out.printf(Locale.ROOT, "%5d   %.4f%n", epoch, run.errors().get(epoch));
        }
        System.out.printf(Locale.ROOT, "%naccuracy on digits not seen: %.1f %%%n", 100 * run.accuracy());
        System.out.printf(Locale.ROOT, "error of the next network, untrained: %.4f%n%n", run.errorOfNext());
        System.out.println(examine(run));
    }

    /** The program as it was. */
    public static Diagnosis broken() {
        return examine(trainBroken());
    }

    /** The same program with its bugs mended. */
    public static Diagnosis fixed() {
        return examine(trainFixed());
    }

    static Run trainBroken() {
        Network.WEIGHTS.clear(); // as when the program is started
        return train("broken", () -> new Network(SHAPE, new Random(1)), RATE_OF_SUMS);
    }

    static Run trainFixed() {
        return train("fixed", () -> new MendedNetwork(SHAPE, new Random(1)), RATE_OF_MEANS);
    }

    static Diagnosis examine(Run run) {
        return Examination.of(wrap(run.network(), run.rate()))
                .data(run.test())
                .batchSize(BATCH)
                .run();
    }

    /**
     * What Backcheck is told about the program. The loss is the mean over the batch, because its author writes of a mean.
     *
     * <p>The program's "weight deltas" are not the gradient: whether they stand for it or for its negative depends on what the
     * update does with them. Descent takes learning rate times gradient off the weights, so the gradient handed over is what
     * the program's own update takes off at a learning rate of 1.
     */
    static Model wrap(Network net, double rate) {
        return Model.named("network on a plateau")
                .weightsWithBiases("hidden1", BiasPlacement.LAST_COLUMN, live(net, 0))
                .weightsWithBiases("hidden2", BiasPlacement.LAST_COLUMN, live(net, 1))
                .weightsWithBiases("output", BiasPlacement.LAST_COLUMN, live(net, 2))
                .predict(net::run)
                .trainStep(batch -> net.backpropagate(batch.inputs(), batch.targets(), rate))
                .gradient(batch -> {
                    net.backpropagate(batch.inputs(), batch.targets(), 0); // no step, but the deltas are there
                    return Gradient.withBiases("hidden1", BiasPlacement.LAST_COLUMN, taken(net, 0, batch.size()))
                            .andWithBiases("hidden2", BiasPlacement.LAST_COLUMN, taken(net, 1, batch.size()))
                            .andWithBiases("output", BiasPlacement.LAST_COLUMN, taken(net, 2, batch.size()));
                })
                .architecture(Architecture.inputs(64)
                        .sigmoid(20)
                        .sigmoid(12)
                        .sigmoid(10)
                        .halfSquaredError())
                .build();
    }

    /** An update puts new matrices into the list, so they are asked for anew each time. */
    private static Storage live(Network net, int layer) {
        return Storage.supplied(() -> Storage.of(net.weights.get(layer)));
    }

    private static Storage taken(Network net, int layer, int samples) {
        double[][] deltas = net.weightDeltas.get(layer);
        return Storage.of(net.step(new double[deltas.length][deltas[0].length], -1, deltas, samples));
    }

    private static Run train(String name, Supplier<Network> program, double rate) {
        Digits.Split digits = Digits.split(Digits.load().scaled(), 1);
        Network net = program.get();
        List<Double> errors = new ArrayList<>();
        errors.add(errorPerSample(net, digits.training()));
        try (ProgressBar bar = new ProgressBarBuilder()
                .setTaskName("training, " + name)
                .setInitialMax(EPOCHS)
                .setStyle(ProgressBarStyle.ASCII)
                .setConsumer(new ConsoleProgressBarConsumer(System.err))
                .build()) {
            for (int epoch = 0; epoch < EPOCHS; epoch++) {
                Batch shuffled = digits.training().shuffled(epoch);
                double error = 0;
                int samples = 0;
                for (int from = 0; from + BATCH <= shuffled.size(); from += BATCH) {
                    Batch batch = shuffled.slice(from, from + BATCH);
                    error += net.backpropagate(batch.inputs(), batch.targets(), rate);
                    samples += BATCH;
                }
                errors.add(error / samples);
                bar.step();
            }
        }
        double errorOfNext = errorPerSample(program.get(), digits.training());
        return new Run(net, rate, List.copyOf(errors), errorOfNext, digits.test());
    }

    private static double errorPerSample(Network net, Batch samples) {
        return net.backpropagate(samples.inputs(), samples.targets(), 0) / samples.size(); // no step
    }

    /**
     * The program: one matrix per layer with the biases in its last column, samples side by side in columns, everything about
     * training in one method.
     */
    static class Network {

        /** Wrong: there is one list for all networks of the class. A second network uses the weights of the first. */
        static final List<double[][]> WEIGHTS = new ArrayList<>();

        final int layers;
        final List<double[][]> weights;
        List<double[][]> layerIn = new ArrayList<>();
        List<double[][]> layerOut = new ArrayList<>();
        List<double[][]> weightDeltas = new ArrayList<>();

        Network(int[] shape, Random random) {
            this(shape, random, WEIGHTS);
        }

        Network(int[] shape, Random random, List<double[][]> weights) {
            this.layers = shape.length - 1;
            this.weights = weights;
            for (int i = 0; i < layers; i++) {
                double[][] matrix = new double[shape[i + 1]][shape[i] + 1];
                for (double[] row : matrix) {
                    for (int j = 0; j < row.length; j++) {
                        row[j] = 0.2 * random.nextGaussian();
                    }
                }
                weights.add(matrix);
            }
        }

        double sgm(double x) {
            return 1 / (1 + StrictMath.exp(-x)); // the same figures on every machine
        }

        /** Wrong twice: the sign, and it is given activations, so that it squashes what is squashed already. */
        double dersgm(double x) {
            double y = sgm(x);
            return y * (y - 1);
        }

        /** Wrong: it adds, and it leaves the sum over the samples a sum. */
        double updated(double weight, double rate, double delta, int samples) {
            return weight + rate * delta;
        }

        double[][] run(double[][] input) {
            layerIn = new ArrayList<>();
            layerOut = new ArrayList<>();
            double[][] below = transposed(input);
            for (int i = 0; i < layers; i++) {
                double[][] in = product(weights.get(i), onOnes(below));
                double[][] out = new double[in.length][in[0].length];
                for (int unit = 0; unit < out.length; unit++) {
                    for (int n = 0; n < out[unit].length; n++) {
                        out[unit][n] = sgm(in[unit][n]);
                    }
                }
                layerIn.add(in);
                layerOut.add(out);
                below = out;
            }
            return transposed(below);
        }

        /** Takes a step and returns ½ Σ (output − target)² over all samples, from before the step. */
        double backpropagate(double[][] input, double[][] target, double rate) {
            double[][] guess = run(input);
            int samples = input.length;
            double error = 0;

            List<double[][]> deltas = new ArrayList<>(); // from the top down, samples x units
            for (int i = layers - 1; i >= 0; i--) {
                double[][] delta;
                if (i == layers - 1) {
                    delta = new double[samples][guess[0].length];
                    for (int n = 0; n < samples; n++) {
                        for (int k = 0; k < delta[n].length; k++) {
                            double miss = guess[n][k] - target[n][k];
                            error += 0.5 * miss * miss;
                            delta[n][k] = miss * dersgm(guess[n][k]);
                        }
                    }
                } else {
                    double[][] above = deltas.get(deltas.size() - 1);
                    delta = product(above, withoutLastColumn(weights.get(i + 1)));
                    for (int n = 0; n < samples; n++) {
                        for (int k = 0; k < delta[n].length; k++) {
                            delta[n][k] *= dersgm(layerOut.get(i)[k][n]);
                        }
                    }
                }
                deltas.add(delta);
            }

            weightDeltas = new ArrayList<>();
            for (int i = 0; i < layers; i++) {
                double[][] below = i == 0 ? transposed(input) : layerOut.get(i - 1);
                weightDeltas.add(product(transposed(deltas.get(layers - 1 - i)), transposed(onOnes(below))));
            }
            for (int i = 0; i < layers; i++) {
                weights.set(i, step(weights.get(i), rate, weightDeltas.get(i), samples));
            }
            return error;
        }

        double[][] step(double[][] from, double rate, double[][] deltas, int samples) {
            double[][] to = new double[from.length][from[0].length];
            for (int k = 0; k < to.length; k++) {
                for (int j = 0; j < to[k].length; j++) {
                    to[k][j] = updated(from[k][j], rate, deltas[k][j], samples);
                }
            }
            return to;
        }

        /** The matrix with a row of ones below it, for the biases. */
        static double[][] onOnes(double[][] a) {
            double[][] all = Arrays.copyOf(a, a.length + 1);
            all[a.length] = new double[a[0].length];
            Arrays.fill(all[a.length], 1);
            return all;
        }

        static double[][] withoutLastColumn(double[][] a) {
            return Arrays.stream(a)
                    .map(row -> Arrays.copyOf(row, row.length - 1))
                    .toArray(double[][]::new);
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

        static double[][] product(double[][] a, double[][] b) {
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

    /** The same without the bugs. */
    static final class MendedNetwork extends Network {

        MendedNetwork(int[] shape, Random random) {
            super(shape, random, new ArrayList<>());
        }

        /** Takes the activation y = sgm(x), as it is called. */
        @Override
        double dersgm(double y) {
            return y * (1 - y);
        }

        @Override
        double updated(double weight, double rate, double delta, int samples) {
            return weight - rate * delta / samples;
        }
    }
}
