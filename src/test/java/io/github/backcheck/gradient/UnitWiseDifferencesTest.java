package io.github.backcheck.gradient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.backcheck.mlp.Initialiser;
import io.github.backcheck.mlp.Mlp;
import io.github.backcheck.model.Activation;
import io.github.backcheck.model.Architecture;
import io.github.backcheck.model.Batch;
import io.github.backcheck.model.Precision;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.Test;

class UnitWiseDifferencesTest {

    /** What a sum of products of 4 terms each may lose. */
    private static final double ROUNDING = 1e-14;

    /** Large enough for two threads: 96 x 200 x 200 x 10 multiplications and more. */
    private static final Architecture LARGE =
            Architecture.inputs(20).tanh(200).relu(200).softmax(10).softmaxCrossEntropy();

    @Test
    void areTheSameToTheLastBitOnAnyNumberOfThreads() throws InterruptedException, ExecutionException {
        double[][][] alone = deltasOn(1);
        double[][][] together = deltasOn(2);
        assertThat(together).isDeepEqualTo(alone);
        assertThat(together[0]).hasDimensions(200, 32);
    }

    private static double[][][] deltasOn(int threads) throws InterruptedException, ExecutionException {
        ForkJoinPool pool = new ForkJoinPool(threads);
        try {
            return pool.submit(() -> differences(LARGE, 32).deltas()).get();
        } finally {
            pool.shutdown();
        }
    }

    private static UnitWiseDifferences differences(Architecture architecture, int samples) {
        Recording recording =
                new Recording(Mlp.of(architecture, Initialiser.xavier(), 3), batch(architecture, samples, 0));
        return new UnitWiseDifferences(recording, new RoundOff(recording, Precision.DOUBLE));
    }

    private static Batch batch(Architecture architecture, int samples, int skipped) {
        Random random = new Random(4);
        double[][] inputs = new double[samples][architecture.inputCount()];
        int[] labels = new int[samples];
        for (int n = 0; n < samples; n++) {
            Arrays.setAll(inputs[n], i -> random.nextGaussian());
            labels[n] = random.nextInt(architecture.outputCount());
        }
        return Batch.labelled(
                Arrays.copyOfRange(inputs, skipped, samples),
                Arrays.copyOfRange(labels, skipped, samples),
                architecture.outputCount());
    }

    /** A sample's delta is its own: it does not change with the company it is in, beyond the step that all share. */
    @Test
    void ofASampleDoNotDependOnTheOthers() {
        Architecture architecture = Architecture.inputs(5)
                .sigmoid(6)
                .layer(4, Activation.ELU)
                .softmax(3)
                .softmaxCrossEntropy();
        Mlp network = Mlp.of(architecture, Initialiser.xavier(), 3);
        Recording both = new Recording(network, batch(architecture, 7, 0));
        Recording last = new Recording(network, batch(architecture, 7, 6));
        double[][][] together = new UnitWiseDifferences(both, new RoundOff(both, Precision.DOUBLE)).deltas();
        double[][][] alone = new UnitWiseDifferences(last, new RoundOff(last, Precision.DOUBLE)).deltas();
        for (int layer = 0; layer < 3; layer++) {
            for (int unit = 0; unit < alone[layer].length; unit++) {
                assertThat(together[layer][unit][6]).isCloseTo(alone[layer][unit][0], within(ROUNDING));
            }
        }
    }

    /** A dead unit moves nothing; its deltas are exactly 0 and certain. */
    @Test
    void ofADeadUnitAreExactlyZero() {
        Architecture architecture = Architecture.inputs(3).relu(2).identity(1).halfSquaredError();
        Mlp network = Mlp.of(architecture, Initialiser.xavier(), 3);
        network.biases(0).set(1, 0, -100);
        Recording recording =
                new Recording(network, Batch.of(new double[][] {{1, 2, 3}, {0, 1, 0}}, new double[][] {{1}, {2}}));
        UnitWiseDifferences differences = new UnitWiseDifferences(recording, new RoundOff(recording, Precision.DOUBLE));
        assertThat(differences.deltas()[0][1]).containsExactly(0, 0);
        assertThat(differences.widths()[0][1]).containsExactly(0, 0);
        assertThat(differences.deltas()[1][0]).doesNotContain(0);
    }

    @Test
    void sumsOfRowsTakeEveryRow() {
        double[] weights = {9, 1, 2, -3, 0, 0.5, 7, -1, 4, 9};
        double[][] rows = new double[8][];
        Arrays.setAll(rows, k -> new double[] {k + 1, k * k, 1.0 / (k + 1)});
        for (int count = 0; count <= rows.length; count++) {
            double[] into = {1, 2, 3};
            double[] expected = into.clone();
            for (int k = 0; k < count; k++) {
                for (int i = 0; i < expected.length; i++) {
                    expected[i] += weights[1 + k] * rows[k][i];
                }
            }
            Rows.addProducts(weights, 1, rows, count, into);
            for (int i = 0; i < into.length; i++) {
                assertThat(into[i]).isCloseTo(expected[i], within(ROUNDING * (1 + Math.abs(expected[i]))));
            }
        }
    }

    @Test
    void transposedRowsAreColumnsAlsoAcrossBlocks() {
        double[][] rows = new double[35][18];
        Random random = new Random(1);
        for (double[] row : rows) {
            Arrays.setAll(row, i -> random.nextDouble());
        }
        double[][] columns = Rows.transposed(rows);
        assertThat(columns).hasDimensions(18, 35);
        assertThat(Rows.transposed(columns)).isDeepEqualTo(rows);
        assertThat(columns[17][34]).isEqualTo(rows[34][17]);
    }
}
