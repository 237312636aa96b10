package io.github.backcheck.probe;

import io.github.backcheck.model.Gradient;
import io.github.backcheck.model.Model;
import io.github.backcheck.model.Storage;
import java.util.Random;

/** One tanh layer and linear outputs in floats, the losses of a batch added. */
final class FloatGradientProgram {

    final float[][] w1;
    final float[][] w2;
    final float[] b2;

    FloatGradientProgram(long seed, int inputs, int hidden, int outputs) {
        Random random = new Random(seed);
        w1 = gaussian(random, hidden, inputs);
        w2 = gaussian(random, outputs, hidden);
        b2 = new float[outputs];
    }

    private static float[][] gaussian(Random random, int units, int inputs) {
        float[][] weights = new float[units][inputs];
        for (float[] row : weights) {
            for (int j = 0; j < inputs; j++) {
                row[j] = (float) (random.nextGaussian() / Math.sqrt(inputs));
            }
        }
        return weights;
    }

    private float[] hidden(double[] x) {
        float[] a = new float[w1.length];
        for (int i = 0; i < a.length; i++) {
            float z = 0;
            for (int j = 0; j < x.length; j++) {
                z += w1[i][j] * (float) x[j];
            }
            a[i] = (float) Math.tanh(z);
        }
        return a;
    }

    private double[] output(float[] a) {
        double[] out = new double[b2.length];
        for (int k = 0; k < out.length; k++) {
            float z = b2[k];
            for (int i = 0; i < a.length; i++) {
                z += w2[k][i] * a[i];
            }
            out[k] = z;
        }
        return out;
    }

    Model model() {
        return Model.named("floats")
                .weights("hidden/W", Storage.of(w1))
                .weights("output/W", Storage.of(w2))
                .biases("output/b", Storage.of(b2))
                .predict(x -> {
                    double[][] outputs = new double[x.length][];
                    for (int s = 0; s < x.length; s++) {
                        outputs[s] = output(hidden(x[s]));
                    }
                    return outputs;
                })
                .loss(batch -> {
                    float sum = 0;
                    for (int s = 0; s < batch.size(); s++) {
                        double[] out = output(hidden(batch.input(s)));
                        for (int k = 0; k < out.length; k++) {
                            float error = (float) (out[k] - batch.target(s, k));
                            sum += error * error;
                        }
                    }
                    return sum;
                })
                .gradient(batch -> {
                    float[][] dw1 = new float[w1.length][w1[0].length];
                    float[][] dw2 = new float[w2.length][w2[0].length];
                    float[] db2 = new float[b2.length];
                    for (int s = 0; s < batch.size(); s++) {
                        add(batch.input(s), batch.target(s), dw1, dw2, db2);
                    }
                    return Gradient.of("hidden/W", Storage.of(dw1))
                            .and("output/W", Storage.of(dw2))
                            .and("output/b", Storage.of(db2));
                })
                .build();
    }

    private void add(double[] x, double[] y, float[][] dw1, float[][] dw2, float[] db2) {
        float[] a = hidden(x);
        double[] out = output(a);
        float[] below = new float[a.length];
        for (int k = 0; k < out.length; k++) {
            float delta = (float) (2 * (out[k] - y[k]));
            db2[k] += delta;
            for (int i = 0; i < a.length; i++) {
                dw2[k][i] += delta * a[i];
                below[i] += delta * w2[k][i];
            }
        }
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < x.length; j++) {
                dw1[i][j] += below[i] * (1 - a[i] * a[i]) * (float) x[j];
            }
        }
    }
}
