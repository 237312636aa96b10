package io.github.backcheck.audit;

import io.github.backcheck.model.Architecture;
import io.github.backcheck.model.Model;
import io.github.backcheck.model.ModelBuilder;
import io.github.backcheck.model.Storage;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** One object per neuron with getters and setters, trained sample by sample: sigmoid or tanh, half squared error. */
final class NeuronStyle implements Program {

    enum Mistake {
        NONE(Fault.NONE),
        /** The error is output minus target, and the update still adds. */
        LOSS_DELTA_SIGN(Fault.inLast("loss delta", "loss-delta-sign", "update-ascends")),
        /** The error of an output is doubled. */
        FACTOR_TWO(Fault.inLast("loss delta", "loss-delta-factor-two", "learning-rate-factor")),
        /** The delta of an output is its error. */
        OUTPUT_DERIVATIVE_MISSING(Fault.inLast("activation derivative", "derivative-missing")),
        /** The delta of a hidden neuron lacks the derivative. */
        HIDDEN_DERIVATIVE_MISSING(Fault.belowLast("activation derivative", "derivative-missing")),
        /** The derivative squashes its argument, and is called with the output. */
        DERIVATIVE_AT_ACTIVATION(Fault.everywhere("activation derivative", "derivative-at-activation")),
        /** The derivative is written for the output, and is called with the net input. */
        DERIVATIVE_AT_NET(Fault.everywhere("activation derivative", "derivative-formula-at-pre-activation")),
        /** y (y − 1) for y (1 − y), or y² − 1 for 1 − y². */
        DERIVATIVE_SIGN(Fault.everywhere("activation derivative", "derivative-sign")),
        /** The derivative of tanh in a network of sigmoids, and the reverse. */
        DERIVATIVE_OF_ANOTHER(Fault.everywhere("activation derivative", "derivative-of-another-activation")),
        /** Each layer is updated before the deltas below it are computed. */
        WEIGHTS_ALREADY_UPDATED(Fault.belowLast("propagation", "weights-already-updated")),
        /** The deltas above are added up without the weights. */
        NO_WEIGHTS(Fault.belowLast("propagation", "weights-missing")),
        /** Errors are handed down in place of deltas. */
        ERROR_FOR_DELTA(Fault.belowLast("propagation", "error-instead-of-delta")),
        /** The weights of a neuron are multiplied by the net inputs of the layer below. */
        NET_FOR_OUTPUT(Fault.aboveFirst("outer product", "outer-product-of-pre-activation")),
        /** The inputs that a neuron remembers are those of the sample before. */
        STALE_INPUTS(Fault.everywhere("outer product", "previous-sample-activation")),
        /** Biases stay as they are. */
        BIAS_NEVER_CHANGED(Fault.everywhere("bias sum", "bias-gradient-missing")),
        /** The bias is multiplied into its own change. */
        BIAS_TIMES_BIAS(Fault.everywhere("bias sum", "bias-gradient-is-times-bias")),
        /** The net input lacks the bias. */
        BIAS_NOT_ADDED(Fault.everywhere("forward", "bias-not-added")),
        /** The loop of the update ends before the first layer. */
        FIRST_LAYER_SKIPPED(Fault.inFirst("update", "first-layer-gets-nothing", "layer-skipped")),
        /** The loop over the weights of a neuron ends one early. */
        LAST_WEIGHT_SKIPPED(Fault.everywhere("update", "last-column-missing")),
        /** The learning rate is 1 / 10. */
        INTEGER_DIVISION(Fault.everywhere("update", "integer-division", "update-is-zero")),
        /** Neurons are updated when their delta is known, and once more at the end. */
        UPDATED_TWICE(Fault.everywhere("update", "update-applied-twice").and(Fault.belowLast("propagation"))),
        /** Hidden derivative missing, and biases never changed. */
        HIDDEN_DERIVATIVE_AND_BIAS(HIDDEN_DERIVATIVE_MISSING.fault.and(BIAS_NEVER_CHANGED.fault)),
        /** Sign of the derivative, and sign of the error: they cancel in the last layer and every second below. */
        DERIVATIVE_SIGN_AND_ERROR_SIGN(DERIVATIVE_SIGN.fault.and(LOSS_DELTA_SIGN.fault));

        @SuppressWarnings("ImmutableEnumChecker") // Nothing in it changes.
        final Fault fault;

        Mistake(Fault fault) {
            this.fault = fault;
        }
    }

    /** What a neuron does to its net input. */
    interface Squash {
        double apply(double net);

        /** Of the output. */
        double slope(double output);
    }

    static final class SigmoidSquash implements Squash {
        @Override
        public double apply(double net) {
            return 1.0 / (1.0 + Math.exp(-net));
        }

        @Override
        public double slope(double output) {
            return output * (1.0 - output);
        }
    }

    static final class TanhSquash implements Squash {
        @Override
        public double apply(double net) {
            return Math.tanh(net);
        }

        @Override
        public double slope(double output) {
            return 1.0 - output * output;
        }
    }

    private static final class Neuron {
        private final double[] weights;
        private double[] inputs;
        private double bias;
        private double net;
        private double output;
        private double error;
        private double delta;

        private Neuron(int inputCount, Random random) {
            weights = new double[inputCount];
            inputs = new double[inputCount];
            for (int i = 0; i < inputCount; i++) {
                weights[i] = random.nextGaussian() / Math.sqrt(inputCount);
            }
            bias = 0.3 * random.nextGaussian();
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

        double getOutput() {
            return output;
        }

        double getDelta() {
            return delta;
        }

        double getError() {
            return error;
        }
    }

    private final List<List<Neuron>> layers = new ArrayList<>();
    private final Squash squash;
    private final double learningRate;
    private final Mistake mistake;

    @SuppressWarnings("NarrowCalculation") // one of the mistakes
    NeuronStyle(Mistake mistake, Squash squash, long seed, double learningRate, int... sizes) {
        this.mistake = mistake;
        this.squash = squash;
        this.learningRate = mistake == Mistake.INTEGER_DIVISION ? 1 / 10 : learningRate;
        Random random = new Random(seed);
        for (int l = 1; l < sizes.length; l++) {
            List<Neuron> layer = new ArrayList<>();
            for (int n = 0; n < sizes[l]; n++) {
                layer.add(new Neuron(sizes[l - 1], random));
            }
            layers.add(layer);
        }
    }

    private boolean has(Mistake one) {
        return mistake == one
                || (mistake == Mistake.HIDDEN_DERIVATIVE_AND_BIAS
                        && (one == Mistake.HIDDEN_DERIVATIVE_MISSING || one == Mistake.BIAS_NEVER_CHANGED))
                || (mistake == Mistake.DERIVATIVE_SIGN_AND_ERROR_SIGN
                        && (one == Mistake.DERIVATIVE_SIGN || one == Mistake.LOSS_DELTA_SIGN));
    }

    double[] feed(double[] input) {
        double[] values = input;
        for (List<Neuron> layer : layers) {
            double[] outputs = new double[layer.size()];
            for (int n = 0; n < outputs.length; n++) {
                Neuron neuron = layer.get(n);
                double net = has(Mistake.BIAS_NOT_ADDED) ? 0 : neuron.getBias();
                for (int i = 0; i < values.length; i++) {
                    net += neuron.getWeight(i) * values[i];
                }
                neuron.net = net;
                neuron.output = squash.apply(net);
                outputs[n] = neuron.output;
            }
            values = outputs;
        }
        return values;
    }

    private double slope(Neuron neuron) {
        if (has(Mistake.DERIVATIVE_AT_ACTIVATION)) {
            return squash.slope(squash.apply(neuron.getOutput()));
        } else if (has(Mistake.DERIVATIVE_AT_NET)) {
            return squash.slope(neuron.net);
        } else if (has(Mistake.DERIVATIVE_SIGN)) {
            return -squash.slope(neuron.getOutput());
        } else if (has(Mistake.DERIVATIVE_OF_ANOTHER)) {
            Squash other = squash instanceof TanhSquash ? new SigmoidSquash() : new TanhSquash();
            return other.slope(neuron.getOutput());
        }
        return squash.slope(neuron.getOutput());
    }

    void trainSample(double[] input, double[] target) {
        feed(input);
        if (!has(Mistake.STALE_INPUTS)) {
            rememberInputs(input);
        }
        int last = layers.size() - 1;
        for (int n = 0; n < target.length; n++) {
            Neuron neuron = layers.get(last).get(n);
            neuron.error = target[n] - neuron.getOutput();
            if (has(Mistake.LOSS_DELTA_SIGN)) {
                neuron.error = neuron.getOutput() - target[n];
            }
            if (has(Mistake.FACTOR_TWO)) {
                neuron.error *= 2;
            }
            neuron.delta = neuron.error;
            if (!has(Mistake.OUTPUT_DERIVATIVE_MISSING)) {
                neuron.delta *= slope(neuron);
            }
        }
        for (int l = last - 1; l >= 0; l--) {
            if (has(Mistake.WEIGHTS_ALREADY_UPDATED) || has(Mistake.UPDATED_TWICE)) {
                layers.get(l + 1).forEach(this::update);
            }
            hiddenDeltas(l);
        }
        if (has(Mistake.UPDATED_TWICE)) {
            layers.get(0).forEach(this::update);
        }
        int end = has(Mistake.FIRST_LAYER_SKIPPED) ? 1 : 0;
        if (has(Mistake.WEIGHTS_ALREADY_UPDATED)) {
            layers.get(0).forEach(this::update);
        } else {
            for (int l = last; l >= end; l--) {
                layers.get(l).forEach(this::update);
            }
        }
        if (has(Mistake.STALE_INPUTS)) {
            rememberInputs(input);
        }
    }

    private void rememberInputs(double[] input) {
        double[] below = input;
        for (List<Neuron> layer : layers) {
            for (Neuron neuron : layer) {
                neuron.inputs = below;
            }
            below = layer.stream()
                    .mapToDouble(neuron -> has(Mistake.NET_FOR_OUTPUT) ? neuron.net : neuron.getOutput())
                    .toArray();
        }
    }

    private void hiddenDeltas(int l) {
        for (int n = 0; n < layers.get(l).size(); n++) {
            Neuron neuron = layers.get(l).get(n);
            double error = 0;
            for (Neuron above : layers.get(l + 1)) {
                double delta = has(Mistake.ERROR_FOR_DELTA) ? above.getError() : above.getDelta();
                error += has(Mistake.NO_WEIGHTS) ? delta : delta * above.getWeight(n);
            }
            neuron.error = error;
            neuron.delta = has(Mistake.HIDDEN_DERIVATIVE_MISSING) ? error : error * slope(neuron);
        }
    }

    private void update(Neuron neuron) {
        int end = neuron.weights.length - (has(Mistake.LAST_WEIGHT_SKIPPED) ? 1 : 0);
        for (int i = 0; i < end; i++) {
            neuron.setWeight(i, neuron.getWeight(i) + learningRate * neuron.getDelta() * neuron.inputs[i]);
        }
        if (has(Mistake.BIAS_TIMES_BIAS)) {
            neuron.setBias(neuron.getBias() + learningRate * neuron.getDelta() * neuron.getBias());
        } else if (!has(Mistake.BIAS_NEVER_CHANGED)) {
            neuron.setBias(neuron.getBias() + learningRate * neuron.getDelta());
        }
    }

    private double loss(double[][] inputs, double[][] targets) {
        double sum = 0;
        for (int s = 0; s < inputs.length; s++) {
            double[] outputs = feed(inputs[s]);
            for (int n = 0; n < outputs.length; n++) {
                sum += Math.pow(targets[s][n] - outputs[n], 2) / 2;
            }
        }
        return sum / inputs.length;
    }

    private ModelBuilder parts() {
        ModelBuilder builder = Model.named("neurons");
        Architecture.Layers shape = Architecture.inputs(layers.get(0).get(0).weights.length);
        for (int l = 0; l < layers.size(); l++) {
            List<Neuron> layer = layers.get(l);
            shape = squash instanceof TanhSquash ? shape.tanh(layer.size()) : shape.sigmoid(layer.size());
            builder.weights(
                            "layer" + l + ".weights",
                            Storage.entries(
                                    layer.size(),
                                    layer.get(0).weights.length,
                                    (n, i) -> layer.get(n).getWeight(i),
                                    (n, i, value) -> layer.get(n).setWeight(i, value)))
                    .biases(
                            "layer" + l + ".bias",
                            Storage.entries(
                                    layer.size(),
                                    1,
                                    (n, i) -> layer.get(n).getBias(),
                                    (n, i, value) -> layer.get(n).setBias(value)));
        }
        return builder.trainSample(this::trainSample).predictSample(this::feed).architecture(shape.halfSquaredError());
    }

    @Override
    public Model wrap() {
        return parts().loss(batch -> loss(batch.inputs(), batch.targets())).build();
    }

    @Override
    public Model wrapStepOnly() {
        return parts().build();
    }
}
