package io.github.backcheck.wrapping;

import io.github.backcheck.model.Architecture;
import io.github.backcheck.model.Model;
import io.github.backcheck.model.ModelBuilder;
import io.github.backcheck.model.Storage;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** One object per neuron, with getters and setters, in layers with names. Sigmoids; learns sample by sample. */
class NeuronNetwork {

    static class Neuron {
        private final double[] weights;
        private double bias;
        private double output;
        private double delta;

        Neuron(int inputs, Random random) {
            weights = new double[inputs];
            for (int i = 0; i < inputs; i++) {
                weights[i] = random.nextGaussian();
            }
            bias = random.nextGaussian();
        }

        public double[] getWeights() {
            return weights;
        }

        public double getBias() {
            return bias;
        }

        public void setBias(double bias) {
            this.bias = bias;
        }

        public double getOutput() {
            return output;
        }

        public double getDelta() {
            return delta;
        }

        public void setDelta(double delta) {
            this.delta = delta;
        }

        double fire(double[] inputs) {
            double sum = bias;
            for (int i = 0; i < weights.length; i++) {
                sum += weights[i] * inputs[i];
            }
            output = sigmoid(sum);
            return output;
        }

        void adjust(double[] inputs, double learningRate) {
            for (int i = 0; i < weights.length; i++) {
                weights[i] += learningRate * delta * inputs[i];
            }
            bias += learningRate * delta;
        }
    }

    static class NeuronLayer {
        private final String name;
        private final List<Neuron> neurons = new ArrayList<>();

        NeuronLayer(String name, int size, int inputs, Random random) {
            this.name = name;
            for (int i = 0; i < size; i++) {
                neurons.add(new Neuron(inputs, random));
            }
        }

        public String getName() {
            return name;
        }

        public List<Neuron> getNeurons() {
            return neurons;
        }

        double[] outputs(double[] inputs) {
            return neurons.stream().mapToDouble(neuron -> neuron.fire(inputs)).toArray();
        }
    }

    private final List<NeuronLayer> layers = new ArrayList<>();
    private final double learningRate;

    NeuronNetwork(long seed, double learningRate) {
        Random random = new Random(seed);
        layers.add(new NeuronLayer("hidden", 3, 2, random));
        layers.add(new NeuronLayer("output", 1, 3, random));
        this.learningRate = learningRate;
    }

    public List<NeuronLayer> getLayers() {
        return layers;
    }

    static double sigmoid(double x) {
        return 1.0 / (1.0 + Math.exp(-x));
    }

    /** The slope of the sigmoid, given what the neuron puts out. */
    double slope(double output) {
        return output * (1 - output);
    }

    public double[] compute(double[] input) {
        double[] signal = input;
        for (NeuronLayer layer : layers) {
            signal = layer.outputs(signal);
        }
        return signal;
    }

    public void learn(double[] input, double[] expected) {
        compute(input);
        List<Neuron> hidden = layers.get(0).getNeurons();
        List<Neuron> output = layers.get(1).getNeurons();
        for (int k = 0; k < output.size(); k++) {
            Neuron neuron = output.get(k);
            neuron.setDelta((expected[k] - neuron.getOutput()) * slope(neuron.getOutput()));
        }
        for (int j = 0; j < hidden.size(); j++) {
            double blame = 0;
            for (Neuron above : output) {
                blame += above.getDelta() * above.getWeights()[j];
            }
            hidden.get(j).setDelta(blame * slope(hidden.get(j).getOutput()));
        }
        double[] between = hidden.stream().mapToDouble(Neuron::getOutput).toArray();
        output.forEach(neuron -> neuron.adjust(between, learningRate));
        hidden.forEach(neuron -> neuron.adjust(input, learningRate));
    }

    /** The bug: what comes in is an output already, and is squashed a second time. */
    static class SquashesTwice extends NeuronNetwork {
        SquashesTwice(long seed, double learningRate) {
            super(seed, learningRate);
        }

        @Override
        double slope(double x) {
            return sigmoid(x) * (1 - sigmoid(x));
        }
    }

    static Model wrap(NeuronNetwork net) {
        ModelBuilder model = Model.named("neuron objects");
        for (NeuronLayer layer : net.getLayers()) {
            List<Neuron> units = layer.getNeurons();
            model.weights(layer.getName() + "/W", Storage.perUnit(units, Neuron::getWeights))
                    .biases(layer.getName() + "/b", Storage.perUnit(units, Neuron::getBias, Neuron::setBias));
        }
        return model.trainSample(net::learn)
                .predictSample(net::compute)
                .architecture(Architecture.inputs(2).sigmoid(3).sigmoid(1).halfSquaredError())
                .build();
    }
}
