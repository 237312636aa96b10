package io.github.backcheck.diagnosis.campaign;

import io.github.backcheck.examples.Digits;
import io.github.backcheck.model.Batch;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * The digits as two files in the format of MNIST: a header of big-endian ints, then bytes. Pixels go from 0 to 255. The
 * programs read these bytes each in its own way.
 */
final class DigitFiles {

    private static final Batch DIGITS = Digits.load().raw();
    private static final int BRIGHTEST = 16;
    private static final int SIDE = 8;

    private DigitFiles() {}

    private interface Writer {
        void write(DataOutputStream out) throws IOException;
    }

    private static byte[] bytes(Writer writer) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            writer.write(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** 16 bytes: 2051, number of images, rows, columns; then the pixels. The seed decides the order of the digits. */
    static byte[] images(long seed) {
        Batch digits = DIGITS.shuffled(seed);
        return bytes(out -> {
            out.writeInt(2051);
            out.writeInt(digits.size());
            out.writeInt(SIDE);
            out.writeInt(SIDE);
            for (int n = 0; n < digits.size(); n++) {
                for (int i = 0; i < digits.inputCount(); i++) {
                    out.writeByte((int) Math.round(digits.input(n, i) * 255 / BRIGHTEST));
                }
            }
        });
    }

    /** 8 bytes: 2049, number of labels; then the labels. */
    static byte[] labels(long seed) {
        Batch digits = DIGITS.shuffled(seed);
        return bytes(out -> {
            out.writeInt(2049);
            out.writeInt(digits.size());
            for (int label : digits.labels()) {
                out.writeByte(label);
            }
        });
    }
}
