package io.github.backcheck.examples;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** The real MNIST, for tests that need it: they are skipped where it is not. Nothing is downloaded. */
final class RealMnist {

    private RealMnist() {}

    /** The folder that the system property names, else one beside the project. */
    static Path folder() {
        Path folder = Path.of(System.getProperty(MnistSearch.FOLDER, "../shared/data/mnist"));
        Assumptions.assumeTrue(
                Files.isDirectory(folder),
                "MNIST is not in " + folder + "; name its folder with -Dbackcheck.mnist=...");
        return folder;
    }

    static Mnist load() {
        return Mnist.of(folder());
    }
}
