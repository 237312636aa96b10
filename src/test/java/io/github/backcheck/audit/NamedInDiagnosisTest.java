package io.github.backcheck.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.backcheck.audit.Styles.Broken;
import io.github.backcheck.diagnosis.Diagnosis;
import io.github.backcheck.diagnosis.Examination;
import io.github.backcheck.diagnosis.Finding;
import io.github.backcheck.diagnosis.FindingId;
import io.github.backcheck.model.Batch;
import io.github.backcheck.model.Model;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a diagnosis says of programs whose backward pass has a mistake made by hand, and of the same without it. */
class NamedInDiagnosisTest {

    private static Diagnosis examine(Model model, Batch data) {
        return Examination.of(model).data(data).run();
    }

    private static Broken program(String name) {
        return Styles.broken().stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "NEURON DERIVATIVE_AT_ACTIVATION",
                "NEURON NO_WEIGHTS",
                "FLAT HIDDEN_DERIVATIVE_MISSING",
                "IN_OUT OUTER_TRANSPOSED",
                "BIAS_COLUMN BIAS_SIGN",
                "FLAT PENALTY_SUBTRACTED",
                "SIMPLE_MATRIX DERIVATIVE_AT_ACTIVATION",
                "LAYER_LIST DERIVATIVE_AT_ACTIVATION",
                "FLOAT SIGMOID_AT_ACTIVATION"
            })
    void namesTheStepAndTheLayers(String name) {
        Broken program = program(name);
        Diagnosis diagnosis = examine(program.model().get(), program.data().get());
        Finding finding =
                diagnosis.finding(FindingId.BACKWARD_STEP_WRONG).orElseThrow(() -> new AssertionError(diagnosis));
        assertThat(finding.where()).as(diagnosis.toString()).hasSameSizeAs(program.layers());
        assertThat(finding.statement()).as(diagnosis.toString()).startsWith("The " + program.step());
        assertThat(diagnosis.finding(FindingId.GRADIENT_WRONG))
                .as(diagnosis.toString())
                .isEmpty();

        Diagnosis healthy =
                examine(program.details().correct().get(), program.data().get());
        assertThat(healthy.finding(FindingId.BACKWARD_STEP_WRONG))
                .as(healthy.toString())
                .isEmpty();
    }
}
