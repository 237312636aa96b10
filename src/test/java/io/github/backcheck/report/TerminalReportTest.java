package io.github.backcheck.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.github.backcheck.diagnosis.Diagnosis;
import io.github.backcheck.diagnosis.Finding;
import io.github.backcheck.diagnosis.FindingId;
import io.github.backcheck.diagnosis.Severity;
import io.github.backcheck.text.Fact;
import java.util.List;
import org.junit.jupiter.api.Test;

class TerminalReportTest {

    private static final Diagnosis DIAGNOSIS = new Diagnosis(
            "a network with a name of some length",
            List.of(
                    new Finding(
                            FindingId.SATURATED_BY_INPUTS,
                            Severity.HURTS,
                            List.of("hidden"),
                            "The units of hidden are saturated by inputs of up to 16, which is why so little gets through.",
                            List.of(new Fact(
                                    "inputs", "0 to 16, mean 4.92, root mean square 7.78, most of them near 0 or 16")),
                            "Scale the inputs, for example to 0..1 or to mean 0 and variance 1, in training and in use alike.")),
            List.of(new Fact("loss", "0.5")),
            List.of("every unit over 360 samples"),
            List.of("predictions: needs predict(inputs)"));

    private static final String BOLD = "\u001b[1m";
    private static final String NORMAL = "\u001b[0m";

    @Test
    void isTheDiagnosisItselfAtTheDefaultWidth() {
        assertThat(TerminalReport.of(DIAGNOSIS).text()).isEqualTo(DIAGNOSIS.toString());
    }

    @Test
    void keepsToItsWidth() {
        for (int width : new int[] {40, 60, 80, 100, 200}) {
            TerminalReport report = TerminalReport.of(DIAGNOSIS).width(width);
            assertThat(report.text().lines())
                    .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(width));
            assertThat(plain(report.emphasised().text())).isEqualTo(report.text());
        }
    }

    @Test
    void emphasisesHeadingsOnly() {
        String text = TerminalReport.of(DIAGNOSIS).width(80).emphasised().text();
        assertThat(text)
                .startsWith(BOLD + "Diagnosis of a network with a name of some length: 1 finding" + NORMAL + "\n");
        assertThat(text).contains("\n" + BOLD + "Judged:" + NORMAL + "\n");
        assertThat(text.split(BOLD.replace("[", "\\["), -1)).hasSize(1 + 5);
        assertThat(text.lines().filter(line -> line.startsWith("  "))).noneMatch(line -> line.contains("\u001b"));
    }

    @Test
    void eachSettingIsANewReport() {
        TerminalReport report = TerminalReport.of(DIAGNOSIS);
        report.width(40);
        report.emphasised();
        assertThat(report.text()).isEqualTo(DIAGNOSIS.toString());
    }

    @Test
    void badInput() {
        assertThatNullPointerException()
                .isThrownBy(() -> TerminalReport.of(null))
                .withMessage("the diagnosis is null");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TerminalReport.of(DIAGNOSIS).width(39).text())
                .withMessage("a page is at least 40 characters wide, not 39");
    }

    private static String plain(String text) {
        return text.replace(BOLD, "").replace(NORMAL, "");
    }
}
