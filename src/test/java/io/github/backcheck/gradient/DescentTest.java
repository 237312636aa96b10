package io.github.backcheck.gradient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DescentTest {

    /** A handful of operations on numbers near 1. */
    private static final double ROUND_OFF = 1e-14;

    /** The analytic gradient has length 2, the numeric one 3. */
    @ParameterizedTest
    @CsvSource({
        "1, DOWN",
        "0.99, DOWN",
        "0.98, ASKEW",
        "0.1, ASKEW",
        "0.09, HARDLY_DOWN",
        "0, GOES_UP",
        "-0.001, GOES_UP",
        "-1, GOES_UP"
    })
    void isReadOffTheCosine(double cosine, Descent expected) {
        assertThat(new Magnitudes(2, 3, cosine, 1).descent()).isEqualTo(expected);
    }

    @Test
    void withoutAnAnalyticGradientAStepGoesNowhere() {
        assertThat(Magnitudes.of(0, 3, 0, 3).descent()).isEqualTo(Descent.STANDS_STILL);
    }

    @Test
    void withoutANumericGradientNothingIsKnown() {
        assertThat(Magnitudes.of(2, 0, 0, 2).descent()).isEqualTo(Descent.UNKNOWN);
        assertThat(Magnitudes.of(0, 0, 0, 0).descent()).isEqualTo(Descent.UNKNOWN);
        assertThat(Magnitudes.UNKNOWN.descent()).isEqualTo(Descent.UNKNOWN);
        assertThat(Magnitudes.UNKNOWN.descent().goesDown()).isFalse();
    }

    @Test
    void saysItWithTheCosine() {
        assertThat(Descent.DOWN.with(0.9998))
                .isEqualTo(
                        "a small step still goes down almost the steepest way: inexact, but it trains (cosine 0.9998)");
        assertThat(Descent.STANDS_STILL.with(Double.NaN)).isEqualTo("a step goes nowhere");
    }

    /** Analytic (3, 4) and (0), numeric (3, -4) and (12): one parameter after the other. */
    @Test
    void parametersTogetherAreOneVector() {
        Magnitudes whole = Magnitudes.together(
                List.of(Magnitudes.of(5, 5, 9 - 16, 8), Magnitudes.UNKNOWN, Magnitudes.of(0, 12, 0, 12)));

        assertThat(whole.analytic()).isCloseTo(5, within(ROUND_OFF));
        assertThat(whole.numeric()).isCloseTo(13, within(ROUND_OFF));
        assertThat(whole.cosine()).isCloseTo(-7.0 / 65, within(ROUND_OFF));
        assertThat(whole.relativeError()).isCloseTo(Math.sqrt(208) / 13, within(ROUND_OFF));
        assertThat(Magnitudes.together(List.of())).isEqualTo(Magnitudes.UNKNOWN);
    }
}
