package io.github.backcheck.gradient;

import io.github.backcheck.model.Activation;
import io.github.backcheck.model.Architecture;
import io.github.backcheck.model.Batch;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A correct network in floats with a batch: one to four layers of up to 10 units, weights of scale 0.01 to 10, zero biases,
 * blank inputs and equal samples.
 */
final class FloatCase {

    private static final List<Activation> HIDDEN =
            List.of(Activation.TANH, Activation.SIGMOID, Activation.RELU, Activation.IDENTITY);

    private static final int WIDEST = 10;
    private static final int LARGEST_BATCH = 16;

    final FloatNetwork network;
    final Batch batch;
    private final long seed;

    private FloatCase(long seed) {
        this.seed = seed;
        SplittableRandom random = new SplittableRandom(seed);
        Architecture.Layers layers = Architecture.inputs(1 + random.nextInt(WIDEST));
        for (int layer = random.nextInt(4); layer > 0; layer--) {
            layers = layers.layer(1 + random.nextInt(WIDEST), HIDDEN.get(random.nextInt(HIDDEN.size())));
        }
        int outputs = 2 + random.nextInt(4);
        Architecture architecture = switch (random.nextInt(3)) {
            case 0 -> layers.softmax(outputs).softmaxCrossEntropy();
            case 1 -> layers.sigmoid(outputs).halfSquaredError();
            default -> layers.identity(outputs).halfSquaredError();
        };
        this.network = new FloatNetwork(architecture, Math.pow(10, -2 + 3 * random.nextDouble()), random.nextLong());
        if (random.nextInt(4) == 0) {
            for (float[] biases : network.b) {
                Arrays.fill(biases, 0);
            }
        }
        this.batch = batch(random, architecture);
    }

    static FloatCase of(long seed) {
        return new FloatCase(seed);
    }

    private static Batch batch(SplittableRandom random, Architecture architecture) {
        double[][] inputs = new double[1 + random.nextInt(LARGEST_BATCH)][architecture.inputCount()];
        int[] labels = new int[inputs.length];
        for (int n = 0; n < inputs.length; n++) {
            labels[n] = random.nextInt(architecture.outputCount());
            int kind = random.nextInt(8);
            if (kind == 0 && n > 0) {
                inputs[n] = inputs[n - 1];
                labels[n] = labels[n - 1];
            } else if (kind > 1) {
                Arrays.setAll(inputs[n], i -> (float) random.nextGaussian());
            }
        }
        return Batch.labelled(inputs, labels, architecture.outputCount());
    }

    GradientCheck check() {
        return GradientCheck.of(network.model()).on(batch);
    }

    @Override
    public String toString() {
        return "float case " + seed + ": " + network.architecture + " on a " + batch;
    }
}
