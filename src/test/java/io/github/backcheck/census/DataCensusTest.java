package io.github.backcheck.census;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.backcheck.examples.Digits;
import io.github.backcheck.model.Batch;
import io.github.backcheck.text.Fact;
import java.util.List;
import org.junit.jupiter.api.Test;

class DataCensusTest {

    /** A few additions and logarithms of numbers near 1. */
    private static final double ROUND_OFF = 1e-14;

    private static final Batch DATA = Batch.labelled(
            new double[][] {{0, 16, 3, 0}, {0, 16, 0, 4}, {0, 16, 1, 0}, {-0.0, 16, 8, 0}}, new int[] {0, 1, 1, 2}, 3);

    @Test
    void measuresInputs() {
        CensusReport report = DataCensus.of(DATA);

        assertThat(report.shape()).isEqualTo(new DataShape(4, 4, 3));
        assertThat(report.inputs().values().smallest()).isZero();
        assertThat(report.inputs().values().largest()).isEqualTo(16);
        assertThat(report.inputs().values().mean()).isCloseTo(5, within(ROUND_OFF));
        assertThat(report.inputs().values().rootMeanSquare())
                .isCloseTo(Math.sqrt((4 * 256 + 9 + 16 + 1 + 64) / 16.0), within(ROUND_OFF));
        assertThat(report.inputs().zeroShare()).isEqualTo(0.5);
    }

    @Test
    void findsConstantInputs() {
        assertThat(DataCensus.of(DATA).inputs().constant()).containsExactly(0, 1);
        assertThat(DataCensus.of(DATA).inputs().constantlyZero()).containsExactly(0);
    }

    @Test
    void isSilentWhereEveryInputVaries() {
        InputCensus inputs = DataCensus.of(Batch.of(new double[][] {{1, 2}, {2, 1}}, new double[][] {{1}, {0}}))
                .inputs();

        assertThat(inputs.constant()).isEmpty();
        assertThat(inputs.constantlyZero()).isEmpty();
        assertThat(inputs.zeroShare()).isZero();
    }

    @Test
    void countsClasses() {
        TargetCensus targets = DataCensus.of(DATA).targets();

        assertThat(targets.classCounts()).containsExactly(1, 2, 1);
        // Entropy of 1/4, 1/2, 1/4: one and a half bits.
        assertThat(targets.constantPrediction().crossEntropy().orElseThrow())
                .isCloseTo(1.5 * Math.log(2), within(ROUND_OFF));
        // p (1 - p) per output: 3/16 + 4/16 + 3/16.
        assertThat(targets.constantPrediction().halfSquaredError()).isCloseTo(10 / 32.0, within(ROUND_OFF));
        assertThat(targets.constantPrediction().meanSquaredError()).isCloseTo(10 / 48.0, within(ROUND_OFF));
    }

    @Test
    void aClassWithoutSamplesAddsNothingToTheEntropy() {
        Batch oneClass = Batch.labelled(new double[2][1], new int[] {1, 1}, 3);

        assertThat(DataCensus.of(oneClass).targets().classCounts()).containsExactly(0, 2, 0);
        assertThat(DataCensus.of(oneClass).targets().constantPrediction().crossEntropy())
                .hasValue(0);
    }

    @Test
    void regressionHasNoClasses() {
        Batch data = Batch.of(new double[3][1], new double[][] {{1}, {2}, {6}});
        TargetCensus targets = DataCensus.of(data).targets();

        assertThat(targets.classCounts()).isEmpty();
        assertThat(targets.constantPrediction().crossEntropy()).isEmpty();
        assertThat(targets.constantPrediction().meanSquaredError()).isCloseTo(14 / 3.0, within(ROUND_OFF));
    }

    @Test
    void constantTargetsHaveNoVariance() {
        Batch data = Batch.of(new double[3][1], new double[][] {{0.1}, {0.1}, {0.1}});

        assertThat(DataCensus.of(data).targets().constantPrediction().meanSquaredError())
                .isZero();
    }

    @Test
    void squaresThatOverflowDoNot() {
        Batch data = Batch.of(new double[][] {{1e200}, {-1e200}}, new double[][] {{1}, {0}});

        assertThat(DataCensus.of(data).inputs().values().rootMeanSquare()).isEqualTo(1e200);
    }

    @Test
    void hugeInputsAreMeasuredAllTheSame() {
        double[][] x = new double[100][2];
        double[][] y = new double[100][1];
        for (int s = 0; s < x.length; s++) {
            x[s][0] = s % 2 == 0 ? 1e200 : -1e200;
            x[s][1] = s;
            y[s][0] = s % 2;
        }
        Batch data = Batch.of(x, y);

        assertThat(DataCensus.of(data).inputs().scale().scale()).isEqualTo(Scale.LARGE);
        assertThat(SplitCensus.of(data, data).leakage().found()).isEqualTo(100);
    }

    @Test
    void oneSampleIsEnough() {
        CensusReport report = DataCensus.of(Batch.of(new double[][] {{3}}, new double[][] {{1, 0}}));

        assertThat(report.targets().classCounts()).containsExactly(1, 0);
        assertThat(report.targets().order().orElseThrow().grouped()).isFalse();
        assertThat(report.relation().relation()).isEqualTo(Relation.NOT_JUDGED);
    }

    @Test
    void theSameDataGiveTheSameReport() {
        Batch digits = Digits.load().scaled();

        assertThat(DataCensus.of(digits)).isEqualTo(DataCensus.of(digits));
    }

    @Test
    void zerosHaveNoSize() {
        assertThat(DataCensus.of(Batch.of(new double[2][2], new double[][] {{1}, {0}}))
                        .inputs()
                        .values())
                .isEqualTo(new ValueRange(0, 0, 0, 0));
    }

    @Test
    void printsItself() {
        assertThat(DataCensus.of(DATA)).hasToString("""
                        Data: 4 samples, 4 inputs, 3 outputs
                            inputs                    0 to 16, mean 5, root mean square 8.34
                            scale of the inputs       large: root mean square 8.34, median feature 2
                            inputs exactly 0          50.0 %
                            constant inputs           0, 1
                            of these always 0         0
                            targets                   0 to 1, mean 0.333, root mean square 0.577
                            rows of targets           one-hot
                            classes                   0: 1 (25.0 %), 1: 2 (50.0 %), 2: 1 (25.0 %)
                            balance of the classes    largest class 1 (50.0 %), smallest class 0 (25.0 %)
                            order of the classes      3 runs of one class, 4 expected in random order
                            best constant prediction  half squared error 0.313, mean squared error 0.208, cross-entropy 1.04
                            repeated inputs           none
                            inputs and targets        not judged: needs at least 60 samples, there are 4
                        """);
        assertThat(DataCensus.of(DATA).inputs()).hasToString("""
                        inputs: 0 to 16, mean 5, root mean square 8.34
                        scale of the inputs: large: root mean square 8.34, median feature 2
                        inputs exactly 0: 50.0 %
                        constant inputs: 0, 1
                        of these always 0: 0""");
    }

    @Test
    void printsRegression() {
        TargetCensus targets = DataCensus.of(Batch.of(new double[3][1], new double[][] {{1}, {2}, {6}}))
                .targets();

        assertThat(targets).hasToString("""
                        targets: 1 to 6, mean 3, root mean square 3.7
                        rows of targets: numbers, no classes
                        classes: none: the targets are not one-hot and not of two values
                        best constant prediction: half squared error 2.33, mean squared error 4.67""");
    }

    @Test
    void factsComeInReadingOrder() {
        assertThat(DataCensus.of(DATA).facts())
                .extracting(Fact::key)
                .isEqualTo(List.of(
                        "inputs",
                        "scale of the inputs",
                        "inputs exactly 0",
                        "constant inputs",
                        "of these always 0",
                        "targets",
                        "rows of targets",
                        "classes",
                        "balance of the classes",
                        "order of the classes",
                        "best constant prediction",
                        "repeated inputs",
                        "inputs and targets"));
    }

    @Test
    void rejectsNull() {
        assertThatThrownBy(() -> DataCensus.of(null)).hasMessage("the data are null");
    }
}
