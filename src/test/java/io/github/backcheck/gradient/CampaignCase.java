package io.github.backcheck.gradient;

import io.github.backcheck.model.Activation;
import io.github.backcheck.model.Architecture;
import io.github.backcheck.model.Batch;
import io.github.backcheck.model.Loss;
import io.github.backcheck.model.Model;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A correct network with a batch, drawn from all that a gradient check may be given: depth 1 to 10, width 1 to 64, batches
 * of 1 to 64, weights of scale 1e-3 to 1e3, squared errors of about 1e-8 to 1e8, every activation and loss, blank inputs,
 * equal samples, missing and zero biases, saturated units. {@link RandomCase} draws small ones only.
 *
 * <p>Sizes are drawn evenly on a logarithmic scale; a network that costs k times {@link #AFFORDABLE} is then kept once in k
 * times, so that the largest occur, but do not take all the time.
 *
 * <p>A network is of <em>ordinary</em> scale if it could stand at the beginning of somebody's training: at most four layers,
 * weights of standard deviation 0.3 to 3 over the root of the number of inputs (Xavier's and He's are 1 and 1.4), inputs of
 * standard deviation 1, no units saturated on purpose, and a head that is not saturated on most samples.
 */
final class CampaignCase {

    private static final List<Activation> HIDDEN = List.of(
            Activation.SIGMOID,
            Activation.TANH,
            Activation.RELU,
            Activation.LEAKY_RELU,
            Activation.ELU,
            Activation.SOFTPLUS,
            Activation.IDENTITY);

    private static final int DEEPEST = 10;
    private static final int WIDEST = 64;
    private static final int LARGEST_BATCH = 64;
    private static final int MOST_OUTPUTS = 16;

    /** Multiplications in the differences of all units, of which a larger network has to be rarer. */
    private static final double AFFORDABLE = 1e6;

    private static final int ORDINARY_DEPTH = 4;
    private static final double ORDINARY_SMALLEST = 0.3;
    private static final double ORDINARY_LARGEST = 3;

    /** A head whose outputs are all this near to their ends has next to no slope left. */
    private static final double SURE = 0.999;

    /** A bias that no input outweighs. */
    private static final double SATURATING = 40;

    /** Label smoothing (Szegedy et al. 2016, <i>Rethinking the Inception architecture</i>, section 7). */
    private static final double SMOOTHING = 0.1;

    final PlainNetwork network;
    final Batch batch;
    final double weightScale;
    final double loss;
    private final double inputScale;
    private final boolean saturated;
    private final long seed;
    private final SplittableRandom random;

    private CampaignCase(long seed) {
        this.seed = seed;
        this.random = new SplittableRandom(seed);
        boolean usual = oneIn(4);
        this.weightScale =
                usual ? decades(Math.log10(ORDINARY_SMALLEST), Math.log10(ORDINARY_LARGEST)) : decades(-3, 3);
        Size size = affordableSize(usual ? ORDINARY_DEPTH : DEEPEST);
        Architecture architecture = architecture(size);
        this.network = oneIn(8)
                ? new UnbiasedNetwork(architecture, weightScale, random.nextLong())
                : new PlainNetwork(architecture, weightScale, random.nextLong());
        this.saturated = !usual && oneIn(8) && !(network instanceof UnbiasedNetwork);
        if (saturated) {
            saturate();
        } else if (oneIn(4)) {
            for (double[] biases : network.b) {
                Arrays.fill(biases, 0);
            }
        }
        this.inputScale = usual || oneIn(2) ? 1 : decades(-2, 2);
        this.batch = batch(size.samples);
        this.loss = network.loss(batch);
    }

    static CampaignCase of(long seed) {
        return new CampaignCase(seed);
    }

    private record Size(int depth, int width, int samples) {
        /** Each unit is moved up and down by one and two steps, and takes on average half of the layers along. */
        double multiplications() {
            return 2.0 * depth * depth * width * width * width * samples;
        }
    }

    private Size affordableSize(int deepest) {
        while (true) {
            Size size = new Size(upTo(deepest), upTo(WIDEST), upTo(LARGEST_BATCH));
            if (random.nextDouble() * size.multiplications() < AFFORDABLE) {
                return size;
            }
        }
    }

    /** From 1, small numbers more often, but also the largest. */
    private int upTo(int largest) {
        return oneIn(16) ? largest : (int) Math.pow(largest + 1, random.nextDouble());
    }

    private double decades(double from, double to) {
        return Math.pow(10, from + (to - from) * random.nextDouble());
    }

    private boolean oneIn(int number) {
        return random.nextInt(number) == 0;
    }

    private <T> T anyOf(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    private Architecture architecture(Size size) {
        boolean sameWidth = oneIn(2);
        Activation everywhere = activation();
        boolean sameActivation = oneIn(2);
        Architecture.Layers layers = Architecture.inputs(sameWidth ? size.width : upTo(size.width));
        for (int layer = 1; layer < size.depth; layer++) {
            layers =
                    layers.layer(sameWidth ? size.width : upTo(size.width), sameActivation ? everywhere : activation());
        }
        Loss loss = anyOf(List.of(Loss.values()));
        Activation head = loss.requiredHead().orElseGet(() -> oneIn(4) ? Activation.SOFTMAX : activation());
        int most = size.depth == 1 && sameWidth ? size.width : Math.min(size.width, MOST_OUTPUTS);
        int outputs = size.depth == 1 && sameWidth ? most : upTo(most);
        Architecture architecture = layers.layer(head == Activation.SOFTMAX ? Math.max(2, outputs) : outputs, head)
                .loss(loss);
        if (oneIn(3)) {
            architecture = architecture.summed();
        }
        return oneIn(3) ? architecture.l2(decades(-6, 0)) : architecture;
    }

    private Activation activation() {
        return switch (random.nextInt(9)) {
            case 0 -> Activation.leakyRelu(0.9 * random.nextDouble());
            case 1 -> Activation.elu(decades(-1, 1));
            default -> anyOf(HIDDEN);
        };
    }

    /** About a quarter of all units. */
    private void saturate() {
        for (double[] biases : network.b) {
            for (int i = 0; i < biases.length; i++) {
                if (oneIn(4)) {
                    biases[i] += oneIn(2) ? SATURATING : -SATURATING;
                }
            }
        }
    }

    private Batch batch(int samples) {
        double[][] inputs = new double[samples][network.architecture.inputCount()];
        boolean blankSamples = oneIn(3);
        for (double[] input : inputs) {
            if (!(blankSamples && oneIn(4))) {
                Arrays.setAll(input, i -> inputScale * random.nextGaussian());
            }
        }
        if (oneIn(4)) {
            for (double[] input : inputs) {
                input[0] = 0;
            }
        }
        double[][] targets = targets(inputs);
        if (oneIn(4)) {
            for (int n = 1; n < samples; n++) {
                if (oneIn(4)) {
                    inputs[n] = inputs[n - 1];
                    targets[n] = targets[n - 1];
                }
            }
        }
        return Batch.of(inputs, targets);
    }

    /** Half of them owe nothing to the network; the others make it nearly right, or wrong by a given amount. */
    private double[][] targets(double[][] inputs) {
        double[][] targets = network.predict(inputs);
        boolean finite = Arrays.stream(targets).flatMapToDouble(Arrays::stream).allMatch(Double::isFinite);
        boolean free = oneIn(2) || !finite;
        double smoothing = oneIn(4) ? SMOOTHING : 0;
        double gap = Math.sqrt(2 * decades(-8, 8) / targets[0].length);
        for (double[] target : targets) {
            switch (network.architecture.loss()) {
                case SOFTMAX_CROSS_ENTROPY -> {
                    choose(target, free ? random.nextInt(target.length) : largest(target));
                    blend(target, smoothing, 1.0 / target.length);
                }
                case BINARY_CROSS_ENTROPY -> {
                    Arrays.setAll(target, k -> free ? random.nextInt(2) : Math.rint(target[k]));
                    blend(target, smoothing, 0.5);
                }
                case HALF_SQUARED_ERROR, MEAN_SQUARED_ERROR ->
                    Arrays.setAll(target, k -> free ? random.nextGaussian() : target[k] + gap * random.nextGaussian());
            }
        }
        return targets;
    }

    private static void choose(double[] target, int label) {
        Arrays.fill(target, 0);
        target[label] = 1;
    }

    private static void blend(double[] target, double share, double with) {
        Arrays.setAll(target, k -> (1 - share) * target[k] + share * with);
    }

    private static int largest(double[] values) {
        int largest = 0;
        for (int k = 1; k < values.length; k++) {
            largest = values[k] > values[largest] ? k : largest;
        }
        return largest;
    }

    boolean isOrdinary() {
        return network.architecture.depth() <= ORDINARY_DEPTH
                && weightScale >= ORDINARY_SMALLEST
                && weightScale <= ORDINARY_LARGEST
                && inputScale == 1
                && !saturated
                && !isHeadSaturated();
    }

    /** On more than half of the samples a softmax is sure of one class, or all units of another head are at their ends. */
    private boolean isHeadSaturated() {
        Activation head =
                network.architecture.layer(network.architecture.depth() - 1).activation();
        int sure = 0;
        for (double[] outputs : network.predict(batch.inputs())) {
            sure += isSure(head, outputs) ? 1 : 0;
        }
        return 2 * sure > batch.size();
    }

    private static boolean isSure(Activation head, double[] outputs) {
        double largest = Arrays.stream(outputs).max().orElseThrow();
        double nearest = Arrays.stream(outputs).map(Math::abs).min().orElseThrow();
        return (head == Activation.SOFTMAX && largest > SURE)
                || (head == Activation.TANH && nearest > SURE)
                || (head == Activation.SIGMOID && Arrays.stream(outputs).allMatch(a -> Math.max(a, 1 - a) > SURE));
    }

    Model model() {
        return network.model();
    }

    GradientCheck check() {
        return GradientCheck.of(model()).on(batch);
    }

    @Override
    public String toString() {
        return "campaign case " + seed + ": " + network.architecture + " on a " + batch;
    }
}
