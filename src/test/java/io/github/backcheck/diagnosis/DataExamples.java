package io.github.backcheck.diagnosis;

import static io.github.backcheck.diagnosis.FindingExample.examine;

import io.github.backcheck.model.Batch;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** What can be wrong with inputs and targets, told to a program of tanh units and a softmax that reads handwritten digits. */
final class DataExamples {

    private static final int SIDE = 8;
    private static final int PIXELS = SIDE * SIDE;
    private static final int SIDE_ENLARGED = 2 * SIDE - 1;
    private static final int PIXELS_ENLARGED = SIDE_ENLARGED * SIDE_ENLARGED;
    private static final int CLASSES = 10;
    private static final int HEADER = 16;
    private static final int BRIGHTEST = 255;

    /** Nothing is wrong. */
    static final Supplier<Diagnosis> HEALTHY =
            FindingExample.once(() -> examine(reader(PIXELS).wrap(), Samples.digits()));

    private static final Supplier<Diagnosis> TESTED =
            FindingExample.once(() -> tested(Samples.digits().slice(200, 300)));

    private DataExamples() {}

    static List<FindingExample> all() {
        Batch digits = Samples.digits();
        return List.of(
                ofData(FindingId.HEADER_IN_DATA, withHeader()),
                new FindingExample(FindingId.BYTES_WITH_SIGN, () -> ofBytes(127), () -> ofBytes(BRIGHTEST)),
                new FindingExample(
                        FindingId.TARGETS_NOT_ONE_HOT, () -> sigmoids(withEmptyTargets()), () -> sigmoids(digits)),
                new FindingExample(
                        FindingId.TARGETS_OUT_OF_RANGE, () -> neurons(minusAndPlus()), () -> neurons(Samples.clouds())),
                ofData(FindingId.TARGETS_SHIFTED, shifted(digits)),
                new FindingExample(
                        FindingId.TARGETS_UNRELATED,
                        () -> clouds(shuffledApart(Samples.clouds())),
                        () -> clouds(Samples.clouds())),
                new FindingExample(
                        FindingId.CLASSES_PERMUTED, () -> trainedOn(countedFromOne(digits)), () -> trainedOn(digits)),
                new FindingExample(FindingId.CLASS_IMBALANCE, DataExamples::imbalanced, DataExamples::balanced),
                ofTestData(FindingId.TEST_DATA_DIFFER, Samples.rawDigits().slice(200, 300)),
                ofTestData(FindingId.TEST_TARGETS_WRONG, shuffledApart(digits.slice(200, 300))),
                ofTestData(FindingId.TEST_IN_TRAINING, digits.slice(150, 250)));
    }

    private static BiasRows reader(int inputs) {
        return new BiasRows(Bug.NONE, 0.1, 1, inputs, 10, CLASSES);
    }

    private static FindingExample ofData(FindingId id, Batch wrong) {
        return new FindingExample(id, () -> examine(reader(PIXELS).wrap(), wrong), HEALTHY);
    }

    private static Diagnosis ofBytes(int largest) {
        return examine(reader(PIXELS_ENLARGED).wrap(), enlarged(largest).slice(0, 100));
    }

    private static FindingExample ofTestData(FindingId id, Batch wrong) {
        return new FindingExample(id, () -> tested(wrong), TESTED);
    }

    private static Diagnosis tested(Batch test) {
        return Examination.of(reader(PIXELS).wrap())
                .data(Samples.digits().slice(0, 200))
                .testData(test)
                .run();
    }

    /** The file as one row of bytes, header and all, cut into images. */
    private static Batch withHeader() {
        Batch digits = Samples.digits();
        int count = digits.size();
        double[] file = new double[HEADER + count * PIXELS];
        file[2] = 8;
        file[3] = 3;
        file[6] = count >> 8;
        file[7] = count & 0xFF;
        file[11] = SIDE;
        file[15] = SIDE;
        for (int n = 0; n < count; n++) {
            for (int i = 0; i < PIXELS; i++) {
                file[HEADER + n * PIXELS + i] = Math.round(BRIGHTEST * digits.input(n, i));
            }
        }
        double[][] x = new double[count][];
        for (int n = 0; n < count; n++) {
            x[n] = Arrays.stream(file, n * PIXELS, (n + 1) * PIXELS)
                    .map(pixel -> pixel / BRIGHTEST)
                    .toArray();
        }
        return Batch.of(x, digits.targets());
    }

    /** Images of 15 x 15 bytes, divided by 255; those above the largest have lost 256. */
    static Batch enlarged(int largest) {
        Batch digits = Samples.digits();
        int side = SIDE_ENLARGED;
        double[][] x = new double[digits.size()][side * side];
        for (int n = 0; n < x.length; n++) {
            for (int i = 0; i < x[n].length; i++) {
                int at = i / side / 2 * SIDE + i % side / 2;
                int below = at + i / side % 2 * SIDE;
                int beside = i % side % 2;
                double sum = digits.input(n, at)
                        + digits.input(n, at + beside)
                        + digits.input(n, below)
                        + digits.input(n, below + beside);
                long pixel = Math.round(BRIGHTEST * sum / 4);
                x[n][i] = (pixel > largest ? pixel - 256 : pixel) / (double) BRIGHTEST;
            }
        }
        return Batch.of(x, digits.targets());
    }

    /** The 1 is written into a copy of the row wherever the label is 7. */
    private static Batch withEmptyTargets() {
        Batch digits = Samples.digits();
        double[][] y = digits.targets();
        for (double[] row : y) {
            row[7] = 0;
        }
        return Batch.of(digits.inputs(), y);
    }

    private static Batch minusAndPlus() {
        Batch clouds = Samples.clouds();
        double[][] y = clouds.targets();
        for (double[] row : y) {
            Arrays.setAll(row, k -> 2 * row[k] - 1);
        }
        return Batch.of(clouds.inputs(), y);
    }

    private static Diagnosis sigmoids(Batch data) {
        return examine(new EjmlMatrices(Bug.NONE, 0.5, 0, 1, PIXELS, 10, CLASSES).wrap(), data);
    }

    private static Diagnosis neurons(Batch data) {
        return examine(new NeuronObjects(Bug.NONE, 0.3, 1, 2, 8, 3).wrap(), data);
    }

    private static Diagnosis clouds(Batch data) {
        return examine(new BiasRows(Bug.NONE, 0.1, 1, 2, 6, 3).wrap(), data);
    }

    private static Batch shifted(Batch data) {
        int[] next =
                IntStream.range(0, data.size()).map(n -> (n + 1) % data.size()).toArray();
        return Batch.of(data.inputs(), data.select(next).targets());
    }

    private static Batch shuffledApart(Batch data) {
        return Batch.of(data.inputs(), data.shuffled(7).targets());
    }

    private static Batch countedFromOne(Batch data) {
        int[] labels =
                Arrays.stream(data.labels()).map(label -> (label + 1) % CLASSES).toArray();
        return Batch.labelled(data.inputs(), labels, CLASSES);
    }

    /** Trained on some targets and asked about the right ones. */
    private static Diagnosis trainedOn(Batch training) {
        BiasRows net = new BiasRows(Bug.NONE, 0.3, 1, PIXELS, 10, CLASSES);
        Samples.train(training, 10, 20, batch -> net.train(batch.inputs(), batch.targets()));
        return examine(net.wrap(), Samples.digits());
    }

    private static Diagnosis imbalanced() {
        Batch digits = Samples.digits();
        int[] labels =
                Arrays.stream(digits.labels()).map(label -> label == 7 ? 1 : 0).toArray();
        return afterAFewSteps(Batch.labelled(digits.inputs(), labels, 2));
    }

    private static Diagnosis balanced() {
        Batch digits = Samples.digits();
        int[] labels = Arrays.stream(digits.labels()).map(label -> label % 2).toArray();
        return afterAFewSteps(Batch.labelled(digits.inputs(), labels, 2));
    }

    private static Diagnosis afterAFewSteps(Batch data) {
        BiasRows net = new BiasRows(Bug.NONE, 0.003, 1, PIXELS, 10, 2);
        Samples.train(data, 10, 10, batch -> net.train(batch.inputs(), batch.targets()));
        return examine(net.wrap(), data);
    }
}
