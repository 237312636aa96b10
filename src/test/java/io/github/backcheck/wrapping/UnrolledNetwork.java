package io.github.backcheck.wrapping;

import io.github.backcheck.model.Architecture;
import io.github.backcheck.model.Gradient;
import io.github.backcheck.model.Model;
import io.github.backcheck.model.Storage;
import java.util.Random;

/** All parameters in one vector, as optimisers like them: a cost, a gradient of the same layout, a line that descends. */
class UnrolledNetwork {

    static final int IN = 2;
    static final int HID = 8;
    static final int OUT = 1;

    static final int B1 = HID * IN;
    static final int W2 = B1 + HID;
    static final int B2 = W2 + OUT * HID;

    final double[] theta = new double[B2 + OUT];
    private final double alpha;

    UnrolledNetwork(long seed, double alpha) {
        Random r = new Random(seed);
        for (int i = 0; i < theta.length; i++) {
            theta[i] = r.nextDouble() * 2 - 1;
        }
        this.alpha = alpha;
    }

    private double[] h(double[] x) {
        double[] a = new double[HID];
        for (int j = 0; j < HID; j++) {
            double z = theta[B1 + j];
            for (int i = 0; i < IN; i++) {
                z += theta[j * IN + i] * x[i];
            }
            a[j] = Math.tanh(z);
        }
        return a;
    }

    private double[] y(double[] a) {
        double[] y = new double[OUT];
        for (int k = 0; k < OUT; k++) {
            y[k] = theta[B2 + k];
            for (int j = 0; j < HID; j++) {
                y[k] += theta[W2 + k * HID + j] * a[j];
            }
        }
        return y;
    }

    double[] output(double[] x) {
        return y(h(x));
    }

    /** J = 1/2m of the sum of squares. */
    double cost(double[][] xs, double[][] ts) {
        double j = 0;
        for (int m = 0; m < xs.length; m++) {
            double[] y = output(xs[m]);
            for (int k = 0; k < OUT; k++) {
                j += (y[k] - ts[m][k]) * (y[k] - ts[m][k]);
            }
        }
        return j / (2 * xs.length);
    }

    int whereHiddenBiasesGo() {
        return B1;
    }

    double[] grad(double[][] xs, double[][] ts) {
        double[] g = new double[theta.length];
        for (int m = 0; m < xs.length; m++) {
            double[] a = h(xs[m]);
            double[] y = y(a);
            for (int k = 0; k < OUT; k++) {
                double d2 = (y[k] - ts[m][k]) / xs.length;
                g[B2 + k] += d2;
                for (int j = 0; j < HID; j++) {
                    g[W2 + k * HID + j] += d2 * a[j];
                    double d1 = d2 * theta[W2 + k * HID + j] * (1 - a[j] * a[j]);
                    g[whereHiddenBiasesGo() + j] += d1;
                    for (int i = 0; i < IN; i++) {
                        g[j * IN + i] += d1 * xs[m][i];
                    }
                }
            }
        }
        return g;
    }

    void descend(double[][] xs, double[][] ts) {
        double[] g = grad(xs, ts);
        for (int i = 0; i < theta.length; i++) {
            theta[i] -= alpha * g[i];
        }
    }

    /** The bug: the gradient of the hidden biases is written where that of the weights of the output is. */
    static class WrongOffset extends UnrolledNetwork {
        WrongOffset(long seed, double alpha) {
            super(seed, alpha);
        }

        @Override
        int whereHiddenBiasesGo() {
            return W2;
        }
    }

    static Model wrap(UnrolledNetwork net) {
        return Model.named("one long vector")
                .weights("W1", Storage.flat(net.theta, 0, HID, IN))
                .biases("b1", Storage.flat(net.theta, B1, HID, 1))
                .weights("W2", Storage.flat(net.theta, W2, OUT, HID))
                .biases("b2", Storage.flat(net.theta, B2, OUT, 1))
                .loss(batch -> net.cost(batch.inputs(), batch.targets()))
                .trainStep(batch -> net.descend(batch.inputs(), batch.targets()))
                .gradient(batch -> gradient(net, batch.inputs(), batch.targets()))
                .predictSample(net::output)
                .architecture(Architecture.inputs(IN).tanh(HID).identity(OUT).halfSquaredError())
                .build();
    }

    static Gradient gradient(UnrolledNetwork net, double[][] inputs, double[][] targets) {
        double[] g = net.grad(inputs, targets);
        return Gradient.of("W1", Storage.flat(g, 0, HID, IN))
                .and("b1", Storage.flat(g, B1, HID, 1))
                .and("W2", Storage.flat(g, W2, OUT, HID))
                .and("b2", Storage.flat(g, B2, OUT, 1));
    }
}
