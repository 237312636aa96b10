package io.github.backcheck.diagnosis;

import static io.github.backcheck.diagnosis.FindingExample.examine;

import io.github.backcheck.model.Model;
import java.util.Arrays;
import java.util.List;

/** How a network looks that has been driven to where nothing moves, and numbers that are lost. */
final class EffectExamples {

    private EffectExamples() {}

    static List<FindingExample> all() {
        return List.of(
                new FindingExample(FindingId.NOT_FINITE, () -> softmax(1000), () -> softmax(1)),
                new FindingExample(FindingId.FROZEN_BY_UNITS, () -> biases(16, 0.01), () -> biases(0, 0.01)),
                new FindingExample(FindingId.SATURATED_BY_INPUTS, () -> raw(4), DataExamples.HEALTHY),
                new FindingExample(FindingId.SATURATED_BY_WEIGHTS, () -> weights(300), () -> weights(1)),
                new FindingExample(FindingId.DEAD_UNITS, () -> biases(12, 1e-5), () -> biases(0, 1e-2)),
                new FindingExample(FindingId.TRAINING_DIVERGES, () -> rate(100), () -> rate(0.01)),
                new FindingExample(FindingId.CONSTANT_PREDICTION, () -> trained(30), () -> trained(0.3)));
    }

    private static BiasRows reader(double eta) {
        return new BiasRows(Bug.NONE, eta, 1, 64, 20, 10);
    }

    /** A softmax that does not subtract the largest, of pre-activations so many times as large. */
    private static Diagnosis softmax(double times) {
        BiasRows net = reader(0.1);
        Model model = net.stepOnly()
                .predict(x -> {
                    double[][] p = net.predict(x);
                    for (double[] row : p) {
                        double[] e = Arrays.stream(row)
                                .map(share -> Math.exp(times + Math.log(share)))
                                .toArray();
                        double sum = Arrays.stream(e).sum();
                        Arrays.setAll(row, k -> e[k] / sum);
                    }
                    return p;
                })
                .build();
        return examine(model, Samples.digits());
    }

    private static Diagnosis biases(int units, double eta) {
        FlatVector net = new FlatVector(Bug.NONE, eta, 0, 1, 2, 16, 1);
        Arrays.fill(net.theta, net.b1(), net.b1() + units, -20);
        return examine(net.wrap(), Samples.curve());
    }

    private static void scale(double[][] matrix, double factor) {
        for (double[] row : matrix) {
            Arrays.setAll(row, j -> factor * row[j]);
        }
    }

    private static Diagnosis raw(double factor) {
        BiasRows net = reader(0.01);
        scale(net.w1, factor);
        return examine(net.wrap(), Samples.rawDigits());
    }

    private static Diagnosis weights(double factor) {
        BiasRows net = reader(0.1);
        scale(net.w1, factor);
        return examine(net.wrap(), Samples.digits());
    }

    private static Diagnosis rate(double eta) {
        return examine(new FlatVector(Bug.NONE, eta, 0, 1, 2, 16, 1).wrap(), Samples.curve());
    }

    private static Diagnosis trained(double eta) {
        BiasRows net = reader(eta);
        Samples.train(Samples.digits(), 10, 10, batch -> net.train(batch.inputs(), batch.targets()));
        return examine(net.wrap(), Samples.digits());
    }
}
