package io.github.backcheck.census;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.github.backcheck.model.Batch;
import java.util.Optional;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignedBytesTest {

    private static final double[][] BYTES = blobs();

    @ParameterizedTest
    @ValueSource(doubles = {1, 255, 256, 127, 128, 100.7})
    void bytesWithSignAreSeenWhateverTheyWereDividedBy(double divisor) {
        SignedBytes seen = of(BYTES, v -> (byte) (int) v / divisor).orElseThrow();

        assertThat(seen.unit()).isCloseTo(1 / divisor, withinPercentage(1e-6));
        assertThat(seen.smallest() * divisor).isCloseTo(-128, within(1e-9));
        assertThat(seen.negativeShare()).isBetween(0.1, 0.9);
        assertThat(seen.unsignedBetween()).isGreaterThan(2 * seen.between());
    }

    @Test
    void bytesWithSignAreSeenBehindAShift() {
        assertThat(of(BYTES, v -> 2 * (byte) (int) v / 255.0 - 1))
                .as("meant to be -1 to 1")
                .isPresent();
        assertThat(of(BYTES, v -> ((byte) (int) v - 13.7) / 48.1))
                .as("standardised")
                .isPresent();
        assertThat(of(BYTES, v -> ((byte) (int) (255 - v) + 5.2) / 48.1))
                .as("standardised, on white")
                .isPresent();
    }

    @Test
    void bytesDividedInSinglePrecisionAreSeen() {
        assertThat(of(BYTES, v -> (float) (byte) (int) v / 255f)).isPresent();
    }

    @Test
    void whiteBackgroundsAreNoObstacle() {
        assertThat(of(BYTES, v -> (byte) (int) (255 - v))).isPresent();
    }

    @Test
    void healthyPixelsAreNot() {
        assertThat(of(BYTES, v -> v)).as("0 to 255").isEmpty();
        assertThat(of(BYTES, v -> v - 128)).as("centred").isEmpty();
        assertThat(of(BYTES, v -> (v - 128) / 128)).as("-1 to 1").isEmpty();
        assertThat(of(BYTES, v -> v / 127.5 - 1)).as("-1 to 1").isEmpty();
        assertThat(of(BYTES, v -> (v - 77.3) / 61.9)).as("standardised").isEmpty();
        assertThat(of(BYTES, v -> (255 - v - 77.3) / 61.9))
                .as("standardised, on white")
                .isEmpty();
        assertThat(of(BYTES, v -> (v - 120) * 0.013 + 2)).as("shifted").isEmpty();
    }

    @Test
    void signedIntegersAreNot() {
        Random random = new Random(5);

        assertThat(of(BYTES, v -> random.nextInt(256) - 128)).as("uniform").isEmpty();
        assertThat(of(BYTES, v -> Math.max(-128, Math.min(127, Math.rint(40 * random.nextGaussian())))))
                .as("normal")
                .isEmpty();
        assertThat(of(BYTES, v -> random.nextInt(3) - 1)).as("-1, 0, 1").isEmpty();
    }

    @Test
    void differencesBetweenNeighboursAreNot() {
        double[][] differences = new double[BYTES.length][BYTES[0].length];
        for (int s = 0; s < BYTES.length; s++) {
            for (int p = 1; p < BYTES[s].length; p++) {
                differences[s][p] = Math.rint((BYTES[s][p] - BYTES[s][p - 1]) / 2.01);
            }
        }

        assertThat(of(differences, v -> v)).isEmpty();
    }

    @Test
    @EnabledIf("io.github.backcheck.census.MnistFiles#present")
    void mnistReadWithSignIsSeen() {
        double[][] signed = MnistFiles.images(300, MnistFiles.IMAGE_HEADER);
        double[][] unsigned = MnistFiles.unsigned(signed);

        assertThat(of(signed, v -> v)).isPresent();
        assertThat(of(signed, v -> v / 255)).isPresent();
        assertThat(of(unsigned, v -> v)).isEmpty();
        assertThat(of(unsigned, v -> v - 128)).isEmpty();
        assertThat(of(unsigned, v -> (v - 128) / 128)).isEmpty();
    }

    @Test
    void printsItself() {
        assertThat(new SignedBytes(1, -128, 0.125, 9360, 67037))
                .hasToString(
                        "whole multiples of 1 from -128, 12.5 % negative; a feature lies between its two neighbours "
                                + "9,360 times only as they are, 67,037 times only with 256 steps added to the negative ones");
    }

    private static Optional<SignedBytes> of(double[][] pixels, DoubleUnaryOperator change) {
        return DataCensus.of(Spoiled.inputs(Batch.of(pixels, new double[pixels.length][1]), change))
                .inputs()
                .signedBytes();
    }

    /** Soft spots on grounds of different greys. */
    private static double[][] blobs() {
        Random random = new Random(3);
        int side = 16;
        double[][] x = new double[200][side * side];
        for (double[] row : x) {
            double across = side * random.nextDouble();
            double down = side * random.nextDouble();
            double width = 2 + 4 * random.nextDouble();
            double ground = 100 * random.nextDouble();
            for (int p = 0; p < row.length; p++) {
                double distance = Math.hypot(p % side - across, Math.floorDiv(p, side) - down) / width;
                row[p] = Math.rint(ground + (255 - ground) * Math.exp(-distance * distance / 2));
            }
        }
        return x;
    }
}
