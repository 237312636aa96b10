package io.github.backcheck.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.backcheck.model.Batch;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class InputFormTest {

    private static final double ROUNDING = 1e-12;

    @Test
    void columnsOfVeryDifferentScaleGetMeanZeroAndVarianceOne() {
        Random random = new Random(1);
        double[][] x = new double[500][3];
        for (double[] row : x) {
            row[0] = 1e-6 * random.nextGaussian();
            row[1] = 1e9 + 1e3 * random.nextGaussian();
            row[2] = random.nextInt(2);
        }
        double[][] scaled = InputForm.STANDARDISED.of(batch(x)).inputs();
        for (int column = 0; column < 3; column++) {
            double mean = 0;
            double squares = 0;
            for (double[] row : scaled) {
                mean += row[column] / scaled.length;
                squares += row[column] * row[column] / scaled.length;
            }
            assertThat(mean).isCloseTo(0, within(1e-6));
            assertThat(squares).isCloseTo(1, within(1e-6));
        }
    }

    @Test
    void aPixelThatIsAlmostAlwaysDarkIsNotBlownUp() {
        double[][] x = new double[1000][2];
        x[17][0] = 255;
        x[3][1] = 0.2;
        double[][] scaled = InputForm.STANDARDISED.of(batch(x)).inputs();
        assertThat(scaled[17][0]).isCloseTo(5, within(ROUNDING));
        assertThat(scaled[16][0]).isBetween(-0.01, 0.0);
        assertThat(scaled[3][1]).isCloseTo(5, within(ROUNDING));
    }

    @Test
    void digitsStayWithinFive() {
        for (double[] row : InputForm.STANDARDISED.of(Samples.bytes(1)).inputs()) {
            assertThat(Arrays.stream(row).map(Math::abs).max().orElseThrow()).isLessThanOrEqualTo(5 + ROUNDING);
        }
    }

    /** A tenth has no exact sum, so that its mean differs from it in the last place. */
    @Test
    void aConstantFeatureBecomesExactlyZero() {
        double[][] x = new double[777][3];
        for (int n = 0; n < x.length; n++) {
            x[n][0] = 0.1;
            x[n][1] = 12345.678;
            x[n][2] = n;
        }
        for (double[] row : InputForm.STANDARDISED.of(batch(x)).inputs()) {
            assertThat(row[0]).isZero();
            assertThat(row[1]).isZero();
        }
    }

    @Test
    void theScaleOfTheGivenInputsMakesNoDifference() {
        double[][] one = InputForm.STANDARDISED.of(Samples.digits(1)).inputs();
        double[][] other = InputForm.STANDARDISED.of(Samples.bytes(1)).inputs();
        for (int n = 0; n < one.length; n++) {
            assertThat(one[n]).containsExactly(other[n], within(1e-9));
        }
    }

    @Test
    void zeroIsZeroAndTargetsStay() {
        Batch digits = Samples.digits(1);
        Batch zero = InputForm.ZERO.of(digits);
        assertThat(zero.inputs()).isDeepEqualTo(new double[600][64]);
        assertThat(zero.targets()).isDeepEqualTo(digits.targets());
        assertThat(InputForm.AS_GIVEN.of(digits)).isSameAs(digits);
    }

    private static Batch batch(double[][] x) {
        return Batch.of(x, new double[x.length][1]);
    }
}
