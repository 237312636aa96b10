package io.github.backcheck.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.backcheck.mlp.Initialiser;
import io.github.backcheck.mlp.Mlp;
import io.github.backcheck.mlp.Optimiser;
import io.github.backcheck.model.Architecture;
import io.github.backcheck.model.Batch;
import io.github.backcheck.model.Model;
import io.github.backcheck.model.ModelBuilder;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Healthy programs that do what faults do, too, each beside the fault. */
class LookAlikesTest {

    private static final double[][] CORNERS = {{0, 0}, {0, 1}, {1, 0}, {1, 1}};
    private static final double[][] AND = {{0}, {0}, {0}, {1}};
    private static final double[][] OR = {{0}, {1}, {1}, {1}};

    /** Rosenblatt's: a step function, and a weight change for each mistake. */
    private static final class Perceptron {
        private final double[][] w = {{0.3, -0.2}};
        private final double[] b = {-0.1};

        private double[] answer(double[] x) {
            return new double[] {w[0][0] * x[0] + w[0][1] * x[1] + b[0] > 0 ? 1 : 0};
        }

        private double mistakes(double[][] x, double[][] y) {
            double mistakes = 0;
            for (int n = 0; n < x.length; n++) {
                mistakes += Math.abs(y[n][0] - answer(x[n])[0]);
            }
            return mistakes;
        }

        private void learn(double[][] x, double[][] y) {
            for (int n = 0; n < x.length; n++) {
                double error = y[n][0] - answer(x[n])[0];
                w[0][0] += 0.1 * error * x[n][0];
                w[0][1] += 0.1 * error * x[n][1];
                b[0] += 0.1 * error;
            }
        }

        private ModelBuilder wrap() {
            return Model.named("perceptron")
                    .weights("w", w)
                    .biases("b", b)
                    .loss(batch -> mistakes(batch.inputs(), batch.targets()))
                    .trainStep(batch -> learn(batch.inputs(), batch.targets()));
        }
    }

    /** A sine between 0 and 1 with some noise on it, which a sigmoid cannot follow all the way. */
    @Test
    void targetsALittleOutOfReachAreAdviceAndTargetsFarOutAFault() {
        assertThat(severityOfReach(0.5, 0.5)).isEqualTo(Severity.ADVICE);
        assertThat(severityOfReach(0, 1)).isEqualTo(Severity.HURTS);
    }

    private static Severity severityOfReach(double middle, double amplitude) {
        Random random = new Random(4);
        double[][] inputs = new double[200][1];
        double[][] targets = new double[200][1];
        for (int n = 0; n < inputs.length; n++) {
            inputs[n][0] = 2 * random.nextDouble() - 1;
            targets[n][0] = middle + amplitude * Math.sin(3 * inputs[n][0]) + 0.01 * random.nextGaussian();
        }
        Model model = Mlp.of(Architecture.inputs(1).tanh(8).sigmoid(1).halfSquaredError(), Initialiser.xavier(), 1)
                .asModel("sine", Optimiser.sgd(0.1));
        return Examination.of(model).data(Batch.of(inputs, targets)).run().findings().stream()
                .filter(finding -> finding.id() == FindingId.TARGETS_OUT_OF_RANGE)
                .findFirst()
                .orElseThrow()
                .severity();
    }

    /** A layer of sigmoids whose learning rate follows a schedule, and which updates at some calls only. */
    private static final class Layer {
        private final double[][] w = {{0.2, -0.1, 0.3}, {-0.3, 0.2, 0.1}};
        private final double[] b = {0.1, -0.1};
        private final double[][] sum = new double[2][4];
        private int call;
        private int samples;
        private int warmUp = 1;
        private int callsPerUpdate = 1;
        private boolean neverReset;

        private double[] forward(double[] x) {
            double[] a = new double[2];
            for (int j = 0; j < 2; j++) {
                double z = b[j];
                for (int i = 0; i < 3; i++) {
                    z += w[j][i] * x[i];
                }
                a[j] = 1 / (1 + Math.exp(-z));
            }
            return a;
        }

        private double loss(double[][] x, double[][] y) {
            double loss = 0;
            for (int n = 0; n < x.length; n++) {
                double[] a = forward(x[n]);
                loss += (Math.pow(a[0] - y[n][0], 2) + Math.pow(a[1] - y[n][1], 2)) / 2;
            }
            return loss / x.length;
        }

        private void step(double[][] x, double[][] y) {
            for (int n = 0; n < x.length; n++) {
                double[] a = forward(x[n]);
                for (int j = 0; j < 2; j++) {
                    double delta = (a[j] - y[n][j]) * a[j] * (1 - a[j]);
                    for (int i = 0; i < 3; i++) {
                        sum[j][i] += delta * x[n][i];
                    }
                    sum[j][3] += delta;
                }
            }
            samples += x.length;
            call++;
            if (call % callsPerUpdate == 0) {
                double rate = 0.5 * Math.min(1, call / (double) warmUp) / (neverReset ? x.length : samples);
                for (int j = 0; j < 2; j++) {
                    for (int i = 0; i < 3; i++) {
                        w[j][i] -= rate * sum[j][i];
                    }
                    b[j] -= rate * sum[j][3];
                }
                if (!neverReset) {
                    sum[0] = new double[4];
                    sum[1] = new double[4];
                }
                samples = 0;
            }
        }

        private Model wrap() {
            return Model.named("layer")
                    .weights("W", w)
                    .biases("b", b)
                    .loss(batch -> loss(batch.inputs(), batch.targets()))
                    .trainStep(batch -> step(batch.inputs(), batch.targets()))
                    .build();
        }
    }

    private static Batch samples() {
        Random random = new Random(2);
        double[][] x = new double[60][];
        double[][] y = new double[60][];
        for (int n = 0; n < x.length; n++) {
            x[n] = random.doubles(3, -1, 1).toArray();
            y[n] = new double[] {x[n][0] > x[n][1] ? 1 : 0, x[n][2] > 0 ? 1 : 0};
        }
        return Batch.of(x, y);
    }

    private static List<FindingId> faults(Diagnosis diagnosis) {
        return diagnosis.findings().stream()
                .filter(finding -> finding.severity() != Severity.ADVICE)
                .map(Finding::id)
                .toList();
    }

    private static Diagnosis examined(Model model, Batch data) {
        return Examination.of(model).data(data).batchSize(12).run();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 40})
    void aPerceptronLearnsFromItsMistakesOnly(int epochs) {
        for (double[][] gate : List.of(AND, OR)) {
            Perceptron net = new Perceptron();
            for (int epoch = 0; epoch < epochs; epoch++) {
                net.learn(CORNERS, gate);
            }
            Batch data = Batch.of(CORNERS, gate);
            assertThat(faults(examined(net.wrap().build(), data))).isEmpty();
            assertThat(faults(examined(net.wrap().predictSample(net::answer).build(), data)))
                    .isEmpty();
        }
    }

    @Test
    void aPerceptronThatDoesNotLearnIsFrozen() {
        Perceptron net = new Perceptron();
        Model model = net.wrap().trainStep(batch -> {}).build();
        assertThat(faults(examined(model, Batch.of(CORNERS, OR)))).contains(FindingId.LAYER_FROZEN);
    }

    @Test
    void aLearningRateThatRisesDoesNotAddUp() {
        Layer net = new Layer();
        net.warmUp = 2000;
        assertThat(faults(examined(net.wrap(), samples()))).isEmpty();
    }

    @Test
    void sumsThatAreNeverResetAddUp() {
        Layer net = new Layer();
        net.neverReset = true;
        assertThat(faults(examined(net.wrap(), samples()))).contains(FindingId.STEPS_ADD_UP);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4, 5})
    void anUpdateAfterSeveralCallsLeavesOutNothing(int calls) {
        Layer net = new Layer();
        net.callsPerUpdate = calls;
        assertThat(faults(examined(net.wrap(), samples()))).isEmpty();
    }

    @Test
    void halfABatchIsLeftOut() {
        Layer net = new Layer();
        Model model = Model.named("layer")
                .weights("W", net.w)
                .biases("b", net.b)
                .loss(batch -> net.loss(batch.inputs(), batch.targets()))
                .trainStep(batch -> {
                    Batch half = batch.slice(0, (batch.size() + 1) / 2);
                    net.step(half.inputs(), half.targets());
                })
                .build();
        assertThat(examined(model, samples()).findings())
                .anySatisfy(finding -> assertThat(finding.statement())
                        .isEqualTo("6 of the 12 samples of a batch do not count in a training step."));
    }
}
