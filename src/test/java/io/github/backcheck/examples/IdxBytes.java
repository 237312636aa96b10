package io.github.backcheck.examples;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;

/** Writes IDX files for tests, right ones and wrong ones. */
final class IdxBytes {

    private IdxBytes() {}

    /** A header of unsigned bytes, whether it makes sense or not. */
    static byte[] header(int... dimensions) {
        ByteBuffer buffer = ByteBuffer.allocate(4 + 4 * dimensions.length);
        buffer.put((byte) 0).put((byte) 0).put((byte) 8).put((byte) dimensions.length);
        Arrays.stream(dimensions).forEach(buffer::putInt);
        return buffer.array();
    }

    /** A file whose elements count up from 1 and begin anew after 251. */
    static byte[] file(int... dimensions) {
        int size = Arrays.stream(dimensions).reduce(1, Math::multiplyExact);
        byte[] elements = new byte[size];
        for (int i = 0; i < size; i++) {
            elements[i] = (byte) (1 + i % 251);
        }
        return joined(header(dimensions), elements);
    }

    /** Labels 0, 1, ... 9, 0, ... */
    static byte[] labels(int count) {
        byte[] labels = new byte[count];
        for (int i = 0; i < count; i++) {
            labels[i] = (byte) (i % 10);
        }
        return joined(header(count), labels);
    }

    static byte[] joined(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    static byte[] gzip(byte[] content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
