package io.github.backcheck.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.backcheck.mlp.Initialiser;
import io.github.backcheck.mlp.Mlp;
import io.github.backcheck.mlp.Optimiser;
import io.github.backcheck.model.Architecture;
import io.github.backcheck.model.Batch;
import io.github.backcheck.model.Model;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Nothing is wrong with these networks, neither before nor after training: no finding. */
class HealthyNetworksTest {

    private static final int SEEDS = 1;

    private final List<String> alarms = new ArrayList<>();
    private int examined;

    /** A training that goes well: batch size and epochs. */
    private record Run(Batch data, int size, int epochs) {}

    private static final Run DIGITS = new Run(Samples.digits(), 32, 5);
    private static final Run DIGITS_ONLINE = new Run(Samples.digits(), 1, 2);
    private static final Run CLOUDS = new Run(Samples.clouds(), 10, 20);
    private static final Run CURVE = new Run(Samples.curve(), 16, 30);
    private static final Run XOR = new Run(Samples.XOR, 4, 400);

    /** Twice from the same beginning, because an examination does not put an optimiser's memory back. */
    private void examine(Run run, String what, Supplier<Model> network) {
        report(run, what + " at the start", network.get());
        Model trained = network.get();
        Samples.train(run.data(), run.size(), run.epochs(), trained::trainStep);
        report(run, what + " after training", trained);
    }

    private void report(Run run, String what, Model model) {
        Diagnosis diagnosis =
                Examination.of(model).data(run.data()).batchSize(run.size()).run();
        examined++;
        diagnosis.findings().stream().filter(Finding::isFault).forEach(finding -> alarms.add(what + ": " + finding));
    }

    private void assertSilent(int expected) {
        assertThat(alarms).isEmpty();
        assertThat(examined).isEqualTo(expected);
    }

    @Test
    void neuronsThatLearnSampleBySample() {
        double[] rates = {0.01, 0.1, 1};
        for (double eta : rates) {
            for (int seed = 1; seed <= SEEDS; seed++) {
                int s = seed;
                String what = "eta " + eta + ", seed " + seed;
                examine(DIGITS, "digits, " + what, () -> new NeuronObjects(Bug.NONE, eta, s, 64, 20, 10).wrap());
                examine(XOR, "xor, " + what, () -> new NeuronObjects(Bug.NONE, eta, s, 2, 4, 1).wrap());
            }
        }
        assertSilent(2 * 2 * rates.length * SEEDS);
    }

    @Test
    void rowsWithBiases() {
        double[] rates = {0.001, 0.03, 0.3};
        for (double eta : rates) {
            for (int seed = 1; seed <= SEEDS; seed++) {
                int s = seed;
                String what = "eta " + eta + ", seed " + seed;
                examine(DIGITS, "digits, " + what, () -> new BiasRows(Bug.NONE, eta, s, 64, 20, 10).wrap());
                examine(CLOUDS, "clouds, " + what, () -> new BiasRows(Bug.NONE, eta, s, 2, 6, 3).wrap());
                examine(
                        DIGITS_ONLINE,
                        "one by one, " + what,
                        () -> new BiasRows(Bug.NONE, eta / 10, s, 64, 20, 10)
                                .stepOnly()
                                .build());
            }
        }
        assertSilent(2 * 3 * rates.length * SEEDS);
    }

    @Test
    void flatVectorWithMomentum() {
        double[] momenta = {0, 0.9};
        for (double momentum : momenta) {
            for (int seed = 1; seed <= SEEDS; seed++) {
                int s = seed;
                String what = "momentum " + momentum + ", seed " + seed;
                examine(CURVE, "curve, " + what, () -> new FlatVector(Bug.NONE, 0.01, momentum, s, 2, 16, 1).wrap());
                examine(
                        CURVE,
                        "steps, " + what,
                        () -> new FlatVector(Bug.NONE, 0.001, momentum, s, 2, 16, 1)
                                .stepOnly()
                                .build());
                examine(
                        DIGITS,
                        "digits, " + what,
                        () -> new FlatVector(Bug.NONE, 0.01, momentum, s, 64, 20, 10).wrap());
            }
        }
        assertSilent(2 * 3 * momenta.length * SEEDS);
    }

    @Test
    void matricesWithPenalty() {
        double[] penalties = {0, 1e-4, 1e-2};
        for (double lambda : penalties) {
            for (int seed = 1; seed <= SEEDS; seed++) {
                int s = seed;
                String what = "lambda " + lambda + ", seed " + seed;
                examine(DIGITS, "digits, " + what, () -> new EjmlMatrices(Bug.NONE, 0.5, lambda, s, 64, 20, 10).wrap());
                examine(
                        DIGITS,
                        "steps, " + what,
                        () -> new EjmlMatrices(Bug.NONE, 0.01, lambda, s, 64, 20, 10)
                                .stepOnly()
                                .build());
            }
        }
        assertSilent(2 * 2 * penalties.length * SEEDS);
    }

    @Test
    void floatsWithAClippedLogarithm() {
        float[] rates = {0.01f, 0.1f};
        for (float eta : rates) {
            for (int seed = 1; seed <= SEEDS; seed++) {
                int s = seed;
                String what = "eta " + eta + ", seed " + seed;
                examine(DIGITS, "digits, " + what, () -> new FloatArrays(Bug.NONE, eta, s, 64, 20, 10).wrap());
                examine(CLOUDS, "clouds, " + what, () -> new FloatArrays(Bug.NONE, eta, s, 2, 16, 3).wrap());
            }
        }
        assertSilent(2 * 2 * rates.length * SEEDS);
    }

    @Test
    void staticFieldsWithThreeLayers() {
        double[] rates = {0.001, 0.1};
        for (double eta : rates) {
            for (int seed = 1; seed <= SEEDS; seed++) {
                int s = seed;
                examine(DIGITS, "eta " + eta + ", seed " + seed, () -> {
                    StaticFit.reset(Bug.NONE, eta, s, 64, 16, 12, 10);
                    return StaticFit.wrap();
                });
            }
        }
        assertSilent(2 * rates.length * SEEDS);
    }

    @Test
    void theReferenceNetworkWithItsOptimisers() {
        List<Optimiser> optimisers =
                List.of(Optimiser.sgd(0.001), Optimiser.sgd(0.1), Optimiser.momentum(0.01, 0.9), Optimiser.adam(0.003));
        for (Optimiser optimiser : optimisers) {
            for (int seed = 1; seed <= SEEDS; seed++) {
                int s = seed;
                String what = optimiser + ", seed " + seed;
                examine(
                        DIGITS,
                        "relu, softmax, " + what,
                        () -> mlp(
                                Architecture.inputs(64)
                                        .relu(20)
                                        .softmax(10)
                                        .softmaxCrossEntropy()
                                        .l2(1e-4),
                                Initialiser.he(),
                                optimiser,
                                s));
                examine(
                        DIGITS,
                        "tanh, relu, linear, " + what,
                        () -> mlp(
                                Architecture.inputs(64)
                                        .tanh(16)
                                        .relu(12)
                                        .identity(10)
                                        .meanSquaredError(),
                                Initialiser.xavier(),
                                optimiser,
                                s));
                examine(
                        DIGITS,
                        "three sigmoids, " + what,
                        () -> mlp(
                                Architecture.inputs(64)
                                        .sigmoid(16)
                                        .sigmoid(12)
                                        .sigmoid(10)
                                        .halfSquaredError(),
                                Initialiser.xavier(),
                                optimiser,
                                s));
                examine(
                        DIGITS,
                        "small weights, " + what,
                        () -> mlp(
                                Architecture.inputs(64).tanh(16).softmax(10).softmaxCrossEntropy(),
                                Initialiser.normal(0.01),
                                optimiser,
                                s));
                examine(
                        DIGITS,
                        "one layer from zeros, " + what,
                        () -> mlp(
                                Architecture.inputs(64).softmax(10).softmaxCrossEntropy(),
                                Initialiser.zeros(),
                                optimiser,
                                s));
                examine(
                        CURVE,
                        "regression, " + what,
                        () -> mlp(
                                Architecture.inputs(2).tanh(8).identity(1).meanSquaredError(),
                                Initialiser.xavier(),
                                optimiser,
                                s));
            }
        }
        assertSilent(2 * 6 * optimisers.size() * SEEDS);
    }

    private static Model mlp(Architecture architecture, Initialiser initialiser, Optimiser optimiser, long seed) {
        return Mlp.of(architecture, initialiser, seed).asModel("reference network", optimiser);
    }

    @Test
    void aPerfectFitIsNotFrozen() {
        Batch line = Batch.of(new double[][] {{1}, {2}, {3}}, new double[][] {{2}, {4}, {6}});
        FlatVector net = new FlatVector(Bug.NONE, 0.01, 0, 1, 1, 1, 1);
        System.arraycopy(new double[] {2, 0, 1, 0}, 0, net.theta, 0, 4);
        report(new Run(line, 3, 0), "exact", net.wrap());
        assertSilent(1);
    }

    @Test
    void aSaturatedClassifierThatIsRightIsLeftAlone() {
        EjmlMatrices net = new EjmlMatrices(Bug.NONE, 0.1, 0, 1, 2, 4, 1);
        net.w1.setData(new double[] {60, 60, 60, 60, -60, -60, 60, -60});
        net.b1.setData(new double[] {-30, -90, 0, 30});
        net.w2.setData(new double[] {20, -40, 0, 0});
        net.b2.setData(new double[] {-10});
        report(new Run(Samples.XOR, 4, 0), "xor solved by steps", net.wrap());
        assertSilent(1);
    }

    @Test
    void theClassThatAlmostAllSamplesHaveMayBePredictedForAll() {
        double[][] x = new double[200][2];
        int[] labels = new int[x.length];
        for (int n = 0; n < x.length; n++) {
            x[n][0] = Math.sin(n);
            x[n][1] = Math.cos(3 * n);
            labels[n] = x[n][0] > 0.98 ? 1 : 0;
        }
        Batch rare = Batch.labelled(x, labels, 2);
        BiasRows net = new BiasRows(Bug.NONE, 0.1, 1, 2, 5, 2);
        report(new Run(rare, 20, 50), "rare class at the start", net.wrap());
        Samples.train(rare, 20, 50, net.wrap()::trainStep);
        Diagnosis diagnosis =
                Examination.of(net.wrap()).data(rare).batchSize(20).run();
        assertSilent(1);
        // That accuracy says little then is worth a word.
        assertThat(diagnosis.findings())
                .allSatisfy(finding -> assertThat(finding.id()).isEqualTo(FindingId.CLASS_IMBALANCE))
                .allSatisfy(finding -> assertThat(finding.severity()).isNotEqualTo(Severity.BREAKS));
    }
}
