package io.github.backcheck.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.backcheck.model.Batch;
import io.github.backcheck.probe.LinearityReport.Form;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LinearNetworkTest {

    private static final Batch DIGITS = ProbeData.digits(60);

    @ParameterizedTest
    @CsvSource({"softmax, LOG_RATIOS", "sigmoid, LOGITS", "tanh, ARTANH", "identity, OUTPUTS"})
    void aMissingNonlinearityIsSeenThroughAnyHead(String head, Form form) {
        for (int seed = 0; seed < 20; seed++) {
            ArrayProgram program = new ArrayProgram(seed, new int[] {64, 12, 8, 10}, "identity", "identity", head);
            LinearityReport report = LinearNetwork.of(program.model(), DIGITS);
            assertThat(report.judgement()).as("seed %s: %s", seed, report).isEqualTo(Judgement.noticed());
            assertThat(report.form()).isEqualTo(form);
            assertThat(report.affine()).isTrue();
        }
    }

    @Test
    void aMissingNonlinearityIsSeenInFloatsAndNeurons() {
        assertThat(LinearNetwork.of(
                                new FloatProgram(FloatProgram.Fault.NO_TANH, 2, 64, 12, 10)
                                        .wrap()
                                        .build(),
                                DIGITS)
                        .affine())
                .isTrue();
        assertThat(LinearNetwork.of(
                                new NeuronProgram(NeuronProgram.Fault.NO_ACTIVATION, 2, 64, 12, 10)
                                        .wrap()
                                        .build(),
                                DIGITS)
                        .affine())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(doubles = {1e-6, 1e-3, 0.01, 1, 30})
    void aNetworkInItsStraightPartIsNotLinear(double scale) {
        for (String hidden : new String[] {"tanh", "sigmoid", "relu"}) {
            for (String head : new String[] {"softmax", "sigmoid", "tanh", "identity"}) {
                for (int seed = 0; seed < 4; seed++) {
                    ArrayProgram program = new ArrayProgram(seed, new int[] {64, 6, 10}, hidden, head);
                    for (double[][] layer : program.w) {
                        for (double[] row : layer) {
                            for (int j = 0; j < row.length; j++) {
                                row[j] *= scale;
                            }
                        }
                    }
                    LinearityReport report = LinearNetwork.of(program.model(), DIGITS);
                    assertThat(report.affine())
                            .as("%s %s x %s: %s", hidden, head, scale, report)
                            .isFalse();
                }
            }
        }
    }

    @Test
    void unitsThatAreAllOnAreNotLinear() {
        ArrayProgram program = new ArrayProgram(3, new int[] {64, 6, 10}, "relu", "softmax");
        java.util.Arrays.fill(program.b[0], 50);
        assertThat(LinearNetwork.of(program.model(), DIGITS).affine()).isFalse();
    }

    @Test
    void whatTheArchitectureSaysIsNoFault() {
        ArrayProgram program = new ArrayProgram(3, new int[] {64, 6, 10}, "identity", "softmax");
        LinearityReport report = LinearNetwork.of(program.modelWithArchitecture(), DIGITS);
        assertThat(report.affine()).isTrue();
        assertThat(report.judgement()).isEqualTo(Judgement.asExpected());
    }

    @Test
    void oneLayerAndConstantOutputsAreNotJudged() {
        ArrayProgram one = new ArrayProgram(3, new int[] {64, 10}, "softmax");
        assertThat(LinearNetwork.of(one.model(), DIGITS).judgement().reason()).startsWith("needs two layers");
        ArrayProgram dead = new ArrayProgram(3, new int[] {64, 5, 10}, "tanh", "softmax");
        dead.w[1] = new double[10][5];
        assertThat(LinearNetwork.of(dead.model(), DIGITS).judgement().reason()).contains("do not move");
    }
}
