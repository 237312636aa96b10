package io.github.backcheck.monitor;

import io.github.backcheck.model.Architecture;
import io.github.backcheck.model.Batch;
import io.github.backcheck.model.Loss;
import io.github.backcheck.model.Reduction;
import io.github.backcheck.text.Figures;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * A loss that a network has as long as it has learned nothing about its inputs.
 *
 * @param name what is predicted then, as in {@code every class predicted as likely as any other}
 * @param level the loss
 */
public record KnownLoss(String name, double level) {

    /** Two levels closer than this share of the larger one are one level. */
    private static final double ONE_LEVEL = 0.001;

    /**
     * The losses of networks that ignore their inputs, on some data. The best of them outputs the mean target, whatever the
     * loss: squared error then leaves the variance, cross-entropy the entropy of the class shares (Gneiting and Raftery
     * 2007, section 3: the expected outcome is optimal for a proper score). With a softmax there is ln C as well, for equal
     * chances, with sigmoids and binary cross-entropy ln 2 for each output.
     *
     * @param architecture the loss; only one that is averaged over the batch, without penalty, has levels
     * @param data inputs are not looked at
     * @return none where the loss is summed or has a penalty
     * @throws IllegalArgumentException if there are more or fewer targets than outputs
     */
    public static List<KnownLoss> of(Architecture architecture, Batch data) {
        Objects.requireNonNull(data, "the data are null");
        if (architecture.outputCount() != data.outputCount()) {
            throw new IllegalArgumentException(data + " does not fit " + architecture);
        }
        if (architecture.reduction() != Reduction.MEAN || architecture.l2() != 0) {
            return List.of();
        }
        List<KnownLoss> known = new ArrayList<>();
        known.add(new KnownLoss("the same outputs for every sample", level(architecture, data, means(data))));
        architecture.loss().requiredHead().ifPresent(head -> {
            double[] equal = new double[data.outputCount()];
            boolean binary = architecture.loss() == Loss.BINARY_CROSS_ENTROPY;
            Arrays.fill(equal, binary ? 0.5 : 1.0 / equal.length);
            double level = level(architecture, data, equal);
            if (Math.abs(level - known.get(0).level) > ONE_LEVEL * level) {
                known.add(new KnownLoss("every class predicted to be as likely as any other", level));
            }
        });
        return List.copyOf(known);
    }

    private static double[] means(Batch data) {
        double[] means = new double[data.outputCount()];
        for (int sample = 0; sample < data.size(); sample++) {
            for (int output = 0; output < means.length; output++) {
                means[output] += data.target(sample, output) / data.size();
            }
        }
        return means;
    }

    private static double level(Architecture architecture, Batch data, double[] outputs) {
        double sum = 0;
        for (int sample = 0; sample < data.size(); sample++) {
            sum += architecture.loss().ofOutputs(outputs, data.target(sample), 0, outputs.length) / data.size();
        }
        return sum;
    }

    /** As in {@code 2.303, the same outputs for every sample}. */
    @Override
    public String toString() {
        return Figures.precise(level) + ", " + name;
    }
}
