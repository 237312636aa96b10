package io.github.backcheck.probe;

import io.github.backcheck.model.Architecture;
import io.github.backcheck.model.Batch;
import io.github.backcheck.model.Gradient;
import io.github.backcheck.model.Model;
import io.github.backcheck.model.ModelBuilder;
import java.util.Random;

/**
 * A program of plain arrays that shares nothing with the reference network: any number of layers, softmax and cross-entropy or
 * another head and half squared error, mini-batches in a new order each epoch. What a test wants broken it overrides.
 */
class ArrayProgram {

    final String[] activations;
    final double[][][] w;
    final double[][] b;
    final Random shuffle = new Random(77);
    double rate = 0.1;
    double decay = 0;
    int batchSize = 8;

    /** Sizes from the inputs up; one activation for each layer: sigmoid, tanh, relu, identity, softmax. */
    ArrayProgram(long seed, int[] sizes, String... activations) {
        this.activations = activations;
        w = new double[activations.length][][];
        b = new double[activations.length][];
        Random random = new Random(seed);
        for (int l = 0; l < w.length; l++) {
            w[l] = new double[sizes[l + 1]][sizes[l]];
            b[l] = new double[sizes[l + 1]];
            for (int i = 0; i < w[l].length; i++) {
                for (int j = 0; j < w[l][i].length; j++) {
                    w[l][i][j] = random.nextGaussian() / Math.sqrt(sizes[l]);
                }
                b[l][i] = 0.1 * random.nextGaussian();
            }
        }
    }

    double[][] preActivations(int layer, double[][] below) {
        double[][] z = new double[below.length][b[layer].length];
        for (int s = 0; s < below.length; s++) {
            for (int i = 0; i < z[s].length; i++) {
                z[s][i] = b[layer][i];
                for (int j = 0; j < below[s].length; j++) {
                    z[s][i] += w[layer][i][j] * below[s][j];
                }
            }
        }
        return z;
    }

    double[][] activate(int layer, double[][] z) {
        double[][] a = new double[z.length][];
        for (int s = 0; s < z.length; s++) {
            a[s] = activations[layer].equals("softmax") ? softmax(z[s]) : z[s].clone();
            for (int i = 0; i < z[s].length; i++) {
                a[s][i] = value(activations[layer], a[s][i]);
            }
        }
        return a;
    }

    double[] softmax(double[] z) {
        double largest = Double.NEGATIVE_INFINITY;
        for (double value : z) {
            largest = Math.max(largest, value);
        }
        double[] a = new double[z.length];
        double sum = 0;
        for (int i = 0; i < z.length; i++) {
            a[i] = Math.exp(z[i] - largest);
            sum += a[i];
        }
        for (int i = 0; i < z.length; i++) {
            a[i] /= sum;
        }
        return a;
    }

    static double value(String activation, double z) {
        return switch (activation) {
            case "sigmoid" -> 1 / (1 + Math.exp(-z));
            case "tanh" -> Math.tanh(z);
            case "relu" -> Math.max(0, z);
            default -> z;
        };
    }

    static double slope(String activation, double a) {
        return switch (activation) {
            case "sigmoid" -> a * (1 - a);
            case "tanh" -> 1 - a * a;
            case "relu" -> a > 0 ? 1 : 0;
            default -> 1;
        };
    }

    double[][] forward(double[][] x) {
        double[][] a = x;
        for (int l = 0; l < w.length; l++) {
            a = activate(l, preActivations(l, a));
        }
        return a;
    }

    boolean isSoftmax() {
        return activations[activations.length - 1].equals("softmax");
    }

    double loss(double[][] x, double[][] y) {
        double[][] a = forward(x);
        double sum = 0;
        for (int s = 0; s < x.length; s++) {
            for (int k = 0; k < y[s].length; k++) {
                sum += isSoftmax()
                        ? (y[s][k] == 0 ? 0 : -y[s][k] * Math.log(a[s][k]))
                        : 0.5 * (a[s][k] - y[s][k]) * (a[s][k] - y[s][k]);
            }
        }
        return sum / x.length + decay / 2 * squares();
    }

    double squares() {
        double sum = 0;
        for (double[][] layer : w) {
            for (double[] row : layer) {
                for (double weight : row) {
                    sum += weight * weight;
                }
            }
        }
        return sum;
    }

    double[][][] dw;
    double[][] db;

    void backward(double[][] x, double[][] y) {
        double[][][] a = new double[w.length + 1][][];
        a[0] = x;
        for (int l = 0; l < w.length; l++) {
            a[l + 1] = activate(l, preActivations(l, a[l]));
        }
        dw = new double[w.length][][];
        db = new double[w.length][];
        double[][] delta = new double[x.length][];
        for (int s = 0; s < x.length; s++) {
            delta[s] = a[w.length][s].clone();
            for (int k = 0; k < y[s].length; k++) {
                double out = a[w.length][s][k];
                delta[s][k] = (out - y[s][k]) / x.length * (isSoftmax() ? 1 : slope(activations[w.length - 1], out));
            }
        }
        for (int l = w.length - 1; l >= 0; l--) {
            dw[l] = new double[w[l].length][w[l][0].length];
            db[l] = new double[w[l].length];
            double[][] below = new double[x.length][w[l][0].length];
            for (int s = 0; s < x.length; s++) {
                for (int i = 0; i < w[l].length; i++) {
                    db[l][i] += delta[s][i];
                    for (int j = 0; j < w[l][i].length; j++) {
                        dw[l][i][j] += delta[s][i] * a[l][s][j];
                        below[s][j] += delta[s][i] * w[l][i][j];
                    }
                }
                for (int j = 0; l > 0 && j < below[s].length; j++) {
                    below[s][j] *= slope(activations[l - 1], a[l][s][j]);
                }
            }
            for (int i = 0; i < w[l].length; i++) {
                for (int j = 0; j < w[l][i].length; j++) {
                    dw[l][i][j] += decay * w[l][i][j];
                }
            }
            delta = below;
        }
    }

    void train(double[][] x, double[][] y) {
        backward(x, y);
        for (int l = 0; l < w.length; l++) {
            for (int i = 0; i < w[l].length; i++) {
                b[l][i] -= rate * db[l][i];
                for (int j = 0; j < w[l][i].length; j++) {
                    w[l][i][j] -= rate * dw[l][i][j];
                }
            }
        }
    }

    void shuffle(double[][] x, double[][] y) {
        for (int i = x.length - 1; i > 0; i--) {
            int j = shuffle.nextInt(i + 1);
            swap(x, i, j);
            swap(y, i, j);
        }
    }

    static void swap(double[][] rows, int i, int j) {
        double[] row = rows[i];
        rows[i] = rows[j];
        rows[j] = row;
    }

    void epoch(double[][] x, double[][] y) {
        shuffle(x, y);
        for (int from = 0; from < x.length; from += batchSize) {
            int to = Math.min(x.length, from + batchSize);
            train(java.util.Arrays.copyOfRange(x, from, to), java.util.Arrays.copyOfRange(y, from, to));
        }
    }

    double accuracy(double[][] x, double[][] y) {
        double[][] a = forward(x);
        int right = 0;
        for (int s = 0; s < x.length; s++) {
            right += y[s].length == 1 ? (a[s][0] > 0.5 == y[s][0] > 0.5 ? 1 : 0) : argmax(a[s]) == argmax(y[s]) ? 1 : 0;
        }
        return (double) right / x.length;
    }

    static int argmax(double[] row) {
        int best = 0;
        for (int k = 1; k < row.length; k++) {
            best = row[k] > row[best] ? k : best;
        }
        return best;
    }

    /** Everything but an architecture, a trace and reseeding. */
    ModelBuilder wrap() {
        ModelBuilder builder = Model.named("arrays");
        for (int l = 0; l < w.length; l++) {
            builder.weights("layer" + l + "/W", w[l]).biases("layer" + l + "/b", b[l]);
        }
        return builder.loss(batch -> loss(batch.inputs(), batch.targets()))
                .predict(this::forward)
                .trainStep(batch -> train(batch.inputs(), batch.targets()))
                .gradient(batch -> {
                    backward(batch.inputs(), batch.targets());
                    Gradient gradient = Gradient.of("layer0/W", dw[0]).and("layer0/b", db[0]);
                    for (int l = 1; l < w.length; l++) {
                        gradient = gradient.and("layer" + l + "/W", dw[l]).and("layer" + l + "/b", db[l]);
                    }
                    return gradient;
                })
                .epoch(this::epoch)
                .reportedLoss(batch -> loss(batch.inputs(), batch.targets()))
                .reportedAccuracy(batch -> accuracy(batch.inputs(), batch.targets()))
                .reseed(() -> shuffle.setSeed(77));
    }

    Model model() {
        return wrap().build();
    }

    Model modelWithArchitecture() {
        Architecture.Layers layers = Architecture.inputs(w[0][0].length);
        for (int l = 0; l < w.length; l++) {
            layers = switch (activations[l]) {
                case "sigmoid" -> layers.sigmoid(b[l].length);
                case "tanh" -> layers.tanh(b[l].length);
                case "relu" -> layers.relu(b[l].length);
                case "softmax" -> layers.softmax(b[l].length);
                default -> layers.identity(b[l].length);
            };
        }
        return wrap().architecture(isSoftmax() ? layers.softmaxCrossEntropy() : layers.halfSquaredError())
                .build();
    }

    void learn(Batch data, int epochs) {
        for (int e = 0; e < epochs; e++) {
            epoch(data.inputs(), data.targets());
        }
    }
}
