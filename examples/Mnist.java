package io.github.backcheck.examples;

import io.github.backcheck.examples.LabelledImages.Scale;
import io.github.backcheck.model.Batch;
import io.github.backcheck.text.Figures;
import java.nio.file.Path;

/**
 * The handwritten digits of MNIST, 60,000 to learn from and 10,000 to test with, 28 x 28 pixels each; or, where MNIST cannot be
 * had, the smaller digits of {@link Digits} drawn into as many pixels. {@link #origin} says which. Immutable.
 *
 * <pre>{@code
 * Mnist mnist = Mnist.load();
 * System.out.println(mnist.origin());
 * Batch some = mnist.training(0, 10_000);   // pixels 0 to 1, targets one-hot
 * }</pre>
 *
 * <p>All of it in bytes takes 55 MB. A {@link Batch} takes eight times as many for its images, 63 MB for 10,000 of them and
 * 376 MB for 60,000, and twice as much while it is made: ask for what is needed, or for one part after another.
 */
public final class Mnist {

    private static final int SIDE = 28;

    private final String origin;
    private final LabelledImages training;
    private final LabelledImages test;
    private final Scale scale;

    private Mnist(String origin, LabelledImages training, LabelledImages test, Scale scale) {
        this.origin = origin;
        this.training = training;
        this.test = test;
        this.scale = scale;
    }

    /**
     * Looks for MNIST in these places, in this order:
     *
     * <ol>
     *   <li>the folder that the system property {@code backcheck.mnist} names,
     *   <li>the folder that the environment variable {@code BACKCHECK_MNIST} names,
     *   <li>a cache: the folder that the system property {@code backcheck.mnist.cache} names, otherwise {@code
     *       backcheck/mnist} in {@code XDG_CACHE_HOME} or in {@code .cache} of the user's home,
     *   <li>two public mirrors, from which 11 MB are downloaded into the cache and compared with their SHA-256, unless the
     *       system property {@code backcheck.mnist.download} is {@code false}.
     * </ol>
     *
     * Where there is none, the smaller digits take its place.
     *
     * @return the digits, pixels from 0 to 1
     * @throws IdxException if a folder is named in which MNIST is not, or is damaged
     */
    public static Mnist load() {
        return MnistSearch.ofThisMachine().find();
    }

    /**
     * Reads the four files of MNIST, packed or not.
     *
     * @param folder where they are, under their usual names
     * @return the digits, pixels from 0 to 1
     * @throws IdxException if one is missing or damaged, or if the images are not of 28 x 28 pixels
     */
    public static Mnist of(Path folder) {
        LabelledImages training = read(folder, MnistFile.TRAINING_IMAGES, MnistFile.TRAINING_LABELS);
        LabelledImages test = read(folder, MnistFile.TEST_IMAGES, MnistFile.TEST_LABELS);
        String origin = "MNIST: " + Figures.count(training.count()) + " training and " + Figures.count(test.count())
                + " test images from " + folder;
        return new Mnist(origin, training, test, Scale.UNIT);
    }

    private static LabelledImages read(Path folder, MnistFile images, MnistFile labels) {
        LabelledImages both = LabelledImages.of(read(folder, images), read(folder, labels));
        if (both.rows() != SIDE || both.columns() != SIDE) {
            throw new IdxException(folder.resolve(images.name()) + ": the images have " + both.rows() + " x "
                    + both.columns() + " pixels, " + SIDE + " x " + SIDE + " were expected");
        }
        return both;
    }

    private static Idx read(Path folder, MnistFile file) {
        return Idx.read(file.in(folder)
                .orElseThrow(() -> new IdxException(folder + ": neither " + file.packedName() + " nor " + file.name()
                        + " is there; the four files of MNIST were expected")));
    }

    /**
     * The digits of {@link Digits} in place of MNIST: enlarged from 8 x 8 to 20 x 20 pixels and put into the middle of 28 x 28,
     * with a black border as in MNIST.
     *
     * @param because why it is not MNIST, to complete "8x8 digits drawn into 28x28 because ..."
     * @return 1,437 digits to learn from and 360 to test with, pixels from 0 to 1
     */
    static Mnist enlargedDigits(String because) {
        Digits.Split split = Digits.split(Digits.load().scaled(), 1);
        return new Mnist(
                "8x8 digits drawn into 28x28 because " + because,
                EnlargedDigits.of(split.training()),
                EnlargedDigits.of(split.test()),
                Scale.UNIT);
    }

    /**
     * Which digits these are, in words. Examples print it, since their figures depend on it.
     *
     * @return for example {@code MNIST: 60,000 training and 10,000 test images from data/mnist}
     */
    public String origin() {
        return origin;
    }

    /**
     * The same digits with pixels as they are in the files, 0 to 255.
     *
     * @return digits that share their bytes with these
     */
    public Mnist raw() {
        return new Mnist(origin, training, test, Scale.BYTES);
    }

    /**
     * Number of digits to learn from.
     *
     * @return 60,000 in MNIST
     */
    public int trainingCount() {
        return training.count();
    }

    /**
     * Number of digits to test with.
     *
     * @return 10,000 in MNIST
     */
    public int testCount() {
        return test.count();
    }

    /**
     * Some of the digits to learn from.
     *
     * @param from the first
     * @param to the one after the last
     * @return to − from samples, 784 inputs, targets one-hot
     * @throws IllegalArgumentException if the range is empty or reaches outside
     */
    public Batch training(int from, int to) {
        return training.batch(from, to, scale);
    }

    /**
     * Digits to learn from, in any order: a mini-batch of all that there are takes little memory.
     *
     * @param samples indices from 0, at least one. Not modified.
     * @return as many samples, 784 inputs, targets one-hot
     * @throws IllegalArgumentException if no sample is named or one does not exist
     */
    public Batch selectTraining(int... samples) {
        return training.select(samples, scale);
    }

    /**
     * Some of the digits to test with.
     *
     * @param from the first
     * @param to the one after the last
     * @return to − from samples, 784 inputs, targets one-hot
     * @throws IllegalArgumentException if the range is empty or reaches outside
     */
    public Batch test(int from, int to) {
        return test.batch(from, to, scale);
    }

    /**
     * The first digits to learn from, or all if there are not as many.
     *
     * @param most how many at most, at least 1
     * @return the samples
     */
    public Batch firstTraining(int most) {
        return training(0, Math.min(most, trainingCount()));
    }

    /**
     * The first digits to test with, or all if there are not as many.
     *
     * @param most how many at most, at least 1
     * @return the samples
     */
    public Batch firstTest(int most) {
        return test(0, Math.min(most, testCount()));
    }

    /** The origin. */
    @Override
    public String toString() {
        return origin;
    }
}
