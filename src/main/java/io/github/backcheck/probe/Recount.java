package io.github.backcheck.probe;

import io.github.backcheck.model.Batch;
import io.github.backcheck.model.ClassTargets;
import io.github.backcheck.model.Model;
import io.github.backcheck.monitor.ClassPredictions;
import io.github.backcheck.monitor.PredictionCensus;
import java.util.Optional;

/** The outputs of a program for a batch, and everything that can be counted in them. */
final class Recount {

    private final Batch batch;
    private final double[][] outputs;
    private final Optional<ClassTargets> classes;
    private final double middle;

    private Recount(Batch batch, double[][] outputs) {
        this.batch = batch;
        this.outputs = outputs;
        this.classes = ClassTargets.of(batch);
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (int sample = 0; sample < batch.size(); sample++) {
            for (int k = 0; k < batch.outputCount(); k++) {
                low = Math.min(low, batch.target(sample, k));
                high = Math.max(high, batch.target(sample, k));
            }
        }
        this.middle = low + (high - low) / 2;
    }

    static Recount of(Model model, Batch batch) {
        return new Recount(batch, model.predict(batch));
    }

    Optional<ClassTargets> classes() {
        return classes;
    }

    int samples() {
        return outputs.length;
    }

    Optional<ClassPredictions> predictions() {
        return PredictionCensus.of(outputs, batch).classes();
    }

    int correct() {
        return correct(0, samples());
    }

    double accuracy() {
        return (double) correct() / samples();
    }

    int correct(int from, int to) {
        int correct = 0;
        for (int sample = from; sample < to; sample++) {
            correct += isCorrect(sample) ? 1 : 0;
        }
        return correct;
    }

    boolean isCorrect(int sample) {
        return classes.filter(known -> known.predicted(outputs[sample]).stream()
                        .anyMatch(predicted -> predicted == known.classOf(sample)))
                .isPresent();
    }

    /** The class predicted, or −1 where an output is NaN. */
    int predicted(int sample) {
        return classes.map(known -> known.predicted(outputs[sample]).orElse(-1)).orElse(-1);
    }

    int truth(int sample) {
        return classes.map(known -> known.classOf(sample)).orElse(-1);
    }

    /** As {@link #predicted}, but the last of equal outputs is the largest. */
    int predictedLastOfEquals(int sample) {
        if (predicted(sample) < 0) {
            return -1;
        }
        int largest = 0;
        for (int k = 1; k < outputs[sample].length; k++) {
            largest = outputs[sample][k] >= outputs[sample][largest] ? k : largest;
        }
        return outputs[sample].length == 1 ? (outputs[sample][0] >= middle ? 1 : 0) : largest;
    }

    /** How many outputs of a sample are on the side of the middle on which their target is. */
    int outputsRight(int sample) {
        int right = 0;
        for (int k = 0; k < outputs[sample].length; k++) {
            right += outputs[sample][k] > middle == batch.target(sample, k) > middle ? 1 : 0;
        }
        return right;
    }

    int width() {
        return outputs[0].length;
    }

    boolean areFinite() {
        for (double[] row : outputs) {
            for (double output : row) {
                if (!Double.isFinite(output)) {
                    return false;
                }
            }
        }
        return true;
    }

    /** Σ (a − y)² over samples and outputs. */
    double squaredError() {
        double sum = 0;
        for (int sample = 0; sample < outputs.length; sample++) {
            for (int k = 0; k < outputs[sample].length; k++) {
                double distance = outputs[sample][k] - batch.target(sample, k);
                sum += distance * distance;
            }
        }
        return sum;
    }

    /** −Σ y ln a over samples and outputs. */
    double crossEntropy() {
        double sum = 0;
        for (int sample = 0; sample < outputs.length; sample++) {
            for (int k = 0; k < outputs[sample].length; k++) {
                double target = batch.target(sample, k);
                sum -= target == 0 ? 0 : target * Math.log(outputs[sample][k]);
            }
        }
        return sum;
    }

    /** −Σ (y ln a + (1 − y) ln(1 − a)) over samples and outputs. */
    double binaryCrossEntropy() {
        double sum = 0;
        for (int sample = 0; sample < outputs.length; sample++) {
            for (int k = 0; k < outputs[sample].length; k++) {
                double target = batch.target(sample, k);
                sum -= target == 0 ? 0 : target * Math.log(outputs[sample][k]);
                sum -= target == 1 ? 0 : (1 - target) * Math.log(1 - outputs[sample][k]);
            }
        }
        return sum;
    }

    /** Σ |a − y| over samples and outputs. */
    double absoluteError() {
        double sum = 0;
        for (int sample = 0; sample < outputs.length; sample++) {
            for (int k = 0; k < outputs[sample].length; k++) {
                sum += Math.abs(outputs[sample][k] - batch.target(sample, k));
            }
        }
        return sum;
    }
}
