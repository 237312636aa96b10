package io.github.backcheck.diagnosis;

import io.github.backcheck.mlp.Mlp;
import io.github.backcheck.model.Batch;
import io.github.backcheck.model.Capability;
import io.github.backcheck.model.Loss;
import io.github.backcheck.model.Model;
import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.stream.DoubleStream;

/**
 * How far the network is from what its architecture says, on one batch.
 *
 * @param outputs largest difference of an output against the largest output; 0 without predictions
 * @param loss difference of the losses against the larger of them
 * @param floor probabilities are not let below this before their logarithm is taken, as by {@code Math.max(p, 1e-15)}, where that
 *     explains the difference of the losses; empty otherwise
 */
public record ForwardGap(double outputs, double loss, OptionalDouble floor) {

    /** A logarithm kept from 0 by adding a small number moves the loss this little; a missing bias or penalty, more. */
    private static final double NEGLIGIBLE = 1e-4;

    /** Below this the two are equal up to rounding, and a difference must lie elsewhere. */
    private static final double ROUNDING = 1e-13;

    /** What programs keep the probabilities from 0 with. */
    private static final double[] FLOORS = {1e-15, 1e-12, 1e-10, 1e-9, 1e-8, 1e-7};

    static ForwardGap of(Model model, Batch batch) {
        Mlp twin = Mlp.twin(model);
        double loss = model.loss(batch);
        double gap = relative(loss, twin.loss(twin.forward(batch.inputMatrix()), batch.targetMatrix()));
        double penalty = penalty(twin.architecture().l2(), model);
        OptionalDouble floor =
                gap < NEGLIGIBLE || twin.architecture().loss().requiredHead().isEmpty()
                        ? OptionalDouble.empty()
                        : Arrays.stream(FLOORS)
                                .filter(least -> relative(loss, lossAbove(least, twin, batch) + penalty) < NEGLIGIBLE)
                                .findFirst();
        return new ForwardGap(
                model.can(Capability.PREDICT) ? outputs(model.predict(batch), twin.predict(batch.inputs())) : 0,
                gap,
                floor);
    }

    /** The loss, but for a penalty, with probabilities that are not let below a small number; those of a yes, nor above 1 less that number. */
    private static double lossAbove(double least, Mlp twin, Batch batch) {
        Loss loss = twin.architecture().loss();
        double most = loss == Loss.BINARY_CROSS_ENTROPY ? 1 - least : 1;
        double[][] outputs = twin.predict(batch.inputs());
        double sum = 0;
        for (int sample = 0; sample < outputs.length; sample++) {
            double[] kept = DoubleStream.of(outputs[sample])
                    .map(p -> Math.min(Math.max(p, least), most))
                    .toArray();
            sum += loss.ofOutputs(kept, batch.target(sample), 0, kept.length);
        }
        return sum * twin.architecture().reduction().factor(outputs.length);
    }

    private static double penalty(double l2, Model model) {
        return l2
                / 2
                * model.layers().stream()
                        .flatMapToDouble(
                                layer -> DoubleStream.of(layer.weights().values()))
                        .map(weight -> weight * weight)
                        .sum();
    }

    private static double outputs(double[][] seen, double[][] expected) {
        double gap = 0;
        double largest = 0;
        for (int sample = 0; sample < seen.length; sample++) {
            for (int output = 0; output < seen[sample].length; output++) {
                gap = Math.max(gap, Math.abs(seen[sample][output] - expected[sample][output]));
                largest = Math.max(largest, Math.abs(expected[sample][output]));
            }
        }
        return share(gap, largest);
    }

    private static double relative(double seen, double expected) {
        return share(Math.abs(seen - expected), Math.max(Math.abs(seen), Math.abs(expected)));
    }

    private static double share(double gap, double size) {
        return gap == 0 ? 0 : gap / size;
    }

    /**
     * Whether the difference can be seen but does not matter.
     *
     * @return true if outputs and loss are the architecture's to 0.01 % and not equal up to rounding; the loss may differ more
     *     where that comes of keeping probabilities from 0
     */
    public boolean isNegligible() {
        double larger = floor.isPresent() ? Math.max(outputs, 2 * ROUNDING) : Math.max(outputs, loss);
        return larger > ROUNDING && larger < NEGLIGIBLE;
    }
}
