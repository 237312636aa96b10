package io.github.backcheck.gradient;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.backcheck.model.Activation;
import io.github.backcheck.model.Architecture;
import io.github.backcheck.model.Batch;
import io.github.backcheck.model.Loss;
import io.github.backcheck.model.Model;
import io.github.backcheck.model.ModelLayer;
import io.github.backcheck.model.Parameter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The numeric gradient through the twin against {@link ComplexStepOracle}, for every activation and loss. */
class ComplexStepTest {

    private static final int SAMPLES = 6;

    private static final int WIDEST = 5;

    private static final int DEEPEST = 5;

    private static final double PENALTY = 0.01;

    /** Of the parameter's largest entry: roundings of the oracle's own sums over a sample, the batch and the layers. */
    private static final double ORACLE = 64 * 0x1p-53;

    /** Of the parameter's largest entry: half of all entries are as good as products of doubles are. */
    private static final double MEDIAN_ERROR = 1e-15;

    /** Of the parameter's largest entry. */
    private static final double LARGEST_ERROR = 1e-13;

    /** For each head. */
    private static final int AT_LEAST_ENTRIES = 4500;

    private static final List<Activation> ACTIVATIONS = List.of(
            Activation.IDENTITY,
            Activation.SIGMOID,
            Activation.TANH,
            Activation.RELU,
            Activation.LEAKY_RELU,
            Activation.leakyRelu(0.3),
            Activation.ELU,
            Activation.elu(0.4),
            Activation.elu(1.7),
            Activation.SOFTPLUS);

    static Stream<Activation> heads() {
        return Stream.concat(ACTIVATIONS.stream(), Stream.of(Activation.SOFTMAX));
    }

    private final List<Double> errors = new ArrayList<>();

    /** The head with all losses it goes with; below it all activations in turn, at all depths. */
    @ParameterizedTest
    @MethodSource("heads")
    void numericGradientsAreRightToMachinePrecision(Activation head) {
        int entries = 0;
        for (Loss loss : Loss.values()) {
            for (int depth = 1; depth <= DEEPEST && loss.requiredHead().orElse(head) == head; depth++) {
                for (int hidden = 0; hidden < (depth == 1 ? 1 : ACTIVATIONS.size()); hidden++) {
                    Random random = new Random(100L * depth + hidden);
                    PlainNetwork network =
                            new PlainNetwork(architecture(depth, hidden, head, loss, random), 1.2, random.nextLong());
                    entries += compare(network, batch(network.architecture, random));
                }
            }
        }

        assertThat(entries).isEqualTo(errors.size()).isGreaterThan(AT_LEAST_ENTRIES);
        Collections.sort(errors);
        assertThat(errors.get(errors.size() / 2)).as("median").isLessThanOrEqualTo(MEDIAN_ERROR);
        assertThat(errors.get(errors.size() - 1)).as("largest").isLessThanOrEqualTo(LARGEST_ERROR);
    }

    private static Architecture architecture(int depth, int hidden, Activation head, Loss loss, Random random) {
        Architecture.Layers layers = Architecture.inputs(2 + random.nextInt(WIDEST - 1));
        for (int layer = 1; layer < depth; layer++) {
            layers = layers.layer(
                    2 + random.nextInt(WIDEST - 1), ACTIVATIONS.get((hidden + layer - 1) % ACTIVATIONS.size()));
        }
        Architecture architecture = layers.layer(3, head).loss(loss);
        architecture = hidden % 2 == 0 ? architecture : architecture.summed();
        return hidden % 3 == 0 ? architecture.l2(PENALTY) : architecture;
    }

    private static Batch batch(Architecture architecture, Random random) {
        double[][] inputs = new double[SAMPLES][architecture.inputCount()];
        double[][] targets = new double[SAMPLES][architecture.outputCount()];
        for (int n = 0; n < SAMPLES; n++) {
            Arrays.setAll(inputs[n], i -> random.nextGaussian());
            switch (architecture.loss()) {
                case HALF_SQUARED_ERROR, MEAN_SQUARED_ERROR -> Arrays.setAll(targets[n], k -> random.nextGaussian());
                case SOFTMAX_CROSS_ENTROPY -> targets[n][random.nextInt(targets[n].length)] = 1;
                case BINARY_CROSS_ENTROPY -> Arrays.setAll(targets[n], k -> random.nextInt(2));
            }
        }
        return Batch.of(inputs, targets);
    }

    private int compare(PlainNetwork network, Batch batch) {
        Model model = network.model();
        ComplexStepOracle oracle = new ComplexStepOracle(network, batch);
        Map<Parameter, Estimate> numeric = new WhiteBox(model, batch, model.loss(batch)).numericGradient();
        int entries = 0;
        for (ModelLayer layer : model.layers()) {
            Parameter biases = layer.biases().orElseThrow();
            entries += compare(network, layer.weights(), oracle.weights(layer.index()), numeric);
            entries += compare(network, biases, oracle.biases(layer.index()), numeric);
        }
        return entries;
    }

    private int compare(PlainNetwork network, Parameter parameter, double[] oracle, Map<Parameter, Estimate> numeric) {
        Estimate estimate = numeric.get(parameter);
        double largest = Arrays.stream(oracle).map(Math::abs).max().orElseThrow();
        assertThat(estimate.isComplete()).isTrue();
        for (int entry = 0; entry < oracle.length; entry++) {
            double error = Math.abs(oracle[entry] - estimate.value(entry));
            assertThat(error)
                    .as(
                            "%s of %s: %s and %s",
                            parameter.entryName(entry), network.architecture, oracle[entry], estimate.value(entry))
                    .isLessThanOrEqualTo(estimate.uncertainty(entry) + ORACLE * largest);
            errors.add(largest == 0 ? 0 : error / largest);
        }
        return oracle.length;
    }
}
