package io.github.backcheck.examples;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Four small files under the names of MNIST's: 20 images to learn from and 10 to test with. */
final class SmallMnist {

    static final int TRAINING = 20;
    static final int TEST = 10;

    private SmallMnist() {}

    /** Packed, by the names of their files. */
    static Map<String, byte[]> packed() {
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put("train-images-idx3-ubyte.gz", IdxBytes.gzip(IdxBytes.file(TRAINING, 28, 28)));
        files.put("train-labels-idx1-ubyte.gz", IdxBytes.gzip(IdxBytes.labels(TRAINING)));
        files.put("t10k-images-idx3-ubyte.gz", IdxBytes.gzip(IdxBytes.file(TEST, 28, 28)));
        files.put("t10k-labels-idx1-ubyte.gz", IdxBytes.gzip(IdxBytes.labels(TEST)));
        return files;
    }

    /** The same names, with the sums of the small files. */
    static List<MnistFile> wanted() {
        return List.of(
                wanted(MnistFile.TRAINING_IMAGES, IdxBytes.file(TRAINING, 28, 28)),
                wanted(MnistFile.TRAINING_LABELS, IdxBytes.labels(TRAINING)),
                wanted(MnistFile.TEST_IMAGES, IdxBytes.file(TEST, 28, 28)),
                wanted(MnistFile.TEST_LABELS, IdxBytes.labels(TEST)));
    }

    private static MnistFile wanted(MnistFile file, byte[] content) {
        try {
            return new MnistFile(
                    file.name(),
                    HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-256").digest(content)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    static void writeInto(Path folder) {
        try {
            Files.createDirectories(folder);
            for (Map.Entry<String, byte[]> file : packed().entrySet()) {
                Files.write(folder.resolve(file.getKey()), file.getValue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
