package io.github.backcheck.census;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.backcheck.examples.Digits;
import io.github.backcheck.model.Batch;
import org.junit.jupiter.api.Test;

class DuplicatesTest {

    @Test
    void findsRepetitionsAndContradictions() {
        Batch data = Batch.of(
                new double[][] {{1, 2}, {0.0, 3}, {1, 2}, {-0.0, 3}, {1, 2}, {2, 1}},
                new double[][] {{0}, {1}, {0}, {0}, {1}, {1}});
        Duplicates duplicates = DataCensus.of(data).duplicates();

        assertThat(duplicates.repeated()).isEqualTo(3);
        assertThat(duplicates.conflicting()).isEqualTo(2);
        assertThat(duplicates.firstRepeated())
                .containsExactly(new SamplePair(0, 2), new SamplePair(1, 3), new SamplePair(0, 4));
        assertThat(duplicates.firstConflicting()).containsExactly(new SamplePair(1, 3), new SamplePair(0, 4));
        assertThat(duplicates).hasToString("3 (50.0 %), 2 of them with other targets (samples 1 = 3, 0 = 4)");
    }

    @Test
    void repetitionsWithTheSameTargetsDoNotContradict() {
        Batch data = Batch.of(new double[][] {{1}, {1}, {2}}, new double[][] {{5}, {5}, {5}});

        assertThat(DataCensus.of(data).duplicates())
                .hasToString("1 (33.3 %), all with the same targets (samples 0 = 1)");
    }

    @Test
    void namesAFewAndCountsAll() {
        Duplicates duplicates = DataCensus.of(Batch.of(new double[1000][3], new double[1000][1]))
                .duplicates();

        assertThat(duplicates.repeated()).isEqualTo(999);
        assertThat(duplicates.firstRepeated()).hasSize(5);
    }

    @Test
    void digitsDoNotRepeat() {
        assertThat(DataCensus.of(Digits.load().raw()).duplicates()).hasToString("none");
    }
}
