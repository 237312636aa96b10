package io.github.backcheck.trial;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.backcheck.model.Batch;
import org.junit.jupiter.api.Test;

class FewSamplesTest {

    @Test
    void eightOfTheDigitsAreOfEightClasses() {
        assertThat(FewSamples.of(Samples.digits(1), 8).labels()).containsExactly(0, 1, 2, 3, 4, 5, 6, 7);
        assertThat(FewSamples.of(Samples.digits(1), 12).labels()).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 1);
    }

    @Test
    void noneHasTheInputsOfAnother() {
        double[][] x = {{1}, {1}, {1}, {2}, {3}};
        Batch few = FewSamples.of(Batch.labelled(x, new int[] {0, 1, 1, 1, 0}, 2), 8);
        assertThat(few.inputs()).isDeepEqualTo(new double[][] {{1}, {3}, {2}});
        assertThat(few.labels()).containsExactly(0, 0, 1);
    }

    @Test
    void withoutClassesTheFirstAreTaken() {
        assertThat(FewSamples.of(Samples.curve(), 8).inputs())
                .isDeepEqualTo(Samples.curve().slice(0, 8).inputs());
    }
}
