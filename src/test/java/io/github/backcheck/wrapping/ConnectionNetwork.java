package io.github.backcheck.wrapping;

import io.github.backcheck.model.Architecture;
import io.github.backcheck.model.BiasPlacement;
import io.github.backcheck.model.Model;
import io.github.backcheck.model.Storage;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** An object for each connection; the bias is a connection to a neuron that always says 1. One output, taken and given as a number. */
class ConnectionNetwork {

    static class Connection {
        final Neuron from;
        double weight;

        Connection(Neuron from, double weight) {
            this.from = from;
            this.weight = weight;
        }
    }

    static class Neuron {
        final List<Connection> in = new ArrayList<>();
        double out;
        double delta;

        void fire() {
            double sum = 0;
            for (Connection c : in) {
                sum += c.weight * c.from.out;
            }
            out = Math.tanh(sum);
        }
    }

    final List<List<Neuron>> layers = new ArrayList<>();
    private final Neuron one = new Neuron();
    private final double rate;

    ConnectionNetwork(long seed, double rate, int... sizes) {
        Random random = new Random(seed);
        this.rate = rate;
        one.out = 1;
        for (int size : sizes) {
            List<Neuron> layer = new ArrayList<>();
            for (int i = 0; i < size; i++) {
                Neuron neuron = new Neuron();
                if (!layers.isEmpty()) {
                    layers.get(layers.size() - 1).forEach(n -> neuron.in.add(new Connection(n, random.nextGaussian())));
                    neuron.in.add(new Connection(one, random.nextGaussian()));
                }
                layer.add(neuron);
            }
            layers.add(layer);
        }
    }

    double ask(double[] x) {
        for (int i = 0; i < x.length; i++) {
            layers.get(0).get(i).out = x[i];
        }
        layers.subList(1, layers.size()).forEach(layer -> layer.forEach(Neuron::fire));
        return output().out;
    }

    private Neuron output() {
        return layers.get(layers.size() - 1).get(0);
    }

    void teach(double[] x, double y) {
        ask(x);
        layers.forEach(layer -> layer.forEach(neuron -> neuron.delta = 0));
        output().delta = y - output().out;
        for (int l = layers.size() - 1; l > 0; l--) {
            for (Neuron neuron : layers.get(l)) {
                neuron.delta *= slope(neuron);
                for (Connection c : neuron.in) {
                    c.from.delta += c.weight * neuron.delta;
                    c.weight += rate * neuron.delta * c.from.out;
                }
            }
        }
    }

    double slope(Neuron neuron) {
        return 1 - neuron.out * neuron.out;
    }

    /** The bug: tanh has taken the place of a sigmoid, its derivative has not. */
    static class DerivativeOfASigmoid extends ConnectionNetwork {
        DerivativeOfASigmoid(long seed, double rate, int... sizes) {
            super(seed, rate, sizes);
        }

        @Override
        double slope(Neuron neuron) {
            return neuron.out * (1 - neuron.out);
        }
    }

    static Model wrap(ConnectionNetwork net) {
        return Model.named("connections")
                .weightsWithBiases("hidden", BiasPlacement.LAST_COLUMN, connections(net.layers.get(1)))
                .weightsWithBiases("output", BiasPlacement.LAST_COLUMN, connections(net.layers.get(2)))
                .trainSample((x, y) -> net.teach(x, y[0]))
                .predictSample(x -> new double[] {net.ask(x)})
                .architecture(Architecture.inputs(2).tanh(4).tanh(1).halfSquaredError())
                .build();
    }

    static Storage connections(List<Neuron> units) {
        int inputs = units.get(0).in.size();
        return Storage.entries(
                units.size(),
                inputs,
                (i, j) -> units.get(i).in.get(j).weight,
                (i, j, w) -> units.get(i).in.get(j).weight = w);
    }
}
