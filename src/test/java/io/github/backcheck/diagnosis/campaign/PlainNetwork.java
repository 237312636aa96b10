package io.github.backcheck.diagnosis.campaign;

import io.github.backcheck.model.Architecture;
import io.github.backcheck.model.Batch;
import io.github.backcheck.model.Gradient;
import io.github.backcheck.model.Model;
import io.github.backcheck.model.ModelBuilder;
import java.util.Arrays;
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
            step(Arrays.copyOfRange(x, from, to), Arrays.copyOfRange(y, from, to));
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
}
