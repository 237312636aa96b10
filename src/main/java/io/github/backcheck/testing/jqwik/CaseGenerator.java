package io.github.backcheck.testing.jqwik;

import io.github.backcheck.model.Architecture;
import io.github.backcheck.model.Batch;
import io.github.backcheck.model.Layer;
import io.github.backcheck.model.Loss;
import io.github.backcheck.model.Reduction;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import net.jqwik.api.RandomGenerator;
import net.jqwik.api.Shrinkable;

/** Draws architectures, and weights and batches for them. */
final class CaseGenerator implements RandomGenerator<NetworkCase> {

    private static final int MOST_DRAWS = 1000;

    private final Limits limits;

    CaseGenerator(Limits limits) {
        this.limits = limits;
    }

    @Override
    public Shrinkable<NetworkCase> next(Random random) {
        for (int draws = 0; draws < MOST_DRAWS; draws++) {
            NetworkCase network =
                    network(architecture(limits, random), limits.samples().draw(random), random);
            if (Kinks.areAvoided(network)) {
                return new CaseShrinkable(
                        network, new Simplifications(limits, EnumSet.allOf(Part.class)), Kinks::areAvoided);
            }
        }
        throw new IllegalStateException("of " + MOST_DRAWS + " networks each had a unit within 0.001 of the kink of its"
                + " activation: allow fewer units or samples, or an activation without a kink");
    }

    static Architecture architecture(Limits limits, Random random) {
        int depth = limits.layers().draw(random);
        Head head = one(limits.heads(), random);
        Architecture.Layers layers = Architecture.inputs(limits.units().draw(random));
        for (int layer = 1; layer < depth; layer++) {
            layers = layers.layer(limits.units().draw(random), one(limits.activations(), random));
        }
        int outputs = Math.max(head.fewestOutputs(), limits.units().draw(random));
        Architecture mean =
                layers.layer(outputs, head.activation()).loss(head.loss()).l2(one(limits.penalties(), random));
        return one(limits.reductions(), random) == Reduction.SUM ? mean.summed() : mean;
    }

    static NetworkCase network(Architecture architecture, int samples, Random random) {
        double[][][] weights = new double[architecture.depth()][][];
        double[][] biases = new double[architecture.depth()][];
        for (int layer = 0; layer < weights.length; layer++) {
            Layer shape = architecture.layer(layer);
            weights[layer] = Tenths.draw(shape.units(), shape.inputs(), random);
            biases[layer] = Tenths.draw(shape.units(), random);
        }
        return new NetworkCase(architecture, weights, biases, batch(architecture, samples, random));
    }

    static Batch batch(Architecture architecture, int samples, Random random) {
        int outputs = architecture.outputCount();
        double[][] targets = Tenths.draw(samples, outputs, random);
        for (double[] row : targets) {
            if (architecture.loss() == Loss.SOFTMAX_CROSS_ENTROPY) {
                Arrays.fill(row, 0);
                row[random.nextInt(outputs)] = 1;
            } else if (architecture.loss() == Loss.BINARY_CROSS_ENTROPY) {
                Arrays.setAll(row, k -> random.nextInt(2));
            }
        }
        return Batch.of(Tenths.draw(samples, architecture.inputCount(), random), targets);
    }

    private static <T> T one(List<T> list, Random random) {
        return list.get(random.nextInt(list.size()));
    }
}
