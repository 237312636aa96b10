package io.github.backcheck.trial;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.backcheck.model.Batch;
import io.github.backcheck.model.Model;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A layer of ReLUs in plain arrays, trained on different parts of its batches. */
class BatchStepTest {

    private static final int SAMPLES = 12;
    private static final Batch BATCH = batch(SAMPLES);

    /** Which samples of how many a step uses. */
    private interface Part {
        int[] of(int samples);
    }

    private static final class Layer {

        private final double[][] w = {{0.5, -0.3, 0.2}, {-0.4, 0.6, 0.1}};
        private final double[] b = {0.1, -0.2};
        private final double[][] velocity = new double[2][3];
        private final Part part;
        private final double momentum;

        Layer(Part part, double momentum) {
            this.part = part;
            this.momentum = momentum;
        }

        Model model() {
            return Model.named("net")
                    .weights("W1", w)
                    .biases("b1", b)
                    .loss(batch -> 0)
                    .trainStep(batch -> step(batch.inputs(), batch.targets()))
                    .build();
        }

        /** Sums first, then the update. */
        private void step(double[][] x, double[][] y) {
            double[][] dw = new double[2][3];
            double[] db = new double[2];
            for (int n : part.of(x.length)) {
                for (int j = 0; j < 2; j++) {
                    double z = b[j];
                    for (int i = 0; i < 3; i++) {
                        z += w[j][i] * x[n][i];
                    }
                    double delta = z > 0 ? z - y[n][j] : 0;
                    db[j] += delta / x.length;
                    for (int i = 0; i < 3; i++) {
                        dw[j][i] += delta * x[n][i] / x.length;
                    }
                }
            }
            for (int j = 0; j < 2; j++) {
                b[j] -= 0.1 * db[j];
                for (int i = 0; i < 3; i++) {
                    velocity[j][i] = momentum * velocity[j][i] + dw[j][i];
                    w[j][i] -= 0.1 * velocity[j][i];
                }
            }
        }
    }

    private static Batch batch(int samples) {
        Random random = new Random(3);
        double[][] x = IntStream.range(0, samples)
                .mapToObj(n -> random.doubles(3, -1, 1).toArray())
                .toArray(double[][]::new);
        double[][] y = IntStream.range(0, samples)
                .mapToObj(n -> random.doubles(2, 0, 1).toArray())
                .toArray(double[][]::new);
        return Batch.of(x, y);
    }

    private static BatchStep step(Part part) {
        return BatchStep.of(new Layer(part, 0).model(), BATCH);
    }

    private static List<Integer> from(int first, int end) {
        return IntStream.range(first, end).boxed().toList();
    }

    @Test
    void theFirstSampleAlone() {
        BatchStep step = step(n -> new int[] {0});
        assertThat(step.isOnly(0)).isTrue();
        assertThat(step.isOnly(SAMPLES - 1)).isFalse();
    }

    @Test
    void theLastSampleAlone() {
        BatchStep step = step(n -> new int[] {n - 1});
        assertThat(step.isOnly(SAMPLES - 1)).isTrue();
        assertThat(step.isOnly(0)).isFalse();
    }

    @Test
    void halfTheBatch() {
        BatchStep step = step(n -> IntStream.range(0, n / 2).toArray());
        assertThat(step.ignored()).isEqualTo(from(6, 12));
        assertThat(step.isOnly(0)).isFalse();
        assertThat(step).hasToString("A step on a batch of 12\n    does not depend on  6 samples, at 6 to 11\n");
    }

    @Test
    void allButTheFirstOrTheLast() {
        assertThat(step(n -> IntStream.range(1, n).toArray()).ignored()).containsExactly(0);
        assertThat(step(n -> IntStream.range(0, n - 1).toArray()).ignored()).containsExactly(11);
    }

    /** Data that the program keeps, in place of the batch. */
    @Test
    void noneOfThem() {
        Layer layer = new Layer(n -> IntStream.range(0, n).toArray(), 0);
        Batch own = batch(5);
        Model model = Model.named("net")
                .weights("W1", layer.w)
                .biases("b1", layer.b)
                .loss(batch -> 0)
                .trainStep(batch -> layer.step(own.inputs(), own.targets()))
                .build();
        assertThat(BatchStep.of(model, BATCH).ignored()).isEqualTo(from(0, SAMPLES));
    }

    /** A decay alone is the same for every batch: where no unit is live, the program says nothing about samples. */
    @Test
    void aDecayTellsNothing() {
        Layer layer = new Layer(n -> new int[0], 0);
        Model model = Model.named("net")
                .weights("W1", layer.w)
                .loss(batch -> 0)
                .trainStep(batch -> {
                    for (double[] row : layer.w) {
                        Arrays.setAll(row, i -> row[i] * 0.99);
                    }
                })
                .build();
        assertThat(BatchStep.of(model, BATCH).ignored()).isEmpty();
    }

    @Test
    void everySecond() {
        BatchStep step = step(n -> IntStream.iterate(0, i -> i < n, i -> i + 2).toArray());
        assertThat(step.ignored()).containsExactly(1, 3, 5, 7, 9, 11);
    }

    @Test
    void aBatchSizeThatIsAConstant() {
        assertThat(step(n -> IntStream.range(0, Math.min(n, 10)).toArray()).ignored())
                .containsExactly(10, 11);
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 4, 12, 64, 100})
    void allSamples(int samples) {
        Layer layer = new Layer(n -> IntStream.range(0, n).toArray(), 0);
        assertThat(BatchStep.of(layer.model(), batch(samples)).ignored()).isEmpty();
    }

    /** Samples that leave all units dead say nothing wherever they stand, and their places count all the same. */
    @Test
    void samplesWithoutAGradientAreNotIgnored() {
        double[][] x = BATCH.inputs();
        for (int n = 2; n < SAMPLES; n++) {
            x[n] = new double[] {n % 2 == 0 ? -10 - n : 10 + n, 0, -n};
        }
        double[][] y = BATCH.targets();
        Layer layer = new Layer(n -> IntStream.range(0, n).toArray(), 0);
        layer.w[0] = new double[] {0, 0.5, 5};
        layer.w[1] = new double[] {0, 0.5, 5};
        assertThat(BatchStep.of(layer.model(), Batch.of(x, y)).ignored()).isEmpty();
    }

    @Test
    void equalSamplesTellNothing() {
        double[][] x = new double[SAMPLES][];
        double[][] y = new double[SAMPLES][];
        Arrays.fill(x, new double[] {1, 2, 3});
        Arrays.fill(y, new double[] {0, 1});
        Layer layer = new Layer(n -> new int[] {0}, 0);
        assertThat(BatchStep.of(layer.model(), Batch.of(x, y)).ignored()).isEmpty();
    }

    @Test
    void aStepThatRemembersTellsNothing() {
        Layer layer = new Layer(n -> new int[] {0}, 0.9);
        assertThat(BatchStep.of(layer.model(), BATCH).ignored()).isEmpty();
    }

    @Test
    void twoSamplesTellNothing() {
        Layer layer = new Layer(n -> new int[] {0}, 0);
        assertThat(BatchStep.of(layer.model(), BATCH.slice(0, 2)).ignored()).isEmpty();
    }

    @Test
    void parametersAreWhatTheyWere() {
        Layer layer = new Layer(n -> new int[] {0}, 0);
        BatchStep.of(layer.model(), BATCH);
        assertThat(layer.w).isDeepEqualTo(new double[][] {{0.5, -0.3, 0.2}, {-0.4, 0.6, 0.1}});
        assertThat(layer.b).containsExactly(0.1, -0.2);
    }
}
