package io.github.backcheck.examples;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One of the four files of MNIST.
 *
 * @param name as it was published, without {@code .gz}
 * @param sha256 of the unpacked content, in hexadecimal digits: mirrors that pack it anew hand out the same content
 */
record MnistFile(String name, String sha256) {

    static final MnistFile TRAINING_IMAGES = new MnistFile(
            "train-images-idx3-ubyte", "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db");
    static final MnistFile TRAINING_LABELS = new MnistFile(
            "train-labels-idx1-ubyte", "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5");
    static final MnistFile TEST_IMAGES =
            new MnistFile("t10k-images-idx3-ubyte", "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7");
    static final MnistFile TEST_LABELS =
            new MnistFile("t10k-labels-idx1-ubyte", "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2");

    static final List<MnistFile> ALL = List.of(TRAINING_IMAGES, TRAINING_LABELS, TEST_IMAGES, TEST_LABELS);

    /** The name under which mirrors offer it. */
    String packedName() {
        return name + ".gz";
    }

    /** The file in a folder: packed or not, and with a dot in its name as some tools unpack it, or with a hyphen. */
    Optional<Path> in(Path folder) {
        String dotted = name.replace("-idx", ".idx");
        return Stream.of(packedName(), name, dotted + ".gz", dotted)
                .map(folder::resolve)
                .filter(Files::isRegularFile)
                .findFirst();
    }
}
