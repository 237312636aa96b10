package io.github.backcheck.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.backcheck.model.Batch;
import io.github.backcheck.model.Model;
import io.github.backcheck.probe.MixingReport.Pattern;
import io.github.backcheck.probe.MixingReport.Setting;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class SampleMixingTest {

    private static final Batch DIGITS = ProbeData.digits(40);

    private static MixingReport of(ArrayProgram program) {
        return SampleMixing.of(program.model(), DIGITS);
    }

    private static class Digits extends ArrayProgram {
        Digits() {
            super(1, new int[] {64, 9, 10}, "tanh", "softmax");
        }
    }

    @Test
    void aSoftmaxOverTheSamplesIsNamed() {
        MixingReport report = of(new Digits() {
            @Override
            double[][] activate(int layer, double[][] z) {
                if (layer == 0) {
                    return super.activate(layer, z);
                }
                double[][] a = new double[z.length][z[0].length];
                for (int k = 0; k < z[0].length; k++) {
                    double[] column = new double[z.length];
                    for (int s = 0; s < z.length; s++) {
                        column[s] = z[s][k];
                    }
                    column = softmax(column);
                    for (int s = 0; s < z.length; s++) {
                        a[s][k] = column[s];
                    }
                }
                return a;
            }
        });
        assertThat(report.pattern()).isEqualTo(Pattern.SOFTMAX_OVER_SAMPLES);
        assertThat(report.judgement().isNoticed()).isTrue();
        assertThat(report.mixed()).isNotEmpty().allMatch(m -> m.setting() != Setting.REORDERED);
        assertThat(report.toString()).contains("softmax runs over the samples");
    }

    @Test
    void normalisingOverTheSamplesIsNamed() {
        MixingReport report = of(new Digits() {
            @Override
            double[][] preActivations(int layer, double[][] below) {
                double[][] z = super.preActivations(layer, below);
                for (int i = 0; layer == 0 && i < z[0].length; i++) {
                    int unit = i;
                    double mean = Arrays.stream(z)
                            .mapToDouble(row -> row[unit])
                            .average()
                            .orElseThrow();
                    for (double[] row : z) {
                        row[i] -= mean;
                    }
                }
                return z;
            }
        });
        assertThat(report.pattern()).isEqualTo(Pattern.ALONE_ALL_ALIKE);
    }

    @Test
    void aBufferReadBeforeItIsFilledIsNamed() {
        MixingReport report = of(new Digits() {
            private double[][] buffer = new double[0][];

            @Override
            double[][] forward(double[][] x) {
                double[][] old = buffer.length == x.length ? buffer : super.forward(x);
                buffer = super.forward(x);
                return old;
            }
        });
        assertThat(report.pattern()).isEqualTo(Pattern.PREVIOUS_CALL);
    }

    @Test
    void outputsOfThePreviousSampleAreNamed() {
        NeuronProgram program = new NeuronProgram(NeuronProgram.Fault.OUTPUTS_FIRST, 1, 64, 7, 10);
        MixingReport report = SampleMixing.of(program.wrap().build(), DIGITS);
        assertThat(report.judgement().isNoticed()).isTrue();
        assertThat(report.pattern()).isEqualTo(Pattern.PREVIOUS_SAMPLE);
    }

    @Test
    void oneRowForAllSamplesIsNamed() {
        FloatProgram program = new FloatProgram(FloatProgram.Fault.ONE_ROW_FOR_ALL, 1, 64, 7, 10);
        assertThat(SampleMixing.of(program.wrap().build(), DIGITS).pattern()).isEqualTo(Pattern.LAST_FOR_ALL);
    }

    @Test
    void theFirstRowForAllSamplesIsNamed() {
        MixingReport report = of(new Digits() {
            @Override
            double[][] forward(double[][] x) {
                double[][] a = super.forward(x);
                Arrays.fill(a, a[0]);
                return a;
            }
        });
        assertThat(report.pattern()).isEqualTo(Pattern.FIRST_FOR_ALL);
    }

    @Test
    void whatIsLeftOfTheSamplesBeforeIsNamed() {
        NeuronProgram program = new NeuronProgram(NeuronProgram.Fault.SUM_NOT_RESET, 1, 64, 7, 10);
        MixingReport report = SampleMixing.of(program.wrap().build(), DIGITS);
        assertThat(report.pattern()).isEqualTo(Pattern.CARRIED_OVER);
    }

    @Test
    void transposedInputsAreSeenWhereAllIsSquare() {
        Batch square = ProbeData.blobs(12, 12, 3);
        ArrayProgram program = new ArrayProgram(1, new int[] {12, 5, 3}, "tanh", "softmax") {
            @Override
            double[][] forward(double[][] x) {
                double[][] turned = new double[12][12];
                for (int s = 0; s < x.length; s++) {
                    for (int j = 0; j < x.length; j++) {
                        turned[j][s] = x[s][j];
                    }
                }
                return Arrays.copyOf(super.forward(turned), x.length);
            }
        };
        MixingReport report = SampleMixing.of(program.model(), square);
        assertThat(report.judgement().isNoticed()).isTrue();
        assertThat(report.mixed()).hasSizeGreaterThan(6);
    }

    @Test
    void aConstantNetworkMixesNothing() {
        ArrayProgram program = new Digits();
        for (double[] row : program.w[1]) {
            Arrays.fill(row, 0);
        }
        MixingReport report = of(program);
        assertThat(report.judgement()).isEqualTo(Judgement.asExpected());
        assertThat(report.pattern()).isEqualTo(Pattern.NONE);
    }

    @Test
    void roundingInAnotherOrderIsNoMixing() {
        FloatProgram program = new FloatProgram(FloatProgram.Fault.NONE, 1, 64, 30, 10);
        assertThat(program.forward(DIGITS.slice(3, 4).inputs())[0]).isNotEqualTo(program.forward(DIGITS.inputs())[3]);
        assertThat(SampleMixing.of(program.wrap().build(), DIGITS).judgement()).isEqualTo(Judgement.asExpected());
    }

    @Test
    void whatItCannotJudgeItSays() {
        Model lossOnly = Model.named("loss only")
                .weights("W", new double[][] {{1}})
                .loss(batch -> 0)
                .build();
        assertThat(SampleMixing.of(lossOnly, DIGITS).judgement()).hasToString("not judged: needs predict(inputs)");
        assertThat(SampleMixing.of(new Digits().model(), DIGITS.slice(0, 1))
                        .judgement()
                        .reason())
                .isEqualTo("needs two samples or more");
        Model throwing = new Digits() {
            @Override
            double[][] forward(double[][] x) {
                throw new IllegalStateException("no " + x.length);
            }
        }.model();
        assertThat(SampleMixing.of(throwing, DIGITS).judgement().reason()).contains("no 32");
    }

    @Test
    void dropoutIsLeftToRepeatability() {
        java.util.Random random = new java.util.Random(1);
        ArrayProgram program = new Digits() {
            @Override
            double[][] preActivations(int layer, double[][] below) {
                double[][] z = super.preActivations(layer, below);
                z[0][0] += random.nextGaussian();
                return z;
            }
        };
        assertThat(of(program).judgement().isJudged()).isFalse();
    }
}
