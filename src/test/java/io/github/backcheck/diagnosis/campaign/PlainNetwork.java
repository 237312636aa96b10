package io.github.backcheck.diagnosis.campaign;

import io.github.backcheck.model.Activation;
import io.github.backcheck.model.Architecture;
import io.github.backcheck.model.Batch;
import io.github.backcheck.model.Gradient;
import io.github.backcheck.model.Loss;
import io.github.backcheck.model.Model;
import io.github.backcheck.model.ModelBuilder;
import java.util.List;
import java.util.Random;

/** A right network in arrays out x in, with whatever activations, loss and update a setting asks for. */
final class PlainNetwork {

    private final HealthySetting setting;
    private final double[][][] w;
    private final double[][] b;
    private final double[][][] gw;
    private final double[][] gb;
    private final PlainUpdate update;
    private double[][] z = {};
    private double[][] a = {};

    PlainNetwork(HealthySetting setting, long seed) {
        this.setting = setting;
        Random random = new Random(seed);
        List<Integer> sizes = setting.sizes();
        int depth = sizes.size() - 1;
        w = new double[depth][][];
        b = new double[depth][];
        gw = new double[depth][][];
        gb = new double[depth][];
        for (int l = 0; l < depth; l++) {
            int in = sizes.get(l);
            int out = sizes.get(l + 1);
            w[l] = new double[out][in];
            gw[l] = new double[out][in];
            b[l] = new double[out];
            gb[l] = new double[out];
            boolean wide = l < depth - 1 && setting.hidden().isOneSided();
            double scale = Math.sqrt(wide ? 2.0 / in : 2.0 / (in + out));
            for (double[] row : w[l]) {
                for (int i = 0; i < in; i++) {
                    row[i] = scale * random.nextGaussian();
                }
            }
        }
        update = new PlainUpdate(setting.rule(), w, b);
    }

    private double[] forward(double[] x) {
        int depth = w.length;
        z = new double[depth][];
        a = new double[depth + 1][];
        a[0] = x;
        for (int l = 0; l < depth; l++) {
            z[l] = b[l].clone();
            for (int j = 0; j < z[l].length; j++) {
                for (int i = 0; i < a[l].length; i++) {
                    z[l][j] += w[l][j][i] * a[l][i];
                }
            }
            a[l + 1] = l == depth - 1 ? setting.head().outputs(z[l]) : hidden(z[l]);
        }
        return a[depth];
    }

    private double[] hidden(double[] net) {
        double[] result = new double[net.length];
        for (int j = 0; j < net.length; j++) {
            result[j] = setting.hidden().value(net[j]);
        }
        return result;
    }

    double[][] predict(double[][] x) {
        double[][] outputs = new double[x.length][];
        for (int n = 0; n < x.length; n++) {
            outputs[n] = forward(x[n]);
        }
        return outputs;
    }

    private double loss(double[][] x, double[][] y) {
        double sum = 0;
        for (int n = 0; n < x.length; n++) {
            sum += setting.head().loss(forward(x[n]), y[n]);
        }
        double squares = 0;
        for (double[][] layer : w) {
            for (double[] row : layer) {
                for (double weight : row) {
                    squares += weight * weight;
                }
            }
        }
        return sum / x.length + setting.lambda() / 2 * squares;
    }

    private void backward(double[][] x, double[][] y) {
        for (int l = 0; l < w.length; l++) {
            for (int j = 0; j < w[l].length; j++) {
                for (int i = 0; i < w[l][j].length; i++) {
                    gw[l][j][i] = setting.lambda() * w[l][j][i];
                }
                gb[l][j] = 0;
            }
        }
        for (int n = 0; n < x.length; n++) {
            double[] delta = setting.head().delta(forward(x[n]), y[n]);
            for (int l = w.length - 1; l >= 0; l--) {
                for (int j = 0; j < delta.length; j++) {
                    for (int i = 0; i < a[l].length; i++) {
                        gw[l][j][i] += delta[j] * a[l][i] / x.length;
                    }
                    gb[l][j] += delta[j] / x.length;
                }
                delta = l == 0 ? delta : lower(l, delta);
            }
        }
    }

    private double[] lower(int l, double[] delta) {
        double[] result = new double[a[l].length];
        for (int i = 0; i < result.length; i++) {
            for (int j = 0; j < delta.length; j++) {
                result[i] += w[l][j][i] * delta[j];
            }
            result[i] *= setting.hidden().slope(z[l - 1][i]);
        }
        return result;
    }

    void step(double[][] x, double[][] y) {
        backward(x, y);
        update.apply(setting.rate(), gw, gb);
    }

    void epoch(double[][] x, double[][] y, Random random) {
        for (int i = x.length - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            double[] image = x[i];
            double[] target = y[i];
            x[i] = x[j];
            y[i] = y[j];
            x[j] = image;
            y[j] = target;
        }
        for (int from = 0; from < x.length; from += setting.batch()) {
            int to = Math.min(from + setting.batch(), x.length);
            step(java.util.Arrays.copyOfRange(x, from, to), java.util.Arrays.copyOfRange(y, from, to));
        }
    }

    Model model() {
        ModelBuilder model = Model.named(setting.toString());
        for (int l = 0; l < w.length; l++) {
            model.weights("layer" + (l + 1) + "/W", w[l]).biases("layer" + (l + 1) + "/b", b[l]);
        }
        Random random = new Random(5);
        model.loss(batch -> loss(batch.inputs(), batch.targets()))
                .reportedLoss(batch -> loss(batch.inputs(), batch.targets()))
                .predict(this::predict)
                .trainStep(batch -> step(batch.inputs(), batch.targets()))
                .epoch((x, y) -> epoch(x, y, random));
        if (setting.task().isOfClasses()) {
            model.reportedAccuracy(batch -> Task.accuracy(predict(batch.inputs()), batch.targets()));
        }
        if (setting.wrapping() != HealthySetting.Wrapping.STEP_ONLY) {
            model.gradient(this::gradient);
        }
        if (setting.wrapping() != HealthySetting.Wrapping.NO_ARCHITECTURE) {
            model.architecture(architecture());
        }
        return model.build();
    }

    private Gradient gradient(Batch batch) {
        backward(batch.inputs(), batch.targets());
        Gradient all = Gradient.of("layer1/W", gw[0]).and("layer1/b", gb[0]);
        for (int l = 1; l < w.length; l++) {
            all = all.and("layer" + (l + 1) + "/W", gw[l]).and("layer" + (l + 1) + "/b", gb[l]);
        }
        return all;
    }

    private Architecture architecture() {
        Architecture.Layers layers = Architecture.inputs(w[0][0].length);
        for (int l = 0; l < w.length - 1; l++) {
            layers = layers.layer(w[l].length, setting.hidden().activation());
        }
        return setting.head().on(layers, b[b.length - 1].length).l2(setting.lambda());
    }

    /** Activations of hidden layers. */
    enum Hidden {
        SIGMOID(Activation.SIGMOID) {
            @Override
            double value(double z) {
                return 1 / (1 + Math.exp(-z));
            }

            @Override
            double slope(double z) {
                return value(z) * (1 - value(z));
            }
        },
        TANH(Activation.TANH) {
            @Override
            double value(double z) {
                return Math.tanh(z);
            }

            @Override
            double slope(double z) {
                return 1 - Math.tanh(z) * Math.tanh(z);
            }
        },
        RELU(Activation.RELU) {
            @Override
            double value(double z) {
                return z > 0 ? z : 0;
            }

            @Override
            double slope(double z) {
                return z > 0 ? 1 : 0;
            }
        },
        LEAKY_RELU(Activation.LEAKY_RELU) {
            @Override
            double value(double z) {
                return z > 0 ? z : 0.01 * z;
            }

            @Override
            double slope(double z) {
                return z > 0 ? 1 : 0.01;
            }
        },
        ELU(Activation.ELU) {
            @Override
            double value(double z) {
                return z > 0 ? z : Math.expm1(z);
            }

            @Override
            double slope(double z) {
                return z > 0 ? 1 : Math.exp(z);
            }
        },
        SOFTPLUS(Activation.SOFTPLUS) {
            @Override
            double value(double z) {
                return Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z)));
            }

            @Override
            double slope(double z) {
                return 1 / (1 + Math.exp(-z));
            }
        };

        private final Activation activation;

        Hidden(Activation activation) {
            this.activation = activation;
        }

        abstract double value(double z);

        abstract double slope(double z);

        Activation activation() {
            return activation;
        }

        /** Whether half of its inputs are lost, as the width of the first weights allows for. */
        boolean isOneSided() {
            return this == RELU || this == LEAKY_RELU || this == ELU || this == SOFTPLUS;
        }
    }

    /** Last layers with their losses. */
    enum Head {
        SOFTMAX_CROSS_ENTROPY(Activation.SOFTMAX, Loss.SOFTMAX_CROSS_ENTROPY) {
            @Override
            double[] outputs(double[] z) {
                double largest = Double.NEGATIVE_INFINITY;
                for (double one : z) {
                    largest = Math.max(largest, one);
                }
                double sum = 0;
                double[] p = new double[z.length];
                for (int k = 0; k < z.length; k++) {
                    p[k] = Math.exp(z[k] - largest);
                    sum += p[k];
                }
                for (int k = 0; k < z.length; k++) {
                    p[k] /= sum;
                }
                return p;
            }

            @Override
            double loss(double[] out, double[] y) {
                double sum = 0;
                for (int k = 0; k < y.length; k++) {
                    sum -= y[k] == 0 ? 0 : y[k] * Math.log(Math.max(out[k], Double.MIN_NORMAL));
                }
                return sum;
            }
        },
        SIGMOID_CROSS_ENTROPY(Activation.SIGMOID, Loss.BINARY_CROSS_ENTROPY) {
            @Override
            double[] outputs(double[] z) {
                return SIGMOID_SQUARED.outputs(z);
            }

            @Override
            double loss(double[] out, double[] y) {
                double sum = 0;
                for (int k = 0; k < y.length; k++) {
                    double likely = y[k] == 1 ? out[k] : 1 - out[k];
                    sum -= Math.log(Math.max(likely, Double.MIN_NORMAL));
                }
                return sum;
            }
        },
        SIGMOID_SQUARED(Activation.SIGMOID, Loss.HALF_SQUARED_ERROR) {
            @Override
            double[] outputs(double[] z) {
                double[] out = new double[z.length];
                for (int k = 0; k < z.length; k++) {
                    out[k] = 1 / (1 + Math.exp(-z[k]));
                }
                return out;
            }

            @Override
            double[] delta(double[] out, double[] y) {
                double[] delta = super.delta(out, y);
                for (int k = 0; k < y.length; k++) {
                    delta[k] *= out[k] * (1 - out[k]);
                }
                return delta;
            }
        },
        SIGMOID_MEAN_SQUARED(Activation.SIGMOID, Loss.MEAN_SQUARED_ERROR) {
            @Override
            double[] outputs(double[] z) {
                return SIGMOID_SQUARED.outputs(z);
            }

            @Override
            double loss(double[] out, double[] y) {
                return super.loss(out, y) * 2 / y.length;
            }

            @Override
            double[] delta(double[] out, double[] y) {
                double[] delta = SIGMOID_SQUARED.delta(out, y);
                for (int k = 0; k < y.length; k++) {
                    delta[k] *= 2.0 / y.length;
                }
                return delta;
            }
        },
        LINEAR_SQUARED(Activation.IDENTITY, Loss.HALF_SQUARED_ERROR) {
            @Override
            double[] outputs(double[] z) {
                return z.clone();
            }
        },
        LINEAR_MEAN_SQUARED(Activation.IDENTITY, Loss.MEAN_SQUARED_ERROR) {
            @Override
            double[] outputs(double[] z) {
                return z.clone();
            }

            @Override
            double loss(double[] out, double[] y) {
                return super.loss(out, y) * 2 / y.length;
            }

            @Override
            double[] delta(double[] out, double[] y) {
                double[] delta = super.delta(out, y);
                for (int k = 0; k < y.length; k++) {
                    delta[k] *= 2.0 / y.length;
                }
                return delta;
            }
        };

        private final Activation activation;
        private final Loss loss;

        Head(Activation activation, Loss loss) {
            this.activation = activation;
            this.loss = loss;
        }

        abstract double[] outputs(double[] z);

        /** Of a sample: half the squared error, where nothing else is said. */
        double loss(double[] out, double[] y) {
            double sum = 0;
            for (int k = 0; k < y.length; k++) {
                sum += 0.5 * (out[k] - y[k]) * (out[k] - y[k]);
            }
            return sum;
        }

        /** The derivative of the loss by the pre-activations. */
        double[] delta(double[] out, double[] y) {
            double[] delta = new double[y.length];
            for (int k = 0; k < y.length; k++) {
                delta[k] = out[k] - y[k];
            }
            return delta;
        }

        Architecture on(Architecture.Layers layers, int outputs) {
            return layers.layer(outputs, activation).loss(loss);
        }
    }
}
