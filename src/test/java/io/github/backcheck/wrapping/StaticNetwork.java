package io.github.backcheck.wrapping;

import io.github.backcheck.model.Architecture;
import io.github.backcheck.model.Model;
import io.github.backcheck.model.Storage;
import java.util.Random;

/** One class, everything static, new arrays whenever it starts afresh. Sigmoids; squared error, averaged over the batch. */
final class StaticNetwork {

    static double[][] wHidden = {};
    static double[] bHidden = {};
    static double[][] wOut = {};
    static double[] bOut = {};
    static double eta;

    static double[] hidden = {};
    static double[] out = {};

    private StaticNetwork() {}

    static void init(long seed, double learningRate) {
        Random r = new Random(seed);
        wHidden = new double[4][2];
        bHidden = new double[4];
        wOut = new double[1][4];
        bOut = new double[1];
        eta = learningRate;
        for (int h = 0; h < 4; h++) {
            wHidden[h][0] = r.nextGaussian();
            wHidden[h][1] = r.nextGaussian();
            bHidden[h] = r.nextGaussian();
            wOut[0][h] = r.nextGaussian();
        }
    }

    /** The bug, where a program calls it: a quotient of integers is 0. */
    @SuppressWarnings("NarrowCalculation") // the bug
    static double oneTenthInIntegers() {
        return 1 / 10;
    }

    static void forward(double[] x) {
        hidden = new double[4];
        for (int h = 0; h < 4; h++) {
            hidden[h] = sig(wHidden[h][0] * x[0] + wHidden[h][1] * x[1] + bHidden[h]);
        }
        double sum = bOut[0];
        for (int h = 0; h < 4; h++) {
            sum += wOut[0][h] * hidden[h];
        }
        out = new double[] {sig(sum)};
    }

    static double sig(double z) {
        return 1 / (1 + Math.exp(-z));
    }

    static void trainAll(double[][] xs, double[][] ts) {
        double[][] gHidden = new double[4][3];
        double[] gOut = new double[5];
        for (int n = 0; n < xs.length; n++) {
            forward(xs[n]);
            double dOut = (out[0] - ts[n][0]) * out[0] * (1 - out[0]);
            for (int h = 0; h < 4; h++) {
                gOut[h] += dOut * hidden[h];
                double dHidden = dOut * wOut[0][h] * hidden[h] * (1 - hidden[h]);
                gHidden[h][0] += dHidden * xs[n][0];
                gHidden[h][1] += dHidden * xs[n][1];
                gHidden[h][2] += dHidden;
            }
            gOut[4] += dOut;
        }
        double step = eta / xs.length;
        for (int h = 0; h < 4; h++) {
            wHidden[h][0] -= step * gHidden[h][0];
            wHidden[h][1] -= step * gHidden[h][1];
            bHidden[h] -= step * gHidden[h][2];
            wOut[0][h] -= step * gOut[h];
        }
        bOut[0] -= step * gOut[4];
    }

    static Model wrap() {
        return Model.named("static fields")
                .weights("hidden/W", Storage.supplied(() -> Storage.of(StaticNetwork.wHidden)))
                .biases("hidden/b", Storage.supplied(() -> Storage.of(StaticNetwork.bHidden)))
                .weights("output/W", Storage.supplied(() -> Storage.of(StaticNetwork.wOut)))
                .biases("output/b", Storage.supplied(() -> Storage.of(StaticNetwork.bOut)))
                .trainStep(batch -> StaticNetwork.trainAll(batch.inputs(), batch.targets()))
                .predictSample(x -> {
                    StaticNetwork.forward(x);
                    return StaticNetwork.out;
                })
                .architecture(Architecture.inputs(2).sigmoid(4).sigmoid(1).halfSquaredError())
                .build();
    }
}
