package io.github.backcheck.defect;

import io.github.backcheck.mlp.BackwardPass;
import io.github.backcheck.mlp.ForwardPass;
import io.github.backcheck.mlp.Initialiser;
import io.github.backcheck.mlp.LearningRule;
import io.github.backcheck.mlp.Mlp;
import io.github.backcheck.mlp.Optimiser;
import io.github.backcheck.model.Architecture;
import io.github.backcheck.model.Batch;
import io.github.backcheck.model.Loss;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.ejml.data.DMatrixRMaj;

/** Networks to put defects into, and what comes out of two batches. */
public final class DefectCase {

    private static final double LEARNING_RATE = 0.5;

    /** What a way of learning computes for the second of two batches. */
    public record Results(List<double[]> activations, double loss, List<double[]> gradients) {}

    private final Mlp network;
    private final Random random;
    private final DMatrixRMaj[] inputs = new DMatrixRMaj[2];
    private final DMatrixRMaj[] targets = new DMatrixRMaj[2];

    public DefectCase(Architecture architecture, int samples, long seed) {
        this.network = Mlp.of(architecture, Initialiser.normal(0.8), seed);
        this.random = new Random(seed);
        for (int layer = 0; layer < architecture.depth(); layer++) {
            Steps.map(network.biases(layer), bias -> 0.5 * random.nextGaussian());
        }
        for (int batch = 0; batch < 2; batch++) {
            inputs[batch] = new DMatrixRMaj(samples, architecture.inputCount());
            Steps.map(inputs[batch], value -> random.nextGaussian());
            targets[batch] = new DMatrixRMaj(samples, architecture.outputCount());
            fillTargets(targets[batch]);
        }
    }

    public static List<Architecture> architectures() {
        return List.of(
                Architecture.inputs(4).sigmoid(3).identity(2).halfSquaredError(),
                Architecture.inputs(3)
                        .tanh(3)
                        .tanh(3)
                        .tanh(3)
                        .meanSquaredError()
                        .l2(0.3),
                Architecture.inputs(4)
                        .relu(4)
                        .relu(4)
                        .softmax(4)
                        .softmaxCrossEntropy()
                        .l2(0.1),
                Architecture.inputs(3)
                        .leakyRelu(5)
                        .sigmoid(2)
                        .binaryCrossEntropy()
                        .summed(),
                Architecture.inputs(3).elu(4).identity(1).halfSquaredError(),
                Architecture.inputs(2).sigmoid(2).sigmoid(2).sigmoid(2).halfSquaredError(),
                Architecture.inputs(3)
                        .softplus(3)
                        .sigmoid(1)
                        .binaryCrossEntropy()
                        .l2(0.7),
                Architecture.inputs(4).tanh(3).softmax(3).halfSquaredError(),
                Architecture.inputs(5)
                        .identity(3)
                        .sigmoid(4)
                        .identity(3)
                        .meanSquaredError()
                        .summed()
                        .l2(0.2),
                Architecture.inputs(1).tanh(1).tanh(1).halfSquaredError(),
                Architecture.inputs(2).sigmoid(1).halfSquaredError(),
                Architecture.inputs(4).relu(3).softmax(3).softmaxCrossEntropy().summed());
    }

    private void fillTargets(DMatrixRMaj y) {
        Loss loss = network.architecture().loss();
        if (loss == Loss.SOFTMAX_CROSS_ENTROPY) {
            for (int sample = 0; sample < y.numRows; sample++) {
                y.set(sample, random.nextInt(y.numCols), 1);
            }
        } else {
            Steps.map(
                    y,
                    value -> loss == Loss.BINARY_CROSS_ENTROPY ? random.nextInt(2) : 0.5 + 0.7 * random.nextGaussian());
        }
    }

    public static LearningRule right() {
        return LearningRule.of(Optimiser.sgd(LEARNING_RATE));
    }

    public Mlp network() {
        return network;
    }

    public Batch batch() {
        return Batch.of(rows(inputs[0]), rows(targets[0]));
    }

    private static double[][] rows(DMatrixRMaj matrix) {
        double[][] rows = new double[matrix.numRows][matrix.numCols];
        for (int row = 0; row < rows.length; row++) {
            for (int column = 0; column < matrix.numCols; column++) {
                rows[row][column] = matrix.get(row, column);
            }
        }
        return rows;
    }

    public Results run(LearningRule rule) {
        ForwardPass forward = new ForwardPass(network, inputs[0].numRows, rule.forward());
        BackwardPass pass = new BackwardPass(forward, LEARNING_RATE);
        for (int batch = 0; batch < 2; batch++) {
            pass.feed(inputs[batch], targets[batch]);
            rule.backpropagation().run(pass);
        }
        List<double[]> activations = new ArrayList<>();
        List<double[]> gradients = new ArrayList<>();
        for (int layer = 0; layer < network.architecture().depth(); layer++) {
            activations.add(entries(forward.activations(layer)));
            gradients.add(concatenated(
                    entries(pass.accumulator(layer).weights()),
                    entries(pass.accumulator(layer).biases())));
        }
        return new Results(activations, rule.loss().of(forward, pass.targets()), gradients);
    }

    private static double[] entries(DMatrixRMaj matrix) {
        return Arrays.copyOf(matrix.data, matrix.getNumElements());
    }

    private static double[] concatenated(double[] one, double[] other) {
        double[] both = Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, both, one.length, other.length);
        return both;
    }
}
