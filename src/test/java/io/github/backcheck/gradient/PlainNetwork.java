package io.github.backcheck.gradient;

import io.github.backcheck.model.Activation;
import io.github.backcheck.model.Architecture;
import io.github.backcheck.model.Batch;
import io.github.backcheck.model.Gradient;
import io.github.backcheck.model.Loss;
import io.github.backcheck.model.Model;
import io.github.backcheck.model.ModelBuilder;
import io.github.backcheck.model.Reduction;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A network as somebody would write it: arrays and loops, one sample at a time, textbook formulas (σ′ = a (1 − a), the log of
 * a probability), sums in an order of its own. It shares no arithmetic with the reference network.
 */
class PlainNetwork {

    final Architecture architecture;
    final double[][][] w;
    final double[][] b;
    final double[][][] dw;
    final double[][] db;
    double learningRate = 0.1;
    private final List<PlainActivation> activations;

    PlainNetwork(Architecture architecture, double scale, long seed) {
        this.architecture = architecture;
        this.activations = architecture.layers().stream()
                .map(layer -> PlainActivation.of(layer.activation()))
                .toList();
        int depth = architecture.depth();
        Random random = new Random(seed);
        w = new double[depth][][];
        b = new double[depth][];
        dw = new double[depth][][];
        db = new double[depth][];
        for (int l = 0; l < depth; l++) {
            int in = architecture.layer(l).inputs();
            int out = architecture.layer(l).units();
            w[l] = new double[out][in];
            dw[l] = new double[out][in];
            b[l] = new double[out];
            db[l] = new double[out];
            for (int i = 0; i < out; i++) {
                b[l][i] = scale * random.nextGaussian();
                for (int j = 0; j < in; j++) {
                    w[l][i][j] = scale * random.nextGaussian() / Math.sqrt(in);
                }
            }
        }
    }

    double[][] z;
    double[][] a;

    double[] forward(double[] x) {
        int depth = architecture.depth();
        z = new double[depth][];
        a = new double[depth][];
        double[] below = x;
        for (int l = 0; l < depth; l++) {
            z[l] = new double[w[l].length];
            a[l] = new double[w[l].length];
            for (int i = 0; i < z[l].length; i++) {
                double sum = b[l][i];
                for (int j = below.length - 1; j >= 0; j--) {
                    sum += w[l][i][j] * below[j];
                }
                z[l][i] = sum;
            }
            activate(l);
            below = a[l];
        }
        return below;
    }

    void activate(int l) {
        if (architecture.layer(l).activation() == Activation.SOFTMAX) {
            double max = Double.NEGATIVE_INFINITY;
            for (double v : z[l]) {
                max = Math.max(max, v);
            }
            double sum = 0;
            for (int i = 0; i < a[l].length; i++) {
                sum += Math.exp(z[l][i] - max);
            }
            for (int i = 0; i < a[l].length; i++) {
                a[l][i] = Math.exp(z[l][i] - max) / sum;
            }
            return;
        }
        for (int i = 0; i < a[l].length; i++) {
            a[l][i] = activations.get(l).value(z[l][i]);
        }
    }

    double slope(int l, int i) {
        return activations.get(l).slope(z[l][i], a[l][i]);
    }

    double loss(Batch batch) {
        double sum = 0;
        int c = batch.outputCount();
        for (int n = 0; n < batch.size(); n++) {
            double[] out = forward(batch.input(n));
            for (int k = 0; k < c; k++) {
                double y = batch.target(n, k);
                sum += switch (architecture.loss()) {
                    case HALF_SQUARED_ERROR -> 0.5 * Math.pow(out[k] - y, 2);
                    case MEAN_SQUARED_ERROR -> Math.pow(y - out[k], 2) / c;
                    case SOFTMAX_CROSS_ENTROPY -> y == 0 ? 0 : -y * Math.log(out[k]);
                    case BINARY_CROSS_ENTROPY ->
                        (y == 0 ? 0 : -y * Math.log(out[k])) - (y == 1 ? 0 : (1 - y) * Math.log(1 - out[k]));
                };
            }
        }
        if (architecture.reduction() == Reduction.MEAN) {
            sum /= batch.size();
        }
        double squares = 0;
        for (double[][] layer : w) {
            for (double[] row : layer) {
                for (double v : row) {
                    squares += v * v;
                }
            }
        }
        return sum + 0.5 * architecture.l2() * squares;
    }

    void backprop(Batch batch) {
        for (int l = 0; l < w.length; l++) {
            db[l] = new double[b[l].length];
            dw[l] = new double[w[l].length][w[l][0].length];
        }
        double factor = architecture.reduction() == Reduction.MEAN ? 1.0 / batch.size() : 1;
        for (int n = 0; n < batch.size(); n++) {
            double[] x = batch.input(n);
            forward(x);
            double[] delta = outputDelta(batch.target(n));
            for (int l = w.length - 1; l >= 0; l--) {
                double[] below = l == 0 ? x : a[l - 1];
                for (int i = 0; i < delta.length; i++) {
                    db[l][i] += factor * delta[i];
                    for (int j = 0; j < below.length; j++) {
                        dw[l][i][j] += factor * delta[i] * below[j];
                    }
                }
                if (l > 0) {
                    delta = propagate(l, delta);
                }
            }
        }
        for (int l = 0; l < w.length; l++) {
            for (int i = 0; i < w[l].length; i++) {
                for (int j = 0; j < w[l][i].length; j++) {
                    dw[l][i][j] += architecture.l2() * w[l][i][j];
                }
            }
        }
    }

    double[] outputDelta(double[] y) {
        int last = w.length - 1;
        double[] delta = new double[y.length];
        double total = 0;
        for (double v : y) {
            total += v;
        }
        for (int k = 0; k < y.length; k++) {
            double out = a[last][k];
            delta[k] = switch (architecture.loss()) {
                case HALF_SQUARED_ERROR -> out - y[k];
                case MEAN_SQUARED_ERROR -> 2 * (out - y[k]) / y.length;
                case SOFTMAX_CROSS_ENTROPY -> total * out - y[k];
                case BINARY_CROSS_ENTROPY -> out - y[k];
            };
        }
        Loss loss = architecture.loss();
        if (loss.requiredHead().isPresent()) {
            return delta;
        }
        if (architecture.layer(last).activation() == Activation.SOFTMAX) {
            double mean = 0;
            for (int k = 0; k < y.length; k++) {
                mean += a[last][k] * delta[k];
            }
            for (int k = 0; k < y.length; k++) {
                delta[k] = a[last][k] * (delta[k] - mean);
            }
            return delta;
        }
        for (int k = 0; k < y.length; k++) {
            delta[k] *= slope(last, k);
        }
        return delta;
    }

    double[] propagate(int l, double[] delta) {
        double[] lower = new double[w[l][0].length];
        for (int j = 0; j < lower.length; j++) {
            double sum = 0;
            for (int i = 0; i < delta.length; i++) {
                sum += w[l][i][j] * delta[i];
            }
            lower[j] = sum * slope(l - 1, j);
        }
        return lower;
    }

    void step(Batch batch) {
        backprop(batch);
        for (int l = 0; l < w.length; l++) {
            for (int i = 0; i < w[l].length; i++) {
                b[l][i] -= learningRate * db[l][i];
                for (int j = 0; j < w[l][i].length; j++) {
                    w[l][i][j] -= learningRate * dw[l][i][j];
                }
            }
        }
    }

    Gradient gradient(Batch batch) {
        backprop(batch);
        return collected();
    }

    /** What the last {@link #backprop} left behind. */
    Gradient collected() {
        Gradient gradient = Gradient.of("1/W", dw[0]).and("1/b", db[0]);
        for (int l = 1; l < w.length; l++) {
            gradient = gradient.and((l + 1) + "/W", dw[l]).and((l + 1) + "/b", db[l]);
        }
        return gradient;
    }

    double[][] predict(double[][] inputs) {
        double[][] outputs = new double[inputs.length][];
        for (int n = 0; n < inputs.length; n++) {
            outputs[n] = forward(inputs[n]).clone();
        }
        return outputs;
    }

    /** Parameters and loss; the rest is added by each test as it needs it. */
    ModelBuilder wrapped() {
        ModelBuilder builder = Model.named("plain network");
        for (int l = 0; l < w.length; l++) {
            builder.weights((l + 1) + "/W", w[l]).biases((l + 1) + "/b", b[l]);
        }
        return builder.loss(this::loss);
    }

    /** With everything but a training step. */
    Model model() {
        return answering(this::gradient);
    }

    /** The same, whose gradient is spoilt each time after it was computed. */
    Model spoilt(Consumer<PlainNetwork> spoil) {
        return answering(batch -> {
            backprop(batch);
            spoil.accept(this);
            return collected();
        });
    }

    private Model answering(Function<Batch, Gradient> gradient) {
        return wrapped()
                .gradient(gradient)
                .predict(this::predict)
                .architecture(architecture)
                .build();
    }
}
