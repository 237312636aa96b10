package io.github.backcheck.trial;

import io.github.backcheck.model.Architecture;
import io.github.backcheck.model.Batch;
import io.github.backcheck.model.Model;
import io.github.backcheck.model.ModelLayer;
import io.github.backcheck.model.Reduction;
import java.util.OptionalDouble;

/**
 * The loss of the best prediction that is the same for all samples: for every loss known here, the mean target. What is
 * measured against it is the loss without its penalty.
 *
 * <pre>{@code
 * double guessing = ConstantPrediction.loss(architecture, digits);   // 2.30, ln 10, for ten classes of one size
 * }</pre>
 */
public final class ConstantPrediction {

    private ConstantPrediction() {}

    /** Summed or averaged over the samples as the architecture says; empty without one, or where nothing is left to explain. */
    static OptionalDouble loss(Model model, Batch samples) {
        return model.architecture().isEmpty()
                ? OptionalDouble.empty()
                : positive(loss(model.architecture().get(), samples));
    }

    private static OptionalDouble positive(double loss) {
        return loss > 0 ? OptionalDouble.of(loss) : OptionalDouble.empty();
    }

    /**
     * That loss.
     *
     * @param architecture names the loss, and whether it is summed or averaged over the samples
     * @param samples samples x inputs, with targets
     * @return at least 0 for targets that the loss is meant for, without a penalty
     */
    public static double loss(Architecture architecture, Batch samples) {
        double perSample = 0;
        for (int output = 0; output < samples.outputCount(); output++) {
            double mean = 0;
            for (int sample = 0; sample < samples.size(); sample++) {
                mean += samples.target(sample, output) / samples.size();
            }
            perSample += switch (architecture.loss()) {
                case HALF_SQUARED_ERROR -> variance(samples, output, mean) / 2;
                case MEAN_SQUARED_ERROR -> variance(samples, output, mean) / samples.outputCount();
                case SOFTMAX_CROSS_ENTROPY -> surprise(mean);
                case BINARY_CROSS_ENTROPY -> surprise(mean) + surprise(1 - mean);
            };
        }
        return architecture.reduction() == Reduction.SUM ? samples.size() * perSample : perSample;
    }

    private static double variance(Batch samples, int output, double mean) {
        double variance = 0;
        for (int sample = 0; sample < samples.size(); sample++) {
            double distance = samples.target(sample, output) - mean;
            variance += distance * distance / samples.size();
        }
        return variance;
    }

    private static double surprise(double p) {
        return p > 0 ? -p * Math.log(p) : 0;
    }

    /** The penalty that is part of the network's loss at its present weights. */
    static double penalty(Model model) {
        double l2 = model.architecture().map(Architecture::l2).orElse(0.0);
        double squares = 0;
        if (l2 > 0) {
            for (ModelLayer layer : model.layers()) {
                for (double weight : layer.weights().values()) {
                    squares += weight * weight;
                }
            }
        }
        return l2 / 2 * squares;
    }
}
