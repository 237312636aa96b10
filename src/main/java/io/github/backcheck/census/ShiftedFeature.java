package io.github.backcheck.census;

import io.github.backcheck.text.Figures;

/**
 * A feature that differs between training and test data.
 *
 * @param feature its index
 * @param trainingMean its mean over the training data
 * @param testMean its mean over the test data
 * @param trainingDeviation its standard deviation over the training data
 * @param testDeviation its standard deviation over the test data
 * @param score difference of the means, or of the mean squares if that is more, in standard errors; may be infinite
 */
public record ShiftedFeature(
        int feature,
        double trainingMean,
        double testMean,
        double trainingDeviation,
        double testDeviation,
        double score) {

    /** As in {@code feature 3: mean 5.2 and 0.0204, standard deviation 4.3 and 0.0169}. */
    @Override
    public String toString() {
        return "feature " + feature + ": mean " + Figures.of(trainingMean) + " and " + Figures.of(testMean)
                + ", standard deviation " + Figures.of(trainingDeviation) + " and " + Figures.of(testDeviation);
    }
}
