package io.github.backcheck.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.backcheck.model.Batch;
import io.github.backcheck.model.Gradient;
import io.github.backcheck.probe.LawsReport.Combination;
import io.github.backcheck.probe.LawsReport.Law;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BatchLawsTest {

    private static final Batch DIGITS = ProbeData.digits(20);

    private ArrayProgram program;

    @BeforeEach
    void aProgramWithAPenalty() {
        program = new ArrayProgram(1, new int[] {64, 9, 10}, "tanh", "softmax");
        program.decay = 0.1;
    }

    private static boolean holds(LawsReport report, Law law) {
        return report.of(law).orElseThrow().holds();
    }

    @Test
    void meansHoldAllLaws() {
        LawsReport report = BatchLaws.of(program.model(), DIGITS);
        assertThat(report.judgement()).isEqualTo(Judgement.asExpected());
        assertThat(report.combination()).isEqualTo(Combination.MEAN);
        assertThat(report.checks()).hasSize(8);
        assertThat(report.missing()).isEmpty();
    }

    @Test
    void sumsHoldAllLaws() {
        NeuronProgram neurons = new NeuronProgram(NeuronProgram.Fault.NONE, 1, 64, 9, 10);
        LawsReport report = BatchLaws.of(neurons.wrap().build(), DIGITS);
        assertThat(report.combination()).isEqualTo(Combination.SUM);
        assertThat(report.judgement()).isEqualTo(Judgement.asExpected());
        LawsReport withPenalty = BatchLaws.of(
                program.wrap()
                        .loss(b -> b.size() * (program.loss(b.inputs(), b.targets()) - 0.05 * program.squares())
                                + 0.05 * program.squares())
                        .gradient(b -> {
                            program.backward(b.inputs(), b.targets());
                            for (double[] row : program.dw[0]) {
                                for (int j = 0; j < row.length; j++) {
                                    row[j] *= b.size();
                                }
                            }
                            double[][] w = program.w[0];
                            for (int i = 0; i < w.length; i++) {
                                for (int j = 0; j < w[i].length; j++) {
                                    program.dw[0][i][j] -= 0.1 * (b.size() - 1) * w[i][j];
                                }
                            }
                            return Gradient.of("layer0/W", program.dw[0]);
                        })
                        .build(),
                DIGITS);
        assertThat(withPenalty.combination()).isEqualTo(Combination.SUM);
        assertThat(withPenalty.judgement()).as("%s", withPenalty).isEqualTo(Judgement.asExpected());
    }

    /** The gradient by itself is a right mean; only beside the loss it is wrong. */
    @Test
    void aMeanOfGradientsDoesNotGoWithASumOfLosses() {
        ArrayProgram program = new ArrayProgram(1, new int[] {64, 9, 10}, "tanh", "softmax");
        LawsReport report = BatchLaws.of(
                program.wrap()
                        .loss(b -> b.size() * program.loss(b.inputs(), b.targets()))
                        .build(),
                DIGITS);
        assertThat(report.combination()).isEqualTo(Combination.SUM);
        assertThat(report.checks())
                .filteredOn(check -> !check.holds())
                .extracting(LawsReport.Check::law)
                .containsExactly(LawsReport.Law.GRADIENT_OF_COPIES);
    }

    @Test
    void aSharedPenaltyHoldsAllLaws() {
        LawsReport report = BatchLaws.of(
                program.wrap()
                        .loss(b ->
                                program.loss(b.inputs(), b.targets()) - 0.05 * program.squares() * (1 - 1.0 / b.size()))
                        .build(),
                DIGITS);
        assertThat(report.combination()).isEqualTo(Combination.MEAN_WITH_SHARED_PENALTY);
        assertThat(report.judgement()).as("%s", report).isEqualTo(Judgement.asExpected());
    }

    @Test
    void aLossOfTheLastSampleBreaksTheLaws() {
        LawsReport report = BatchLaws.of(
                program.wrap()
                        .loss(b -> {
                            Batch last = b.slice(b.size() - 1, b.size());
                            return program.loss(last.inputs(), last.targets());
                        })
                        .build(),
                DIGITS);
        assertThat(report.judgement().isNoticed()).isTrue();
        assertThat(holds(report, Law.LOSS_IN_ANY_ORDER)).isFalse();
        assertThat(holds(report, Law.LOSS_OF_SINGLES)).isFalse();
    }

    @Test
    void aGradientOfTheLastSampleBreaksTheLaws() {
        ArrayProgram last = new ArrayProgram(1, new int[] {64, 9, 10}, "tanh", "softmax") {
            @Override
            void backward(double[][] x, double[][] y) {
                int n = x.length - 1;
                super.backward(new double[][] {x[n]}, new double[][] {y[n]});
            }
        };
        LawsReport report = BatchLaws.of(last.model(), DIGITS);
        assertThat(report.judgement().isNoticed()).isTrue();
        assertThat(holds(report, Law.LOSS_OF_SINGLES)).isTrue();
        assertThat(holds(report, Law.GRADIENT_OF_SINGLES)).isFalse();
        assertThat(holds(report, Law.GRADIENT_IN_ANY_ORDER)).isFalse();
    }

    @Test
    void aSummedGradientOfAMeanLossBreaksTheLawOfCopies() {
        LawsReport report = BatchLaws.of(
                program.wrap()
                        .gradient(b -> {
                            program.backward(b.inputs(), b.targets());
                            for (int i = 0; i < program.db[0].length; i++) {
                                program.db[0][i] *= b.size();
                            }
                            return Gradient.of("layer0/b", program.db[0]);
                        })
                        .build(),
                DIGITS);
        assertThat(holds(report, Law.GRADIENT_OF_COPIES)).isFalse();
        assertThat(report.of(Law.GRADIENT_OF_COPIES).orElseThrow().where()).startsWith("layer0/b[");
    }

    @Test
    void theRootOfAMeanIsNoFault() {
        LawsReport report = BatchLaws.of(
                program.wrap()
                        .loss(b -> Math.sqrt(program.loss(b.inputs(), b.targets())))
                        .build(),
                DIGITS);
        assertThat(report.judgement()).as("%s", report).isEqualTo(Judgement.asExpected());
        assertThat(report.missing()).anyMatch(what -> what.contains("root of a mean"));
    }

    @Test
    void whatIsMissingIsSaid() {
        FloatProgram floats = new FloatProgram(FloatProgram.Fault.NONE, 1, 64, 9, 10);
        LawsReport report = BatchLaws.of(floats.wrap().build(), DIGITS);
        assertThat(report.judgement()).as("%s", report).isEqualTo(Judgement.asExpected());
        assertThat(report.missing()).containsExactly("the gradient: needs gradient(batch)");
        assertThat(BatchLaws.of(program.model(), DIGITS.slice(0, 1)).judgement().isJudged())
                .isFalse();
    }
}
