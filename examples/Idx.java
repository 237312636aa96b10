package io.github.backcheck.examples;

import io.github.backcheck.text.Figures;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * A file in the IDX format, in which MNIST and its relatives come, packed with gzip or not: two bytes 0, a byte for the type of
 * the elements, a byte for the number of dimensions, the size of each dimension in four bytes, most significant first, then the
 * elements, the last dimension running fastest. Only unsigned bytes (type 08) are read. Immutable.
 *
 * <pre>{@code
 * Idx images = Idx.read(Path.of("train-images-idx3-ubyte.gz"));   // 60,000 x 28 x 28
 * int pixel = images.at(0, 3 * 28 + 5);                           // 0 to 255
 * }</pre>
 *
 * <p>No header is believed: memory is taken for what a file really holds, and for no more than a quarter of what there is.
 */
public final class Idx {

    private static final int UNSIGNED_BYTE = 0x08;
    private static final int MAGIC_BYTES = 4;
    private static final int DIMENSION_BYTES = 4;
    private static final int[] GZIP = {0x1f, 0x8b};

    /** More than five times the training set of MNIST. */
    private static final long MOST_BYTES = 1L << 28;

    private final String name;
    private final int[] dimensions;
    private final byte[] elements;

    private Idx(String name, int[] dimensions, byte[] elements) {
        this.name = name;
        this.dimensions = dimensions;
        this.elements = elements;
    }

    /** Bytes that are in memory already; as many as the dimensions say. */
    static Idx of(String name, byte[] elements, int... dimensions) {
        return new Idx(name, dimensions.clone(), elements.clone());
    }

    /**
     * Reads a file. Whether it is packed is seen from its content, not from its name.
     *
     * @param file plain or packed with gzip
     * @return what it holds
     * @throws IdxException if it cannot be read or is not an IDX file of unsigned bytes
     */
    public static Idx read(Path file) {
        try (InputStream stream = Files.newInputStream(file)) {
            return read(stream, file.toString());
        } catch (NoSuchFileException e) {
            throw new IdxException(file + ": there is no such file", e);
        } catch (IOException e) {
            throw new IdxException(file + ": cannot be read (" + reason(e) + ")", e);
        }
    }

    /**
     * Reads a stream to its end.
     *
     * @param stream plain or packed with gzip. Not closed.
     * @param name what to call it in messages
     * @return what it holds
     * @throws IdxException if it cannot be read or is not an IDX file of unsigned bytes
     */
    public static Idx read(InputStream stream, String name) {
        BufferedInputStream bytes = new BufferedInputStream(stream);
        try {
            bytes.mark(GZIP.length);
            boolean packed = bytes.read() == GZIP[0] && bytes.read() == GZIP[1];
            bytes.reset();
            return packed ? unpacked(bytes, name) : plain(bytes, name);
        } catch (IOException e) {
            throw new IdxException(name + ": cannot be read (" + reason(e) + ")", e);
        }
    }

    private static Idx unpacked(InputStream packed, String name) throws IOException {
        try {
            return plain(new GZIPInputStream(packed), name);
        } catch (EOFException e) {
            throw new IdxException(
                    name + ": the packed data break off before their end; the file is not complete (gzip)", e);
        } catch (ZipException e) {
            throw new IdxException(name + ": the packed data are damaged (gzip: " + reason(e) + ")", e);
        }
    }

    private static String reason(IOException e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }

    private static Idx plain(InputStream stream, String name) throws IOException {
        long[] dimensions = header(stream, name);
        long size = size(dimensions, name);
        int headerBytes = headerBytes(dimensions.length);
        // Reads piece by piece, so that a header that promises too much costs nothing.
        byte[] elements = stream.readNBytes(Math.toIntExact(size));
        if (elements.length < size) {
            throw new IdxException(name + ": ends at byte " + Figures.count(headerBytes + (long) elements.length)
                    + ", after " + Figures.count(elements.length) + " bytes of data; its header says "
                    + product(dimensions) + " = " + Figures.count(size)
                    + ": the file is not complete, or its header is wrong");
        }
        if (stream.read() >= 0) {
            throw new IdxException(name + ": goes on at byte " + Figures.count(headerBytes + size)
                    + ", where it should end; its header says " + product(dimensions) + " = " + Figures.count(size)
                    + " bytes of data");
        }
        return new Idx(
                name, Arrays.stream(dimensions).mapToInt(Math::toIntExact).toArray(), elements);
    }

    private static long[] header(InputStream stream, String name) throws IOException {
        byte[] magic = stream.readNBytes(MAGIC_BYTES);
        if (magic.length == 0) {
            throw new IdxException(name + ": is empty, an IDX file was expected");
        }
        if (magic[0] != 0 || (magic.length > 1 && magic[1] != 0)) {
            throw new IdxException(name + ": byte 0: starts with " + hex(magic) + ", an IDX file starts with 00 00 08"
                    + (name.toLowerCase(Locale.ROOT).endsWith(".gz") ? " and a gzip file with 1f 8b" : ""));
        }
        if (magic.length < MAGIC_BYTES) {
            throw new IdxException(name + ": ends at byte " + magic.length + ", within the " + MAGIC_BYTES
                    + " bytes that tell type and dimensions");
        }
        if (magic[2] != UNSIGNED_BYTE) {
            throw new IdxException(
                    name + ": byte 2: the elements are " + type(magic[2]) + ", unsigned bytes (type 08) were expected");
        }
        int count = Byte.toUnsignedInt(magic[3]);
        if (count == 0) {
            throw new IdxException(name + ": byte 3: has 0 dimensions, at least 1 was expected");
        }
        byte[] sizes = stream.readNBytes(count * DIMENSION_BYTES);
        if (sizes.length < count * DIMENSION_BYTES) {
            throw new IdxException(name + ": ends at byte " + (MAGIC_BYTES + sizes.length) + ", within its header: "
                    + headerBytes(count) + " bytes were expected for "
                    + Figures.count(count, "dimension"));
        }
        ByteBuffer buffer = ByteBuffer.wrap(sizes);
        long[] dimensions = new long[count];
        Arrays.setAll(dimensions, i -> Integer.toUnsignedLong(buffer.getInt()));
        return dimensions;
    }

    private static long size(long[] dimensions, String name) {
        for (int i = 0; i < dimensions.length; i++) {
            if (dimensions[i] == 0) {
                throw new IdxException(name + ": byte " + headerBytes(i) + ": dimension " + (i + 1) + " of "
                        + dimensions.length + " is 0, at least 1 was expected");
            }
        }
        long most = Math.min(MOST_BYTES, Runtime.getRuntime().maxMemory() / 4);
        long size = 1;
        for (long dimension : dimensions) {
            size *= dimension; // below 2^28 times 2^32
            if (size > most) {
                throw new IdxException(name + ": byte " + MAGIC_BYTES + ": the dimensions are " + product(dimensions)
                        + ", at most " + Figures.count(most) + " bytes of data are read");
            }
        }
        return size;
    }

    private static int headerBytes(int dimensions) {
        return MAGIC_BYTES + dimensions * DIMENSION_BYTES;
    }

    private static String product(long[] dimensions) {
        int shown = Math.min(dimensions.length, 5);
        return Arrays.stream(dimensions, 0, shown).mapToObj(Figures::count).collect(Collectors.joining(" x "))
                + (shown < dimensions.length ? " x ..." : "");
    }

    private static String hex(byte[] bytes) {
        return HexFormat.ofDelimiter(" ").formatHex(bytes);
    }

    private static String type(byte code) {
        String number = " (type " + hex(new byte[] {code}) + ")";
        return switch (code) {
            case 0x09 -> "signed bytes" + number;
            case 0x0B -> "short integers" + number;
            case 0x0C -> "integers of 4 bytes" + number;
            case 0x0D -> "floats" + number;
            case 0x0E -> "doubles" + number;
            default -> "of an unknown type" + number;
        };
    }

    /**
     * Checks that these are images.
     *
     * @return this
     * @throws IdxException if there are not three dimensions
     */
    public Idx requireImages() {
        if (dimensions.length != 3) {
            throw new IdxException(name + ": byte 3: has " + Figures.count(dimensions.length, "dimension")
                    + (dimensions.length == 1 ? ", as labels have" : "")
                    + "; images with 3 (count x rows x columns) were expected");
        }
        return this;
    }

    /**
     * Checks that these are labels.
     *
     * @return this
     * @throws IdxException if there is not one dimension
     */
    public Idx requireLabels() {
        if (dimensions.length != 1) {
            throw new IdxException(name + ": byte 3: has " + Figures.count(dimensions.length, "dimension")
                    + (dimensions.length == 3 ? ", as images have" : "") + "; labels with 1 were expected");
        }
        return this;
    }

    /**
     * What the file is called in messages.
     *
     * @return its path
     */
    public String name() {
        return name;
    }

    /**
     * The size of each dimension.
     *
     * @return a copy, for example 60,000, 28 and 28
     */
    public int[] dimensions() {
        return dimensions.clone();
    }

    /**
     * Number of items: the size of the first dimension.
     *
     * @return at least 1
     */
    public int count() {
        return dimensions[0];
    }

    /**
     * Number of elements of an item: 1 for a label, rows times columns for an image.
     *
     * @return at least 1
     */
    public int elementsPerItem() {
        return elements.length / dimensions[0];
    }

    /**
     * One element.
     *
     * @param item from 0
     * @param element within the item, from 0
     * @return 0 to 255
     * @throws IndexOutOfBoundsException if there is no such item or element
     */
    public int at(int item, int element) {
        if (item < 0 || item >= count() || element < 0 || element >= elementsPerItem()) {
            throw new IndexOutOfBoundsException("element " + element + " of item " + item + " of " + this);
        }
        return Byte.toUnsignedInt(elements[item * elementsPerItem() + element]);
    }

    /** Where an item begins in the unpacked file, for messages. */
    long byteOf(int item) {
        return headerBytes(dimensions.length) + (long) item * elementsPerItem();
    }

    /** As in {@code train-images-idx3-ubyte.gz: 60,000 x 28 x 28 bytes}. */
    @Override
    public String toString() {
        return name + ": " + product(Arrays.stream(dimensions).asLongStream().toArray()) + " bytes";
    }
}
