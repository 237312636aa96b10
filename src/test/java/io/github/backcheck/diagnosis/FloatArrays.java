package io.github.backcheck.diagnosis;

import io.github.backcheck.model.Architecture;
import io.github.backcheck.model.Model;
import io.github.backcheck.model.Storage;
import java.util.Random;

/** A program of float arrays without biases, all in one training method: ReLU, softmax, cross-entropy with a clipped logarithm. */
final class FloatArrays {

    final float[][] w1;
    final float[][] w2;
    private final float eta;
    private final Bug bug;

    FloatArrays(Bug bug, float eta, long seed, int... sizes) {
        Random random = new Random(seed);
        this.w1 = random(sizes[1], sizes[0], random);
        this.w2 = random(sizes[2], sizes[1], random);
        this.eta = (float) bug.rate(eta);
        this.bug = bug;
    }

    private static float[][] random(int rows, int columns, Random random) {
        float[][] w = new float[rows][columns];
        for (float[] row : w) {
            for (int j = 0; j < columns; j++) {
                row[j] = (float) (random.nextGaussian() * Math.sqrt(2.0 / columns));
            }
        }
        return w;
    }

    private static float[] times(float[][] w, float[] x) {
        float[] z = new float[w.length];
        for (int i = 0; i < z.length; i++) {
            for (int j = 0; j < x.length; j++) {
                z[i] += w[i][j] * x[j];
            }
        }
        return z;
    }

    private static float[] relu(float[] z) {
        float[] a = new float[z.length];
        for (int i = 0; i < z.length; i++) {
            a[i] = z[i] > 0 ? z[i] : 0;
        }
        return a;
    }

    private static float[] softmax(float[] z) {
        float largest = z[0];
        for (float v : z) {
            largest = Math.max(largest, v);
        }
        float sum = 0;
        float[] p = new float[z.length];
        for (int k = 0; k < z.length; k++) {
            p[k] = (float) Math.exp(z[k] - largest);
            sum += p[k];
        }
        for (int k = 0; k < z.length; k++) {
            p[k] /= sum;
        }
        return p;
    }

    private static float[] floats(double[] x) {
        float[] f = new float[x.length];
        for (int i = 0; i < x.length; i++) {
            f[i] = (float) x[i];
        }
        return f;
    }

    double[] predict(double[] x) {
        float[] p = softmax(times(w2, relu(times(w1, floats(x)))));
        double[] outputs = new double[p.length];
        for (int k = 0; k < p.length; k++) {
            outputs[k] = p[k];
        }
        return outputs;
    }

    double loss(double[][] x, int[] labels) {
        double sum = 0;
        for (int n = 0; n < x.length; n++) {
            sum -= Math.log(predict(x[n])[labels[n]] + 1e-7);
        }
        return sum / x.length;
    }

    void train(double[][] x, int[] labels) {
        float[][] d1 = new float[w1.length][w1[0].length];
        float[][] d2 = new float[w2.length][w2[0].length];
        for (int n = 0; n < x.length; n++) {
            float[] input = floats(x[n]);
            float[] z1 = times(w1, input);
            float[] h = relu(z1);
            float[] delta2 = softmax(times(w2, h));
            delta2[labels[n]] -= 1;
            for (int i = 0; i < h.length; i++) {
                float back = 0;
                for (int k = 0; k < delta2.length; k++) {
                    d2[k][i] += delta2[k] * h[i] / x.length;
                    back += delta2[k] * w2[k][i];
                }
                if (z1[i] > 0 || bug == Bug.WRONG_DERIVATIVE) {
                    for (int j = 0; j < input.length; j++) {
                        d1[i][j] += (bug == Bug.HIDDEN_SIGN ? -back : back) * input[j] / x.length;
                    }
                }
            }
        }
        if (bug != Bug.FIRST_LAYER_FROZEN) {
            update(w1, d1);
        }
        update(w2, d2);
    }

    private void update(float[][] w, float[][] d) {
        float[][] into = w;
        if (bug == Bug.UPDATE_TO_COPY) {
            into = new float[w.length][];
            for (int i = 0; i < w.length; i++) {
                into[i] = w[i].clone();
            }
        }
        for (int i = 0; i < into.length; i++) {
            for (int j = 0; j < into[i].length; j++) {
                into[i][j] -= eta * d[i][j];
            }
        }
    }

    Model wrap() {
        return Model.named("floats")
                .weights("hidden", Storage.of(w1))
                .weights("output", Storage.of(w2))
                .loss(batch -> loss(batch.inputs(), batch.labels()))
                .trainStep(batch -> train(batch.inputs(), batch.labels()))
                .predictSample(this::predict)
                .architecture(Architecture.inputs(w1[0].length)
                        .relu(w1.length)
                        .softmax(w2.length)
                        .softmaxCrossEntropy())
                .build();
    }
}
