package io.github.backcheck.testing;

import io.github.backcheck.model.Architecture;
import io.github.backcheck.model.Batch;
import io.github.backcheck.model.Gradient;
import io.github.backcheck.model.Model;
import io.github.backcheck.model.ModelBuilder;
import java.util.Arrays;
import java.util.Random;

/**
 * A network of plain arrays as people write it: four inputs, five tanh units, three softmax outputs, the mean cross-entropy. Each
 * part can be replaced by a wrong one.
 */
class PlainNet {

    static final Architecture ARCHITECTURE =
            Architecture.inputs(4).tanh(5).softmax(3).softmaxCrossEntropy();

    final double[][] w1 = new double[5][4];
    final double[] b1 = new double[5];
    final double[][] w2 = new double[3][5];
    final double[] b2 = new double[3];

    final double[][] dw1 = new double[5][4];
    final double[] db1 = new double[5];
    final double[][] dw2 = new double[3][5];
    final double[] db2 = new double[3];

    PlainNet() {
        Random random = new Random(1);
        for (double[][] w : new double[][][] {w1, w2}) {
            for (double[] row : w) {
                Arrays.setAll(row, j -> random.nextGaussian() / 2);
            }
        }
    }

    /** Three heaps of points, one after the other. */
    static Batch data(int samples) {
        Random random = new Random(2);
        double[][] inputs = new double[samples][4];
        int[] labels = new int[samples];
        for (int n = 0; n < samples; n++) {
            labels[n] = random.nextInt(3);
            for (int j = 0; j < 4; j++) {
                inputs[n][j] = (j == labels[n] ? 1 : -0.5) + random.nextGaussian() / 2;
            }
        }
        return Batch.labelled(inputs, labels, 3);
    }

    double[] hidden(double[] x) {
        double[] a = new double[5];
        for (int i = 0; i < 5; i++) {
            double z = b1[i];
            for (int j = 0; j < 4; j++) {
                z += w1[i][j] * x[j];
            }
            a[i] = StrictMath.tanh(z); // the same figures on every machine
        }
        return a;
    }

    double[] outputs(double[] hidden) {
        double[] a = new double[3];
        double sum = 0;
        for (int k = 0; k < 3; k++) {
            double z = b2[k];
            for (int i = 0; i < 5; i++) {
                z += w2[k][i] * hidden[i];
            }
            a[k] = StrictMath.exp(z);
            sum += a[k];
        }
        for (int k = 0; k < 3; k++) {
            a[k] /= sum;
        }
        return a;
    }

    double[][] predict(double[][] x) {
        return Arrays.stream(x).map(sample -> outputs(hidden(sample))).toArray(double[][]::new);
    }

    double loss(double[][] x, double[][] y) {
        double sum = 0;
        for (int n = 0; n < x.length; n++) {
            double[] out = outputs(hidden(x[n]));
            for (int k = 0; k < 3; k++) {
                sum -= y[n][k] == 0 ? 0 : y[n][k] * StrictMath.log(out[k]);
            }
        }
        return sum / x.length;
    }

    /** The derivative of tanh, from its value. */
    double slope(double a) {
        return 1 - a * a;
    }

    double share(int samples) {
        return 1.0 / samples;
    }

    void clear() {
        for (double[][] dw : new double[][][] {dw1, dw2, {db1}, {db2}}) {
            for (double[] row : dw) {
                Arrays.fill(row, 0);
            }
        }
    }

    void backpropagate(double[][] x, double[][] y) {
        clear();
        for (int n = 0; n < x.length; n++) {
            double[] a = hidden(x[n]);
            double[] out = outputs(a);
            double[] back = new double[5];
            for (int k = 0; k < 3; k++) {
                double delta = (out[k] - y[n][k]) * share(x.length);
                db2[k] += delta;
                for (int i = 0; i < 5; i++) {
                    dw2[k][i] += delta * a[i];
                    back[i] += delta * w2[k][i];
                }
            }
            for (int i = 0; i < 5; i++) {
                double delta = back[i] * slope(a[i]);
                db1[i] += delta;
                for (int j = 0; j < 4; j++) {
                    dw1[i][j] += delta * x[n][j];
                }
            }
        }
    }

    void train(double[][] x, double[][] y) {
        backpropagate(x, y);
        update(0.5);
    }

    void update(double rate) {
        descend(w1, dw1, rate);
        descend(new double[][] {b1}, new double[][] {db1}, rate);
        descend(w2, dw2, rate);
        descend(new double[][] {b2}, new double[][] {db2}, rate);
    }

    static void descend(double[][] w, double[][] dw, double rate) {
        for (int i = 0; i < w.length; i++) {
            for (int j = 0; j < w[i].length; j++) {
                w[i][j] -= rate * dw[i][j];
            }
        }
    }

    Gradient gradient(Batch batch) {
        backpropagate(batch.inputs(), batch.targets());
        return Gradient.of("hidden/W", dw1)
                .and("hidden/b", db1)
                .and("output/W", dw2)
                .and("output/b", db2);
    }

    /** Parameters and a loss, and nothing else. */
    ModelBuilder parameters() {
        return Model.named("plain net")
                .weights("hidden/W", w1)
                .biases("hidden/b", b1)
                .weights("output/W", w2)
                .biases("output/b", b2)
                .loss(batch -> loss(batch.inputs(), batch.targets()));
    }

    /** Everything but the architecture. */
    ModelBuilder wrapped() {
        return parameters()
                .gradient(this::gradient)
                .trainStep(batch -> train(batch.inputs(), batch.targets()))
                .predict(this::predict);
    }

    Model model() {
        return wrapped().architecture(ARCHITECTURE).build();
    }
}
