package io.github.backcheck.mlp;

import com.google.gson.Gson;
import io.github.backcheck.model.Activation;
import io.github.backcheck.model.Architecture;
import io.github.backcheck.model.Batch;
import io.github.backcheck.model.Loss;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.ejml.data.DMatrixRMaj;

/** A network whose outputs, gradients and first training steps another implementation has computed; see golden/README.md. */
public final class GoldenCase {

    /** How many files there are, so that a loop over all of them can say that it saw them all. */
    public static final int COUNT = 60;

    /** Weights and biases of each layer. */
    public static final class Parameters {
        private double[][][] weights;
        private double[][] biases;

        private Parameters() {}

        /** Out x in. */
        public DMatrixRMaj weights(int layer) {
            return new DMatrixRMaj(weights[layer]);
        }

        /** Units x 1. */
        public DMatrixRMaj biases(int layer) {
            return column(biases[layer]);
        }
    }

    /** The keys of a file. */
    private static final class Contents {
        private int[] sizes;
        private List<String> activations;
        private String loss;
        private double l2;
        private double[][] inputs;
        private double[][] targets;
        private double[][][] weights;
        private double[][] biases;
        private double[][][] preActivations;
        private double[][][] outputs;
        private double lossValue;
        private double[][][] deltas;
        private double[][][] weightGradients;
        private double[][] biasGradients;
        private Parameters sgdAfter3;
        private Parameters momentumAfter3;
        private Parameters adamAfter3;
    }

    private final String name;
    private final Contents contents;

    private GoldenCase(String name, Contents contents) {
        this.name = name;
        this.contents = contents;
    }

    /** All cases, in the order of their names. */
    public static List<GoldenCase> all() {
        try (Stream<Path> files = Files.list(Path.of(
                Objects.requireNonNull(GoldenCase.class.getResource("/golden")).toURI()))) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .map(GoldenCase::read)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static GoldenCase read(Path file) {
        try (Reader reader = Files.newBufferedReader(file)) {
            return new GoldenCase(file.getFileName().toString(), new Gson().fromJson(reader, Contents.class));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Layers, loss and penalty. */
    public Architecture architecture() {
        Architecture.Layers layers = Architecture.inputs(contents.sizes[0]);
        for (int layer = 0; layer < contents.activations.size(); layer++) {
            layers = layers.layer(contents.sizes[layer + 1], activation(contents.activations.get(layer)));
        }
        return layers.loss(loss(contents.loss)).l2(contents.l2);
    }

    private static Activation activation(String name) {
        return switch (name) {
            case "identity" -> Activation.IDENTITY;
            case "sigmoid" -> Activation.SIGMOID;
            case "tanh" -> Activation.TANH;
            case "relu" -> Activation.RELU;
            case "leaky_relu" -> Activation.LEAKY_RELU;
            case "elu" -> Activation.ELU;
            case "softplus" -> Activation.SOFTPLUS;
            case "softmax" -> Activation.SOFTMAX;
            default -> throw new IllegalArgumentException("unknown activation " + name);
        };
    }

    private static Loss loss(String name) {
        return switch (name) {
            case "half_squared_error" -> Loss.HALF_SQUARED_ERROR;
            case "mean_squared_error" -> Loss.MEAN_SQUARED_ERROR;
            case "softmax_cross_entropy" -> Loss.SOFTMAX_CROSS_ENTROPY;
            case "binary_cross_entropy" -> Loss.BINARY_CROSS_ENTROPY;
            default -> throw new IllegalArgumentException("unknown loss " + name);
        };
    }

    /** A new network with the weights and biases of the case. */
    public Mlp network() {
        Mlp network = Mlp.of(architecture(), Initialiser.zeros(), 1);
        for (int layer = 0; layer < depth(); layer++) {
            network.weights(layer).setTo(new DMatrixRMaj(contents.weights[layer]));
            network.biases(layer).setTo(column(contents.biases[layer]));
        }
        return network;
    }

    /** Inputs and targets. */
    public Batch batch() {
        return Batch.of(contents.inputs, contents.targets);
    }

    public int depth() {
        return contents.activations.size();
    }

    /** z, samples x units. */
    public DMatrixRMaj preActivations(int layer) {
        return new DMatrixRMaj(contents.preActivations[layer]);
    }

    /** a, samples x units. */
    public DMatrixRMaj activations(int layer) {
        return new DMatrixRMaj(contents.outputs[layer]);
    }

    /** The loss of the batch, penalty included. */
    public double loss() {
        return contents.lossValue;
    }

    /** ∂L/∂z with the averaging over the batch in it, samples x units. */
    public DMatrixRMaj deltas(int layer) {
        return new DMatrixRMaj(contents.deltas[layer]);
    }

    /** ∂L/∂W, out x in. */
    public DMatrixRMaj weightGradient(int layer) {
        return new DMatrixRMaj(contents.weightGradients[layer]);
    }

    /** ∂L/∂b, units x 1. */
    public DMatrixRMaj biasGradient(int layer) {
        return column(contents.biasGradients[layer]);
    }

    /** After three steps of SGD on the whole batch, learning rate 0.1. */
    public Parameters afterSgd() {
        return contents.sgdAfter3;
    }

    /** After three steps of SGD with momentum on the whole batch, learning rate 0.1, momentum 0.9. */
    public Parameters afterMomentum() {
        return contents.momentumAfter3;
    }

    /** After three steps of Adam on the whole batch, learning rate 0.01. */
    public Parameters afterAdam() {
        return contents.adamAfter3;
    }

    private static DMatrixRMaj column(double[] entries) {
        return new DMatrixRMaj(entries.length, 1, true, entries);
    }

    /** The name of the file. */
    @Override
    public String toString() {
        return name;
    }
}
