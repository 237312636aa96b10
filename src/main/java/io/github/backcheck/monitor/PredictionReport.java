package io.github.backcheck.monitor;

import io.github.backcheck.text.Fact;
import io.github.backcheck.text.Figures;
import io.github.backcheck.text.Outline;
import io.github.backcheck.text.PlainText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a network predicts for the samples of a batch.
 *
 * @param samples how many
 * @param outputs one per output, output 0 first
 * @param classes empty where the targets are no classes, see {@link io.github.backcheck.model.ClassTargets}
 * @param firstNonFinite the first output that is NaN or infinite
 */
public record PredictionReport(
        int samples,
        List<OutputSpread> outputs,
        Optional<ClassPredictions> classes,
        Optional<NonFinite> firstNonFinite) {

    /**
     * An output that is not a finite number.
     *
     * @param sample from 0
     * @param output from 0
     * @param value NaN or infinite
     */
    public record NonFinite(int sample, int output, double value) {

        /** As in {@code output 3 of sample 17 is NaN}. */
        @Override
        public String toString() {
            return "output " + output + " of sample " + Figures.count(sample) + " is " + Figures.of(value);
        }
    }

    /**
     * Copies the list.
     *
     * @param samples kept as it is
     * @param outputs copied
     * @param classes kept as it is
     * @param firstNonFinite kept as it is
     */
    public PredictionReport {
        outputs = List.copyOf(outputs);
    }

    /**
     * How much the outputs differ between samples: the variance of each output over the samples, averaged over the outputs.
     * A network that ignores its inputs has 0.
     *
     * @return at least 0; NaN if an output is NaN or infinite
     */
    public double meanVariance() {
        return outputs.stream()
                .mapToDouble(output -> output.values().variance())
                .average()
                .orElse(Double.NaN);
    }

    /**
     * The mean of (output − target)² over samples and outputs.
     *
     * @return at least 0; NaN or infinite if an output is
     */
    public double meanSquaredError() {
        return outputs.stream()
                .mapToDouble(OutputSpread::meanSquaredError)
                .average()
                .orElse(Double.NaN);
    }

    /**
     * Adds the report to an outline.
     *
     * @param page where to. Modified.
     * @return the outline
     */
    public Outline describeTo(Outline page) {
        List<Fact> facts = new ArrayList<>(classes.map(ClassPredictions::facts)
                .orElse(List.of(new Fact("classes", "none: the targets are not one-hot and not of two values"))));
        facts.add(new Fact("variance between samples", Figures.of(meanVariance()) + " (mean of the outputs)"));
        facts.add(new Fact("mean squared error", Figures.of(meanSquaredError())));
        firstNonFinite.ifPresent(bad -> facts.add(new Fact("first not finite", bad.toString())));
        return page.heading("Predictions for " + Figures.count(samples, "sample"))
                .facts(facts);
    }

    /** A heading and a few facts. */
    @Override
    public String toString() {
        return describeTo(new PlainText()).toString();
    }
}
