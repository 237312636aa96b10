package io.github.backcheck.monitor;

import io.github.backcheck.model.Batch;
import io.github.backcheck.model.ClassTargets;
import io.github.backcheck.model.Model;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Counts what a network predicts. Where the targets are classes ({@link ClassTargets} says when), a sample is predicted to
 * be of the class with the largest output, the first of equals; with a single output, of class 1 above the middle between
 * the two target values. Otherwise the targets are those of a regression, and only variance and error are reported.
 *
 * <pre>{@code
 * PredictionCensus.of(model, testSet).classes().orElseThrow().dominantClass();   // OptionalInt[0]
 * }</pre>
 */
public final class PredictionCensus {

    private PredictionCensus() {}

    /**
     * Lets a model predict, and counts.
     *
     * @param model offers predict(inputs); not modified
     * @param batch samples with their targets
     * @return the report
     * @throws IllegalStateException if the model offers no predict(inputs)
     * @throws io.github.backcheck.model.ModelException if the network throws or its outputs do not fit
     */
    public static PredictionReport of(Model model, Batch batch) {
        Objects.requireNonNull(model, "the model is null");
        Objects.requireNonNull(batch, "the batch is null");
        return of(model.predict(batch), batch);
    }

    /**
     * Counts predictions.
     *
     * @param outputs samples x outputs, which may be NaN or infinite. Not modified.
     * @param batch the samples that the outputs belong to, with their targets
     * @return the report
     * @throws NullPointerException if something is null
     * @throws IllegalArgumentException if the outputs are not of the targets' shape
     */
    public static PredictionReport of(double[][] outputs, Batch batch) {
        requireFit(outputs, batch);
        return new PredictionReport(
                batch.size(),
                spreads(outputs, batch),
                ClassTargets.of(batch).map(targets -> count(outputs, targets)),
                firstNonFinite(outputs));
    }

    private static void requireFit(double[][] outputs, Batch batch) {
        Objects.requireNonNull(outputs, "the outputs are null");
        Objects.requireNonNull(batch, "the batch is null");
        if (outputs.length != batch.size()) {
            throw new IllegalArgumentException("the outputs have " + outputs.length + " rows for " + batch.size()
                    + " samples: one row per sample was expected");
        }
        for (int sample = 0; sample < outputs.length; sample++) {
            double[] row = outputs[sample];
            if (row == null) {
                throw new NullPointerException("outputs[" + sample + "] is null, a row was expected");
            }
            if (row.length != batch.outputCount()) {
                throw new IllegalArgumentException("outputs[" + sample + "] has " + row.length + " entries, the "
                        + batch.outputCount() + " of the targets were expected");
            }
        }
    }

    private static List<OutputSpread> spreads(double[][] outputs, Batch batch) {
        List<OutputSpread> spreads = new ArrayList<>();
        for (int output = 0; output < batch.outputCount(); output++) {
            RunningSpread values = new RunningSpread();
            double squares = 0;
            for (int sample = 0; sample < batch.size(); sample++) {
                double distance = outputs[sample][output] - batch.target(sample, output);
                values.add(outputs[sample][output]);
                squares += distance * distance;
            }
            spreads.add(new OutputSpread(values.spread(), squares / batch.size()));
        }
        return spreads;
    }

    private static ClassPredictions count(double[][] outputs, ClassTargets targets) {
        int[] predicted = new int[targets.count()];
        int correct = 0;
        int undecided = 0;
        for (int sample = 0; sample < outputs.length; sample++) {
            OptionalInt prediction = targets.predicted(outputs[sample]);
            if (prediction.isEmpty()) {
                undecided++;
            } else {
                predicted[prediction.getAsInt()]++;
                correct += prediction.getAsInt() == targets.classOf(sample) ? 1 : 0;
            }
        }
        return new ClassPredictions(Arrays.stream(predicted).boxed().toList(), targets.counts(), correct, undecided);
    }

    private static Optional<PredictionReport.NonFinite> firstNonFinite(double[][] outputs) {
        for (int sample = 0; sample < outputs.length; sample++) {
            for (int output = 0; output < outputs[sample].length; output++) {
                if (!Double.isFinite(outputs[sample][output])) {
                    return Optional.of(new PredictionReport.NonFinite(sample, output, outputs[sample][output]));
                }
            }
        }
        return Optional.empty();
    }
}
