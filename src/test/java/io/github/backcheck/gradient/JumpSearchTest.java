package io.github.backcheck.gradient;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

/** Jumps and infinite values near a point are found, bends and values beyond reach are not taken for them. */
class JumpSearchTest {

    private static final double STEP = 0.01;
    private static final double ROUNDING = 1e-16;

    @Test
    void findsAJump() {
        assertThat(findsJump(x -> x < 3 * STEP ? 2 * x : 2 * x + 1e-6)).isTrue();
    }

    /** However much noise would be measured there, the point being on the jump. */
    @Test
    void findsAJumpAtThePointItself() {
        assertThat(findsJump(x -> x == 0 ? 0 : 0.14)).isTrue();
    }

    @Test
    void anInfiniteOrUndefinedValueWithinTheStepIsAJump() {
        assertThat(findsJump(x -> x > STEP / 2 ? Double.POSITIVE_INFINITY : 2 * x))
                .isTrue();
        assertThat(findsJump(x -> x < -STEP / 2 ? Double.NaN : 2 * x)).isTrue();
    }

    @Test
    void looksForAJumpBeforeTheLossBecomesInfinite() {
        assertThat(findsJump(x -> x > 6 * STEP ? Double.POSITIVE_INFINITY : x > 3 * STEP ? 2 * x + 1e-6 : 2 * x))
                .isTrue();
    }

    @Test
    void isSilentWhereTheLossIsInfiniteFarAway() {
        assertThat(findsJump(x -> x > 6 * STEP ? Double.POSITIVE_INFINITY : 2 * x))
                .isFalse();
    }

    @Test
    void isSilentOnKinksAndCurves() {
        assertThat(findsJump(x -> Math.max(2 * x, 3 * x))).isFalse();
        assertThat(findsJump(x -> Math.exp(x) - 1)).isFalse();
    }

    private static boolean findsJump(DoubleUnaryOperator function) {
        Slope.Probe probe = offset -> new Slope.Value(offset, function.applyAsDouble(offset));
        return new JumpSearch(probe, function.applyAsDouble(0), 2, ROUNDING).findsJump(STEP);
    }
}
