package io.github.backcheck.trial;

import io.github.backcheck.model.Activation;
import io.github.backcheck.model.Architecture;
import io.github.backcheck.model.Model;
import io.github.backcheck.model.ModelBuilder;
import java.util.Arrays;
import java.util.Random;

/** Somebody's program in plain arrays: fully connected layers, batches, and an optimiser. It shares nothing with the library. */
final class PlainProgram {

    enum Hidden {
        SIGMOID,
        TANH,
        RELU;

        private Activation known() {
            return switch (this) {
                case SIGMOID -> Activation.SIGMOID;
                case TANH -> Activation.TANH;
                case RELU -> Activation.RELU;
            };
        }

        private double value(double z) {
            return switch (this) {
                case SIGMOID -> 1 / (1 + Math.exp(-z));
                case TANH -> Math.tanh(z);
                case RELU -> Math.max(0, z);
            };
        }

        private double derivative(double a) {
            return switch (this) {
                case SIGMOID -> a * (1 - a);
                case TANH -> 1 - a * a;
                case RELU -> a > 0 ? 1 : 0;
            };
        }
    }

    enum Head {
        SIGMOID_SQUARED,
        SOFTMAX,
        IDENTITY_SQUARED
    }

    enum Rule {
        SGD,
        MOMENTUM,
        ADAM
    }

    private static final double MOMENTUM = 0.9;
    private static final double BETA1 = 0.9;
    private static final double BETA2 = 0.999;
    private static final double EPSILON = 1e-8;

    private final Hidden hidden;
    private final Head head;
    private final Rule rule;
    final int[] sizes;
    final double[][][] w;
    final double[][] b;
    private final double[][][] dw;
    private final double[][] db;
    private final double[][][] vw;
    private final double[][] vb;
    private final double[][][] sw;
    private final double[][] sb;
    double learningRate = 0.1;
    double l2;
    boolean ignoresInputs;
    private int step;

    PlainProgram(Hidden hidden, Head head, Rule rule, int... sizes) {
        this.hidden = hidden;
        this.head = head;
        this.rule = rule;
        this.sizes = sizes;
        w = weights();
        b = biases();
        dw = weights();
        db = biases();
        vw = weights();
        vb = biases();
        sw = weights();
        sb = biases();
    }

    private double[][][] weights() {
        double[][][] all = new double[sizes.length - 1][][];
        for (int l = 0; l < all.length; l++) {
            all[l] = new double[sizes[l + 1]][sizes[l]];
        }
        return all;
    }

    private double[][] biases() {
        double[][] all = new double[sizes.length - 1][];
        for (int l = 0; l < all.length; l++) {
            all[l] = new double[sizes[l + 1]];
        }
        return all;
    }

    PlainProgram learningRate(double rate) {
        learningRate = rate;
        return this;
    }

    PlainProgram l2(double lambda) {
        l2 = lambda;
        return this;
    }

    PlainProgram ignoringInputs() {
        ignoresInputs = true;
        return this;
    }

    /** Gaussian weights of variance 1 / in, or 2 / in for ReLU, times a factor. */
    PlainProgram start(long seed, double factor) {
        Random random = new Random(seed);
        for (double[][] layer : w) {
            double size = factor * Math.sqrt((hidden == Hidden.RELU ? 2.0 : 1.0) / layer[0].length);
            for (double[] row : layer) {
                for (int i = 0; i < row.length; i++) {
                    row[i] = size * random.nextGaussian();
                }
            }
        }
        return this;
    }

    PlainProgram startUniform(long seed, double low, double high) {
        Random random = new Random(seed);
        for (double[][] layer : w) {
            for (double[] row : layer) {
                for (int i = 0; i < row.length; i++) {
                    row[i] = low + (high - low) * random.nextDouble();
                }
            }
        }
        return this;
    }

    /** The random numbers of each unit are drawn from the same seed. */
    PlainProgram startWithEqualRows(long seed) {
        for (double[][] layer : w) {
            for (double[] row : layer) {
                Random random = new Random(seed);
                for (int i = 0; i < row.length; i++) {
                    row[i] = random.nextGaussian() * Math.sqrt(1.0 / row.length);
                }
            }
        }
        return this;
    }

    private double[][] forward(double[] x) {
        double[][] a = new double[sizes.length][];
        a[0] = ignoresInputs ? new double[x.length] : x;
        for (int l = 0; l < w.length; l++) {
            double[] z = new double[sizes[l + 1]];
            for (int j = 0; j < z.length; j++) {
                double sum = b[l][j];
                double[] row = w[l][j];
                double[] in = a[l];
                for (int i = 0; i < row.length; i++) {
                    sum += row[i] * in[i];
                }
                z[j] = sum;
            }
            a[l + 1] = l == w.length - 1 ? outputs(z) : activations(z);
        }
        return a;
    }

    private double[] activations(double[] z) {
        for (int j = 0; j < z.length; j++) {
            z[j] = hidden.value(z[j]);
        }
        return z;
    }

    private double[] outputs(double[] z) {
        if (head == Head.SOFTMAX) {
            double max = z[0];
            for (double v : z) {
                max = Math.max(max, v);
            }
            double sum = 0;
            for (int j = 0; j < z.length; j++) {
                z[j] = Math.exp(z[j] - max);
                sum += z[j];
            }
            for (int j = 0; j < z.length; j++) {
                z[j] /= sum;
            }
        } else if (head == Head.SIGMOID_SQUARED) {
            for (int j = 0; j < z.length; j++) {
                z[j] = 1 / (1 + Math.exp(-z[j]));
            }
        }
        return z;
    }

    double[][] predict(double[][] x) {
        double[][] all = new double[x.length][];
        for (int n = 0; n < x.length; n++) {
            all[n] = forward(x[n])[sizes.length - 1];
        }
        return all;
    }

    double loss(double[][] x, double[][] y) {
        double sum = 0;
        for (int n = 0; n < x.length; n++) {
            double[] a = forward(x[n])[sizes.length - 1];
            for (int j = 0; j < a.length; j++) {
                sum += head == Head.SOFTMAX
                        ? (y[n][j] == 0 ? 0 : -y[n][j] * Math.log(Math.max(a[j], 1e-300)))
                        : 0.5 * (a[j] - y[n][j]) * (a[j] - y[n][j]);
            }
        }
        double squares = 0;
        if (l2 > 0) {
            for (double[][] layer : w) {
                for (double[] row : layer) {
                    for (double v : row) {
                        squares += v * v;
                    }
                }
            }
        }
        return sum / x.length + l2 / 2 * squares;
    }

    void train(double[][] x, double[][] y) {
        clear();
        for (int n = 0; n < x.length; n++) {
            backward(x[n], y[n], 1.0 / x.length);
        }
        step++;
        for (int l = 0; l < w.length; l++) {
            for (int j = 0; j < w[l].length; j++) {
                for (int i = 0; i < w[l][j].length; i++) {
                    dw[l][j][i] += l2 * w[l][j][i];
                }
                apply(w[l][j], dw[l][j], vw[l][j], sw[l][j]);
            }
            apply(b[l], db[l], vb[l], sb[l]);
        }
    }

    private void clear() {
        for (int l = 0; l < w.length; l++) {
            for (double[] row : dw[l]) {
                Arrays.fill(row, 0);
            }
            Arrays.fill(db[l], 0);
        }
    }

    private void backward(double[] x, double[] y, double share) {
        double[][] a = forward(x);
        double[] delta = a[sizes.length - 1].clone();
        for (int j = 0; j < delta.length; j++) {
            double out = delta[j];
            delta[j] = (out - y[j]) * (head == Head.SIGMOID_SQUARED ? out * (1 - out) : 1);
        }
        for (int l = w.length - 1; l >= 0; l--) {
            double[] below = new double[sizes[l]];
            for (int j = 0; j < delta.length; j++) {
                double d = delta[j];
                double[] row = w[l][j];
                double[] drow = dw[l][j];
                double[] in = a[l];
                db[l][j] += share * d;
                double scaled = share * d;
                for (int i = 0; i < row.length; i++) {
                    drow[i] += scaled * in[i];
                }
                if (l > 0) {
                    for (int i = 0; i < row.length; i++) {
                        below[i] += row[i] * d;
                    }
                }
            }
            if (l > 0) {
                for (int i = 0; i < below.length; i++) {
                    below[i] *= hidden.derivative(a[l][i]);
                }
            }
            delta = below;
        }
    }

    private void apply(double[] p, double[] g, double[] v, double[] s) {
        for (int i = 0; i < p.length; i++) {
            switch (rule) {
                case SGD -> p[i] -= learningRate * g[i];
                case MOMENTUM -> {
                    v[i] = MOMENTUM * v[i] + g[i];
                    p[i] -= learningRate * v[i];
                }
                case ADAM -> {
                    v[i] = BETA1 * v[i] + (1 - BETA1) * g[i];
                    s[i] = BETA2 * s[i] + (1 - BETA2) * g[i] * g[i];
                    double first = v[i] / (1 - Math.pow(BETA1, step));
                    double second = s[i] / (1 - Math.pow(BETA2, step));
                    p[i] -= learningRate * first / (Math.sqrt(second) + EPSILON);
                }
                default -> throw new IllegalStateException();
            }
        }
    }

    ModelBuilder parameters() {
        ModelBuilder builder = Model.named("plain program");
        for (int l = 0; l < w.length; l++) {
            builder.weights("layer " + (l + 1) + "/W", w[l]).biases("layer " + (l + 1) + "/b", b[l]);
        }
        return builder;
    }

    ModelBuilder unknown() {
        return parameters()
                .loss(batch -> loss(batch.inputs(), batch.targets()))
                .trainStep(batch -> train(batch.inputs(), batch.targets()))
                .predict(this::predict);
    }

    Model wrap() {
        return unknown().architecture(architecture()).build();
    }

    Architecture architecture() {
        Architecture.Layers layers = Architecture.inputs(sizes[0]);
        for (int l = 1; l < sizes.length - 1; l++) {
            layers = layers.layer(sizes[l], hidden.known());
        }
        int outputs = sizes[sizes.length - 1];
        return switch (head) {
            case SOFTMAX -> layers.softmax(outputs).softmaxCrossEntropy().l2(l2);
            case SIGMOID_SQUARED -> layers.sigmoid(outputs).halfSquaredError().l2(l2);
            case IDENTITY_SQUARED -> layers.identity(outputs).halfSquaredError().l2(l2);
        };
    }
}
