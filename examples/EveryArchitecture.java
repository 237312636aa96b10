package io.github.backcheck.examples;

import io.github.backcheck.gradient.GradientCheck;
import io.github.backcheck.gradient.GradientReport;
import io.github.backcheck.gradient.Point;
import io.github.backcheck.gradient.Verdict;
import io.github.backcheck.model.Activation;
import io.github.backcheck.model.Batch;
import io.github.backcheck.model.Gradient;
import io.github.backcheck.model.Loss;
import io.github.backcheck.model.Model;
import io.github.backcheck.model.ModelBuilder;
import io.github.backcheck.testing.jqwik.NetworkArbitraries;
import io.github.backcheck.testing.jqwik.NetworkCase;
import io.github.backcheck.testing.jqwik.NetworkDomain;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.domains.Domain;

/**
 * A property: for every architecture the gradient of <i>my</i> backpropagation agrees with the loss. {@link MyNetwork} was
 * written for one hidden layer, and the loop for more of them was added later. With one hidden layer it is right, and with one
 * sample at a time; the property finds the smallest network for which it is wrong. Run it with
 *
 * <pre>{@code mvn -q test -Dtest=EveryArchitecture}</pre>
 */
class EveryArchitecture {

    /** What MyNetwork can be: tanh everywhere, and half the squared error. */
    static class MyNetworks extends NetworkDomain {
        MyNetworks() {
            super(NetworkArbitraries.usual().activations(Activation.TANH).losses(Loss.HALF_SQUARED_ERROR));
        }
    }

    @Property
    @Domain(MyNetworks.class)
    void gradientAgrees(@ForAll NetworkCase network) {
        check(wrap(new MyNetwork(network)), network.batch());
    }

    static void check(Model mine, Batch batch) {
        GradientReport report =
                GradientCheck.of(mine).on(batch).at(Point.AS_GIVEN).run();
        if (report.verdict() == Verdict.DISAGREES || !report.brokenGuards().isEmpty()) {
            throw new AssertionError(report.toString());
        }
    }

    static Model wrap(MyNetwork net) {
        ModelBuilder builder = Model.named("my network");
        for (int layer = 0; layer < net.depth; layer++) {
            builder.weights("layer " + (layer + 1) + "/W", net.w[layer])
                    .biases("layer " + (layer + 1) + "/b", net.b[layer]);
        }
        return builder.loss(batch -> net.loss(batch.inputs(), batch.targets()))
                .gradient(batch -> {
                    net.backprop(batch.inputs(), batch.targets());
                    Gradient gradient = Gradient.of("layer 1/W", net.dw[0]).and("layer 1/b", net.db[0]);
                    for (int layer = 1; layer < net.depth; layer++) {
                        gradient = gradient.and("layer " + (layer + 1) + "/W", net.dw[layer])
                                .and("layer " + (layer + 1) + "/b", net.db[layer]);
                    }
                    return gradient;
                })
                .build();
    }

    /** A network of plain arrays, written once for one hidden layer and made deeper later. */
    static class MyNetwork {
        final int depth;
        final double[][][] w;
        final double[][] b;
        double[][][] dw;
        double[][] db;

        MyNetwork(NetworkCase network) {
            depth = network.architecture().depth();
            w = new double[depth][][];
            b = new double[depth][];
            for (int layer = 0; layer < depth; layer++) {
                w[layer] = network.weights(layer);
                b[layer] = network.biases(layer);
            }
        }

        /** The inputs and, of each layer, the outputs. */
        private double[][] forward(double[] input) {
            double[][] a = new double[depth + 1][];
            a[0] = input;
            for (int layer = 0; layer < depth; layer++) {
                a[layer + 1] = new double[b[layer].length];
                for (int i = 0; i < b[layer].length; i++) {
                    double z = b[layer][i];
                    for (int j = 0; j < a[layer].length; j++) {
                        z += w[layer][i][j] * a[layer][j];
                    }
                    a[layer + 1][i] = Math.tanh(z);
                }
            }
            return a;
        }

        double loss(double[][] inputs, double[][] targets) {
            double sum = 0;
            for (int sample = 0; sample < inputs.length; sample++) {
                double[] output = forward(inputs[sample])[depth];
                for (int k = 0; k < output.length; k++) {
                    sum += 0.5 * (output[k] - targets[sample][k]) * (output[k] - targets[sample][k]);
                }
            }
            return sum / inputs.length;
        }

        void backprop(double[][] inputs, double[][] targets) {
            dw = new double[depth][][];
            db = new double[depth][];
            double[][] delta = new double[depth][];
            for (int layer = 0; layer < depth; layer++) {
                dw[layer] = new double[w[layer].length][w[layer][0].length];
                db[layer] = new double[b[layer].length];
                delta[layer] = new double[b[layer].length];
            }
            for (int sample = 0; sample < inputs.length; sample++) {
                double[][] a = forward(inputs[sample]);
                for (int k = 0; k < delta[depth - 1].length; k++) {
                    delta[depth - 1][k] = (a[depth][k] - targets[sample][k]) * slope(a[depth][k]);
                }
                if (depth > 1) {
                    delta[depth - 2] = down(depth - 1, delta[depth - 1], a);
                }
                // Added for more than one hidden layer. Nothing sets delta[layer] back to 0 for the next sample.
                for (int layer = depth - 3; layer >= 0; layer--) {
                    double[] below = down(layer + 1, delta[layer + 1], a);
                    for (int j = 0; j < below.length; j++) {
                        delta[layer][j] += below[j];
                    }
                }
                add(delta, a, inputs.length);
            }
        }

        private double[] down(int layer, double[] above, double[][] a) {
            double[] below = new double[w[layer][0].length];
            for (int j = 0; j < below.length; j++) {
                for (int i = 0; i < above.length; i++) {
                    below[j] += w[layer][i][j] * above[i];
                }
                below[j] *= slope(a[layer][j]);
            }
            return below;
        }

        private void add(double[][] delta, double[][] a, int samples) {
            for (int layer = 0; layer < depth; layer++) {
                for (int i = 0; i < delta[layer].length; i++) {
                    db[layer][i] += delta[layer][i] / samples;
                    for (int j = 0; j < a[layer].length; j++) {
                        dw[layer][i][j] += delta[layer][i] * a[layer][j] / samples;
                    }
                }
            }
        }

        private static double slope(double a) {
            return 1 - a * a;
        }
    }
}
