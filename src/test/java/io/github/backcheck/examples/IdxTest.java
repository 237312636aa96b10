package io.github.backcheck.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.github.backcheck.examples.LabelledImages.Scale;
import io.github.backcheck.model.Batch;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IdxTest {

    /** Far less than what the headers promise, and enough for buffers and a message. */
    private static final long MODEST = 1 << 20;

    @TempDir
    Path folder;

    private static Idx read(byte[] content) {
        return Idx.read(new ByteArrayInputStream(content), "digits.idx");
    }

    private static void assertRefused(byte[] content, String message) {
        assertThatExceptionOfType(IdxException.class)
                .isThrownBy(() -> read(content))
                .withMessage("digits.idx: " + message);
    }

    @Test
    void readsImages() {
        Idx images = read(IdxBytes.file(2, 3, 4));
        assertThat(images.dimensions()).containsExactly(2, 3, 4);
        assertThat(images.count()).isEqualTo(2);
        assertThat(images.elementsPerItem()).isEqualTo(12);
        assertThat(images.at(0, 0)).isEqualTo(1);
        assertThat(images.at(1, 11)).isEqualTo(24);
        assertThat(images.requireImages()).isSameAs(images).hasToString("digits.idx: 2 x 3 x 4 bytes");
    }

    @Test
    void readsLabelsAndBytesAboveTheLargestSignedOne() {
        Idx labels = read(new byte[] {0, 0, 8, 1, 0, 0, 0, 3, (byte) 255, (byte) 128, 127});
        assertThat(labels.requireLabels().at(0, 0)).isEqualTo(255);
        assertThat(labels.at(1, 0)).isEqualTo(128);
        assertThat(labels.at(2, 0)).isEqualTo(127);
    }

    @Test
    void readsPackedFilesWhateverTheirName() throws IOException {
        byte[] content = IdxBytes.file(5, 2, 2);
        Path packed = Files.write(folder.resolve("images"), IdxBytes.gzip(content));
        Path plain = Files.write(folder.resolve("images.gz"), content);
        for (Path file : new Path[] {packed, plain}) {
            assertThat(Idx.read(file).dimensions()).containsExactly(5, 2, 2);
            assertThat(Idx.read(file).at(4, 3)).isEqualTo(20);
        }
    }

    @Test
    void elementsThatDoNotExistAreNamed() {
        Idx images = read(IdxBytes.file(2, 3, 4));
        assertThatThrownBy(() -> images.at(0, 12))
                .isInstanceOf(IndexOutOfBoundsException.class)
                .hasMessage("element 12 of item 0 of digits.idx: 2 x 3 x 4 bytes");
        assertThatThrownBy(() -> images.at(2, 0)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> images.at(-1, 0)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void aFileThatIsNotThereOrAFolderIsSaidToBe() {
        assertThatExceptionOfType(IdxException.class)
                .isThrownBy(() -> Idx.read(folder.resolve("nothing")))
                .withMessage(folder.resolve("nothing") + ": there is no such file");
        assertThatExceptionOfType(IdxException.class)
                .isThrownBy(() -> Idx.read(folder))
                .withMessageStartingWith(folder + ": cannot be read (");
    }

    @Test
    void anEmptyFileIsSaidToBeEmpty() {
        assertRefused(new byte[0], "is empty, an IDX file was expected");
        assertRefused(IdxBytes.gzip(new byte[0]), "is empty, an IDX file was expected");
    }

    @Test
    void anotherKindOfFileIsShownByItsFirstBytes() throws IOException {
        byte[] page = "<!DOCTYPE html>".getBytes(StandardCharsets.US_ASCII);
        assertRefused(page, "byte 0: starts with 3c 21 44 4f, an IDX file starts with 00 00 08");
        Path file = Files.write(folder.resolve("train.GZ"), page);
        assertThatExceptionOfType(IdxException.class)
                .isThrownBy(() -> Idx.read(file))
                .withMessage(
                        file
                                + ": byte 0: starts with 3c 21 44 4f, an IDX file starts with 00 00 08 and a gzip file with 1f 8b");
        assertRefused(new byte[] {0, 1}, "byte 0: starts with 00 01, an IDX file starts with 00 00 08");
    }

    @ParameterizedTest
    @CsvSource({
        "9, signed bytes (type 09)",
        "11, short integers (type 0b)",
        "12, integers of 4 bytes (type 0c)",
        "13, floats (type 0d)",
        "14, doubles (type 0e)",
        "-1, of an unknown type (type ff)"
    })
    void otherElementsAreNamed(byte type, String name) {
        byte[] content = IdxBytes.file(2, 2);
        content[2] = type;
        assertRefused(content, "byte 2: the elements are " + name + ", unsigned bytes (type 08) were expected");
    }

    @Test
    void aTruncatedHeaderIsSaidToBe() {
        byte[] content = IdxBytes.file(2, 3, 4);
        assertRefused(Arrays.copyOf(content, 3), "ends at byte 3, within the 4 bytes that tell type and dimensions");
        assertRefused(
                Arrays.copyOf(content, 4),
                "ends at byte 4, within its header: 16 bytes were expected for 3 dimensions");
        assertRefused(
                Arrays.copyOf(content, 15),
                "ends at byte 15, within its header: 16 bytes were expected for 3 dimensions");
        assertRefused(
                Arrays.copyOf(IdxBytes.file(7), 6),
                "ends at byte 6, within its header: 8 bytes were expected for 1 dimension");
    }

    @Test
    void truncatedDataAreSaidToBe() {
        byte[] content = IdxBytes.file(2, 3, 4);
        String message =
                "ends at byte 39, after 23 bytes of data; its header says 2 x 3 x 4 = 24: the file is not complete,"
                        + " or its header is wrong";
        assertRefused(Arrays.copyOf(content, 39), message);
        assertRefused(IdxBytes.gzip(Arrays.copyOf(content, 39)), message);
    }

    @Test
    void dataBehindTheEndAreSaidToBe() {
        byte[] content = Arrays.copyOf(IdxBytes.file(2, 3, 4), 41);
        String message = "goes on at byte 40, where it should end; its header says 2 x 3 x 4 = 24 bytes of data";
        assertRefused(content, message);
        assertRefused(IdxBytes.gzip(content), message);
    }

    @Test
    void headersWithoutDataAreRefused() {
        assertRefused(new byte[] {0, 0, 8, 0, 1}, "byte 3: has 0 dimensions, at least 1 was expected");
        assertRefused(IdxBytes.header(2, 0, 4), "byte 8: dimension 2 of 3 is 0, at least 1 was expected");
    }

    @Test
    void headersThatPromiseTooMuchAreRefusedBeforeMemoryIsTaken() {
        assertThatExceptionOfType(IdxException.class)
                .isThrownBy(() -> read(IdxBytes.header(-1)))
                .withMessageStartingWith("digits.idx: byte 4: the dimensions are 4,294,967,295, at most ")
                .withMessageEndingWith(" bytes of data are read");
        assertThatExceptionOfType(IdxException.class)
                .isThrownBy(() -> read(IdxBytes.header(1 << 16, 1 << 16, 1 << 16, 1 << 16, 1 << 16, 2)))
                .withMessageContaining("65,536 x 65,536 x 65,536 x 65,536 x 65,536 x ..., at most ");
        assertThatExceptionOfType(IdxException.class)
                .isThrownBy(() -> read(IdxBytes.header(Integer.MIN_VALUE, 2)))
                .withMessageContaining("2,147,483,648 x 2");
    }

    /** A million bytes promised, eight there: nothing of that size is made. */
    @Test
    void whatIsNotThereTakesNoMemory() {
        byte[] content = IdxBytes.joined(IdxBytes.header(16 * (int) MODEST), new byte[8]);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        assertThatExceptionOfType(IdxException.class).isThrownBy(() -> read(content));
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(MODEST);
    }

    /** Sixteen million bytes in sixteen thousand, behind the end: nobody unpacks them. */
    @Test
    void whatFollowsTheEndTakesNoMemory() {
        byte[] bomb = IdxBytes.gzip(IdxBytes.joined(IdxBytes.file(1), new byte[16 * (int) MODEST]));
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        assertThatExceptionOfType(IdxException.class)
                .isThrownBy(() -> read(bomb))
                .withMessageContaining("goes on at byte 9");
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(MODEST);
    }

    @Test
    void damagedPackingIsToldFromATruncatedFile() {
        byte[] packed = IdxBytes.gzip(IdxBytes.file(20, 3, 4));
        assertRefused(
                Arrays.copyOf(packed, packed.length / 2),
                "the packed data break off before their end; the file is not complete (gzip)");
        byte[] wrongSum = packed.clone();
        wrongSum[packed.length - 6] ^= 1;
        assertThatExceptionOfType(IdxException.class)
                .isThrownBy(() -> read(wrongSum))
                .withMessageStartingWith("digits.idx: the packed data are damaged (gzip: ");
        assertRefused(
                new byte[] {0x1f, (byte) 0x8b},
                "the packed data break off before their end; the file is not complete (gzip)");
    }

    @Test
    void aStreamThatFailsIsSaidTo() throws IOException {
        InputStream closed = InputStream.nullInputStream();
        closed.close();
        assertThatExceptionOfType(IdxException.class)
                .isThrownBy(() -> Idx.read(closed, "digits.idx"))
                .withMessage("digits.idx: cannot be read (Stream closed)");
    }

    private static Idx named(String name, byte[] content) {
        return Idx.read(new ByteArrayInputStream(content), name);
    }

    @Test
    void imagesAndLabelsMakeBatches() {
        LabelledImages digits =
                LabelledImages.of(named("images", IdxBytes.file(12, 2, 2)), named("labels", IdxBytes.labels(12)));
        assertThat(digits.count()).isEqualTo(12);
        assertThat(digits.rows()).isEqualTo(2);
        assertThat(digits.columns()).isEqualTo(2);
        Batch batch = digits.batch(10, 12, Scale.BYTES);
        assertThat(batch).hasToString("batch of 2: inputs 2 x 4, targets 2 x 10");
        assertThat(batch.input(0)).containsExactly(41, 42, 43, 44);
        assertThat(batch.labels()).containsExactly(0, 1);
        assertThat(digits.batch(0, 1, Scale.UNIT).input(0)).containsExactly(1 / 255.0, 2 / 255.0, 3 / 255.0, 4 / 255.0);
        assertThatThrownBy(() -> digits.batch(5, 13, Scale.UNIT))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("images 5 to 13 (exclusive) of 12: a range of at least one, inside 0 to 12, was expected");
        assertThatThrownBy(() -> digits.batch(5, 5, Scale.UNIT)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> digits.batch(-1, 5, Scale.UNIT)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void interchangedFilesAreSaidToBe() {
        Idx images = named("images", IdxBytes.file(4, 2, 2));
        Idx labels = named("labels", IdxBytes.labels(4));
        assertThatExceptionOfType(IdxException.class)
                .isThrownBy(() -> LabelledImages.of(labels, images))
                .withMessage(
                        "labels: byte 3: has 1 dimension, as labels have; images with 3 (count x rows x columns) were"
                                + " expected");
        assertThatExceptionOfType(IdxException.class)
                .isThrownBy(() -> LabelledImages.of(images, images))
                .withMessage("images: byte 3: has 3 dimensions, as images have; labels with 1 were expected");
        assertThatExceptionOfType(IdxException.class)
                .isThrownBy(() -> LabelledImages.of(named("flat", IdxBytes.file(4, 4)), labels))
                .withMessage("flat: byte 3: has 2 dimensions; images with 3 (count x rows x columns) were expected");
    }

    @Test
    void countsThatDifferAreNamed() {
        assertThatExceptionOfType(IdxException.class)
                .isThrownBy(() ->
                        LabelledImages.of(named("images", IdxBytes.file(4, 2, 2)), named("labels", IdxBytes.labels(5))))
                .withMessage(
                        "images holds 4 images, labels 5 labels: as many labels as images were expected; do the two"
                                + " files belong together?");
    }

    @Test
    void labelsThatAreNoDigitsAreNamed() {
        byte[] labels = IdxBytes.labels(4);
        labels[8 + 2] = 10;
        assertThatExceptionOfType(IdxException.class)
                .isThrownBy(() -> LabelledImages.of(named("images", IdxBytes.file(4, 2, 2)), named("labels", labels)))
                .withMessage("labels: byte 10: label 2 is 10, a digit from 0 to 9 was expected");
    }
}
