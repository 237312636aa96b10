package io.github.backcheck.probe;

import io.github.backcheck.model.Gradient;
import io.github.backcheck.model.Model;
import io.github.backcheck.model.ModelBuilder;
import java.util.Random;

/** One ReLU layer with dropout, one output, half squared error: plain arrays, with momentum. */
final class DropoutProgram {

    final Random random = new Random(5);
    final double[][] w1;
    final double[] b1;
    final double[][] w2;
    final double[] b2 = {0.1};
    private final double[][] v1;

    DropoutProgram(long seed, int inputs, int hidden) {
        Random start = new Random(seed);
        w1 = new double[hidden][inputs];
        b1 = new double[hidden];
        w2 = new double[1][hidden];
        v1 = new double[hidden][inputs];
        for (int i = 0; i < hidden; i++) {
            b1[i] = 0.1 * start.nextGaussian();
            w2[0][i] = start.nextGaussian();
            for (int j = 0; j < inputs; j++) {
                w1[i][j] = start.nextGaussian();
            }
        }
    }

    /** 0 or 2 for each unit in training, 1 otherwise. */
    private double[] mask(boolean training) {
        double[] mask = new double[b1.length];
        for (int i = 0; i < mask.length; i++) {
            mask[i] = training ? 2 * random.nextInt(2) : 1;
        }
        return mask;
    }

    private double[] hidden(double[] x, double[] mask) {
        double[] a = new double[b1.length];
        for (int i = 0; i < a.length; i++) {
            double z = b1[i];
            for (int j = 0; j < x.length; j++) {
                z += w1[i][j] * x[j];
            }
            a[i] = mask[i] * Math.max(0, z);
        }
        return a;
    }

    private double output(double[] a) {
        double out = b2[0];
        for (int i = 0; i < a.length; i++) {
            out += w2[0][i] * a[i];
        }
        return out;
    }

    double[][] predict(double[][] x, boolean training) {
        double[][] outputs = new double[x.length][];
        for (int s = 0; s < x.length; s++) {
            outputs[s] = new double[] {output(hidden(x[s], mask(training)))};
        }
        return outputs;
    }

    double loss(double[][] x, double[][] y, boolean training) {
        double[][] a = predict(x, training);
        double sum = 0;
        for (int s = 0; s < x.length; s++) {
            sum += 0.5 * (a[s][0] - y[s][0]) * (a[s][0] - y[s][0]);
        }
        return sum / x.length;
    }

    Gradient gradient(double[][] x, double[][] y, boolean training) {
        double[][] dw1 = new double[w1.length][w1[0].length];
        double[] db1 = new double[b1.length];
        double[][] dw2 = new double[1][b1.length];
        double[] db2 = new double[1];
        for (int s = 0; s < x.length; s++) {
            double[] mask = mask(training);
            double[] a = hidden(x[s], mask);
            double delta = (output(a) - y[s][0]) / x.length;
            db2[0] += delta;
            for (int i = 0; i < a.length; i++) {
                dw2[0][i] += delta * a[i];
                double below = a[i] > 0 ? delta * w2[0][i] * mask[i] : 0;
                db1[i] += below;
                for (int j = 0; j < x[s].length; j++) {
                    dw1[i][j] += below * x[s][j];
                }
            }
        }
        return Gradient.of("hidden/W", dw1)
                .and("hidden/b", db1)
                .and("output/W", dw2)
                .and("output/b", db2);
    }

    void train(double[][] x, double[][] y) {
        double[] gradient =
                gradient(x, y, true).of(wrap(true).build().parameters().get(0)).orElseThrow();
        for (int i = 0; i < gradient.length; i++) {
            double[] v = v1[i / w1[0].length];
            v[i % v.length] = 0.9 * v[i % v.length] - 0.01 * gradient[i];
            w1[i / v.length][i % v.length] += v[i % v.length];
        }
    }

    /** Loss and gradient as in training, or as in evaluation; outputs as in evaluation. */
    ModelBuilder wrap(boolean training) {
        return Model.named("dropout")
                .weights("hidden/W", w1)
                .biases("hidden/b", b1)
                .weights("output/W", w2)
                .biases("output/b", b2)
                .loss(batch -> loss(batch.inputs(), batch.targets(), training))
                .gradient(batch -> gradient(batch.inputs(), batch.targets(), training))
                .predict(x -> predict(x, false));
    }
}
