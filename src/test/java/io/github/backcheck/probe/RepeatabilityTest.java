package io.github.backcheck.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.backcheck.mlp.Initialiser;
import io.github.backcheck.mlp.Mlp;
import io.github.backcheck.mlp.Optimiser;
import io.github.backcheck.model.Architecture;
import io.github.backcheck.model.Batch;
import io.github.backcheck.model.Model;
import io.github.backcheck.probe.RepeatReport.Question;
import io.github.backcheck.probe.RepeatReport.Sameness;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RepeatabilityTest {

    private static final Batch DIGITS = ProbeData.digits(20);

    private static Sameness of(RepeatReport report, Question question) {
        return report.of(question).orElseThrow().sameness();
    }

    /** Adds noise of some size to what the hidden layer is given, in every call or in training only. */
    private static ArrayProgram noisy(double size) {
        Random random = new Random(1);
        return new ArrayProgram(1, new int[] {64, 9, 10}, "tanh", "softmax") {
            @Override
            double[][] preActivations(int layer, double[][] below) {
                double[][] z = super.preActivations(layer, below);
                for (double[] row : z) {
                    row[0] *= 1 + size * random.nextGaussian();
                }
                return z;
            }
        };
    }

    @Test
    void aPlainProgramRepeatsItself() {
        RepeatReport report =
                Repeatability.of(new ArrayProgram(1, new int[] {64, 9, 10}, "tanh", "softmax").model(), DIGITS);
        assertThat(report.judgement()).isEqualTo(Judgement.asExpected());
        assertThat(report.answers()).hasSize(4).allMatch(a -> a.sameness() == Sameness.IDENTICAL);
    }

    @Test
    void noiseInTheOutputsIsSeen() {
        RepeatReport report = Repeatability.of(noisy(0.5).model(), DIGITS);
        assertThat(report.judgement().isNoticed()).isTrue();
        assertThat(of(report, Question.PREDICT)).isEqualTo(Sameness.DIFFERENT);
        assertThat(report.toString()).contains("dropout or noise is on");
    }

    @Test
    void sumsInAnotherOrderAreNoFault() {
        RepeatReport report = Repeatability.of(noisy(1e-15).model(), DIGITS);
        assertThat(report.judgement()).isEqualTo(Judgement.asExpected());
        assertThat(of(report, Question.PREDICT)).isEqualTo(Sameness.ROUNDING);
        assertThat(of(report, Question.TRAIN_STEP)).isEqualTo(Sameness.ROUNDING);
    }

    @Test
    void dropoutInTrainingOnlyIsNotJudged() {
        ArrayProgram program = new ArrayProgram(1, new int[] {64, 9, 10}, "tanh", "softmax");
        ArrayProgram training = noisy(0.5);
        Model model = program.wrap()
                .loss(batch -> training.loss(batch.inputs(), batch.targets()))
                .build();
        RepeatReport report = Repeatability.of(model, DIGITS);
        assertThat(report.judgement().isJudged()).isFalse();
        assertThat(of(report, Question.LOSS)).isEqualTo(Sameness.DIFFERENT);
        assertThat(of(report, Question.PREDICT)).isEqualTo(Sameness.IDENTICAL);
    }

    @Test
    void anOptimiserThatRemembersIsToldFromNoise() {
        Architecture architecture = Architecture.inputs(64).tanh(9).softmax(10).softmaxCrossEntropy();
        for (Optimiser optimiser :
                new Optimiser[] {Optimiser.momentum(0.1, 0.9), Optimiser.adam(0.01), Optimiser.momentum(1e-9, 0.9)}) {
            Model model = Mlp.of(architecture, Initialiser.xavier(), 1).asModel("reference", optimiser);
            RepeatReport report = Repeatability.of(model, DIGITS);
            assertThat(of(report, Question.TRAIN_STEP)).as("%s", optimiser).isEqualTo(Sameness.MEMORY);
            assertThat(report.judgement()).isEqualTo(Judgement.asExpected());
        }
    }

    @Test
    void anAccumulatorOfTheForwardPassIsSeen() {
        ArrayProgram program = new ArrayProgram(1, new int[] {64, 9, 10}, "tanh", "softmax") {
            private double kept;

            @Override
            double[][] preActivations(int layer, double[][] below) {
                double[][] z = super.preActivations(layer, below);
                kept += z[0][0];
                z[0][0] = kept;
                return z;
            }
        };
        assertThat(Repeatability.of(program.model(), DIGITS).judgement().isNoticed())
                .isTrue();
    }
}
