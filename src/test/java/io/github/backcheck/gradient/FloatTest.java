package io.github.backcheck.gradient;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.backcheck.model.Architecture;
import io.github.backcheck.model.Batch;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Programs that compute in floats: no false alarms, and wrong layers are still found. */
class FloatTest {

    private static final int NETWORKS = 100;

    /** Float gradients of the order of 1e-7 say nothing, so not every network can agree everywhere. */
    private static final int AT_LEAST_AGREEING = 80;

    @Test
    void randomCorrectNetworksAreNotAccused() {
        int twin = 0;
        int refuted = 0;
        int lossOnly = 0;
        for (long seed = 1; seed <= NETWORKS; seed++) {
            FloatCase floats = FloatCase.of(seed);

            GradientReport throughTwin = floats.check().run();
            GradientReport byLoss = floats.check().lossOnly().run();

            assertThat(throughTwin.verdict()).as(floats + "\n" + throughTwin).isNotEqualTo(Verdict.DISAGREES);
            assertThat(byLoss.verdict()).as(floats + "\n" + byLoss).isNotEqualTo(Verdict.DISAGREES);
            twin += throughTwin.verdict() == Verdict.AGREES ? 1 : 0;
            lossOnly += byLoss.verdict() == Verdict.AGREES ? 1 : 0;
            refuted += throughTwin.points().stream()
                            .allMatch(p -> p.proof().orElseThrow().holds())
                    ? 0
                    : 1;
        }
        assertThat(refuted).isZero();
        assertThat(twin).isGreaterThan(AT_LEAST_AGREEING);
        assertThat(lossOnly).isPositive();
    }

    @Test
    void aWrongLayerIsFound() {
        FloatNetwork network =
                new FloatNetwork(Architecture.inputs(4).tanh(5).sigmoid(3).halfSquaredError(), 1, 1) {
                    @Override
                    void backprop(Batch batch) {
                        super.backprop(batch);
                        for (float[] row : dw[0]) {
                            for (int j = 0; j < row.length; j++) {
                                row[j] = -row[j];
                            }
                        }
                        Arrays.fill(db[0], 0);
                    }
                };
        GradientCheck check = GradientCheck.of(network.model()).on(batch(new Random(4), 6));

        for (GradientReport report :
                new GradientReport[] {check.run(), check.lossOnly().run()}) {
            assertThat(report.disagreement("1/W").orElseThrow().shape())
                    .as(report.toString())
                    .contains(new ErrorShape.Factor(-1, List.of("the sign is flipped")));
            assertThat(report.disagreement("1/b").orElseThrow().isWronglyZero()).isTrue();
            assertThat(report.verdict("2/W")).isEqualTo(Verdict.AGREES);
            assertThat(report.verdict("2/b")).isEqualTo(Verdict.AGREES);
        }
    }

    private static Batch batch(Random random, int samples) {
        double[][] inputs = new double[samples][4];
        int[] labels = new int[samples];
        for (int n = 0; n < samples; n++) {
            Arrays.setAll(inputs[n], i -> (float) random.nextGaussian());
            labels[n] = random.nextInt(3);
        }
        return Batch.labelled(inputs, labels, 3);
    }
}
