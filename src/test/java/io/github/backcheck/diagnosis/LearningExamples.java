package io.github.backcheck.diagnosis;

import static io.github.backcheck.diagnosis.FindingExample.examine;

import io.github.backcheck.mlp.Initialiser;
import io.github.backcheck.mlp.Mlp;
import io.github.backcheck.mlp.Optimiser;
import io.github.backcheck.model.Activation;
import io.github.backcheck.model.Architecture;
import io.github.backcheck.model.Batch;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleSupplier;
import java.util.function.DoubleUnaryOperator;
import org.ejml.data.DMatrixRMaj;

/** Starts, inputs and settings from which a right gradient leads nowhere. */
final class LearningExamples {

    private LearningExamples() {}

    static List<FindingExample> all() {
        return List.of(
                new FindingExample(FindingId.INPUTS_UNSCALED, () -> inputs(v -> 255 * v), DataExamples.HEALTHY),
                new FindingExample(FindingId.INPUTS_TOO_SMALL, () -> inputs(v -> v / 255 / 16), DataExamples.HEALTHY),
                new FindingExample(FindingId.UNITS_ALIKE, () -> oneSeed(true), () -> oneSeed(false)),
                new FindingExample(
                        FindingId.WEIGHTS_ONE_SIDED, () -> sigmoids(w -> 4 * Math.abs(w)), () -> sigmoids(w -> w)),
                new FindingExample(FindingId.WEIGHTS_TOO_LARGE, () -> neurons(100), () -> neurons(1)),
                new FindingExample(FindingId.WEIGHTS_TOO_SMALL, () -> start(w -> 1e-4 * w), DataExamples.HEALTHY),
                new FindingExample(FindingId.LEARNING_RATE_TOO_HIGH, () -> curve(0.8), () -> curve(0.02)),
                new FindingExample(FindingId.LEARNING_RATE_TOO_LOW, () -> rate(1e-4), () -> rate(0.1)),
                new FindingExample(FindingId.PENALTY_TOO_LARGE, () -> penalty(1), () -> penalty(1e-4)),
                new FindingExample(
                        FindingId.VANISHING_GRADIENT, () -> deep(Activation.SIGMOID), () -> deep(Activation.RELU)),
                new FindingExample(FindingId.TOO_NARROW, () -> sectors(1, 1), () -> sectors(8, 1)),
                new FindingExample(FindingId.NOT_LEARNING, () -> labelsOfTheStep(true), () -> labelsOfTheStep(false)),
                new FindingExample(FindingId.NEEDS_MORE_TRAINING, () -> slow(0.17), () -> slow(0.5)),
                new FindingExample(FindingId.LOCAL_MINIMUM, () -> sectors(3, 13), () -> sectors(3, 1)));
    }

    static void draw(double[][] matrix, DoubleSupplier numbers) {
        for (double[] row : matrix) {
            Arrays.setAll(row, j -> numbers.getAsDouble());
        }
    }

    private static void change(double[][] matrix, DoubleUnaryOperator change) {
        for (double[] row : matrix) {
            Arrays.setAll(row, j -> change.applyAsDouble(row[j]));
        }
    }

    private static BiasRows reader(double eta) {
        return new BiasRows(Bug.NONE, eta, 1, 64, 10, 10);
    }

    private static Diagnosis inputs(DoubleUnaryOperator change) {
        Batch digits = Samples.digits();
        double[][] x = digits.inputs();
        change(x, change);
        return examine(reader(0.1).wrap(), Batch.of(x, digits.targets()));
    }

    /** A generator for each unit, with the same seed, or one for all. */
    private static Diagnosis oneSeed(boolean foreach) {
        BiasRows net = reader(0.1);
        Random one = new Random(42);
        for (int unit = 0; unit < 10; unit++) {
            Random random = foreach ? new Random(42) : one;
            for (int i = 0; i < 64; i++) {
                net.w1[i][unit] = random.nextGaussian() / 8;
            }
        }
        return examine(net.wrap(), Samples.digits());
    }

    private static Diagnosis start(DoubleUnaryOperator change) {
        BiasRows net = reader(0.1);
        change(net.w1, change);
        change(net.w2, change);
        return examine(net.wrap(), Samples.digits());
    }

    private static Diagnosis neurons(double factor) {
        NeuronObjects net = new NeuronObjects(Bug.NONE, 0.3, 1, 2, 8, 3);
        int inputs = 2;
        for (List<NeuronObjects.Neuron> layer : net.layers) {
            for (NeuronObjects.Neuron neuron : layer) {
                for (int i = 0; i < inputs; i++) {
                    neuron.setWeight(i, factor * neuron.getWeight(i));
                }
            }
            inputs = layer.size();
        }
        return examine(net.wrap(), Samples.clouds());
    }

    private static Diagnosis sigmoids(DoubleUnaryOperator change) {
        EjmlMatrices net = new EjmlMatrices(Bug.NONE, 0.5, 0, 1, 64, 10, 10);
        for (DMatrixRMaj matrix : List.of(net.w1, net.w2)) {
            Arrays.setAll(matrix.data, i -> change.applyAsDouble(matrix.data[i]));
        }
        return examine(net.wrap(), Samples.digits());
    }

    private static Diagnosis curve(double eta) {
        return examine(new FlatVector(Bug.NONE, eta, 0, 1, 2, 16, 1).wrap(), Samples.curve());
    }

    private static Diagnosis rate(double eta) {
        return examine(new BiasRows(Bug.NONE, eta, 1, 2, 6, 3).wrap(), Samples.clouds());
    }

    private static Diagnosis penalty(double lambda) {
        return examine(new EjmlMatrices(Bug.NONE, 0.5, lambda, 1, 64, 10, 10).wrap(), Samples.digits());
    }

    private static Diagnosis deep(Activation hidden) {
        Architecture.Layers layers = Architecture.inputs(64);
        for (int layer = 0; layer < 5; layer++) {
            layers = layers.layer(6, hidden);
        }
        Mlp net = Mlp.of(
                layers.softmax(10).softmaxCrossEntropy(),
                hidden == Activation.RELU ? Initialiser.he() : Initialiser.xavier(),
                1);
        return examine(net.asModel("six layers", Optimiser.sgd(0.1)), Samples.digits());
    }

    /** Two classes in four sectors of a circle, by turns: no straight line parts the two. */
    private static Batch sectors() {
        Random random = new Random(8);
        double[][] x = new double[240][2];
        int[] labels = new int[x.length];
        for (int n = 0; n < x.length; n++) {
            double angle = 2 * Math.PI * random.nextDouble();
            double radius = 0.5 + 1.5 * random.nextDouble();
            labels[n] = (int) (2 * angle / Math.PI) % 2;
            x[n] = new double[] {radius * Math.cos(angle), radius * Math.sin(angle)};
        }
        return Batch.labelled(x, labels, 2);
    }

    private static Diagnosis sectors(int units, long seed) {
        return examine(new BiasRows(Bug.NONE, 0.5, seed, 2, units, 2).wrap(), sectors());
    }

    /** Targets that alternate within samples of equal inputs, so that nothing tells them; or targets that follow an input. */
    /** Training steps that take their labels from somewhere else than the loss does. */
    private static Diagnosis labelsOfTheStep(boolean others) {
        BiasRows net = reader(0.5);
        Random random = new Random(1);
        return examine(
                net.stepOnly()
                        .gradient(batch -> net.gradient(batch.inputs(), batch.targets()))
                        .trainStep(batch -> net.train(
                                batch.inputs(),
                                others ? batch.shuffled(random.nextLong()).targets() : batch.targets()))
                        .build(),
                Samples.digits());
    }

    private static Diagnosis slow(double eta) {
        return examine(new EjmlMatrices(Bug.NONE, eta, 0, 1, 64, 10, 10).wrap(), Samples.digits());
    }
}
