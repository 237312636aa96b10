package io.github.backcheck.trial;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TrendTest {

    @Test
    void fallsIfAllFall() {
        assertThat(Trend.isFalling(List.of(5.0, 4.0, 3.0, 2.0, 1.0))).isTrue();
    }

    /** One of the 24 orders of four values falls throughout, which is more than 1 %. */
    @Test
    void fourValuesAreTooFew() {
        assertThat(Trend.isFalling(List.of(4.0, 3.0, 2.0, 1.0))).isFalse();
    }

    @Test
    void oneOutlierSaysNothing() {
        assertThat(Trend.isFalling(List.of(7.0, 6.0, 100.0, 5.0, 4.0, 3.0, 2.0, 1.0)))
                .isTrue();
        assertThat(Trend.isFalling(List.of(1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, -100.0)))
                .isFalse();
    }

    @Test
    void equalAndRisingValuesDoNotFall() {
        assertThat(Trend.isFalling(Collections.nCopies(12, 2.3))).isFalse();
        assertThat(Trend.isFalling(List.of(1.0, 2.0, 3.0, 4.0, 5.0, 6.0))).isFalse();
    }

    /** The promise of the test: fewer than 1 % of random orders. */
    @Test
    void onePercentOfRandomOrders() {
        Random random = new Random(1);
        int found = 0;
        List<Double> values = new ArrayList<>(List.of(1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0));
        for (int i = 0; i < 20_000; i++) {
            Collections.shuffle(values, random);
            found += Trend.isFalling(values) ? 1 : 0;
        }
        assertThat(found).isBetween(20, 220);
    }

    @Test
    void theSlopeIsTheMedianOfAllPairs() {
        assertThat(Trend.slope(List.of(10.0, 8.0, 6.0, 100.0, 2.0))).isEqualTo(-2);
        assertThat(Trend.slope(List.of(1.0))).isNaN();
    }
}
