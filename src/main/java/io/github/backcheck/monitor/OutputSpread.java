package io.github.backcheck.monitor;

import io.github.backcheck.text.Figures;

/**
 * One output of a network over the samples.
 *
 * @param values how the output varies between samples
 * @param meanSquaredError the mean of (output − target)² over the samples
 */
public record OutputSpread(Spread values, double meanSquaredError) {

    /** One line. */
    @Override
    public String toString() {
        return values + "; mean squared error " + Figures.of(meanSquaredError);
    }
}
