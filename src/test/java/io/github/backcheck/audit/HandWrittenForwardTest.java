package io.github.backcheck.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.backcheck.model.Architecture;
import io.github.backcheck.model.Batch;
import io.github.backcheck.model.Model;
import io.github.backcheck.model.ModelBuilder;
import io.github.backcheck.model.Storage;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Networks of plain arrays, as people write them, with a bug in the forward pass or in the loss. */
class HandWrittenForwardTest {

    private static final Architecture CLASSIFIER =
            Architecture.inputs(4).sigmoid(5).softmax(3).softmaxCrossEntropy();

    /** 4 inputs, 5 sigmoid units, softmax over 3 classes; one sample at a time. */
    private static class Classifier {
        final double[][] w1 = new double[5][4];
        final double[] b1 = new double[5];
        final double[][] w2 = new double[3][5];
        final double[] b2 = new double[3];

        Classifier() {
            Random random = new Random(4);
            for (double[] row : w1) {
                Arrays.setAll(row, i -> random.nextGaussian());
            }
            for (double[] row : w2) {
                Arrays.setAll(row, i -> random.nextGaussian());
            }
        }

        double[] hidden(double[] x) {
            double[] a = linear(w1, b1, x);
            for (int i = 0; i < a.length; i++) {
                a[i] = 1 / (1 + Math.exp(-a[i]));
            }
            return a;
        }

        double[] linear(double[][] w, double[] b, double[] x) {
            double[] z = b.clone();
            for (int i = 0; i < z.length; i++) {
                for (int j = 0; j < x.length; j++) {
                    z[i] += w[i][j] * x[j];
                }
            }
            return z;
        }

        double[] softmax(double[] z) {
            double sum = 0;
            double[] a = new double[z.length];
            for (int i = 0; i < z.length; i++) {
                a[i] = Math.exp(z[i]);
                sum += a[i];
            }
            for (int i = 0; i < z.length; i++) {
                a[i] /= sum;
            }
            return a;
        }

        double[] predict(double[] x) {
            return softmax(linear(w2, b2, hidden(x)));
        }

        double loss(Batch batch) {
            double loss = 0;
            for (int n = 0; n < batch.size(); n++) {
                double[] a = predict(batch.input(n));
                for (int k = 0; k < a.length; k++) {
                    loss -= batch.target(n, k) * Math.log(a[k]);
                }
            }
            return loss / batch.size();
        }

        ModelBuilder builder() {
            return Model.named("classifier")
                    .weights("hidden/W", w1)
                    .biases("hidden/b", b1)
                    .weights("output/W", w2)
                    .biases("output/b", b2)
                    .loss(this::loss)
                    .architecture(CLASSIFIER);
        }

        ForwardTrail audit() {
            Model model = builder()
                    .predict(inputs -> Arrays.stream(inputs).map(this::predict).toArray(double[][]::new))
                    .build();
            return ForwardAudit.of(model).on(data()).run();
        }
    }

    private static Batch data() {
        Random random = new Random(9);
        double[][] inputs = new double[6][4];
        int[] labels = new int[6];
        for (int n = 0; n < inputs.length; n++) {
            Arrays.setAll(inputs[n], i -> random.nextGaussian());
            labels[n] = n % 3;
        }
        return Batch.labelled(inputs, labels, 3);
    }

    private static void assertNames(ForwardTrail trail, String id, int layer) {
        assertThat(trail.firstWrong()).as(trail.toString()).isPresent();
        assertThat(trail.firstWrong().get().suspects())
                .as(trail.toString())
                .extracting(suspect -> suspect.defect().id())
                .contains(id);
        assertThat(trail.firstWrong().get().layers()).containsExactly(layer);
        assertThat(trail.toString()).contains(id);
    }

    @Test
    void aRightNetworkIsRight() {
        ForwardTrail trail = new Classifier().audit();

        assertThat(trail.isRight()).as(trail.toString()).isTrue();
        assertThat(trail.loss().agrees()).as(trail.toString()).isTrue();
        assertThat(trail.toString()).startsWith("Forward audit of classifier: right");
    }

    @Test
    void softmaxOfProbabilities() {
        ForwardTrail trail = new Classifier() {
            @Override
            double[] predict(double[] x) {
                return softmax(super.predict(x));
            }
        }.audit();

        assertNames(trail, "softmax-applied-twice", 1);
        assertThat(trail.loss().agrees()).as(trail.toString()).isTrue();
    }

    @Test
    void biasesThatAreNeverRead() {
        ForwardTrail trail = new Classifier() {
            @Override
            double[] linear(double[][] w, double[] b, double[] x) {
                return super.linear(w, new double[b.length], x);
            }
        }.audit();

        assertThat(trail.firstWrong().orElseThrow().suspects())
                .as(trail.toString())
                .extracting(suspect -> suspect.defect().id())
                .contains("bias-not-added");
        assertThat(trail.firstWrong().orElseThrow().layers()).containsExactly(0, 1);
    }

    @Test
    void aBufferThatIsNeverCleared() {
        ForwardTrail trail = new Classifier() {
            private final double[] z = new double[5];

            @Override
            double[] hidden(double[] x) {
                double[] fresh = linear(w1, b1, x);
                double[] a = new double[z.length];
                for (int i = 0; i < z.length; i++) {
                    z[i] += fresh[i];
                    a[i] = 1 / (1 + Math.exp(-z[i]));
                }
                return a;
            }
        }.audit();

        assertNames(trail, "forward-not-reset", 0);
        assertThat(trail.plan()).isEmpty();
    }

    @Test
    void twoBugsAtOnce() {
        ForwardTrail trail = new Classifier() {
            @Override
            double[] hidden(double[] x) {
                return linear(w1, b1, x);
            }

            @Override
            double[] predict(double[] x) {
                double[] a = linear(w2, b2, hidden(x));
                for (int i = 0; i < a.length; i++) {
                    a[i] = 1 / (1 + Math.exp(-a[i]));
                }
                return a;
            }
        }.audit();

        assertThat(trail.steps())
                .as(trail.toString())
                .flatExtracting(JudgedStep::suspects)
                .extracting(suspect -> suspect.defect().id())
                .contains("activation-missing", "sigmoid-instead-of-softmax");
    }

    @Test
    void somethingNobodyThoughtOf() {
        ForwardTrail trail = new Classifier() {
            @Override
            double[] hidden(double[] x) {
                double[] a = super.hidden(x);
                a[2] = Math.sin(3 * a[2]);
                return a;
            }
        }.audit();

        assertThat(trail.firstWrong().orElseThrow().verdict()).isInstanceOf(StepVerdict.Unknown.class);
        assertThat(trail.plan()).isEmpty();
        assertThat(trail.toString()).contains("furthest off", "seen", "expected");
    }

    @Test
    void aLossThatIsTooLargeByAnOddFactor() {
        ForwardTrail trail = new Classifier() {
            @Override
            double loss(Batch batch) {
                return 2.75 * super.loss(batch);
            }
        }.audit();

        assertThat(trail.isRight()).isTrue();
        assertThat(trail.loss().verdict()).isInstanceOf(StepVerdict.Unknown.class);
        assertThat(((StepVerdict.Unknown) trail.loss().verdict()).shape())
                .isEqualTo("the loss is 2.75 times that of the architecture");
    }

    @Test
    void smallNumbersInLogarithmsAreNoFault() {
        for (double small : new double[] {1e-6, 1e-8, 1e-10, 1e-15}) {
            ForwardTrail trail = new Classifier() {
                @Override
                double loss(Batch batch) {
                    double loss = 0;
                    for (int n = 0; n < batch.size(); n++) {
                        double[] a = predict(batch.input(n));
                        for (int k = 0; k < a.length; k++) {
                            loss -= batch.target(n, k) * Math.log(a[k] + small);
                        }
                    }
                    return loss / batch.size();
                }
            }.audit();

            assertThat(trail.loss().agrees()).as(trail.toString()).isTrue();
        }
    }

    @Test
    void aNetworkOfFixedBatchSizeIsAskedAboutItsBatch() {
        Classifier network = new Classifier();
        Model model = network.builder()
                .predict(inputs -> {
                    if (inputs.length != 6) {
                        throw new IllegalStateException("the batch must have 6 samples");
                    }
                    return Arrays.stream(inputs).map(network::predict).toArray(double[][]::new);
                })
                .build();

        ForwardTrail trail = ForwardAudit.of(model).on(data()).run();

        assertThat(trail.isRight()).as(trail.toString()).isTrue();
        assertThat(trail.notes()).hasSize(1);
    }

    @Test
    void roundingOfFloatsIsNoFault() {
        Random random = new Random(3);
        float[][] w1 = new float[20][4];
        float[] b1 = new float[20];
        float[][] w2 = new float[2][20];
        for (float[][] w : new float[][][] {w1, w2}) {
            for (float[] row : w) {
                for (int j = 0; j < row.length; j++) {
                    row[j] = (float) random.nextGaussian();
                }
            }
        }
        Model right = floats(w1, b1, w2, 0);
        Model wrong = floats(w1, b1, w2, 0.01f);
        double[][] targets = new double[6][2];

        ForwardTrail silent =
                ForwardAudit.of(right).on(Batch.of(data().inputs(), targets)).run();
        ForwardTrail leaky =
                ForwardAudit.of(wrong).on(Batch.of(data().inputs(), targets)).run();

        assertThat(silent.isRight()).as(silent.toString()).isTrue();
        assertThat(silent.loss().agrees()).as(silent.toString()).isTrue();
        assertNames(leaky, "leaky-relu-instead", 0);
    }

    private static Model floats(float[][] w1, float[] b1, float[][] w2, float slope) {
        return Model.named("floats")
                .weights("hidden/W", Storage.of(w1))
                .biases("hidden/b", Storage.of(b1))
                .weights("output/W", Storage.of(w2))
                .predict(inputs -> {
                    double[][] outputs = new double[inputs.length][w2.length];
                    for (int n = 0; n < inputs.length; n++) {
                        float[] a = new float[w1.length];
                        for (int i = 0; i < a.length; i++) {
                            float z = b1[i];
                            for (int j = 0; j < inputs[n].length; j++) {
                                z += w1[i][j] * (float) inputs[n][j];
                            }
                            a[i] = z > 0 ? z : slope * z;
                        }
                        for (int k = 0; k < w2.length; k++) {
                            float z = 0;
                            for (int i = 0; i < a.length; i++) {
                                z += w2[k][i] * a[i];
                            }
                            outputs[n][k] = z;
                        }
                    }
                    return outputs;
                })
                .architecture(Architecture.inputs(4).relu(20).identity(2).halfSquaredError())
                .build();
    }
}
