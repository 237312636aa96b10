package io.github.backcheck.gradient;

import io.github.backcheck.model.Activation;
import io.github.backcheck.model.Architecture;
import io.github.backcheck.model.Batch;
import io.github.backcheck.model.Loss;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** A correct network with a batch, drawn from everything that has ever been awkward for a gradient check. */
final class RandomCase {

    private static final List<Activation> HIDDEN = List.of(
            Activation.SIGMOID,
            Activation.TANH,
            Activation.RELU,
            Activation.LEAKY_RELU,
            Activation.ELU,
            Activation.SOFTPLUS,
            Activation.IDENTITY);

    private static final List<Loss> LOSSES = List.of(Loss.values());

    private static final int WIDEST = 7;
    private static final int LARGEST_BATCH = 16;

    /** From nearly linear to saturated or dead almost everywhere. */
    private static final double[] WEIGHT_SCALES = {1e-3, 0.03, 0.3, 1, 3, 10, 30};

    final PlainNetwork network;
    final Batch batch;
    private final long seed;

    private RandomCase(long seed) {
        this.seed = seed;
        Random random = new Random(seed);
        Architecture architecture = architecture(random);
        double scale = WEIGHT_SCALES[random.nextInt(WEIGHT_SCALES.length)];
        this.network = oneIn(6, random)
                ? new UnbiasedNetwork(architecture, scale, seed)
                : new PlainNetwork(architecture, scale, seed);
        if (oneIn(3, random)) {
            for (double[] biases : network.b) {
                Arrays.fill(biases, 0);
            }
        }
        this.batch = batch(architecture, random);
    }

    static RandomCase of(long seed) {
        return new RandomCase(seed);
    }

    private static boolean oneIn(int number, Random random) {
        return random.nextInt(number) == 0;
    }

    private static Architecture architecture(Random random) {
        Architecture.Layers layers = Architecture.inputs(1 + random.nextInt(WIDEST));
        int hidden = random.nextInt(4);
        for (int layer = 0; layer < hidden; layer++) {
            layers = layers.layer(1 + random.nextInt(WIDEST), HIDDEN.get(random.nextInt(HIDDEN.size())));
        }
        Loss loss = LOSSES.get(random.nextInt(LOSSES.size()));
        Activation any = oneIn(3, random) ? Activation.SOFTMAX : HIDDEN.get(random.nextInt(HIDDEN.size()));
        Activation head = loss.requiredHead().orElse(any);
        int outputs = head == Activation.SOFTMAX ? 2 + random.nextInt(4) : 1 + random.nextInt(4);
        Architecture architecture = layers.layer(outputs, head).loss(loss);
        if (oneIn(3, random)) {
            architecture = architecture.summed();
        }
        return oneIn(3, random) ? architecture.l2(Math.pow(10, -4 + 3 * random.nextDouble())) : architecture;
    }

    private static Batch batch(Architecture architecture, Random random) {
        int samples = 1 + random.nextInt(LARGEST_BATCH);
        double[][] inputs = new double[samples][architecture.inputCount()];
        double[][] targets = new double[samples][architecture.outputCount()];
        double largest = Math.pow(10, 2 * random.nextDouble() - 1);
        for (int n = 0; n < samples; n++) {
            if (n > 0 && oneIn(6, random)) {
                inputs[n] = inputs[n - 1];
                targets[n] = targets[n - 1];
                continue;
            }
            if (!oneIn(6, random)) {
                Arrays.setAll(inputs[n], i -> largest * random.nextGaussian());
            }
            target(architecture, targets[n], random);
        }
        if (oneIn(4, random)) {
            for (double[] input : inputs) {
                input[0] = 0;
            }
        }
        return Batch.of(inputs, targets);
    }

    private static void target(Architecture architecture, double[] target, Random random) {
        if (architecture.layer(architecture.depth() - 1).activation() == Activation.SOFTMAX) {
            target[random.nextInt(target.length)] = 1;
        } else if (architecture.loss() == Loss.BINARY_CROSS_ENTROPY) {
            Arrays.setAll(target, k -> random.nextInt(2));
        } else {
            Arrays.setAll(target, k -> random.nextGaussian());
        }
    }

    GradientCheck check() {
        return GradientCheck.of(network.model()).on(batch);
    }

    @Override
    public String toString() {
        return "case " + seed + ": " + network.architecture + " on a " + batch;
    }
}
