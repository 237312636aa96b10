package io.github.backcheck.gradient;

import io.github.backcheck.model.Architecture;
import io.github.backcheck.model.Batch;
import io.github.backcheck.model.Gradient;
import io.github.backcheck.model.Loss;
import io.github.backcheck.model.Model;
import io.github.backcheck.model.ModelBuilder;
import io.github.backcheck.model.Storage;
import java.util.Random;

/** A network that is kept and computed in floats throughout: tanh, sigmoid or ReLU, half squared error or softmax. */
class FloatNetwork {

    final Architecture architecture;
    final float[][][] w;
    final float[][] b;
    final float[][][] dw;
    final float[][] db;
    private final float[][] a;

    FloatNetwork(Architecture architecture, double scale, long seed) {
        this.architecture = architecture;
        int depth = architecture.depth();
        Random random = new Random(seed);
        w = new float[depth][][];
        b = new float[depth][];
        dw = new float[depth][][];
        db = new float[depth][];
        a = new float[depth][];
        for (int l = 0; l < depth; l++) {
            int in = architecture.layer(l).inputs();
            int out = architecture.layer(l).units();
            w[l] = new float[out][in];
            b[l] = new float[out];
            dw[l] = new float[out][in];
            db[l] = new float[out];
            a[l] = new float[out];
            for (int i = 0; i < out; i++) {
                b[l][i] = (float) (0.1 * scale * random.nextGaussian());
                for (int j = 0; j < in; j++) {
                    w[l][i][j] = (float) (scale * random.nextGaussian() / Math.sqrt(in));
                }
            }
        }
    }

    private float[] forward(float[] x) {
        float[] below = x;
        for (int l = 0; l < w.length; l++) {
            for (int i = 0; i < a[l].length; i++) {
                float sum = b[l][i];
                for (int j = 0; j < below.length; j++) {
                    sum += w[l][i][j] * below[j];
                }
                a[l][i] = switch (architecture.layer(l).activation().name()) {
                    case "sigmoid" -> 1 / (1 + (float) Math.exp(-sum));
                    case "tanh" -> (float) Math.tanh(sum);
                    case "ReLU" -> Math.max(0, sum);
                    default -> sum;
                };
            }
            below = a[l];
        }
        if (architecture.loss() == Loss.SOFTMAX_CROSS_ENTROPY) {
            normalise(below);
        }
        return below;
    }

    private static void normalise(float[] z) {
        float max = Float.NEGATIVE_INFINITY;
        for (float v : z) {
            max = Math.max(max, v);
        }
        float sum = 0;
        for (int k = 0; k < z.length; k++) {
            z[k] = (float) Math.exp(z[k] - max);
            sum += z[k];
        }
        for (int k = 0; k < z.length; k++) {
            z[k] /= sum;
        }
    }

    double loss(Batch batch) {
        float sum = 0;
        for (int n = 0; n < batch.size(); n++) {
            float[] out = forward(floats(batch.input(n)));
            float[] y = floats(batch.target(n));
            for (int k = 0; k < y.length; k++) {
                sum += architecture.loss() == Loss.SOFTMAX_CROSS_ENTROPY
                        ? y[k] == 0 ? 0 : -y[k] * (float) Math.log(out[k])
                        : 0.5f * (out[k] - y[k]) * (out[k] - y[k]);
            }
        }
        return sum / batch.size();
    }

    void backprop(Batch batch) {
        for (int l = 0; l < w.length; l++) {
            db[l] = new float[b[l].length];
            dw[l] = new float[w[l].length][w[l][0].length];
        }
        for (int n = 0; n < batch.size(); n++) {
            float[] x = floats(batch.input(n));
            float[] delta = forward(x).clone();
            float[] y = floats(batch.target(n));
            for (int k = 0; k < y.length; k++) {
                delta[k] = (delta[k] - y[k]) / batch.size();
                delta[k] *= architecture.loss() == Loss.SOFTMAX_CROSS_ENTROPY ? 1 : slope(w.length - 1, k);
            }
            for (int l = w.length - 1; l >= 0; l--) {
                float[] below = l == 0 ? x : a[l - 1];
                float[] lower = new float[below.length];
                for (int i = 0; i < delta.length; i++) {
                    db[l][i] += delta[i];
                    for (int j = 0; j < below.length; j++) {
                        dw[l][i][j] += delta[i] * below[j];
                        lower[j] += delta[i] * w[l][i][j];
                    }
                }
                for (int j = 0; l > 0 && j < lower.length; j++) {
                    lower[j] *= slope(l - 1, j);
                }
                delta = lower;
            }
        }
    }

    private float slope(int l, int i) {
        float v = a[l][i];
        return switch (architecture.layer(l).activation().name()) {
            case "sigmoid" -> v * (1 - v);
            case "tanh" -> 1 - v * v;
            case "ReLU" -> v > 0 ? 1 : 0;
            default -> 1;
        };
    }

    private static float[] floats(double[] values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }

    Gradient gradient(Batch batch) {
        backprop(batch);
        Gradient gradient = Gradient.of("1/W", Storage.of(dw[0])).and("1/b", Storage.of(db[0]));
        for (int l = 1; l < w.length; l++) {
            gradient = gradient.and((l + 1) + "/W", Storage.of(dw[l])).and((l + 1) + "/b", Storage.of(db[l]));
        }
        return gradient;
    }

    double[][] predict(double[][] inputs) {
        double[][] outputs = new double[inputs.length][];
        for (int n = 0; n < inputs.length; n++) {
            float[] out = forward(floats(inputs[n]));
            outputs[n] = new double[out.length];
            for (int k = 0; k < out.length; k++) {
                outputs[n][k] = out[k];
            }
        }
        return outputs;
    }

    Model model() {
        ModelBuilder builder = Model.named("float network");
        for (int l = 0; l < w.length; l++) {
            builder.weights((l + 1) + "/W", Storage.of(w[l])).biases((l + 1) + "/b", Storage.of(b[l]));
        }
        return builder.loss(this::loss)
                .gradient(this::gradient)
                .predict(this::predict)
                .architecture(architecture)
                .build();
    }
}
