package io.github.backcheck.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.backcheck.model.Batch;
import io.github.backcheck.model.Model;
import java.util.List;
import org.junit.jupiter.api.Test;

class PredictionCensusTest {

    /** A few additions of numbers below 1. */
    private static final double ROUND_OFF = 1e-15;

    private static Batch labelled(int... labels) {
        return Batch.labelled(new double[labels.length][1], labels, 3);
    }

    private static double[][] constant(int samples, double... row) {
        double[][] outputs = new double[samples][];
        for (int s = 0; s < samples; s++) {
            outputs[s] = row.clone();
        }
        return outputs;
    }

    @Test
    void findsAConstantPrediction() {
        PredictionReport report = PredictionCensus.of(constant(5, 0.2, 0.7, 0.1), labelled(0, 1, 1, 2, 0));
        ClassPredictions classes = report.classes().orElseThrow();

        assertThat(classes.predicted()).containsExactly(0, 5, 0);
        assertThat(classes.truth()).containsExactly(2, 2, 1);
        assertThat(classes.correct()).isEqualTo(2);
        assertThat(classes.accuracy()).isEqualTo(0.4);
        assertThat(classes.dominantClass()).hasValue(1);
        assertThat(classes.classesSharingTheAccuracy()).containsExactly(0, 1);
        assertThat(report.meanVariance()).isZero();
        assertThat(report).hasToString("""
                        Predictions for 5 samples
                            predictions               0: 0 (0 %), 1: 5 (100 %), 2: 0 (0 %)
                            true classes              0: 2 (40.0 %), 1: 2 (40.0 %), 2: 1 (20.0 %)
                            accuracy                  40.0 % (2 of 5), exactly the share of class 0, or of class 1
                            constant                  almost every prediction is class 1
                            variance between samples  0 (mean of the outputs)
                            mean squared error        0.26
                        """);
    }

    @Test
    void isSilentOnAGoodPrediction() {
        Batch batch = labelled(0, 1, 2, 1);
        PredictionReport report = PredictionCensus.of(batch.targets(), batch);
        ClassPredictions classes = report.classes().orElseThrow();

        assertThat(classes.accuracy()).isEqualTo(1);
        assertThat(classes.dominantClass()).isEmpty();
        assertThat(classes.classesSharingTheAccuracy()).isEmpty();
        assertThat(report.meanSquaredError()).isZero();
        assertThat(report.meanVariance()).isPositive();
        assertThat(classes).hasToString("""
                        predictions: 0: 1 (25.0 %), 1: 2 (50.0 %), 2: 1 (25.0 %)
                        true classes: 0: 1 (25.0 %), 1: 2 (50.0 %), 2: 1 (25.0 %)
                        accuracy: 100 % (4 of 4)""");
    }

    @Test
    void oneInAThousandMayDiffer() {
        List<Integer> truth = List.of(500, 500);

        assertThat(new ClassPredictions(List.of(999, 1), truth, 500, 0).dominantClass())
                .hasValue(0);
        assertThat(new ClassPredictions(List.of(998, 2), truth, 500, 0).dominantClass())
                .isEmpty();
    }

    @Test
    void aShareIsOnlySharedExactly() {
        List<Integer> truth = List.of(980, 1135, 0, 7885);

        assertThat(new ClassPredictions(List.of(10_000, 0, 0, 0), truth, 980, 0).classesSharingTheAccuracy())
                .containsExactly(0);
        assertThat(new ClassPredictions(List.of(10_000, 0, 0, 0), truth, 981, 0).classesSharingTheAccuracy())
                .isEmpty();
        assertThat(new ClassPredictions(List.of(0, 0, 10_000, 0), truth, 0, 0).classesSharingTheAccuracy())
                .as("class 2 has no samples")
                .isEmpty();
    }

    @Test
    void aSingleOutputIsCutHalfway() {
        Batch xor = Batch.of(new double[4][2], new double[][] {{-1}, {1}, {1}, {-1}});
        ClassPredictions classes = PredictionCensus.of(new double[][] {{-0.1}, {0.1}, {0}, {-2}}, xor)
                .classes()
                .orElseThrow();

        assertThat(classes.predicted()).containsExactly(3, 1);
        assertThat(classes.correct()).isEqualTo(3);
    }

    @Test
    void regressionHasErrorAndVarianceOnly() {
        Batch batch = Batch.of(new double[3][1], new double[][] {{0.1}, {0.2}, {0.6}});
        PredictionReport report = PredictionCensus.of(new double[][] {{0.1}, {0.3}, {0.5}}, batch);

        assertThat(report.classes()).isEmpty();
        assertThat(report.outputs().get(0).values().mean()).isCloseTo(0.3, within(ROUND_OFF));
        assertThat(report.outputs().get(0))
                .hasToString("0.1 to 0.5, mean 0.3, variance 0.0267; mean squared error 0.00667");
        assertThat(report).hasToString("""
                        Predictions for 3 samples
                            classes                   none: the targets are not one-hot and not of two values
                            variance between samples  0.0267 (mean of the outputs)
                            mean squared error        0.00667
                        """);
    }

    @Test
    void locatesTheFirstOutputThatIsNotFinite() {
        PredictionReport report = PredictionCensus.of(
                new double[][] {{1, 0, 0}, {0, Double.NaN, 0}, {0, 0, Double.POSITIVE_INFINITY}}, labelled(0, 1, 2));

        assertThat(report.firstNonFinite()).contains(new PredictionReport.NonFinite(1, 1, Double.NaN));
        assertThat(report.classes().orElseThrow().undecided()).isEqualTo(1);
        assertThat(report.classes().orElseThrow().correct()).isEqualTo(2);
        assertThat(report.meanVariance()).isNaN();
        assertThat(report).hasToString("""
                        Predictions for 3 samples
                            predictions               0: 1 (50.0 %), 1: 0 (0 %), 2: 1 (50.0 %)
                            undecided                 1 sample, an output is NaN
                            true classes              0: 1 (33.3 %), 1: 1 (33.3 %), 2: 1 (33.3 %)
                            accuracy                  66.7 % (2 of 3)
                            variance between samples  NaN (mean of the outputs)
                            mean squared error        NaN
                            first not finite          output 1 of sample 1 is NaN
                        """);
    }

    @Test
    void outputsThatAreAllNaNPredictNothing() {
        PredictionReport report = PredictionCensus.of(constant(2, Double.NaN, 0, 0), labelled(0, 1));

        assertThat(report.classes().orElseThrow().dominantClass()).isEmpty();
        assertThat(report.classes().orElseThrow().accuracy()).isZero();
        assertThat(report.toString()).contains("predictions               none");
    }

    @Test
    void asksTheModel() {
        TinyNetwork net = new TinyNetwork(3, 2, 2);
        Batch data = TinyNetwork.data(10, 3);

        assertThat(PredictionCensus.of(net.model(), data))
                .isEqualTo(PredictionCensus.of(net.predict(data.inputs()), data));
    }

    @Test
    void rejectsWhatDoesNotFit() {
        Batch batch = labelled(0, 1);

        assertThatThrownBy(() -> PredictionCensus.of((double[][]) null, batch)).hasMessage("the outputs are null");
        assertThatThrownBy(() -> PredictionCensus.of((Model) null, batch)).hasMessage("the model is null");
        assertThatThrownBy(() -> PredictionCensus.of(new double[2][3], null)).hasMessage("the batch is null");
        assertThatThrownBy(() -> PredictionCensus.of(new double[3][3], batch))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the outputs have 3 rows for 2 samples: one row per sample was expected");
        assertThatThrownBy(() -> PredictionCensus.of(new double[][] {{1, 2, 3}, null}, batch))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("outputs[1] is null, a row was expected");
        assertThatThrownBy(() -> PredictionCensus.of(new double[][] {{1, 2, 3}, {1, 2}}, batch))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("outputs[1] has 2 entries, the 3 of the targets were expected");
    }
}
