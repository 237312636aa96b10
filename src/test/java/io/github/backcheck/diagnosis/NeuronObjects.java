package io.github.backcheck.diagnosis;

import io.github.backcheck.model.Architecture;
import io.github.backcheck.model.Model;
import io.github.backcheck.model.ModelBuilder;
import io.github.backcheck.model.Storage;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A program of one object per neuron, with getters and setters, that learns sample by sample: sigmoid, half squared error. */
final class NeuronObjects {

    static final class Neuron {
        private final double[] weights;
        private double bias;
        private double output;
        private double delta;

        Neuron(int inputs, Random random) {
            weights = new double[inputs];
            for (int i = 0; i < inputs; i++) {
                weights[i] = (2 * random.nextDouble() - 1) / Math.sqrt(inputs);
            }
            bias = (2 * random.nextDouble() - 1) / Math.sqrt(inputs);
        }

        double getWeight(int i) {
            return weights[i];
        }

        void setWeight(int i, double weight) {
            weights[i] = weight;
        }

        double getBias() {
            return bias;
        }

        void setBias(double bias) {
            this.bias = bias;
        }

        double[] copyOfWeights() {
            return weights.clone();
        }
    }

    final List<List<Neuron>> layers = new ArrayList<>();
    private final int[] sizes;
    private final double eta;
    private final Bug bug;

    NeuronObjects(Bug bug, double eta, long seed, int... sizes) {
        this.sizes = sizes.clone();
        this.eta = bug.rate(eta);
        this.bug = bug;
        Random random = new Random(seed);
        for (int l = 1; l < sizes.length; l++) {
            List<Neuron> layer = new ArrayList<>();
            for (int i = 0; i < sizes[l]; i++) {
                layer.add(new Neuron(sizes[l - 1], random));
            }
            layers.add(layer);
        }
    }

    double[] predictSample(double[] input) {
        double[] values = input;
        for (List<Neuron> layer : layers) {
            double[] next = new double[layer.size()];
            for (int i = 0; i < next.length; i++) {
                Neuron neuron = layer.get(i);
                double sum = neuron.bias;
                for (int j = 0; j < values.length; j++) {
                    sum += neuron.weights[j] * values[j];
                }
                neuron.output = 1.0 / (1.0 + Math.exp(-sum));
                next[i] = neuron.output;
            }
            values = next;
        }
        return values;
    }

    void trainSample(double[] input, double[] target) {
        predictSample(input);
        int last = layers.size() - 1;
        for (int l = last; l >= 0; l--) {
            for (int i = 0; i < layers.get(l).size(); i++) {
                Neuron neuron = layers.get(l).get(i);
                double error = 0;
                if (l == last) {
                    error = neuron.output - target[i];
                } else {
                    for (Neuron above : layers.get(l + 1)) {
                        error += (bug == Bug.HIDDEN_SIGN ? -1 : 1) * above.delta * above.weights[i];
                    }
                }
                double y = bug == Bug.WRONG_DERIVATIVE && l < last ? sigmoid(neuron.output) : neuron.output;
                neuron.delta = error * y * (1 - y);
            }
        }
        for (int l = bug == Bug.FIRST_LAYER_FROZEN ? 1 : 0; l <= last; l++) {
            for (Neuron neuron : layers.get(l)) {
                double[] weights = bug == Bug.UPDATE_TO_COPY || (bug == Bug.WEIGHTS_TO_COPY && l == 0)
                        ? neuron.copyOfWeights()
                        : neuron.weights;
                for (int j = 0; j < weights.length; j++) {
                    weights[j] -= eta
                            * neuron.delta
                            * (l == 0 ? input[j] : layers.get(l - 1).get(j).output);
                }
                if (bug != Bug.UPDATE_TO_COPY) {
                    neuron.bias -= eta * neuron.delta;
                }
            }
        }
    }

    private static double sigmoid(double z) {
        return 1 / (1 + Math.exp(-z));
    }

    ModelBuilder parameters() {
        ModelBuilder builder = Model.named("neuron objects");
        for (int l = 0; l < layers.size(); l++) {
            List<Neuron> layer = layers.get(l);
            String name = l == layers.size() - 1 ? "output" : "hidden" + (l + 1);
            builder.weights(
                            name + "/W",
                            Storage.entries(
                                    layer.size(),
                                    sizes[l],
                                    (i, j) -> layer.get(i).getWeight(j),
                                    (i, j, value) -> layer.get(i).setWeight(j, value)))
                    .biases(
                            name + "/b",
                            Storage.entries(
                                    layer.size(),
                                    1,
                                    (i, j) -> layer.get(i).getBias(),
                                    (i, j, value) -> layer.get(i).setBias(value)));
        }
        return builder;
    }

    Architecture architecture() {
        Architecture.Layers shape = Architecture.inputs(sizes[0]);
        for (int l = 1; l < sizes.length; l++) {
            shape = shape.sigmoid(sizes[l]);
        }
        return shape.halfSquaredError();
    }

    Model wrap() {
        return parameters()
                .trainSample(this::trainSample)
                .predictSample(this::predictSample)
                .architecture(architecture())
                .build();
    }
}
