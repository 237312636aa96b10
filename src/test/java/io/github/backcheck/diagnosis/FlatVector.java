package io.github.backcheck.diagnosis;

import io.github.backcheck.model.Architecture;
import io.github.backcheck.model.Gradient;
import io.github.backcheck.model.Model;
import io.github.backcheck.model.ModelBuilder;
import io.github.backcheck.model.Storage;
import java.util.Arrays;
import java.util.Random;

/** A program of one long parameter vector: ReLU, then a linear output, mean squared error, momentum. */
final class FlatVector {

    final double[] theta;
    private final double[] gradient;
    private final double[] velocity;
    private final int in;
    private final int hid;
    private final int out;
    private final double eta;
    private final double momentum;
    private final Bug bug;

    FlatVector(Bug bug, double eta, double momentum, long seed, int... sizes) {
        this.in = sizes[0];
        this.hid = sizes[1];
        this.out = sizes[2];
        this.theta = new double[hid * in + hid + out * hid + out];
        this.gradient = new double[theta.length];
        this.velocity = new double[theta.length];
        this.eta = bug.rate(eta);
        this.momentum = momentum;
        this.bug = bug;
        Random random = new Random(seed);
        for (int i = 0; i < hid * in; i++) {
            theta[i] = random.nextGaussian() * Math.sqrt(2.0 / in);
        }
        for (int i = w2(); i < b2(); i++) {
            theta[i] = random.nextGaussian() * Math.sqrt(2.0 / hid);
        }
    }

    int b1() {
        return hid * in;
    }

    private int w2() {
        return b1() + hid;
    }

    private int b2() {
        return w2() + out * hid;
    }

    private double[] hidden(double[] x) {
        double[] h = new double[hid];
        for (int i = 0; i < hid; i++) {
            double z = theta[b1() + i];
            for (int j = 0; j < in; j++) {
                z += theta[i * in + j] * x[j];
            }
            h[i] = Math.max(0, z);
        }
        return h;
    }

    private double[] output(double[] h) {
        double[] y = new double[out];
        for (int k = 0; k < out; k++) {
            y[k] = theta[b2() + k];
            for (int i = 0; i < hid; i++) {
                y[k] += theta[w2() + k * hid + i] * h[i];
            }
        }
        return y;
    }

    double[] predict(double[] x) {
        return output(hidden(x));
    }

    double loss(double[][] x, double[][] t) {
        double sum = 0;
        for (int n = 0; n < x.length; n++) {
            double[] y = predict(x[n]);
            for (int k = 0; k < out; k++) {
                sum += (y[k] - t[n][k]) * (y[k] - t[n][k]);
            }
        }
        return sum / (x.length * out);
    }

    double[] gradient(double[][] x, double[][] t) {
        if (bug != Bug.NEVER_RESET) {
            Arrays.fill(gradient, 0);
        }
        double factor = bug == Bug.SUMMED_GRADIENT ? 2 : 2.0 / (x.length * out);
        for (int n = 0; n < x.length; n++) {
            double[] h = hidden(x[n]);
            double[] y = output(h);
            double[] back = new double[hid];
            for (int k = 0; k < out; k++) {
                double delta = factor * (y[k] - t[n][k]);
                for (int i = 0; i < hid; i++) {
                    gradient[w2() + k * hid + i] += delta * h[i];
                    back[i] += (bug == Bug.HIDDEN_SIGN ? -1 : 1) * theta[w2() + k * hid + i] * delta;
                }
                gradient[b2() + k] += delta;
            }
            for (int i = 0; i < hid && bug != Bug.FIRST_LAYER_FROZEN; i++) {
                double delta = h[i] > 0 || bug == Bug.WRONG_DERIVATIVE ? back[i] : 0;
                for (int j = 0; j < in; j++) {
                    gradient[i * in + j] += delta * x[n][j];
                }
                gradient[b1() + i] += delta;
            }
        }
        return gradient;
    }

    void step(double[][] x, double[][] t) {
        double[] g = gradient(x, t);
        double[] into = bug == Bug.UPDATE_TO_COPY ? theta.clone() : theta;
        for (int i = 0; i < into.length; i++) {
            velocity[i] = momentum * velocity[i] - eta * g[i];
            if (bug != Bug.WEIGHTS_TO_COPY || i >= b1()) {
                into[i] += (bug == Bug.ASCENT ? -1 : 1) * velocity[i];
            }
        }
    }

    Architecture architecture() {
        return Architecture.inputs(in).relu(hid).identity(out).meanSquaredError();
    }

    ModelBuilder stepOnly() {
        return Model.named("flat vector")
                .weights("W1", Storage.flat(theta, 0, hid, in))
                .biases("b1", Storage.flat(theta, b1(), hid, 1))
                .weights("W2", Storage.flat(theta, w2(), out, hid))
                .biases("b2", Storage.flat(theta, b2(), out, 1))
                .loss(batch -> loss(batch.inputs(), batch.targets()))
                .trainStep(batch -> step(batch.inputs(), batch.targets()))
                .predictSample(this::predict)
                .architecture(architecture());
    }

    Model wrap() {
        return stepOnly()
                .gradient(batch -> {
                    double[] g = gradient(batch.inputs(), batch.targets());
                    return Gradient.of("W1", Storage.flat(g, 0, hid, in))
                            .and("b1", Storage.flat(g, b1(), hid, 1))
                            .and("W2", Storage.flat(g, w2(), out, hid))
                            .and("b2", Storage.flat(g, b2(), out, 1));
                })
                .build();
    }

    /** As by an owner who forgot them. */
    Model withoutBiases() {
        return Model.named("net")
                .weights("W1", Storage.flat(theta, 0, hid, in))
                .weights("W2", Storage.flat(theta, w2(), out, hid))
                .loss(batch -> loss(batch.inputs(), batch.targets()))
                .trainStep(batch -> step(batch.inputs(), batch.targets()))
                .predictSample(this::predict)
                .build();
    }
}
