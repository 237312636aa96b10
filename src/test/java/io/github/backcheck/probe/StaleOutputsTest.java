package io.github.backcheck.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.backcheck.model.Batch;
import io.github.backcheck.model.Model;
import io.github.backcheck.model.ParameterSnapshot;
import io.github.backcheck.probe.StaleReport.Ignored;
import io.github.backcheck.probe.StaleReport.LossTrait;
import io.github.backcheck.probe.StaleReport.Quantity;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class StaleOutputsTest {

    private static final Batch DIGITS = ProbeData.digits(100);

    private static class Digits extends ArrayProgram {
        Digits() {
            super(1, new int[] {64, 9, 10}, "sigmoid", "softmax");
        }
    }

    @Test
    void anAccuracyOfACopyOfTheWeightsIsSeen() {
        Digits copy = new Digits();
        Digits program = new Digits();
        copy.learn(DIGITS, 2);
        StaleReport report = StaleOutputs.of(
                program.wrap()
                        .reportedAccuracy(batch -> copy.accuracy(batch.inputs(), batch.targets()))
                        .reportedLoss(batch -> copy.loss(batch.inputs(), batch.targets()))
                        .build(),
                DIGITS);
        assertThat(report.isStale(Quantity.REPORTED_ACCURACY)).as("%s", report).isTrue();
        assertThat(report.isStale(Quantity.REPORTED_LOSS)).isTrue();
        assertThat(report.isStale(Quantity.OUTPUTS)).isFalse();
        assertThat(report.isStale(Quantity.LOSS)).isFalse();
        assertThat(report.judgement().isNoticed()).isTrue();
    }

    @Test
    void outputsOfACopyAreSeen() {
        Digits copy = new Digits();
        StaleReport report =
                StaleOutputs.of(new Digits().wrap().predict(copy::forward).build(), DIGITS);
        assertThat(report.isStale(Quantity.OUTPUTS)).isTrue();
        assertThat(report.isStale(Quantity.LOSS)).isFalse();
        assertThat(report.ignored()).isEmpty();
    }

    @Test
    void aBiasThatIsNotAddedIsNamed() {
        FloatProgram program = new FloatProgram(FloatProgram.Fault.BIAS_NOT_ADDED, 1, 64, 8, 10);
        assertThat(StaleOutputs.of(program.wrap().build(), DIGITS).ignored())
                .containsExactly(new Ignored("hidden/b", Quantity.OUTPUTS), new Ignored("hidden/b", Quantity.LOSS));
    }

    @Test
    void theLayerThatIsLeftOutIsNamed() {
        ArrayProgram program = new ArrayProgram(2, new int[] {64, 7, 7, 10}, "tanh", "tanh", "softmax") {
            @Override
            double[][] forward(double[][] x) {
                double[][] a = activate(0, preActivations(0, x));
                return activate(2, preActivations(2, a));
            }
        };
        assertThat(StaleOutputs.of(program.model(), DIGITS).ignored())
                .extracting(Ignored::parameter)
                .containsExactly("layer1/W", "layer1/b", "layer1/W", "layer1/b");
    }

    @Test
    void saturatedAndDeadUnitsFollow() {
        for (String activation : new String[] {"sigmoid", "relu"}) {
            ArrayProgram program = new ArrayProgram(4, new int[] {64, 6, 6, 10}, activation, activation, "softmax");
            Arrays.fill(program.b[0], activation.equals("relu") ? -1e3 : 1e6);
            StaleReport report = StaleOutputs.of(program.model(), DIGITS);
            assertThat(report.judgement()).as("%s", report).isEqualTo(Judgement.asExpected());
            assertThat(report.ignored()).isEmpty();
        }
    }

    @Test
    void aLossOfOutputsKeptFromTheLastPredictionIsSeen() {
        Digits program = new Digits() {
            private double[][] kept = new double[0][];

            @Override
            double[][] forward(double[][] x) {
                kept = super.forward(x);
                return kept;
            }

            @Override
            double loss(double[][] x, double[][] y) {
                double sum = 0;
                for (int s = 0; s < Math.min(kept.length, y.length); s++) {
                    for (int k = 0; k < y[s].length; k++) {
                        sum -= y[s][k] * Math.log(kept[s][k]);
                    }
                }
                return sum / x.length;
            }
        };
        program.forward(DIGITS.inputs());
        StaleReport report = StaleOutputs.of(program.model(), DIGITS);
        assertThat(report.lossTraits())
                .contains(LossTrait.USES_THE_LAST_PREDICTION, LossTrait.IGNORES_INPUTS)
                .doesNotContain(LossTrait.IGNORES_TARGETS);
    }

    @Test
    void aLossOfOtherTargetsIsSeen() {
        double[][] others = DIGITS.slice(0, 64).targets();
        Digits program = new Digits();
        Model model = program.wrap()
                .loss(batch -> program.loss(batch.inputs(), others))
                .build();
        assertThat(StaleOutputs.of(model, DIGITS).lossTraits()).containsExactly(LossTrait.IGNORES_TARGETS);
    }

    @Test
    void constantTargetsAreNotHeldAgainstALoss() {
        double[][] targets = new double[100][10];
        StaleReport report = StaleOutputs.of(new Digits().model(), Batch.of(DIGITS.inputs(), targets));
        assertThat(report.lossTraits()).isEmpty();
    }

    @Test
    void parametersAreRestoredWhateverThrows() {
        int[] calls = {0};
        Digits program = new Digits() {
            @Override
            double[][] forward(double[][] x) {
                if (++calls[0] == 4) {
                    throw new IllegalStateException("fourth call");
                }
                return super.forward(x);
            }
        };
        Model model = program.model();
        try (ParameterSnapshot before = model.snapshot()) {
            assertThat(StaleOutputs.of(model, DIGITS).judgement().reason()).contains("fourth call");
            assertThat(before.changed()).isEmpty();
        }
    }

    /** At some parameters, the outputs for other inputs are the same numbers in another order. */
    @Test
    void exclusiveOrReadBackwardsIsExclusiveOr() {
        Batch xor = Batch.of(new double[][] {{0, 0}, {0, 1}, {1, 0}, {1, 1}}, new double[][] {{0}, {1}, {1}, {0}});
        ArrayProgram program = new ArrayProgram(1, new int[] {2, 2, 2, 1}, "relu", "relu", "identity");
        for (int seed = 0; seed < 20; seed++) {
            Batch shuffled = xor.shuffled(seed);
            assertThat(StaleOutputs.of(program.wrap().build(), shuffled).lossTraits())
                    .as("%d", seed)
                    .isEmpty();
        }
    }
}
