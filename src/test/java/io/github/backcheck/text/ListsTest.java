package io.github.backcheck.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ListsTest {

    @Test
    void drawsNeighboursTogether() {
        assertThat(Lists.indices(List.of())).isEqualTo("none");
        assertThat(Lists.indices(List.of(7))).isEqualTo("7");
        assertThat(Lists.indices(List.of(0, 1, 3))).isEqualTo("0, 1, 3");
        assertThat(Lists.indices(List.of(0, 8, 9, 10, 12))).isEqualTo("0, 8 to 10, 12");
        assertThat(Lists.indices(List.of(200, 201, 202))).isEqualTo("200 to 202");
    }

    @Test
    void leavesOutWhatNobodyReads() {
        List<Integer> even = IntStream.range(0, 1200).map(i -> 2 * i).boxed().toList();

        assertThat(Lists.indices(even)).isEqualTo("0, 2, 4, 6, 8, 10, 12, 14 and 1,192 more");
    }

    @Test
    void countsWithShares() {
        assertThat(Lists.histogram(List.of(178, 1619))).isEqualTo("0: 178 (9.91 %), 1: 1,619 (90.1 %)");
        assertThat(Lists.histogram(Collections.nCopies(40, 1)))
                .startsWith("0: 1 (2.50 %), ")
                .endsWith("11: 1 (2.50 %) and 28 more");
    }
}
