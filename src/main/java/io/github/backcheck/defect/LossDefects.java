package io.github.backcheck.defect;

import static io.github.backcheck.defect.Fits.AVERAGED;
import static io.github.backcheck.defect.Fits.BINARY_CROSS_ENTROPY;
import static io.github.backcheck.defect.Fits.CROSS_ENTROPY;
import static io.github.backcheck.defect.Fits.MEAN_SQUARED_ERROR;
import static io.github.backcheck.defect.Fits.PENALISED;
import static io.github.backcheck.defect.Fits.SEVERAL_OUTPUTS;
import static io.github.backcheck.defect.Fits.SOFTMAX_CROSS_ENTROPY;
import static io.github.backcheck.defect.Fits.SQUARED_ERROR;
import static io.github.backcheck.defect.Fits.SUMMED;

import io.github.backcheck.mlp.BatchLoss;
import io.github.backcheck.mlp.ForwardPass;
import io.github.backcheck.model.Architecture;
import io.github.backcheck.model.Loss;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Stream;
import org.ejml.data.DMatrixRMaj;

/** Defects of the loss that a program reports. */
final class LossDefects {

    /** What people add inside a logarithm, the largest that is common. */
    private static final double SMALL = 1e-7;

    private LossDefects() {}

    static List<Defect> all() {
        return Stream.of(scaled(), ofOneSample(), ofPenalty(), ofSquaredErrors(), ofCrossEntropies())
                .flatMap(List::stream)
                .toList();
    }

    private static List<Defect> scaled() {
        return List.of(
                defect(
                                "loss-summed",
                                times((architecture, samples) -> samples),
                                new Words(
                                        "the losses of the samples are added, not averaged",
                                        "The loss grows with the batch. It is wrong only beside a gradient that is averaged: the two then differ by"
                                                + " the number of samples.",
                                        "return sum;",
                                        "return sum / samples;"))
                        .where(AVERAGED)
                        .like("loss-doubled", "the batch has two samples"),
                defect(
                                "loss-averaged",
                                times((architecture, samples) -> 1.0 / samples),
                                new Words(
                                        "the losses of the samples are averaged although they should be added",
                                        "It is wrong only beside a gradient that is summed: the two then differ by the number of samples.",
                                        "return sum / samples;",
                                        "return sum;"))
                        .where(SUMMED)
                        .like("loss-halved", "the batch has two samples"),
                defect(
                                "loss-halved",
                                times((architecture, samples) -> 0.5),
                                new Words(
                                        "the loss is half as large as it should be",
                                        "A factor of 1/2 that belongs to the half squared error, with a gradient that does not know it.",
                                        "return 0.5 * loss;",
                                        "return loss;"))
                        .like("loss-divided-by-outputs", "there are two outputs")
                        .like("loss-averaged-twice", "the batch has two samples"),
                defect(
                                "loss-doubled",
                                times((architecture, samples) -> 2),
                                new Words(
                                        "the loss is twice as large as it should be",
                                        "The factor 1/2 of the half squared error is missing, or a difference is counted twice.",
                                        "loss += (a[k] - y[k]) * (a[k] - y[k]);",
                                        "loss += 0.5 * (a[k] - y[k]) * (a[k] - y[k]);"))
                        .like("loss-not-divided-by-outputs", "there are two outputs"),
                defect(
                                "loss-divided-by-outputs",
                                times((architecture, samples) -> 1.0 / architecture.outputCount()),
                                new Words(
                                        "the loss is divided by the number of outputs",
                                        "The mean is taken over all entries of the output matrix instead of over its rows.",
                                        "return sum / (samples * outputs);",
                                        "return sum / samples;"))
                        .where(SEVERAL_OUTPUTS),
                defect(
                                "loss-not-divided-by-outputs",
                                times((architecture, samples) -> architecture.outputCount()),
                                new Words(
                                        "the loss is not divided by the number of outputs",
                                        "The mean is taken over the samples only.",
                                        "return sum / samples;",
                                        "return sum / (samples * outputs);"))
                        .where(SEVERAL_OUTPUTS.and(MEAN_SQUARED_ERROR)),
                defect(
                        "loss-sign",
                        times((architecture, samples) -> -1),
                        new Words(
                                "the loss has the wrong sign",
                                "The minus sign of the cross-entropy is missing, or there is one too many. Training that goes well makes"
                                        + " this number larger.",
                                "loss += y[k] * Math.log(a[k]);",
                                "loss -= y[k] * Math.log(a[k]);")),
                defect(
                                "loss-averaged-twice",
                                times((architecture, samples) -> 1.0 / samples),
                                new Words(
                                        "the mean over the batch is taken twice",
                                        "The loss of the samples is divided by their number in one method and in its caller once more.",
                                        "return meanLoss(batch) / samples;",
                                        "return meanLoss(batch);"))
                        .where(AVERAGED));
    }

    private static List<Defect> ofOneSample() {
        return List.of(
                defect(
                                "loss-of-last-sample-averaged",
                                ofSample(Integer.MAX_VALUE, (architecture, samples) -> 1.0 / samples),
                                new Words(
                                        "only the last sample of the batch counts in the loss, and it is divided by the number of samples",
                                        "The sum is assigned to where it should be added to.",
                                        "sum = loss(x, y); ... return sum / samples;",
                                        "sum += loss(x, y); ... return sum / samples;"))
                        .where(AVERAGED),
                defect(
                        "loss-of-last-sample",
                        ofSample(Integer.MAX_VALUE, (architecture, samples) -> 1),
                        new Words(
                                "only the last sample of the batch counts in the loss",
                                "The loss is overwritten at each sample.",
                                "loss = loss(x, y);",
                                "loss += loss(x, y);")),
                defect(
                        "loss-of-first-sample",
                        ofSample(0, (architecture, samples) -> 1),
                        new Words(
                                "only the first sample of the batch counts in the loss",
                                "The method returns from inside its loop, or reads row 0 only.",
                                "for (double[] x : batch) { return loss(x, y); }",
                                "for (double[] x : batch) { sum += loss(x, y); }")));
    }

    private static List<Defect> ofPenalty() {
        return Stream.of(
                        defect(
                                "loss-penalty-missing",
                                penalty((pass, right) -> 0),
                                new Words(
                                        "the penalty is missing from the loss",
                                        "The gradient has the term of the penalty, the loss has not, so that the two do not belong together.",
                                        "return meanLoss;",
                                        "return meanLoss + lambda / 2 * sumOfSquares;")),
                        defect(
                                "loss-penalty-not-halved",
                                penalty((pass, right) -> 2 * right),
                                new Words(
                                        "the penalty is twice as large: lambda times the sum of squares without 1/2",
                                        "With this loss the gradient of the penalty is 2 lambda W.",
                                        "return meanLoss + lambda * sumOfSquares;",
                                        "return meanLoss + lambda / 2 * sumOfSquares;")),
                        defect(
                                "loss-penalty-subtracted",
                                penalty((pass, right) -> -right),
                                new Words(
                                        "the penalty is subtracted from the loss",
                                        "Large weights are rewarded.",
                                        "return meanLoss - lambda / 2 * sumOfSquares;",
                                        "return meanLoss + lambda / 2 * sumOfSquares;")),
                        defect(
                                        "loss-penalty-averaged",
                                        penalty((pass, right) -> right / pass.samples()),
                                        new Words(
                                                "the penalty is divided by the number of samples",
                                                "It stands inside the bracket that is averaged. Its weight then depends on the size of the batch.",
                                                "return (sum + lambda / 2 * sumOfSquares) / samples;",
                                                "return sum / samples + lambda / 2 * sumOfSquares;"))
                                .like("loss-penalty-halved", "the batch has two samples"),
                        defect(
                                "loss-penalty-halved",
                                penalty((pass, right) -> right / 2),
                                new Words(
                                        "the penalty is half as large as it should be",
                                        "The factor 1/2 is in the loss twice.",
                                        "return meanLoss + lambda / 4 * sumOfSquares;",
                                        "return meanLoss + lambda / 2 * sumOfSquares;")),
                        defect(
                                "loss-penalty-with-biases",
                                penalty((pass, right) -> right + halfLambda(pass) * overBiases(pass, b -> b * b)),
                                new Words(
                                        "the penalty is taken of the biases too",
                                        "The loop goes over all parameters instead of the weights.",
                                        "for (double[] p : allParameters) sumOfSquares += squares(p);",
                                        "for (double[] w : weightsOnly) sumOfSquares += squares(w);")),
                        defect(
                                "loss-penalty-absolute",
                                penalty((pass, right) -> 2 * halfLambda(pass) * overWeights(pass, Math::abs)),
                                new Words(
                                        "the penalty is the sum of absolute values, lambda |w|, instead of lambda / 2 w^2",
                                        "L1 and L2 are exchanged.",
                                        "penalty += lambda * Math.abs(w[i][j]);",
                                        "penalty += lambda / 2 * w[i][j] * w[i][j];")))
                .map(defect -> defect.where(PENALISED))
                .toList();
    }

    private static List<Defect> ofSquaredErrors() {
        return Stream.of(
                        defect(
                                "loss-absolute-difference",
                                ofEntries((a, y, outputs) -> Math.abs(a - y)),
                                new Words(
                                        "the absolute difference is taken instead of its square: |a - y|",
                                        "The gradient of this loss is the sign of the difference, not the difference.",
                                        "loss += Math.abs(a[k] - y[k]);",
                                        "loss += (a[k] - y[k]) * (a[k] - y[k]);")),
                        defect(
                                "loss-difference-not-squared",
                                ofEntries((a, y, outputs) -> a - y),
                                new Words(
                                        "the difference is not squared: a - y",
                                        "Positive and negative differences cancel, and the loss has no lower bound.",
                                        "loss += a[k] - y[k];",
                                        "loss += (a[k] - y[k]) * (a[k] - y[k]);")),
                        defect(
                                "loss-square-root",
                                (pass, targets) -> Math.sqrt(data(pass, targets)) + penalty(pass),
                                new Words(
                                        "the square root of the loss is reported",
                                        "A root mean squared error is fine to print, but its gradient is another one.",
                                        "return Math.sqrt(sum / samples);",
                                        "return sum / samples;")),
                        defect(
                                        "loss-of-pre-activations",
                                        (pass, targets) -> {
                                            DMatrixRMaj z = pass.preActivations(depth(pass) - 1);
                                            Architecture architecture = architecture(pass);
                                            return each(
                                                    pass,
                                                    targets,
                                                    (first, outputs) -> architecture
                                                            .loss()
                                                            .ofOutputs(z.data, targets.data, first, outputs));
                                        },
                                        new Words(
                                                "the loss is computed from the pre-activations of the last layer, not from its activations",
                                                "The last activation function does not count.",
                                                "loss += square(z[k] - y[k]);",
                                                "loss += square(a[k] - y[k]);"))
                                .where(Fits.NONLINEAR),
                        defect(
                                        "loss-of-first-output",
                                        (pass, targets) -> {
                                            double factor = Steps.differenceFactor(architecture(pass)) / 2;
                                            return each(
                                                    pass,
                                                    targets,
                                                    (first, outputs) -> factor
                                                            * square(pass.outputs().data[first] - targets.data[first]));
                                        },
                                        new Words(
                                                "only the first output counts",
                                                "The index of the output is constant. The other outputs are never taught anything.",
                                                "loss += square(a[0] - y[0]);",
                                                "loss += square(a[k] - y[k]);"))
                                .where(SEVERAL_OUTPUTS))
                .map(defect -> defect.where(SQUARED_ERROR))
                .toList();
    }

    private static List<Defect> ofCrossEntropies() {
        return List.of(
                defect(
                                "loss-softmax-twice",
                                (pass, targets) -> {
                                    double[] a = pass.outputs().data;
                                    return each(
                                            pass,
                                            targets,
                                            (first, outputs) -> Loss.SOFTMAX_CROSS_ENTROPY.ofSample(
                                                    a, a, targets.data, first, outputs));
                                },
                                new Words(
                                        "the loss applies softmax to outputs that are probabilities already",
                                        "A function that expects pre-activations is given activations. With C classes this loss cannot fall below"
                                                + " ln(e + C - 1) - 1.",
                                        "crossEntropyOfLogits(softmax(z), y);",
                                        "crossEntropyOfLogits(z, y);"))
                        .where(SOFTMAX_CROSS_ENTROPY.and(SEVERAL_OUTPUTS)),
                defect(
                                "loss-half-squared-error-instead",
                                ofEntries((a, y, outputs) -> square(a - y) / 2),
                                new Words(
                                        "a half squared error is reported for a cross-entropy",
                                        "The gradient a - y of the pre-activations belongs to the cross-entropy, not to this loss.",
                                        "loss += 0.5 * (a[k] - y[k]) * (a[k] - y[k]);",
                                        "loss -= y[k] * Math.log(a[k]);"))
                        .where(CROSS_ENTROPY)
                        .like("loss-mean-squared-error-instead", "there are two outputs"),
                defect(
                                "loss-mean-squared-error-instead",
                                ofEntries((a, y, outputs) -> square(a - y) / outputs),
                                new Words(
                                        "a mean squared error is reported for a cross-entropy",
                                        "The gradient a - y of the pre-activations belongs to the cross-entropy, not to this loss.",
                                        "loss += (a[k] - y[k]) * (a[k] - y[k]) / outputs;",
                                        "loss -= y[k] * Math.log(a[k]);"))
                        .where(CROSS_ENTROPY),
                defect(
                                "loss-without-zero-targets",
                                ofEntries((a, y, outputs) -> -y * Math.log(a)),
                                new Words(
                                        "the term of the targets that are 0, (1 - y) ln(1 - a), is missing",
                                        "Outputs that should be 0 cost nothing, so that all outputs may go to 1.",
                                        "loss -= y * Math.log(a);",
                                        "loss -= y * Math.log(a) + (1 - y) * Math.log(1 - a);"))
                        .where(BINARY_CROSS_ENTROPY),
                defect(
                                "loss-binary-on-softmax",
                                (pass, targets) -> {
                                    double[] a = pass.outputs().data;
                                    return each(
                                            pass,
                                            targets,
                                            (first, outputs) -> Loss.BINARY_CROSS_ENTROPY.ofOutputs(
                                                    a, targets.data, first, outputs));
                                },
                                new Words(
                                        "the binary cross-entropy is taken of softmax outputs",
                                        "The outputs that should be 0 are counted once more, although softmax lowers them already.",
                                        "loss -= y[k] * Math.log(a[k]) + (1 - y[k]) * Math.log(1 - a[k]);",
                                        "loss -= y[k] * Math.log(a[k]);"))
                        .where(SOFTMAX_CROSS_ENTROPY.and(SEVERAL_OUTPUTS)),
                defect(
                                "loss-decimal-logarithm",
                                times((architecture, samples) -> 1 / Math.log(10)),
                                new Words(
                                        "the logarithm to base 10 is used",
                                        "The loss is 0.4343 times what it should be.",
                                        "loss -= y[k] * Math.log10(a[k]);",
                                        "loss -= y[k] * Math.log(a[k]);"))
                        .where(CROSS_ENTROPY),
                defect(
                                "loss-binary-logarithm",
                                times((architecture, samples) -> 1 / Math.log(2)),
                                new Words(
                                        "the logarithm to base 2 is used",
                                        "The loss is in bits, 1.4427 times what it should be.",
                                        "loss -= y[k] * Math.log(a[k]) / Math.log(2);",
                                        "loss -= y[k] * Math.log(a[k]);"))
                        .where(CROSS_ENTROPY),
                defect(
                                "loss-small-number-in-logarithm",
                                (pass, targets) -> {
                                    boolean binary = architecture(pass).loss() == Loss.BINARY_CROSS_ENTROPY;
                                    return ofEntries((a, y, outputs) -> -y * Math.log(a + SMALL)
                                                    - (binary ? (1 - y) * Math.log(1 - a + SMALL) : 0))
                                            .of(pass, targets);
                                },
                                new Words(
                                        "a small number, 1e-7, is added inside the logarithm",
                                        "It keeps the loss finite at a probability of 0. Loss and gradient no longer belong together exactly, which"
                                                + " matters only for samples with a probability of that size.",
                                        "loss -= y[k] * Math.log(a[k] + 1e-7);",
                                        "loss -= y[k] * (z[k] - logSumExp(z));"))
                        .where(CROSS_ENTROPY));
    }

    private static Defect defect(String id, BatchLoss by, Words words) {
        return Defect.of(id, new Change.Loss(by), words);
    }

    /** A factor of the data's part of the loss. */
    private interface Factor {
        double of(Architecture architecture, int samples);
    }

    /** The loss of a sample, whose first entry is at an index. */
    private interface SampleLoss {
        double of(int first, int outputs);
    }

    /** What one output adds to the loss of its sample. */
    private interface EntryLoss {
        double of(double a, double y, int outputs);
    }

    /** The penalty, from what it should be. */
    private interface OtherPenalty {
        double of(ForwardPass pass, double right);
    }

    private static BatchLoss times(Factor factor) {
        return (pass, targets) -> factor.of(architecture(pass), pass.samples()) * data(pass, targets) + penalty(pass);
    }

    private static BatchLoss penalty(OtherPenalty other) {
        return (pass, targets) -> data(pass, targets) + other.of(pass, penalty(pass));
    }

    /** The last sample for an index beyond it. */
    private static BatchLoss ofSample(int index, Factor factor) {
        return (pass, targets) -> {
            int first = Math.min(index, pass.samples() - 1) * targets.numCols;
            return factor.of(architecture(pass), pass.samples())
                            * right(pass, targets).of(first, targets.numCols)
                    + penalty(pass);
        };
    }

    private static BatchLoss ofEntries(EntryLoss entry) {
        return (pass, targets) -> each(pass, targets, (first, outputs) -> {
            double sum = 0;
            for (int k = first; k < first + outputs; k++) {
                sum += entry.of(pass.outputs().data[k], targets.data[k], outputs);
            }
            return sum;
        });
    }

    /** Puts other losses of the samples together as the architecture says. */
    private static double each(ForwardPass pass, DMatrixRMaj targets, SampleLoss loss) {
        return reduced(pass, targets, loss) + penalty(pass);
    }

    private static double reduced(ForwardPass pass, DMatrixRMaj targets, SampleLoss loss) {
        double sum = 0;
        for (int sample = 0; sample < pass.samples(); sample++) {
            sum += loss.of(sample * targets.numCols, targets.numCols);
        }
        return sum * architecture(pass).reduction().factor(pass.samples());
    }

    /** The loss without its penalty. */
    private static double data(ForwardPass pass, DMatrixRMaj targets) {
        return reduced(pass, targets, right(pass, targets));
    }

    private static SampleLoss right(ForwardPass pass, DMatrixRMaj targets) {
        double[] z = pass.preActivations(depth(pass) - 1).data;
        double[] a = pass.outputs().data;
        return (first, outputs) -> architecture(pass).loss().ofSample(z, a, targets.data, first, outputs);
    }

    private static double penalty(ForwardPass pass) {
        return halfLambda(pass) * overWeights(pass, w -> w * w);
    }

    private static double overWeights(ForwardPass pass, DoubleUnaryOperator term) {
        double sum = 0;
        for (int layer = 0; layer < depth(pass); layer++) {
            sum += sum(pass.network().weights(layer), term);
        }
        return sum;
    }

    private static double overBiases(ForwardPass pass, DoubleUnaryOperator term) {
        double sum = 0;
        for (int layer = 0; layer < depth(pass); layer++) {
            sum += sum(pass.network().biases(layer), term);
        }
        return sum;
    }

    private static double sum(DMatrixRMaj matrix, DoubleUnaryOperator term) {
        double sum = 0;
        for (int i = 0; i < matrix.getNumElements(); i++) {
            sum += term.applyAsDouble(matrix.data[i]);
        }
        return sum;
    }

    private static double halfLambda(ForwardPass pass) {
        return architecture(pass).l2() / 2;
    }

    private static Architecture architecture(ForwardPass pass) {
        return pass.network().architecture();
    }

    private static int depth(ForwardPass pass) {
        return architecture(pass).depth();
    }

    private static double square(double x) {
        return x * x;
    }
}
