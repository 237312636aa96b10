package io.github.backcheck.probe;

import io.github.backcheck.model.Model;
import io.github.backcheck.model.ModelBuilder;
import io.github.backcheck.model.Storage;
import java.util.Random;

/**
 * A program of floats, inputs x units, one tanh layer and a softmax: a batch is computed input by input, a single sample unit
 * by unit, so the two round differently.
 */
class FloatProgram {

    enum Fault {
        NONE,
        NO_TANH,
        BIAS_NOT_ADDED,
        ONE_ROW_FOR_ALL
    }

    final float[][] w1;
    final float[] b1;
    final float[][] w2;
    final float[] b2;
    private final Fault fault;

    FloatProgram(Fault fault, long seed, int inputs, int hidden, int outputs) {
        this.fault = fault;
        Random random = new Random(seed);
        w1 = gaussian(random, inputs, hidden);
        w2 = gaussian(random, hidden, outputs);
        b1 = new float[hidden];
        b2 = new float[outputs];
    }

    private static float[][] gaussian(Random random, int inputs, int units) {
        float[][] weights = new float[inputs][units];
        for (float[] row : weights) {
            for (int j = 0; j < units; j++) {
                row[j] = (float) (random.nextGaussian() / Math.sqrt(inputs));
            }
        }
        return weights;
    }

    double[][] forward(double[][] x) {
        double[][] outputs = new double[x.length][];
        double[] shared = new double[b2.length];
        for (int s = 0; s < x.length; s++) {
            float[] hidden = layer(w1, b1, x[s], x.length > 1);
            double[] h = new double[hidden.length];
            for (int i = 0; i < h.length; i++) {
                h[i] = fault == Fault.NO_TANH ? hidden[i] : (float) Math.tanh(hidden[i]);
            }
            float[] z = layer(w2, b2, h, x.length > 1);
            float largest = Float.NEGATIVE_INFINITY;
            for (float value : z) {
                largest = Math.max(largest, value);
            }
            float sum = 0;
            outputs[s] = fault == Fault.ONE_ROW_FOR_ALL ? shared : new double[z.length];
            for (int k = 0; k < z.length; k++) {
                outputs[s][k] = (float) Math.exp(z[k] - largest);
                sum += (float) outputs[s][k];
            }
            for (int k = 0; k < z.length; k++) {
                outputs[s][k] = (float) outputs[s][k] / sum;
            }
        }
        return outputs;
    }

    private float[] layer(float[][] w, float[] b, double[] below, boolean inputByInput) {
        boolean bias = fault != Fault.BIAS_NOT_ADDED || w != w1;
        float[] z = new float[b.length];
        if (inputByInput) {
            for (int j = 0; j < below.length; j++) {
                for (int i = 0; i < z.length; i++) {
                    z[i] += w[j][i] * (float) below[j];
                }
            }
            for (int i = 0; i < z.length; i++) {
                z[i] += bias ? b[i] : 0;
            }
            return z;
        }
        for (int i = 0; i < z.length; i++) {
            z[i] = bias ? b[i] : 0;
            for (int j = below.length - 1; j >= 0; j--) {
                z[i] += w[j][i] * (float) below[j];
            }
        }
        return z;
    }

    double loss(double[][] x, double[][] y) {
        double[][] a = forward(x);
        float sum = 0;
        for (int s = 0; s < x.length; s++) {
            for (int k = 0; k < y[s].length; k++) {
                sum += y[s][k] == 0 ? 0 : (float) (-y[s][k] * Math.log(a[s][k]));
            }
        }
        return sum / x.length;
    }

    ModelBuilder wrap() {
        return Model.named("floats")
                .weights("hidden/W", Storage.of(w1).transposed())
                .biases("hidden/b", Storage.of(b1))
                .weights("output/W", Storage.of(w2).transposed())
                .biases("output/b", Storage.of(b2))
                .predict(this::forward)
                .reportedLoss(batch -> 2 * loss(batch.inputs(), batch.targets()))
                .loss(batch -> loss(batch.inputs(), batch.targets()));
    }
}
