package io.github.backcheck.defect;

import static io.github.backcheck.defect.Fits.AVERAGED;
import static io.github.backcheck.defect.Fits.SUMMED;
import static io.github.backcheck.defect.Steps.columnSum;
import static io.github.backcheck.defect.Steps.fill;
import static io.github.backcheck.defect.Steps.inputs;

import io.github.backcheck.mlp.BackwardPass;
import io.github.backcheck.mlp.BackwardStep;
import io.github.backcheck.mlp.BackwardStepName;
import io.github.backcheck.model.Reduction;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.Stream;
import org.ejml.data.DMatrixRMaj;

/** Defects of putting the gradients of the samples together. All but one leave the gradient of a single sample right. */
final class ReductionDefects {

    private static final String RIGHT_WEIGHTS = "dW[i][j] += delta[i] * aPrev[j]; ... dW[i][j] /= samples;";

    private ReductionDefects() {}

    static List<Defect> all() {
        return Stream.of(scaled(), ofSomeSamples(), inAnotherOrder())
                .flatMap(List::stream)
                .toList();
    }

    private static List<Defect> scaled() {
        return List.of(
                defect(
                                "gradient-not-averaged",
                                times(samples -> 1, samples -> 1),
                                new Words(
                                        "the gradient is summed over the batch, the loss is averaged",
                                        "The gradient is as many times too large as there are samples, and with it each step.",
                                        "w[i][j] -= eta * dW[i][j];",
                                        "w[i][j] -= eta * dW[i][j] / samples;"))
                        .where(AVERAGED)
                        .like("gradient-averaged-over-one-less", "the batch has two samples"),
                defect(
                                "gradient-averaged-though-summed",
                                times(samples -> 1.0 / samples, samples -> 1.0 / samples),
                                new Words(
                                        "the gradient is averaged over the batch, the loss is summed",
                                        "The gradient is as many times too small as there are samples.",
                                        "w[i][j] -= eta * dW[i][j] / samples;",
                                        "w[i][j] -= eta * dW[i][j];"))
                        .where(SUMMED),
                defect(
                                "gradient-averaged-twice",
                                times(samples -> 1.0 / samples / samples, samples -> 1.0 / samples / samples),
                                new Words(
                                        "the gradient is divided by the number of samples twice",
                                        "Delta is averaged, and the update divides once more.",
                                        "delta[i] /= samples; ... dW[i][j] /= samples;",
                                        "dW[i][j] /= samples;"))
                        .where(AVERAGED),
                defect(
                                "weight-gradient-not-averaged",
                                times(samples -> 1, samples -> 1.0 / samples),
                                new Words(
                                        "the gradient of the weights is summed over the batch, that of the biases is averaged",
                                        "The division by the number of samples was written for the biases only.",
                                        "db[i] /= samples;",
                                        "db[i] /= samples; dW[i][j] /= samples;"))
                        .where(AVERAGED),
                defect(
                                "bias-gradient-not-averaged",
                                times(samples -> 1.0 / samples, samples -> 1),
                                new Words(
                                        "the gradient of the biases is summed over the batch, that of the weights is averaged",
                                        "The division by the number of samples was written for the weights only.",
                                        "dW[i][j] /= samples;",
                                        "dW[i][j] /= samples; db[i] /= samples;"))
                        .where(AVERAGED),
                defect(
                                "bias-gradient-averaged-twice",
                                times(samples -> 1.0 / samples, samples -> 1.0 / samples / samples),
                                new Words(
                                        "the gradient of the biases is divided by the number of samples twice",
                                        "A mean is taken of deltas, and the result is divided like the weights.",
                                        "db[i] = mean(delta, i); ... db[i] /= samples;",
                                        "db[i] = mean(delta, i);"))
                        .where(AVERAGED),
                defect(
                                "weight-gradient-averaged-twice",
                                times(samples -> 1.0 / samples / samples, samples -> 1.0 / samples),
                                new Words(
                                        "the gradient of the weights is divided by the number of samples twice",
                                        "A mean is taken of the products, and the result is divided once more.",
                                        "dW[i][j] = mean(products); ... dW[i][j] /= samples;",
                                        "dW[i][j] = mean(products);"))
                        .where(AVERAGED),
                defect(
                                "gradient-averaged-over-one-less",
                                times(ReductionDefects::overOneLess, ReductionDefects::overOneLess),
                                new Words(
                                        "the gradient is divided by the number of samples less one",
                                        "The last index is used where the count was meant.",
                                        "dW[i][j] /= samples - 1;",
                                        "dW[i][j] /= samples;"))
                        .where(AVERAGED),
                defect(
                                "gradient-divided-by-units",
                                (pass, layer) -> {
                                    double units = pass.delta(layer).numCols;
                                    Steps.map(dW(pass, layer), value -> value / units);
                                    Steps.map(db(pass, layer), value -> value / units);
                                },
                                new Words(
                                        "the gradient is divided by the number of units of the layer instead of the number of samples",
                                        "The mean is taken over the wrong axis, or the length of the wrong array is used: layers learn at"
                                                + " different speeds.",
                                        "dW[i][j] /= delta[0].length;",
                                        "dW[i][j] /= samples;"))
                        .where(AVERAGED)
                        .where(Fits.SEVERAL_UNITS)
                        .like("accumulated-twice", "the batch has twice as many samples as the layer has units"),
                defect(
                                "gradient-divided-as-integers",
                                times(samples -> samples == 1 ? 1 : 0, samples -> samples == 1 ? 1 : 0),
                                new Words(
                                        "the gradient is multiplied by 1 / samples of integers, which is 0 for more than one sample",
                                        "A single sample learns, a batch does not.",
                                        "double mean = 1 / samples; ... dW[i][j] *= mean;",
                                        "double mean = 1.0 / samples; ... dW[i][j] *= mean;"))
                        .where(AVERAGED)
                        .like("gradient-not-stored", "there is more than one sample in every batch")
                        .like("propagation-missing", "there is more than one sample in every batch and no penalty")
                        .like(
                                "last-output-without-delta",
                                "there is one output and more than one sample in every batch"),
                defect(
                                "gradient-divided-by-square-root",
                                times(samples -> 1 / Math.sqrt(samples), samples -> 1 / Math.sqrt(samples)),
                                new Words(
                                        "the gradient is divided by the square root of the number of samples",
                                        "The rule for the spread of a mean is used for the mean.",
                                        "dW[i][j] /= Math.sqrt(samples);",
                                        "dW[i][j] /= samples;"))
                        .where(AVERAGED));
    }

    private static List<Defect> ofSomeSamples() {
        return List.of(
                defect(
                        "gradient-of-last-sample",
                        (pass, layer) -> {
                            int last = pass.samples() - 1;
                            double factor = factor(pass);
                            weights(pass, layer, last, factor);
                            biases(pass, layer, last, factor);
                        },
                        new Words(
                                "only the last sample of the batch counts: '=' is written for '+='",
                                "Each sample overwrites the gradient of the one before. Where the loss is a mean, the rest is divided by the"
                                        + " number of samples as well.",
                                "dW[i][j] = delta[i] * aPrev[j];",
                                "dW[i][j] += delta[i] * aPrev[j];")),
                defect(
                                "gradient-of-last-sample-not-divided",
                                (pass, layer) -> {
                                    int last = pass.samples() - 1;
                                    weights(pass, layer, last, 1);
                                    biases(pass, layer, last, 1);
                                },
                                new Words(
                                        "only the last sample of the batch counts, and its gradient is not divided by the number of samples",
                                        "The gradient of the last sample is taken for that of the batch.",
                                        "for (Sample s : batch) gradient = backward(s);",
                                        "for (Sample s : batch) gradient.add(backward(s)); gradient.divide(samples);"))
                        .where(AVERAGED),
                defect(
                        "gradient-of-first-sample",
                        (pass, layer) -> {
                            double factor = factor(pass);
                            weights(pass, layer, 0, factor);
                            biases(pass, layer, 0, factor);
                        },
                        new Words(
                                "only the first sample of the batch counts",
                                "The loop over the samples is left after the first, or the index of the sample is constant. Where the loss is a"
                                        + " mean, the rest is divided by the number of samples as well.",
                                "dW[i][j] += delta[0][i] * aPrev[0][j];",
                                "for (int n = 0; n < samples; n++) dW[i][j] += delta[n][i] * aPrev[n][j];")),
                defect(
                                "gradient-of-first-sample-not-divided",
                                (pass, layer) -> {
                                    weights(pass, layer, 0, 1);
                                    biases(pass, layer, 0, 1);
                                },
                                new Words(
                                        "only the first sample of the batch counts, and its gradient is not divided by the number of samples",
                                        "The gradient of the first sample is taken for that of the batch.",
                                        "return backward(batch.get(0));",
                                        "for (Sample s : batch) gradient.add(backward(s)); gradient.divide(samples);"))
                        .where(AVERAGED),
                defect(
                        "bias-gradient-of-last-sample",
                        (pass, layer) -> {
                            standard(pass, layer);
                            biases(pass, layer, pass.samples() - 1, factor(pass));
                        },
                        new Words(
                                "only the last sample counts in the gradient of the biases, that of the weights is right",
                                "The biases are assigned to, the weights are added to.",
                                "dW[i][j] += delta[i] * aPrev[j]; db[i] = delta[i];",
                                "dW[i][j] += delta[i] * aPrev[j]; db[i] += delta[i];")),
                defect(
                        "weight-gradient-of-last-sample",
                        (pass, layer) -> {
                            standard(pass, layer);
                            weights(pass, layer, pass.samples() - 1, factor(pass));
                        },
                        new Words(
                                "only the last sample counts in the gradient of the weights, that of the biases is right",
                                "The weights are assigned to, the biases are added to.",
                                "dW[i][j] = delta[i] * aPrev[j]; db[i] += delta[i];",
                                "dW[i][j] += delta[i] * aPrev[j]; db[i] += delta[i];")),
                defect(
                        "bias-gradient-of-first-sample",
                        (pass, layer) -> {
                            standard(pass, layer);
                            biases(pass, layer, 0, factor(pass));
                        },
                        new Words(
                                "only the first sample counts in the gradient of the biases, that of the weights is right",
                                "Row 0 of the deltas is taken where their sum was meant.",
                                "db[i] = delta[0][i];",
                                "for (int n = 0; n < samples; n++) db[i] += delta[n][i];")),
                defect(
                        "activations-of-last-sample",
                        (pass, layer) -> {
                            standard(pass, layer);
                            double factor = factor(pass);
                            DMatrixRMaj inputs = inputs(pass, layer);
                            fill(
                                    dW(pass, layer),
                                    (unit, input) -> factor
                                            * columnSum(pass.delta(layer), unit)
                                            * inputs.get(inputs.numRows - 1, input));
                        },
                        new Words(
                                "the deltas are added over the batch and multiplied by the activations of the last sample",
                                "The layer remembers what it read last. All samples were run forward before the weights get their gradient.",
                                "sumOfDelta[i] += delta[i]; ... dW[i][j] = sumOfDelta[i] * aPrev[j];",
                                RIGHT_WEIGHTS)));
    }

    private static List<Defect> inAnotherOrder() {
        return List.of(
                defect(
                                "product-of-means",
                                (pass, layer) -> {
                                    standard(pass, layer);
                                    productOfSums(pass, layer, factor(pass) / pass.samples());
                                },
                                new Words(
                                        "the product of means is taken instead of the mean of products",
                                        "Deltas and activations are averaged over the batch first and multiplied then, which loses how they go"
                                                + " together.",
                                        "dW = outer(mean(deltas), mean(activations));",
                                        "dW = mean over the batch of outer(delta, aPrev);"))
                        .like(
                                "propagation-of-mean-delta",
                                "the layer does not bend and the delta above is the same for all its inputs"),
                defect(
                        "product-of-sums",
                        (pass, layer) -> {
                            standard(pass, layer);
                            productOfSums(pass, layer, factor(pass));
                        },
                        new Words(
                                "the product of sums is taken instead of the sum of products",
                                "Deltas and activations are added over the batch first and multiplied then. The result grows with the square of"
                                        + " the batch.",
                                "dW = outer(sum(deltas), sum(activations));",
                                "dW = sum over the batch of outer(delta, aPrev);")),
                defect(
                        "gradient-of-largest-sample",
                        (pass, layer) -> {
                            DMatrixRMaj delta = pass.delta(layer);
                            DMatrixRMaj inputs = inputs(pass, layer);
                            fill(
                                    dW(pass, layer),
                                    (unit, input) -> largest(
                                            delta.numRows,
                                            sample -> delta.get(sample, unit) * inputs.get(sample, input)));
                            fill(
                                    db(pass, layer),
                                    (unit, column) -> largest(delta.numRows, sample -> delta.get(sample, unit)));
                        },
                        new Words(
                                "the largest gradient among the samples stands for the whole batch, entry by entry",
                                "A maximum is taken where a sum was meant.",
                                "if (Math.abs(g) > Math.abs(dW[i][j])) dW[i][j] = g;",
                                "dW[i][j] += g / samples;")),
                defect(
                        "gradient-averaged-pairwise",
                        (pass, layer) -> {
                            DMatrixRMaj delta = pass.delta(layer);
                            DMatrixRMaj inputs = inputs(pass, layer);
                            fill(
                                    dW(pass, layer),
                                    (unit, input) -> halvedAgainAndAgain(
                                            delta.numRows,
                                            sample -> delta.get(sample, unit) * inputs.get(sample, input)));
                            fill(
                                    db(pass, layer),
                                    (unit, column) ->
                                            halvedAgainAndAgain(delta.numRows, sample -> delta.get(sample, unit)));
                        },
                        new Words(
                                "each sample is averaged with the mean so far: (mean + g) / 2",
                                "The last sample counts half, the one before a quarter, and so on.",
                                "mean = (mean + g) / 2;",
                                "mean += (g - mean) / (n + 1);")));
    }

    private static Defect defect(String id, BackwardStep by, Words words) {
        return Defect.of(id, new Change.Backward(BackwardStepName.BATCH_REDUCTION, by), words);
    }

    private static BackwardStep times(IntToDoubleFunction weights, IntToDoubleFunction biases) {
        return (pass, layer) -> {
            double weightFactor = weights.applyAsDouble(pass.samples());
            double biasFactor = biases.applyAsDouble(pass.samples());
            Steps.map(dW(pass, layer), value -> weightFactor * value);
            Steps.map(db(pass, layer), value -> biasFactor * value);
        };
    }

    /** A single sample is left as it is: programs that divide by 0 there are noticed at once. */
    private static double overOneLess(int samples) {
        return 1.0 / Math.max(1, samples - 1);
    }

    private static void standard(BackwardPass pass, int layer) {
        BackwardStepName.BATCH_REDUCTION.standard().apply(pass, layer);
    }

    private static double factor(BackwardPass pass) {
        Reduction reduction = pass.network().architecture().reduction();
        return reduction.factor(pass.samples());
    }

    /** dW of one sample. */
    private static void weights(BackwardPass pass, int layer, int sample, double factor) {
        DMatrixRMaj inputs = inputs(pass, layer);
        fill(
                dW(pass, layer),
                (unit, input) -> factor * pass.delta(layer).get(sample, unit) * inputs.get(sample, input));
    }

    /** db of one sample. */
    private static void biases(BackwardPass pass, int layer, int sample, double factor) {
        fill(db(pass, layer), (unit, column) -> factor * pass.delta(layer).get(sample, unit));
    }

    private static void productOfSums(BackwardPass pass, int layer, double factor) {
        fill(
                dW(pass, layer),
                (unit, input) -> factor * columnSum(pass.delta(layer), unit) * columnSum(inputs(pass, layer), input));
    }

    private static double largest(int samples, IntToDoubleFunction values) {
        double largest = values.applyAsDouble(0);
        for (int sample = 1; sample < samples; sample++) {
            double value = values.applyAsDouble(sample);
            largest = Math.abs(value) > Math.abs(largest) ? value : largest;
        }
        return largest;
    }

    private static double halvedAgainAndAgain(int samples, IntToDoubleFunction values) {
        double mean = values.applyAsDouble(0);
        for (int sample = 1; sample < samples; sample++) {
            mean = (mean + values.applyAsDouble(sample)) / 2;
        }
        return mean;
    }

    private static DMatrixRMaj dW(BackwardPass pass, int layer) {
        return pass.gradient(layer).weights();
    }

    private static DMatrixRMaj db(BackwardPass pass, int layer) {
        return pass.gradient(layer).biases();
    }
}
