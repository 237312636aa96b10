package io.github.backcheck.probe;

import io.github.backcheck.model.Model;
import io.github.backcheck.model.ModelBuilder;
import io.github.backcheck.model.Storage;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A program of one object per neuron that sees one sample after the other: sigmoid, squared error. */
class NeuronProgram {

    enum Fault {
        NONE,
        /** The sum of a neuron goes on from the sample before, within a batch. */
        SUM_NOT_RESET,
        /** The output neurons are read before the hidden ones are computed. */
        OUTPUTS_FIRST,
        NO_ACTIVATION,
        /** A new generator of the same seed for each neuron. */
        SAME_SEED,
        ONLY_POSITIVE
    }

    static final class Neuron {
        final double[] weights;
        double bias;
        double sum;
        double output;

        Neuron(int inputs, Random random, Fault fault) {
            weights = new double[inputs];
            for (int i = 0; i < inputs; i++) {
                weights[i] = fault == Fault.ONLY_POSITIVE ? random.nextDouble() : random.nextDouble() - 0.5;
            }
            bias = fault == Fault.ONLY_POSITIVE ? random.nextDouble() : random.nextDouble() - 0.5;
        }
    }

    final List<List<Neuron>> layers = new ArrayList<>();
    private final Fault fault;

    NeuronProgram(Fault fault, long seed, int... sizes) {
        this.fault = fault;
        Random random = new Random(seed);
        for (int l = 1; l < sizes.length; l++) {
            List<Neuron> layer = new ArrayList<>();
            for (int i = 0; i < sizes[l]; i++) {
                layer.add(new Neuron(sizes[l - 1], fault == Fault.SAME_SEED ? new Random(42) : random, fault));
            }
            layers.add(layer);
        }
    }

    double[] fire(double[] x) {
        List<List<Neuron>> order = new ArrayList<>(layers);
        if (fault == Fault.OUTPUTS_FIRST) {
            java.util.Collections.reverse(order);
        }
        for (List<Neuron> layer : order) {
            int index = layers.indexOf(layer);
            for (Neuron neuron : layer) {
                neuron.sum = (fault == Fault.SUM_NOT_RESET ? neuron.sum : 0) + neuron.bias;
                for (int j = 0; j < neuron.weights.length; j++) {
                    neuron.sum += neuron.weights[j]
                            * (index == 0 ? x[j] : layers.get(index - 1).get(j).output);
                }
            }
            for (Neuron neuron : layer) {
                boolean plain = fault == Fault.NO_ACTIVATION && index < layers.size() - 1;
                neuron.output = plain ? neuron.sum : 1 / (1 + Math.exp(-neuron.sum));
            }
        }
        return layers.get(layers.size() - 1).stream().mapToDouble(n -> n.output).toArray();
    }

    double[][] forward(double[][] x) {
        layers.forEach(layer -> layer.forEach(n -> n.sum = 0));
        double[][] outputs = new double[x.length][];
        for (int s = 0; s < x.length; s++) {
            outputs[s] = fire(x[s]);
        }
        return outputs;
    }

    double loss(double[][] x, double[][] y) {
        double[][] a = forward(x);
        double sum = 0;
        for (int s = 0; s < x.length; s++) {
            for (int k = 0; k < y[s].length; k++) {
                sum += (a[s][k] - y[s][k]) * (a[s][k] - y[s][k]);
            }
        }
        return sum;
    }

    ModelBuilder wrap() {
        ModelBuilder builder = Model.named("neurons");
        for (int l = 0; l < layers.size(); l++) {
            List<Neuron> layer = layers.get(l);
            double[][] rows = layer.stream().map(n -> n.weights).toArray(double[][]::new);
            builder.weights("layer" + l + "/W", rows)
                    .biases(
                            "layer" + l + "/b",
                            Storage.entries(
                                    layer.size(),
                                    1,
                                    (i, j) -> layer.get(i).bias,
                                    (i, j, value) -> layer.get(i).bias = value));
        }
        return builder.predict(this::forward).loss(batch -> loss(batch.inputs(), batch.targets()));
    }
}
