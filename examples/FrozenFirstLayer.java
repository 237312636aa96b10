package io.github.backcheck.examples;

import io.github.backcheck.diagnosis.Diagnosis;
import io.github.backcheck.diagnosis.Examination;
import io.github.backcheck.model.Architecture;
import io.github.backcheck.model.Batch;
import io.github.backcheck.model.Gradient;
import io.github.backcheck.model.Model;
import io.github.backcheck.model.Storage;
import java.util.Random;
import java.util.function.DoubleBinaryOperator;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/**
 * "The weights are trained to zero, and the accuracy does not improve": a program that reads handwritten digits, built after
 * a question on a programmers' forum (2015), with the bug that its author could not find. Its own code is {@link
 * DigitReader}; everything that Backcheck needs to know of it is in {@link #wrap}.
 *
 * <p>{@link #broken()} trains and examines it as it was. {@link #fixed()} does the same after the two changes that the
 * diagnosis asks for.
 */
public final class FrozenFirstLayer {

    private static final int EPOCHS = 30;
    private static final int BATCH = 10;
    private static final double ETA = 3.0;

    private FrozenFirstLayer() {}

    /** Trains and examines both programs. */
    public static void main(String[] args) {
        System.out.println("The program as it was asked about:\n");
        System.out.println(broken());
        System.out.println("The same with the bug fixed and the inputs scaled:\n");
        System.out.println(fixed());
    }

    /** The program as it was: the loop of its backpropagation ends one layer early, and its inputs go up to 16. */
    public static Diagnosis broken() {
        Digits.Split digits = Digits.split(Digits.load().raw(), 1);
        DigitReader reader = new DigitReader(FrozenFirstLayer::brokenBackprop, 1);
        train("broken", reader, digits.training());
        return Examination.of(wrap(reader)).data(digits.test()).run();
    }

    /** The same program with the bug fixed and inputs from 0 to 1. */
    public static Diagnosis fixed() {
        Digits.Split digits = Digits.split(Digits.load().scaled(), 1);
        DigitReader reader = new DigitReader(FrozenFirstLayer::fixedBackprop, 1);
        train("fixed", reader, digits.training());
        return Examination.of(wrap(reader)).data(digits.test()).run();
    }

    /** Wrong: the loop never comes to the first layer, and the activations do not begin with the input it would need. */
    static void brokenBackprop(DigitReader net, double[][] image, double[][] wanted) {
        int layers = net.wts.length;
        double[][][] preSig = new double[layers][][];
        double[][][] postSig = new double[layers][][];
        double[][] next = image;
        for (int i = 0; i < layers; i++) {
            preSig[i] = DigitReader.plus(DigitReader.dot(net.wts[i], next), net.bias[i]);
            postSig[i] = DigitReader.sigmoid(preSig[i]);
            next = postSig[i];
        }
        double[][] delta = DigitReader.times(
                DigitReader.minus(postSig[layers - 1], wanted), DigitReader.sigmoidDeriv(preSig[layers - 1]));
        net.add(layers - 1, delta, postSig[layers - 2]);
        for (int i = 2; i < layers; i++) {
            delta = DigitReader.times(
                    DigitReader.dot(DigitReader.transpose(net.wts[layers - i + 1]), delta),
                    DigitReader.sigmoidDeriv(preSig[layers - i]));
            net.add(layers - i, delta, postSig[layers - i - 1]);
        }
    }

    /** Right: the activations begin with the input, and the loop runs down to the first layer. */
    static void fixedBackprop(DigitReader net, double[][] image, double[][] wanted) {
        int layers = net.wts.length;
        double[][][] preSig = new double[layers][][];
        double[][][] postSig = new double[layers + 1][][];
        postSig[0] = image;
        for (int i = 0; i < layers; i++) {
            preSig[i] = DigitReader.plus(DigitReader.dot(net.wts[i], postSig[i]), net.bias[i]);
            postSig[i + 1] = DigitReader.sigmoid(preSig[i]);
        }
        double[][] delta = DigitReader.times(
                DigitReader.minus(postSig[layers], wanted), DigitReader.sigmoidDeriv(preSig[layers - 1]));
        net.add(layers - 1, delta, postSig[layers - 1]);
        for (int i = 2; i <= layers; i++) {
            delta = DigitReader.times(
                    DigitReader.dot(DigitReader.transpose(net.wts[layers - i + 1]), delta),
                    DigitReader.sigmoidDeriv(preSig[layers - i]));
            net.add(layers - i, delta, postSig[layers - i]);
        }
    }

    /** What Backcheck is told about the program. It replaces its arrays at each step, so they are asked for anew each time. */
    static Model wrap(DigitReader net) {
        return Model.named("digit reader")
                .weights("hidden/W", Storage.supplied(() -> Storage.of(net.wts[0])))
                .biases("hidden/b", Storage.supplied(() -> Storage.of(net.bias[0])))
                .weights("output/W", Storage.supplied(() -> Storage.of(net.wts[1])))
                .biases("output/b", Storage.supplied(() -> Storage.of(net.bias[1])))
                .predictSample(net::feedForward)
                .trainStep(batch -> net.backprop(batch.inputs(), batch.labels(), ETA))
                .gradient(batch -> {
                    net.backprop(batch.inputs(), batch.labels(), 0); // no step, but the sums are there
                    return Gradient.of("hidden/W", net.sumDelW[0])
                            .and("hidden/b", Storage.of(net.sumDelB[0]))
                            .and("output/W", net.sumDelW[1])
                            .and("output/b", Storage.of(net.sumDelB[1]));
                })
                .architecture(Architecture.inputs(64)
                        .sigmoid(30)
                        .sigmoid(10)
                        .halfSquaredError()
                        .summed())
                .build();
    }

    private static void train(String name, DigitReader reader, Batch training) {
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
                    reader.backprop(batch.inputs(), batch.labels(), ETA);
                }
                bar.step();
            }
        }
    }

    /** Adds the gradients of one sample to the network's sums. */
    interface Backprop {
        void addGradients(DigitReader net, double[][] image, double[][] wanted);
    }

    /** The program: vectors are matrices of one column, gradients are summed sample by sample, updates make new arrays. */
    static final class DigitReader {

        double[][][] wts = {new double[30][64], new double[10][30]};
        double[][][] bias = {new double[30][1], new double[10][1]};
        double[][][] sumDelW = new double[2][][];
        double[][][] sumDelB = new double[2][][];
        private final Backprop backprop;

        DigitReader(Backprop backprop, long seed) {
            this.backprop = backprop;
            Random random = new Random(seed);
            for (double[][][] all : new double[][][][] {wts, bias}) {
                for (double[][] matrix : all) {
                    for (double[] row : matrix) {
                        for (int j = 0; j < row.length; j++) {
                            row[j] = random.nextGaussian();
                        }
                    }
                }
            }
        }

        void backprop(double[][] images, int[] digits, double eta) {
            double learningCoef = eta / images.length;
            for (int i = 0; i < wts.length; i++) {
                sumDelW[i] = new double[wts[i].length][wts[i][0].length];
                sumDelB[i] = new double[bias[i].length][1];
            }
            for (int n = 0; n < images.length; n++) {
                backprop.addGradients(this, column(images[n]), target(digits[n]));
            }
            for (int i = 0; i < wts.length; i++) {
                wts[i] = minus(wts[i], scale(learningCoef, sumDelW[i]));
                bias[i] = minus(bias[i], scale(learningCoef, sumDelB[i]));
            }
        }

        void add(int layer, double[][] delta, double[][] activation) {
            sumDelW[layer] = plus(sumDelW[layer], dot(delta, transpose(activation)));
            sumDelB[layer] = plus(sumDelB[layer], delta);
        }

        double[] feedForward(double[] image) {
            double[][] next = column(image);
            for (int i = 0; i < wts.length; i++) {
                next = sigmoid(plus(dot(wts[i], next), bias[i]));
            }
            return transpose(next)[0];
        }

        static double[][] target(int digit) {
            double[][] target = new double[10][1];
            target[digit][0] = 1;
            return target;
        }

        static double[][] column(double[] vector) {
            return transpose(new double[][] {vector});
        }

        static double[][] dot(double[][] a, double[][] b) {
            double[][] c = new double[a.length][b[0].length];
            for (int i = 0; i < a.length; i++) {
                for (int k = 0; k < b.length; k++) {
                    for (int j = 0; j < b[0].length; j++) {
                        c[i][j] += a[i][k] * b[k][j];
                    }
                }
            }
            return c;
        }

        static double[][] transpose(double[][] a) {
            double[][] t = new double[a[0].length][a.length];
            for (int i = 0; i < a.length; i++) {
                for (int j = 0; j < a[0].length; j++) {
                    t[j][i] = a[i][j];
                }
            }
            return t;
        }

        static double[][] plus(double[][] a, double[][] b) {
            return combine(a, b, Double::sum);
        }

        static double[][] minus(double[][] a, double[][] b) {
            return combine(a, b, (x, y) -> x - y);
        }

        static double[][] times(double[][] a, double[][] b) {
            return combine(a, b, (x, y) -> x * y);
        }

        static double[][] scale(double factor, double[][] a) {
            return combine(a, a, (x, y) -> factor * x);
        }

        static double[][] sigmoid(double[][] z) {
            return combine(z, z, (x, y) -> 1 / (1 + StrictMath.exp(-x))); // the same figures on every machine
        }

        static double[][] sigmoidDeriv(double[][] z) {
            double[][] s = sigmoid(z);
            return combine(s, s, (x, y) -> x * (1 - y));
        }

        private static double[][] combine(double[][] a, double[][] b, DoubleBinaryOperator f) {
            double[][] c = new double[a.length][a[0].length];
            for (int i = 0; i < a.length; i++) {
                for (int j = 0; j < a[0].length; j++) {
                    c[i][j] = f.applyAsDouble(a[i][j], b[i][j]);
                }
            }
            return c;
        }
    }
}
