package io.github.backcheck.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayInputStream;
import java.util.Arrays;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Whatever the bytes are, they are read rightly or refused with an {@link IdxException}; every other exception fails the test. */
class IdxProperties {

    private static final String NAME = "a file";

    private static Idx read(byte[] bytes) {
        return Idx.read(new ByteArrayInputStream(bytes), NAME);
    }

    /** Empty if it is refused, in words. */
    private static Optional<Idx> readOrRefused(byte[] bytes) {
        try {
            return Optional.of(read(bytes));
        } catch (IdxException e) {
            assertThat(e).hasMessageStartingWith(NAME + ": ");
            assertThat(e.getMessage()).hasSizeBetween(NAME.length() + 10, 300);
            return Optional.empty();
        }
    }

    private static void assertHolds(Idx idx, byte[] file) {
        int start = 4 + 4 * idx.dimensions().length;
        int[] dimensions = idx.dimensions();
        assertThat(Arrays.copyOf(file, start)).isEqualTo(IdxBytes.header(dimensions));
        assertThat(idx.count() * idx.elementsPerItem()).isEqualTo(file.length - start);
        for (int i = 0; i < file.length - start; i++) {
            assertThat(idx.at(i / idx.elementsPerItem(), i % idx.elementsPerItem()))
                    .isEqualTo(Byte.toUnsignedInt(file[start + i]));
        }
    }

    @Provide
    Arbitrary<byte[]> files() {
        return Arbitraries.integers()
                .between(1, 6)
                .array(int[].class)
                .ofMinSize(1)
                .ofMaxSize(4)
                .flatMap(dimensions -> Arbitraries.bytes()
                        .array(byte[].class)
                        .ofSize(Arrays.stream(dimensions).reduce(1, Math::multiplyExact))
                        .map(elements -> IdxBytes.joined(IdxBytes.header(dimensions), elements)));
    }

    /** Files that begin well, with any header of any number of dimensions, and go on at random. */
    @Provide
    Arbitrary<byte[]> nearlyFiles() {
        Arbitrary<int[]> small =
                Arbitraries.integers().between(0, 4).array(int[].class).ofMaxSize(5);
        Arbitrary<int[]> any = Arbitraries.integers().array(int[].class).ofMaxSize(255);
        return Combinators.combine(
                        Arbitraries.oneOf(small, any),
                        Arbitraries.bytes().array(byte[].class).ofMaxSize(64))
                .as((dimensions, elements) -> IdxBytes.joined(IdxBytes.header(dimensions), elements));
    }

    @Property
    void filesAreReadPackedOrNot(@ForAll("files") byte[] file) {
        assertHolds(read(file), file);
        assertHolds(read(IdxBytes.gzip(file)), file);
    }

    @Property
    void aFileWithoutItsEndIsRefused(@ForAll("files") byte[] file, @ForAll @IntRange(max = 10_000) int bytes) {
        byte[] packed = IdxBytes.gzip(file);
        assertThatExceptionOfType(IdxException.class).isThrownBy(() -> read(Arrays.copyOf(file, bytes % file.length)));
        assertThatExceptionOfType(IdxException.class)
                .isThrownBy(() -> read(IdxBytes.gzip(Arrays.copyOf(file, bytes % file.length))));
        assertThatExceptionOfType(IdxException.class)
                .isThrownBy(() -> read(Arrays.copyOf(packed, bytes % packed.length)));
    }

    @Property
    void aFileWithMoreAtItsEndIsRefused(@ForAll("files") byte[] file, @ForAll @Size(min = 1, max = 9) byte[] more) {
        assertThatExceptionOfType(IdxException.class).isThrownBy(() -> read(IdxBytes.joined(file, more)));
        assertThatExceptionOfType(IdxException.class)
                .isThrownBy(() -> read(IdxBytes.gzip(IdxBytes.joined(file, more))));
    }

    @Property(tries = 3000)
    void randomBytesAreReadOrRefused(@ForAll @Size(max = 64) byte[] bytes) {
        readOrRefused(bytes).ifPresent(idx -> assertHolds(idx, bytes));
        readOrRefused(IdxBytes.gzip(bytes)).ifPresent(idx -> assertHolds(idx, bytes));
        readOrRefused(IdxBytes.joined(new byte[] {0x1f, (byte) 0x8b, 8, 0}, bytes));
    }

    @Property(tries = 3000)
    void randomHeadersAreReadOrRefused(@ForAll("nearlyFiles") byte[] bytes) {
        readOrRefused(bytes).ifPresent(idx -> assertHolds(idx, bytes));
        readOrRefused(IdxBytes.gzip(bytes)).ifPresent(idx -> assertHolds(idx, bytes));
    }

    @Property(tries = 3000)
    void aChangedByteIsReadAsItIsOrRefused(
            @ForAll("files") byte[] file, @ForAll @IntRange(max = 10_000) int place, @ForAll byte value) {
        file[place % file.length] = value;
        readOrRefused(file).ifPresent(idx -> assertHolds(idx, file));
    }

    /** The header of gzip holds a date and other things that nobody needs; everything else is secured by a sum. */
    @Property(tries = 3000)
    void aChangedByteOfAPackedFileChangesNothingOrIsRefused(
            @ForAll("files") byte[] file, @ForAll @IntRange(max = 10_000) int place, @ForAll byte value) {
        byte[] packed = IdxBytes.gzip(file);
        packed[place % packed.length] = value;
        readOrRefused(packed).ifPresent(idx -> assertHolds(idx, file));
    }
}
