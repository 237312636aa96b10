package io.github.backcheck.wrapping;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.backcheck.diagnosis.Diagnosis;
import io.github.backcheck.diagnosis.Examination;
import io.github.backcheck.diagnosis.Finding;
import io.github.backcheck.diagnosis.FindingId;
import io.github.backcheck.diagnosis.Severity;
import io.github.backcheck.model.Batch;
import io.github.backcheck.model.Model;
import io.github.backcheck.model.Parameter;
import java.util.List;
import java.util.function.Supplier;

/** What an examination of a wrapped network must say, and leave behind. */
final class Examined {

    private Examined() {}

    /** Asked at the start and after some training: no fault, and parameters as they were. */
    static void isLeftInPeace(Supplier<Model> network, Batch data, int steps) {
        for (int trained : new int[] {0, steps}) {
            Model model = network.get();
            double before = model.loss(data);
            for (int step = 0; step < trained; step++) {
                model.trainStep(data);
            }
            if (trained > 0) {
                assertThat(model.loss(data)).as("loss after %d steps", trained).isLessThan(0.7 * before);
            }
            Diagnosis diagnosis = examine(model, data);
            assertThat(diagnosis.findings().stream().filter(finding -> finding.severity() != Severity.ADVICE))
                    .as("after %d steps: %s", trained, diagnosis)
                    .isEmpty();
        }
    }

    /** The first finding, and words of it. */
    static void isFound(Model model, Batch data, FindingId id, String words) {
        Diagnosis diagnosis = examine(model, data);
        assertThat(diagnosis.findings()).isNotEmpty();
        Finding first = diagnosis.findings().get(0);
        assertThat(first.id()).as("%s", first).isEqualTo(id);
        assertThat(first.toString().replaceAll("\\s+", " ")).contains(words);
    }

    private static Diagnosis examine(Model model, Batch data) {
        List<double[]> before =
                model.parameters().stream().map(Parameter::values).toList();
        Diagnosis diagnosis = Examination.of(model).data(data).run();
        for (int i = 0; i < before.size(); i++) {
            assertThat(model.parameters().get(i).values())
                    .as("%s", model.parameters().get(i))
                    .containsExactly(before.get(i));
        }
        return diagnosis;
    }
}
