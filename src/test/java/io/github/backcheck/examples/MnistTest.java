package io.github.backcheck.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.backcheck.model.Batch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where MNIST is looked for, and what takes its place. Downloads are {@link MnistDownloadTest}'s. */
class MnistTest {

    private static final int SIDE = 28;

    @TempDir
    Path folder;

    private static Properties properties(String... keysAndValues) {
        Properties properties = new Properties();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            properties.setProperty(keysAndValues[i], keysAndValues[i + 1]);
        }
        return properties;
    }

    @Test
    void aFolderIsReadPackedOrNot() throws IOException {
        SmallMnist.writeInto(folder);
        Files.delete(folder.resolve("train-images-idx3-ubyte.gz"));
        Files.write(folder.resolve("train-images.idx3-ubyte"), IdxBytes.file(20, SIDE, SIDE));
        Mnist mnist = Mnist.of(folder);
        assertThat(mnist.origin()).isEqualTo("MNIST: 20 training and 10 test images from " + folder);
        assertThat(mnist.trainingCount()).isEqualTo(20);
        assertThat(mnist.testCount()).isEqualTo(10);
        assertThat(mnist.training(5, 20)).hasToString("batch of 15: inputs 15 x 784, targets 15 x 10");
        assertThat(mnist.test(3, 5).labels()).containsExactly(3, 4);
        assertThat(mnist.training(0, 1).input(0, 50)).isEqualTo(51 / 255.0);
        assertThat(mnist.raw().training(0, 1).input(0, 50)).isEqualTo(51);
        assertThat(mnist.raw().origin()).isEqualTo(mnist.origin());
        assertThat(mnist.firstTraining(12).size()).isEqualTo(12);
        assertThat(mnist.firstTraining(1000).size()).isEqualTo(20);
        assertThat(mnist.firstTest(1000).size()).isEqualTo(10);
        assertThat(mnist.selectTraining(17, 4, 4).labels()).containsExactly(7, 4, 4);
        assertThatIllegalArgumentException().isThrownBy(() -> mnist.training(0, 21));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> mnist.selectTraining(3, 20))
                .withMessage("image 20 of 20: from 0 to 19 was expected");
    }

    @Test
    void aMissingFileIsNamed() throws IOException {
        SmallMnist.writeInto(folder);
        Files.delete(folder.resolve("t10k-labels-idx1-ubyte.gz"));
        assertThatExceptionOfType(IdxException.class)
                .isThrownBy(() -> Mnist.of(folder))
                .withMessage(
                        folder + ": neither t10k-labels-idx1-ubyte.gz nor t10k-labels-idx1-ubyte is there; the four"
                                + " files of MNIST were expected");
    }

    @Test
    void imagesOfAnotherSizeAreRefused() throws IOException {
        SmallMnist.writeInto(folder);
        Files.write(folder.resolve("t10k-images-idx3-ubyte.gz"), IdxBytes.gzip(IdxBytes.file(10, 8, 9)));
        assertThatExceptionOfType(IdxException.class)
                .isThrownBy(() -> Mnist.of(folder))
                .withMessageEndingWith("t10k-images-idx3-ubyte: the images have 8 x 9 pixels, 28 x 28 were expected");
    }

    @Test
    void thePropertyComesBeforeTheVariableBeforeTheCache() {
        Path a = folder.resolve("a");
        Path b = folder.resolve("b");
        Path c = folder.resolve("c");
        SmallMnist.writeInto(a);
        SmallMnist.writeInto(b);
        SmallMnist.writeInto(c);
        Map<String, String> variable = Map.of("BACKCHECK_MNIST", b.toString());
        String cache = c.toString();
        assertThat(MnistSearch.of(properties("backcheck.mnist", a.toString(), "backcheck.mnist.cache", cache), variable)
                        .find()
                        .origin())
                .endsWith("from " + a);
        assertThat(MnistSearch.of(properties("backcheck.mnist.cache", cache), variable)
                        .find()
                        .origin())
                .endsWith("from " + b);
        assertThat(MnistSearch.of(properties("backcheck.mnist.cache", cache), Map.of())
                        .find()
                        .origin())
                .endsWith("from " + c);
    }

    @Test
    void theCacheIsWhereCachesAre() {
        Path home = folder.resolve("home");
        Path caches = folder.resolve("caches").toAbsolutePath();
        Properties user = properties("user.home", home.toString());
        assertThat(MnistSearch.of(user, Map.of()).cache())
                .isEqualTo(home.resolve(".cache").resolve("backcheck").resolve("mnist"));
        assertThat(MnistSearch.of(user, Map.of("XDG_CACHE_HOME", caches.toString()))
                        .cache())
                .isEqualTo(caches.resolve("backcheck").resolve("mnist"));
        assertThat(MnistSearch.of(user, Map.of("XDG_CACHE_HOME", "relative")).cache())
                .isEqualTo(home.resolve(".cache").resolve("backcheck").resolve("mnist"));
        user.setProperty("backcheck.mnist.cache", folder.toString());
        assertThat(MnistSearch.of(user, Map.of("XDG_CACHE_HOME", caches.toString()))
                        .cache())
                .isEqualTo(folder);
    }

    @Test
    void downloadsCanBeTurnedOff() {
        assertThat(MnistSearch.of(properties(), Map.of()).download())
                .hasValueSatisfying(download -> assertThat(download.mirrors())
                        .hasSize(2)
                        .allSatisfy(mirror -> {
                            assertThat(mirror.getScheme()).isEqualTo("https");
                            assertThat(mirror.getPath()).endsWith("/");
                        }));
        assertThat(MnistSearch.of(properties("backcheck.mnist.download", "FALSE"), Map.of())
                        .download())
                .isEmpty();
    }

    /** Whoever names a folder wants that one: other digits in its place would only confuse. */
    @Test
    void aNamedFolderWithoutMnistIsAnError() throws IOException {
        assertThatExceptionOfType(IdxException.class)
                .isThrownBy(() -> MnistSearch.of(properties("backcheck.mnist", folder.toString()), Map.of())
                        .find())
                .withMessageStartingWith("the system property backcheck.mnist names " + folder
                        + " as the folder of MNIST: " + folder + ": neither train-images-idx3-ubyte.gz nor ");
        SmallMnist.writeInto(folder);
        Path damaged = Files.write(folder.resolve("t10k-labels-idx1-ubyte.gz"), new byte[] {1, 2, 3, 4});
        assertThatExceptionOfType(IdxException.class)
                .isThrownBy(() -> MnistSearch.of(properties(), Map.of("BACKCHECK_MNIST", folder.toString()))
                        .find())
                .withMessageStartingWith("the environment variable BACKCHECK_MNIST names " + folder
                        + " as the folder of MNIST: " + damaged + ": byte 0: starts with 01 02 03 04");
    }

    @Test
    void withoutMnistTheSmallerDigitsTakeItsPlaceAndSaySo() throws IOException {
        Mnist digits = new MnistSearch(Optional.empty(), folder, Optional.empty()).find();
        assertThat(digits.origin())
                .isEqualTo("8x8 digits drawn into 28x28 because MNIST is not in " + folder
                        + " and may not be downloaded (the system property backcheck.mnist.download is false)");
        assertThat(digits).hasToString(digits.origin());

        SmallMnist.writeInto(folder);
        Files.write(folder.resolve("t10k-labels-idx1-ubyte.gz"), IdxBytes.gzip(IdxBytes.labels(9)));
        assertThat(new MnistSearch(Optional.empty(), folder, Optional.empty())
                        .find()
                        .origin())
                .startsWith("8x8 digits drawn into 28x28 because MNIST in the cache is damaged (")
                .contains("10 images, ", "9 labels");
    }

    @Test
    void enlargedDigitsAreTheSmallOnesWithABlackBorder() {
        Mnist digits = Mnist.enlargedDigits("this is a test");
        assertThat(digits.origin()).isEqualTo("8x8 digits drawn into 28x28 because this is a test");
        assertThat(digits.trainingCount()).isEqualTo(1437);
        assertThat(digits.testCount()).isEqualTo(360);
        Digits.Split small = Digits.split(Digits.load().scaled(), 1);
        Batch test = digits.raw().test(0, 360);
        assertThat(test.labels()).isEqualTo(small.test().labels());
        for (int sample = 0; sample < test.size(); sample++) {
            double[] image = test.input(sample);
            double inside = 0;
            for (int row = 0; row < SIDE; row++) {
                for (int column = 0; column < SIDE; column++) {
                    double pixel = image[row * SIDE + column];
                    if (row < 4 || row >= 24 || column < 4 || column >= 24) {
                        assertThat(pixel).isZero();
                    } else {
                        inside += pixel;
                    }
                }
            }
            double ink = 0;
            for (double pixel : small.test().input(sample)) {
                ink += pixel;
            }
            // An image 2.5 times as wide and as high has 6.25 times the ink, give or take what its edge weighs.
            assertThat(inside / 255 / 6.25 / ink).isBetween(0.95, 1.05);
        }
    }

    /** Between two pixels of the small image lie their means. */
    @Test
    void enlargedPixelsLieBetweenTheSmallOnes() {
        double[][] ramp = new double[1][64];
        for (int pixel = 0; pixel < 64; pixel++) {
            ramp[0][pixel] = pixel % 8 / 7.0;
        }
        LabelledImages enlarged = EnlargedDigits.of(Batch.labelled(ramp, new int[] {3}, 10));
        double[] row = new double[20];
        System.arraycopy(
                enlarged.batch(0, 1, LabelledImages.Scale.BYTES).input(0), (4 + 9) * SIDE + 4, row, 0, row.length);
        assertThat(row[0]).isZero();
        assertThat(row[19]).isEqualTo(255);
        for (int column = 1; column < 19; column++) {
            assertThat(row[column]).isEqualTo((double) Math.round(255 * ((column + 0.5) * 0.4 - 0.5) / 7));
        }
    }
}
