package io.github.backcheck.wrapping;

import io.github.backcheck.model.Architecture;
import io.github.backcheck.model.Floats;
import io.github.backcheck.model.Model;
import io.github.backcheck.model.Storage;
import java.util.Random;

/** Everything in float: ReLU, softmax, cross-entropy, mini-batches with labels. */
class FloatNetwork {

    float[][] w1 = new float[12][2];
    float[] b1 = new float[12];
    float[][] w2 = new float[3][12];
    float[] b2 = new float[3];
    private final float lr;

    FloatNetwork(long seed, float lr) {
        Random rnd = new Random(seed);
        init(w1, rnd);
        init(w2, rnd);
        this.lr = lr;
    }

    private static void init(float[][] w, Random rnd) {
        float std = (float) Math.sqrt(2f / w[0].length);
        for (float[] row : w) {
            for (int i = 0; i < row.length; i++) {
                row[i] = (float) rnd.nextGaussian() * std;
            }
        }
    }

    private static float[] affine(float[][] w, float[] b, float[] x) {
        float[] z = new float[b.length];
        for (int i = 0; i < z.length; i++) {
            float s = b[i];
            for (int j = 0; j < x.length; j++) {
                s += w[i][j] * x[j];
            }
            z[i] = s;
        }
        return z;
    }

    private static float[] relu(float[] z) {
        float[] a = new float[z.length];
        for (int i = 0; i < z.length; i++) {
            a[i] = Math.max(0f, z[i]);
        }
        return a;
    }

    private static float[] softmax(float[] z) {
        float max = z[0];
        for (float v : z) {
            max = Math.max(max, v);
        }
        float[] p = new float[z.length];
        float sum = 0f;
        for (int i = 0; i < z.length; i++) {
            p[i] = (float) Math.exp(z[i] - max);
            sum += p[i];
        }
        for (int i = 0; i < z.length; i++) {
            p[i] /= sum;
        }
        return p;
    }

    public float[] forward(float[] x) {
        return softmax(affine(w2, b2, relu(affine(w1, b1, x))));
    }

    float reluGrad(float z) {
        return z > 0f ? 1f : 0f;
    }

    public void fitBatch(float[][] xs, int[] labels) {
        float[][] gw1 = new float[w1.length][w1[0].length];
        float[] gb1 = new float[b1.length];
        float[][] gw2 = new float[w2.length][w2[0].length];
        float[] gb2 = new float[b2.length];
        for (int n = 0; n < xs.length; n++) {
            float[] z1 = affine(w1, b1, xs[n]);
            float[] a1 = relu(z1);
            float[] d2 = softmax(affine(w2, b2, a1));
            d2[labels[n]] -= 1f;
            float[] d1 = new float[z1.length];
            for (int j = 0; j < d1.length; j++) {
                for (int k = 0; k < d2.length; k++) {
                    d1[j] += w2[k][j] * d2[k];
                }
                d1[j] *= reluGrad(z1[j]);
            }
            collect(gw2, gb2, d2, a1);
            collect(gw1, gb1, d1, xs[n]);
        }
        apply(w2, b2, gw2, gb2, lr / xs.length);
        apply(w1, b1, gw1, gb1, lr / xs.length);
    }

    private static void collect(float[][] gw, float[] gb, float[] d, float[] in) {
        for (int i = 0; i < d.length; i++) {
            for (int j = 0; j < in.length; j++) {
                gw[i][j] += d[i] * in[j];
            }
            gb[i] += d[i];
        }
    }

    private static void apply(float[][] w, float[] b, float[][] gw, float[] gb, float rate) {
        for (int i = 0; i < b.length; i++) {
            for (int j = 0; j < w[i].length; j++) {
                w[i][j] -= rate * gw[i][j];
            }
            b[i] -= rate * gb[i];
        }
    }

    /** The bug: units that are off learn as if they were on. */
    static class ReluGradMissing extends FloatNetwork {
        ReluGradMissing(long seed, float lr) {
            super(seed, lr);
        }

        @Override
        float reluGrad(float z) {
            return 1f;
        }
    }

    static Model wrap(FloatNetwork net) {
        return Model.named("floats")
                .weights("hidden/W", Storage.of(net.w1))
                .biases("hidden/b", Storage.of(net.b1))
                .weights("output/W", Storage.of(net.w2))
                .biases("output/b", Storage.of(net.b2))
                .trainStep(batch -> net.fitBatch(Floats.of(batch.inputs()), batch.labels()))
                .predictSample(x -> Floats.widened(net.forward(Floats.of(x))))
                .architecture(Architecture.inputs(2).relu(12).softmax(3).softmaxCrossEntropy())
                .build();
    }
}
