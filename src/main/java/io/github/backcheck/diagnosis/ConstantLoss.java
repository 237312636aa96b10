package io.github.backcheck.diagnosis;

import io.github.backcheck.model.Architecture;
import io.github.backcheck.model.Batch;
import io.github.backcheck.model.Reduction;
import java.util.Arrays;
import java.util.stream.IntStream;

/** The loss of the best prediction that is the same for all samples: for every loss known here, the mean target. */
final class ConstantLoss {

    private ConstantLoss() {}

    /** Summed or averaged over the data as the architecture says, without its penalty. */
    static double of(Batch data, Architecture architecture) {
        double[] mean = IntStream.range(0, data.outputCount())
                .mapToDouble(output -> IntStream.range(0, data.size())
                        .mapToDouble(sample -> data.target(sample, output))
                        .average()
                        .orElseThrow())
                .toArray();
        double perSample = switch (architecture.loss()) {
            case HALF_SQUARED_ERROR -> squares(data, mean) / 2;
            case MEAN_SQUARED_ERROR -> squares(data, mean) / mean.length;
            case SOFTMAX_CROSS_ENTROPY ->
                Arrays.stream(mean).map(ConstantLoss::surprise).sum();
            case BINARY_CROSS_ENTROPY ->
                Arrays.stream(mean).map(p -> surprise(p) + surprise(1 - p)).sum();
        };
        return architecture.reduction() == Reduction.SUM ? data.size() * perSample : perSample;
    }

    private static double squares(Batch data, double[] mean) {
        double sum = 0;
        for (int sample = 0; sample < data.size(); sample++) {
            for (int output = 0; output < mean.length; output++) {
                double distance = data.target(sample, output) - mean[output];
                sum += distance * distance;
            }
        }
        return sum / data.size();
    }

    private static double surprise(double p) {
        return p > 0 ? -p * Math.log(p) : 0;
    }
}
