package io.github.backcheck.census;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.backcheck.examples.Digits;
import io.github.backcheck.model.Batch;
import java.util.Random;
import org.junit.jupiter.api.Test;

class InputScaleTest {

    private static final Batch DIGITS = Digits.load().raw();

    @Test
    void unscaledPixelsAreLarge() {
        assertThat(scale(DIGITS).scale()).isEqualTo(Scale.LARGE);
        assertThat(scale(Spoiled.inputs(DIGITS, v -> v * 255 / 16)).scale()).isEqualTo(Scale.LARGE);
        assertThat(scale(DIGITS)).asString().startsWith("large: root mean square 7.75, median feature ");
    }

    @Test
    void pixelsScaledTwiceAreTiny() {
        InputScale scale = scale(Spoiled.inputs(DIGITS, v -> v / 16 / 255));

        assertThat(scale.scale()).isEqualTo(Scale.TINY);
        assertThat(scale).hasToString("tiny: none is larger than 0.00392");
    }

    @Test
    void usualInputsAreUsual() {
        assertThat(scale(Digits.load().scaled()).scale()).isEqualTo(Scale.USUAL);
        assertThat(scale(Spoiled.inputs(DIGITS, v -> v / 8 - 1)).scale()).isEqualTo(Scale.USUAL);
        assertThat(scale(Spoiled.inputs(DIGITS, v -> v / 160)).scale()).isEqualTo(Scale.USUAL);
    }

    @Test
    void rarePixelsOfStandardisedImagesAreNotLarge() {
        InputScale scale = scale(HealthyData.standardised(DIGITS));

        assertThat(scale.largestMagnitude()).isGreaterThan(40);
        assertThat(scale.scale()).isEqualTo(Scale.USUAL);
    }

    @Test
    void oneFeatureInThousandsIsUneven() {
        InputScale scale = scale(incomes(3000));

        assertThat(scale.scale()).isEqualTo(Scale.UNEVEN);
        assertThat(scale.dominant()).containsExactly(2);
        assertThat(scale).asString().startsWith("uneven: the median feature has root mean square ");
    }

    @Test
    void featuresOfDifferentSizesAreUsual() {
        assertThat(scale(incomes(8)).scale()).isEqualTo(Scale.USUAL);
    }

    @Test
    void aConstantFeatureDoesNotDominate() {
        double[][] x = incomes(1).inputs();
        for (double[] row : x) {
            row[3] = 1;
        }

        assertThat(scale(Batch.of(x, new double[x.length][1])).dominant()).isEmpty();
    }

    @Test
    void zerosHaveNoScale() {
        assertThat(scale(Batch.of(new double[3][2], new double[3][1]))).hasToString("every input is 0");
    }

    private static Batch incomes(double size) {
        Random random = new Random(1);
        double[][] x = new double[100][5];
        for (double[] row : x) {
            for (int f = 0; f < row.length; f++) {
                row[f] = (f == 2 ? size : 1) * random.nextGaussian();
            }
        }
        return Batch.of(x, new double[x.length][1]);
    }

    private static InputScale scale(Batch data) {
        return DataCensus.of(data).inputs().scale();
    }
}
