package io.github.backcheck.wrapping;

import io.github.backcheck.model.Architecture;
import io.github.backcheck.model.Batch;
import io.github.backcheck.model.Model;
import io.github.backcheck.model.Storage;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** Hands out copies of its weights, layer by layer, and takes them back; learns from a list of samples that know their class. */
class PrivateNetwork {

    static final class Sample {
        final double[] features;
        final int label;

        Sample(double[] features, int label) {
            this.features = features;
            this.label = label;
        }
    }

    private final double[][][] weights = new double[2][][];
    private final double[][] biases = new double[2][];
    private final double learningRate;

    PrivateNetwork(long seed, double learningRate, int inputs, int hidden, int classes) {
        Random random = new Random(seed);
        this.learningRate = learningRate;
        int[] sizes = {inputs, hidden, classes};
        for (int l = 0; l < 2; l++) {
            int in = sizes[l];
            biases[l] = new double[sizes[l + 1]];
            weights[l] = IntStream.range(0, sizes[l + 1])
                    .mapToObj(i -> random.doubles(in, -1, 1).toArray())
                    .toArray(double[][]::new);
        }
    }

    public double[][] getWeights(int layer) {
        return Arrays.stream(weights[layer]).map(double[]::clone).toArray(double[][]::new);
    }

    public void setWeights(int layer, double[][] w) {
        weights[layer] = w;
    }

    public double[] getBiases(int layer) {
        return biases[layer].clone();
    }

    public void setBiases(int layer, double[] b) {
        biases[layer] = b;
    }

    private double[] sums(int layer, double[] x) {
        return IntStream.range(0, biases[layer].length)
                .mapToDouble(i -> biases[layer][i]
                        + IntStream.range(0, x.length)
                                .mapToDouble(j -> weights[layer][i][j] * x[j])
                                .sum())
                .toArray();
    }

    private double[] hidden(double[] x) {
        return Arrays.stream(sums(0, x)).map(Math::tanh).toArray();
    }

    public double[] probabilities(double[] x) {
        double[] p = Arrays.stream(sums(1, hidden(x))).map(Math::exp).toArray();
        double sum = Arrays.stream(p).sum();
        return Arrays.stream(p).map(v -> v / sum).toArray();
    }

    public void train(List<Sample> samples, int epochs) {
        for (int epoch = 0; epoch < epochs; epoch++) {
            samples.forEach(this::learn);
        }
    }

    private void learn(Sample sample) {
        double[] x = sample.features;
        double[] h = hidden(x);
        double[] delta = probabilities(x);
        delta[sample.label] -= 1;
        double[] below = below(h, delta);
        descend(1, delta, h);
        descend(0, below, x);
    }

    double[] below(double[] h, double[] delta) {
        return IntStream.range(0, h.length)
                .mapToDouble(j -> (1 - h[j] * h[j])
                        * IntStream.range(0, delta.length)
                                .mapToDouble(i -> weights[1][i][j] * delta[i])
                                .sum())
                .toArray();
    }

    private void descend(int layer, double[] delta, double[] x) {
        for (int i = 0; i < delta.length; i++) {
            biases[layer][i] -= learningRate * delta[i];
            for (int j = 0; j < x.length; j++) {
                weights[layer][i][j] -= learningRate * delta[i] * x[j];
            }
        }
    }

    /** The bug: the sign of what goes back. */
    static class MinusOnTheWayBack extends PrivateNetwork {
        MinusOnTheWayBack(long seed, double learningRate) {
            super(seed, learningRate, 2, 6, 3);
        }

        @Override
        double[] below(double[] h, double[] delta) {
            return Arrays.stream(super.below(h, delta)).map(d -> -d).toArray();
        }
    }

    static Model wrap(PrivateNetwork net) {
        return Model.named("private fields")
                .layers(
                        List.of(0, 1),
                        l -> Storage.reassigned(() -> net.getWeights(l), w -> net.setWeights(l, w)),
                        l -> Storage.reassigned(() -> new double[][] {net.getBiases(l)}, b -> net.setBiases(l, b[0])))
                .trainStep(batch -> net.train(batch.samples((x, y) -> new Sample(x, Batch.label(y))), 1))
                .predictSample(net::probabilities)
                .architecture(Architecture.inputs(2).tanh(6).softmax(3).softmaxCrossEntropy())
                .build();
    }
}
