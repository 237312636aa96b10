package io.github.backcheck.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.backcheck.diagnosis.Diagnosis;
import io.github.backcheck.diagnosis.Examination;
import io.github.backcheck.diagnosis.Severity;
import io.github.backcheck.examples.Digits;
import io.github.backcheck.gradient.GradientCheck;
import io.github.backcheck.gradient.GradientReport;
import io.github.backcheck.gradient.Verdict;
import io.github.backcheck.model.Batch;
import io.github.backcheck.model.Model;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The recipe of {@code docs/deeplearning4j.md}. */
class Deeplearning4jTest {

    private static final Batch DIGITS = Digits.load().scaled().shuffled(1).slice(0, 150);

    @Test
    void theGradientAgreesInEveryEntry() {
        MultiLayerNetwork net = DigitNetworks.network(DataType.DOUBLE, 0.1, 1);
        INDArray before = net.params().dup();

        GradientReport report = GradientCheck.of(DigitNetworks.wrap(net))
                .on(DIGITS.slice(0, 32))
                .run();

        assertThat(report.verdict()).as("%s", report).isEqualTo(Verdict.AGREES);
        assertThat(report.toString()).contains("1,024 of 1,024 entries checked");
        assertThat(net.params()).as("put back bit for bit").isEqualTo(before);
    }

    @Test
    void anExaminationFindsNothing() {
        MultiLayerNetwork net = DigitNetworks.network(DataType.DOUBLE, 0.1, 1);
        INDArray before = net.params().dup();

        Diagnosis diagnosis =
                Examination.of(DigitNetworks.wrap(net)).data(DIGITS).run();

        assertThat(diagnosis.findings().stream().filter(finding -> finding.severity() != Severity.ADVICE))
                .as("%s", diagnosis)
                .isEmpty();
        assertThat(net.params().toDoubleVector()).containsExactly(before.toDoubleVector());
    }

    @Test
    void aGraphWithAPenaltyAgrees() {
        for (double l2 : new double[] {0, 0.01}) {
            GradientReport report = GradientCheck.of(DigitNetworks.wrap(DigitNetworks.graph(l2), l2))
                    .on(DIGITS.slice(0, 32))
                    .run();

            assertThat(report.verdict()).as("%s", report).isEqualTo(Verdict.AGREES);
            assertThat(report.toString()).contains("1,024 of 1,024 entries checked");
        }
    }

    @Test
    void theSumThatIsTakenForTheMeanIsFound() {
        Model model = DigitNetworks.wrapWithoutDivision(DigitNetworks.network(DataType.DOUBLE, 0.1, 1));

        GradientReport report = GradientCheck.of(model).on(DIGITS.slice(0, 32)).run();

        assertThat(report.verdict()).isEqualTo(Verdict.DISAGREES);
        assertThat(report.toString()).contains("the numeric gradient times 32");
    }

    @Test
    void theGradientOfFloatsIsReadOffAStep() {
        Model model = DigitNetworks.wrapFloats(DigitNetworks.network(DataType.FLOAT, 0.1, 1));

        GradientReport report = GradientCheck.of(model).on(DIGITS.slice(0, 32)).run();

        assertThat(report.verdict()).as("%s", report).isEqualTo(Verdict.AGREES);
    }
}
