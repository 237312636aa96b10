package io.github.backcheck.census;

import io.github.backcheck.text.Figures;
import java.util.List;
import java.util.OptionalDouble;

/**
 * The loss of the best prediction that ignores the inputs. A network that stays there has learned no more than how often
 * each target occurs.
 *
 * <p>For squared error it predicts the mean target, since Σ (c − y)² is least at c = mean y, and what is left is the
 * variance. For cross-entropy it predicts the class shares p, and what is left is their entropy H = −Σ p ln p (Cover and
 * Thomas, <i>Elements of Information Theory</i>, eq. 2.1; least by Theorem 2.6.3).
 *
 * @param halfSquaredError ½ Σ (c − y)² over the outputs, mean over the samples
 * @param meanSquaredError (c − y)², mean over outputs and samples
 * @param crossEntropy −Σ y ln p in nats, mean over the samples; empty where the targets are no classes
 */
public record ConstantPrediction(double halfSquaredError, double meanSquaredError, OptionalDouble crossEntropy) {

    static ConstantPrediction of(Columns targets, List<Integer> classCounts) {
        double variances = 0;
        for (int output = 0; output < targets.count(); output++) {
            variances += targets.variance(output);
        }
        return new ConstantPrediction(
                variances / 2,
                variances / targets.count(),
                classCounts.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(entropy(classCounts)));
    }

    private static double entropy(List<Integer> counts) {
        int samples = counts.stream().mapToInt(Integer::intValue).sum();
        return counts.stream()
                .filter(count -> count > 0)
                .mapToDouble(count -> (double) count / samples * Math.log((double) samples / count))
                .sum();
    }

    /** As in {@code half squared error 0.45, mean squared error 0.09, cross-entropy 2.3}. */
    @Override
    public String toString() {
        return "half squared error " + Figures.of(halfSquaredError) + ", mean squared error "
                + Figures.of(meanSquaredError)
                + (crossEntropy.isPresent() ? ", cross-entropy " + Figures.of(crossEntropy.getAsDouble()) : "");
    }
}
