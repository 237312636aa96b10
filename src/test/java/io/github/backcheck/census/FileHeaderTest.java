package io.github.backcheck.census;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.backcheck.examples.Digits;
import io.github.backcheck.model.Batch;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

class FileHeaderTest {

    private static final int[] IMAGES = {0, 0, 8, 3, 0, 0, 0xEA, 0x60, 0, 0, 0, 28, 0, 0, 0, 28};
    private static final int[] LABELS = {0, 0, 8, 1, 0, 0, 0xEA, 0x60};

    @Test
    void theHeaderOfImagesIsSeen() {
        Batch data = images(0, IMAGES);
        ImageHeader header = header(data).orElseThrow();

        assertThat(header).isEqualTo(new ImageHeader(0, 60_000, 28, 28));
        assertThat(header)
                .hasToString("sample 0 begins with 0 0 8 3, the header of a file of 60,000 images of 28 x 28");
    }

    @Test
    void itIsSeenWithSignDividedAndAfterShuffling() {
        Batch data = images(0, IMAGES);

        assertThat(header(Spoiled.inputs(data, v -> (byte) (int) v))).isPresent();
        assertThat(header(Spoiled.inputs(data, v -> v / 255))).isPresent();
        assertThat(header(Spoiled.inputs(data, v -> (byte) (int) v / 256.0))).isPresent();
        assertThat(header(Spoiled.inputs(data, v -> (float) v / 255f))).isPresent();
        assertThat(header(images(7, IMAGES)).orElseThrow().sample()).isEqualTo(7);
    }

    @Test
    void anythingElseIsNone() {
        int[] others = IMAGES.clone();
        others[15] = 27; // 28 x 27 are not the pixels of an image
        int[] none = IMAGES.clone();
        none[6] = 0;
        none[7] = 0; // no images

        assertThat(header(images(0, others))).isEmpty();
        assertThat(header(images(0, none))).isEmpty();
        assertThat(header(images(0))).isEmpty();
        assertThat(header(Digits.load().raw())).isEmpty();
        assertThat(header(Batch.of(new double[][] {{0, 0, 8, 3}}, new double[1][1])))
                .isEmpty();
    }

    @Test
    void theHeaderOfLabelsIsSeenInRowsThatStayedEmpty() {
        int[] labels = labels();
        double[][] rows = new double[labels.length][10];
        for (int s = 0; s < rows.length; s++) {
            if (labels[s] < 10) {
                rows[s][labels[s]] = 1;
            }
        }
        CensusReport report = DataCensus.of(Batch.of(new double[rows.length][1], rows));

        assertThat(report.targets().header()).isPresent();
        assertThat(report.targets().rows().firstEmpty()).containsExactly(6, 7);
        assertThat(report)
                .asString()
                .contains(
                        "header among the targets  the first targets are 0 0 8 1 0 0, the header of a file of labels");
    }

    @Test
    void theHeaderOfLabelsIsSeenInNumbers() {
        int[] labels = labels();
        double[][] numbers = new double[labels.length][1];
        for (int s = 0; s < numbers.length; s++) {
            numbers[s][0] = labels[s];
        }
        Batch data = Batch.of(new double[numbers.length][1], numbers);

        assertThat(DataCensus.of(data).targets().header()).hasValue(new LabelHeader(60_000));
        assertThat(DataCensus.of(Spoiled.targets(data, v -> (byte) (int) v / 10.0))
                        .targets()
                        .header())
                .hasValue(new LabelHeader(60_000));
        assertThat(DataCensus.of(data.slice(1, data.size())).targets().header()).isEmpty();
        assertThat(DataCensus.of(data.slice(8, data.size())).targets().header()).isEmpty();
        assertThat(DataCensus.of(data.slice(0, 8)).targets().header()).isEmpty();
    }

    @Test
    void labelsThatBeginAlikeAreNone() {
        int[] labels = new int[3000];
        System.arraycopy(new int[] {0, 0, 8, 1, 0, 0, 7, 5}, 0, labels, 0, 8); // would be 1,797 labels

        assertThat(DataCensus.of(Batch.labelled(new double[3000][1], labels, 10))
                        .targets()
                        .header())
                .isEmpty();
        assertThat(DataCensus.of(Digits.load().raw()).targets().header()).isEmpty();
    }

    @Test
    @EnabledIf("io.github.backcheck.census.MnistFiles#present")
    void mnistFromItsFirstByteIsSeen() {
        int[] labels = MnistFiles.labels(300, MnistFiles.LABEL_HEADER);
        double[][] shifted = MnistFiles.images(300, 0);
        double[][] right = MnistFiles.images(300, MnistFiles.IMAGE_HEADER);

        assertThat(header(Batch.labelled(shifted, labels, MnistFiles.CLASSES)))
                .hasValue(new ImageHeader(0, 10_000, 28, 28));
        assertThat(header(Batch.labelled(right, labels, MnistFiles.CLASSES))).isEmpty();
    }

    private static Batch images(int sample, int... beginning) {
        Random random = new Random(1);
        double[][] x = new double[10][784];
        for (double[] row : x) {
            for (int p = 200; p < 600; p++) {
                row[p] = random.nextInt(256);
            }
        }
        for (int p = 0; p < beginning.length; p++) {
            x[sample][p] = beginning[p];
        }
        return Batch.of(x, new double[x.length][1]);
    }

    private static int[] labels() {
        int[] labels = new Random(2).ints(100, 0, 10).toArray();
        System.arraycopy(LABELS, 0, labels, 0, LABELS.length);
        return labels;
    }

    private static Optional<ImageHeader> header(Batch data) {
        return DataCensus.of(data).inputs().header();
    }
}
