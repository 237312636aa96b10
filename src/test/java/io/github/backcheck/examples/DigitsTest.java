package io.github.backcheck.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.backcheck.mlp.Initialiser;
import io.github.backcheck.mlp.Mlp;
import io.github.backcheck.mlp.Optimiser;
import io.github.backcheck.mlp.Training;
import io.github.backcheck.model.Architecture;
import io.github.backcheck.model.Batch;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DigitsTest {

    private static final String BLANK_IMAGE = "0,".repeat(64);

    private final Digits digits = Digits.load();

    @Test
    void theFileIsWhatItsReadmeSays() {
        Batch raw = digits.raw();
        assertThat(raw).hasToString("batch of 1797: inputs 1797 x 64, targets 1797 x 10");
        int[] counts = new int[10];
        for (int label : raw.labels()) {
            counts[label]++;
        }
        assertThat(counts).containsExactly(178, 182, 177, 183, 181, 182, 181, 179, 174, 180);
        for (int pixel = 0; pixel < 64; pixel++) {
            double largest = 0;
            for (int image = 0; image < raw.size(); image++) {
                largest = Math.max(largest, raw.input(image, pixel));
            }
            assertThat(largest == 0)
                    .as("pixel %d is always 0", pixel)
                    .isEqualTo(pixel == 0 || pixel == 32 || pixel == 39);
            assertThat(largest).isLessThanOrEqualTo(16);
        }
    }

    @Test
    void scaledPixelsAreSixteenths() {
        Batch raw = digits.raw();
        Batch scaled = digits.scaled();
        assertThat(scaled.input(0, 2)).isEqualTo(5 / 16.0);
        assertThat(scaled.input(1796, 34)).isEqualTo(raw.input(1796, 34) / 16);
        assertThat(scaled.labels()).isEqualTo(raw.labels());
    }

    @Test
    void aSplitHasEachDigitOnce() {
        Digits.Split split = Digits.split(digits.raw(), 1);
        assertThat(split.training().size()).isEqualTo(1437);
        assertThat(split.test().size()).isEqualTo(360);
        double pixels = sum(split.training()) + sum(split.test());
        assertThat(pixels).isEqualTo(sum(digits.raw()));
        assertThat(Digits.split(digits.raw(), 1).test().inputs())
                .isDeepEqualTo(split.test().inputs());
        assertThat(Digits.split(digits.raw(), 2).test().labels())
                .isNotEqualTo(split.test().labels());
    }

    private static double sum(Batch batch) {
        return Arrays.stream(batch.inputs()).flatMapToDouble(Arrays::stream).sum();
    }

    /** What the reference network is for: it learns real data. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void theReferenceNetworkReadsDigits(long seed) {
        Digits.Split split = Digits.split(digits.scaled(), seed);
        Mlp network =
                Mlp.of(Architecture.inputs(64).tanh(30).softmax(10).softmaxCrossEntropy(), Initialiser.xavier(), seed);
        Training.with(Optimiser.adam(0.01)).withEpochs(20).withSeed(seed).run(network, split.training());
        assertThat(accuracy(network, split.test())).isGreaterThan(0.94);
    }

    private static double accuracy(Mlp network, Batch batch) {
        int[] predicted =
                Batch.of(batch.inputs(), network.predict(batch.inputs())).labels();
        int[] labels = batch.labels();
        int right = 0;
        for (int sample = 0; sample < labels.length; sample++) {
            right += predicted[sample] == labels[sample] ? 1 : 0;
        }
        return right / (double) labels.length;
    }

    @Test
    void badLinesAreNamed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Digits.read(gzip(BLANK_IMAGE + "1\n0,1,2\n")))
                .withMessage("line 2 has 3 fields, 64 pixels and a label were expected");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Digits.read(gzip(BLANK_IMAGE + "1\n17," + "0,".repeat(63) + "1\n")))
                .withMessage("line 2, field 1 is \"17\", an integer from 0 to 16 was expected");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Digits.read(gzip(BLANK_IMAGE + "ten\n")))
                .withMessage("line 1, field 65 is \"ten\", an integer from 0 to 9 was expected");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Digits.read(gzip("")))
                .withMessage("the file of digits is empty");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Digits.read(new ByteArrayInputStream(new byte[] {1, 2, 3})))
                .withMessageContaining("the digits cannot be read");
    }

    private static InputStream gzip(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(text.getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new ByteArrayInputStream(bytes.toByteArray());
    }
}
