package io.github.backcheck.diagnosis;

import static io.github.backcheck.diagnosis.FindingExample.examine;

import io.github.backcheck.mlp.Initialiser;
import io.github.backcheck.mlp.Mlp;
import io.github.backcheck.mlp.Optimiser;
import io.github.backcheck.model.Activation;
import io.github.backcheck.model.Architecture;
import io.github.backcheck.model.Batch;
import io.github.backcheck.model.Model;
import io.github.backcheck.model.Storage;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;

/** What can be wrong with outputs, with the loop over the data and with what is printed. */
final class ProgramExamples {

    private static final int BATCH = 10;

    private ProgramExamples() {}

    static List<FindingExample> all() {
        return List.of(
                new FindingExample(
                        FindingId.EPOCH_CHANGES_DATA,
                        () -> loop(Samples.digits(), ProgramExamples::shuffleInputs),
                        () -> loop(Samples.digits(), ProgramExamples::shuffle)),
                new FindingExample(
                        FindingId.SAMPLES_INFLUENCE_EACH_OTHER,
                        ProgramExamples::overTheWrongAxis,
                        DataExamples.HEALTHY),
                new FindingExample(
                        FindingId.OUTPUTS_IGNORE_PARAMETERS, ProgramExamples::outputsOfACopy, DataExamples.HEALTHY),
                new FindingExample(
                        FindingId.NETWORK_IS_LINEAR,
                        () -> twoLayers(Activation.IDENTITY),
                        () -> twoLayers(Activation.TANH)),
                new FindingExample(FindingId.PARAMETERS_REDRAWN, () -> drawn(true), () -> drawn(false)),
                new FindingExample(
                        FindingId.BATCHES_ONE_CLASS,
                        () -> loop(sorted(Samples.digits()), (x, y) -> {}),
                        () -> loop(sorted(Samples.digits()), ProgramExamples::shuffle)),
                new FindingExample(
                        FindingId.TRAINING_NOT_REPEATABLE, ProgramExamples::inAnyOrder, DataExamples.HEALTHY),
                new FindingExample(
                        FindingId.ACCURACY_MISCOUNTED,
                        () -> accuracy(ProgramExamples::intDivision),
                        () -> accuracy(ProgramExamples::rightShare)),
                new FindingExample(FindingId.LOSS_MISREPORTED, () -> reportedLoss(true), () -> reportedLoss(false)));
    }

    private static BiasRows reader() {
        return new BiasRows(Bug.NONE, 0.1, 1, 64, 10, 10);
    }

    /** One pass in batches, after something was done to the order of the rows. */
    private static Diagnosis loop(Batch data, BiConsumer<double[][], double[][]> order) {
        BiasRows net = new BiasRows(Bug.NONE, 0.5, 1, 64, 10, 10);
        Model model = net.stepOnly()
                .epoch((x, y) -> {
                    order.accept(x, y);
                    pass(net, x, y);
                })
                .build();
        return examine(model, data);
    }

    private static void pass(BiasRows net, double[][] x, double[][] y) {
        for (int from = 0; from < x.length; from += BATCH) {
            int to = Math.min(from + BATCH, x.length);
            net.train(Arrays.copyOfRange(x, from, to), Arrays.copyOfRange(y, from, to));
        }
    }

    private static void shuffleInputs(double[][] x, double[][] y) {
        Random random = new Random(3);
        for (int n = x.length - 1; n > 0; n--) {
            swap(x, n, random.nextInt(n + 1));
        }
    }

    private static void shuffle(double[][] x, double[][] y) {
        Random random = new Random(3);
        for (int n = x.length - 1; n > 0; n--) {
            int other = random.nextInt(n + 1);
            swap(x, n, other);
            swap(y, n, other);
        }
    }

    private static void swap(double[][] rows, int one, int other) {
        double[] row = rows[one];
        rows[one] = rows[other];
        rows[other] = row;
    }

    private static Batch sorted(Batch data) {
        int[] labels = data.labels();
        return data.select(IntStream.range(0, data.size())
                .boxed()
                .sorted(Comparator.comparingInt(n -> labels[n]))
                .mapToInt(Integer::intValue)
                .toArray());
    }

    /** Each output divided by its sum over the samples. */
    private static Diagnosis overTheWrongAxis() {
        BiasRows net = reader();
        Model model =
                net.stepOnly().predict(x -> sharesOfSamples(net.predict(x))).build();
        return examine(model, Samples.digits());
    }

    private static double[][] sharesOfSamples(double[][] p) {
        for (int k = 0; k < p[0].length; k++) {
            double sum = 0;
            for (double[] row : p) {
                sum += row[k];
            }
            for (double[] row : p) {
                row[k] /= sum;
            }
        }
        return p;
    }

    private static Diagnosis outputsOfACopy() {
        BiasRows net = reader();
        BiasRows other = reader();
        return examine(net.stepOnly().predict(other::predict).build(), Samples.digits());
    }

    /** Without an architecture: nothing says that an activation was meant. */
    private static Diagnosis twoLayers(Activation hidden) {
        Mlp net = Mlp.of(
                Architecture.inputs(64).layer(10, hidden).softmax(10).softmaxCrossEntropy(), Initialiser.xavier(), 1);
        Model steps = net.asModel("steps", Optimiser.sgd(0.1));
        Model model = Model.named("two layers")
                .weights("hidden/W", Storage.of(net.weights(0)))
                .biases("hidden/b", Storage.of(net.biases(0)))
                .weights("output/W", Storage.of(net.weights(1)))
                .biases("output/b", Storage.of(net.biases(1)))
                .loss(steps::loss)
                .trainStep(steps::trainStep)
                .predict(net::predict)
                .build();
        return examine(model, Samples.digits());
    }

    private static Diagnosis drawn(boolean inEachPass) {
        BiasRows net = reader();
        Random random = new Random(4);
        Model model = net.stepOnly()
                .epoch((x, y) -> {
                    if (inEachPass) {
                        LearningExamples.draw(net.w1, () -> random.nextGaussian() / 8);
                    }
                    pass(net, x, y);
                })
                .build();
        return examine(model, Samples.digits());
    }

    /** As the order in which threads add their samples. */
    private static Diagnosis inAnyOrder() {
        BiasRows net = reader();
        Random random = new Random(5);
        Model model = net.stepOnly()
                .gradient(batch -> {
                    Batch shuffled = batch.shuffled(random.nextLong());
                    return net.gradient(shuffled.inputs(), shuffled.targets());
                })
                .build();
        return examine(model, Samples.digits());
    }

    /** What the program prints as its accuracy, from the number of right samples. */
    private interface Share {
        double of(int right, int samples);
    }

    /** The bug. */
    private static double intDivision(int right, int samples) {
        int share = right / samples;
        return share;
    }

    private static double rightShare(int right, int samples) {
        return (double) right / samples;
    }

    private static Diagnosis accuracy(Share share) {
        BiasRows net = reader();
        Samples.train(Samples.digits(), BATCH, 5, batch -> net.train(batch.inputs(), batch.targets()));
        Model model = net.stepOnly()
                .reportedAccuracy(batch -> share.of(right(net.predict(batch.inputs()), batch.labels()), batch.size()))
                .build();
        return examine(model, Samples.digits());
    }

    private static int right(double[][] p, int[] labels) {
        int right = 0;
        for (int n = 0; n < p.length; n++) {
            int best = 0;
            for (int k = 1; k < p[n].length; k++) {
                best = p[n][k] > p[n][best] ? k : best;
            }
            right += best == labels[n] ? 1 : 0;
        }
        return right;
    }

    /** The loss of the last output of each sample, or the loss itself. */
    private static Diagnosis reportedLoss(boolean lastOnly) {
        BiasRows net = reader();
        Model model = net.stepOnly()
                .reportedLoss(batch -> lastOnly
                        ? lastOfEach(net.predict(batch.inputs()), batch.targets())
                        : net.loss(batch.inputs(), batch.targets()))
                .build();
        return examine(model, Samples.digits());
    }

    /** The error of the last output is all that is left of each sample, because of '=' for '+='. */
    private static double lastOfEach(double[][] p, double[][] y) {
        double sum = 0;
        for (int n = 0; n < p.length; n++) {
            double error = 0;
            for (int k = 0; k < p[n].length; k++) {
                error = (p[n][k] - y[n][k]) * (p[n][k] - y[n][k]);
            }
            sum += error;
        }
        return sum / p.length;
    }
}
