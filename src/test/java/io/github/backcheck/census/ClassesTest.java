package io.github.backcheck.census;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.backcheck.examples.Digits;
import io.github.backcheck.model.Batch;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClassesTest {

    /** A few additions and divisions of numbers below 1,000. */
    private static final double ROUND_OFF = 1e-9;

    private static final Batch DIGITS = Digits.load().scaled();

    @Test
    void expectationAndVarianceOfRunsAreThoseOfAllOrders() {
        List<Integer> runs = new ArrayList<>();
        orders(new int[] {3, 2, 2, 0}, -1, 0, runs);
        double mean = runs.stream().mapToInt(Integer::intValue).average().orElseThrow();
        double variance = runs.stream()
                .mapToDouble(r -> (r - mean) * (r - mean))
                .average()
                .orElseThrow();
        ClassOrder order = ClassOrder.of(3, List.of(3, 2, 2, 0));

        assertThat(runs).hasSize(210); // 7! / (3! 2! 2!)
        assertThat(order.expectedRuns()).isCloseTo(mean, within(ROUND_OFF));
        assertThat(order.score()).isCloseTo((3 - mean) / Math.sqrt(variance), within(ROUND_OFF));
    }

    @Test
    void sortedSamplesAreGrouped() {
        ClassOrder order = order(HealthyData.sorted(DIGITS));

        assertThat(order.grouped()).isTrue();
        assertThat(order.runs()).isEqualTo(10);
        assertThat(order).hasToString("class by class: 10 runs of one class, 1,618 expected in random order");
    }

    @Test
    void samplesInRandomOrAlternatingOrderAreNot() {
        assertThat(order(DIGITS).grouped()).isFalse();
        for (int seed = 0; seed < 20; seed++) {
            assertThat(order(DIGITS.shuffled(seed)).grouped()).isFalse();
        }
        assertThat(ClassOrder.of(1000, List.of(500, 500)).grouped()).isFalse();
    }

    @Test
    void fewSamplesSayNothing() {
        assertThat(ClassOrder.of(2, List.of(5, 5)).grouped()).isFalse();
        assertThat(ClassOrder.of(1, List.of(1, 0)).score()).isZero();
        assertThat(ClassOrder.of(1, List.of(1000, 0)).score()).isZero();
    }

    @Test
    void balanceNamesTheLargestAndTheSmallestClass() {
        ClassBalance balance = ClassBalance.of(List.of(20, 0, 50, 10));

        assertThat(balance.largest()).isEqualTo(2);
        assertThat(balance.smallest()).isEqualTo(3);
        assertThat(balance.missing()).containsExactly(1);
        assertThat(balance.largestShare()).isEqualTo(50 / 80.0);
        assertThat(balance.smallestShare()).isEqualTo(10 / 80.0);
        assertThat(balance).hasToString("largest class 2 (62.5 %), smallest class 3 (12.5 %), no samples of 1");
    }

    @Test
    void numbersHaveNeither() {
        TargetCensus targets = DataCensus.of(Batch.of(new double[3][1], new double[][] {{1}, {2}, {3}}))
                .targets();

        assertThat(targets.balance()).isEmpty();
        assertThat(targets.order()).isEmpty();
    }

    /** Collects the number of runs of each order of so many samples of each class. */
    private static void orders(int[] left, int last, int runs, List<Integer> collected) {
        boolean any = false;
        for (int c = 0; c < left.length; c++) {
            if (left[c] > 0) {
                any = true;
                left[c]--;
                orders(left, c, runs + (c == last ? 0 : 1), collected);
                left[c]++;
            }
        }
        if (!any) {
            collected.add(runs);
        }
    }

    private static ClassOrder order(Batch data) {
        return DataCensus.of(data).targets().order().orElseThrow();
    }
}
