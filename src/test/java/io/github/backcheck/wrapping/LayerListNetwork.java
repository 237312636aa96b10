package io.github.backcheck.wrapping;

import io.github.backcheck.model.Architecture;
import io.github.backcheck.model.Gradient;
import io.github.backcheck.model.Model;
import io.github.backcheck.model.Storage;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** A list of layers that each know how to go forward and backward, dense ones and activations, for one sample at a time. */
class LayerListNetwork {

    interface Layer {
        double[] forward(double[] x);

        double[] backward(double[] gradOut);
    }

    static class Dense implements Layer {
        final double[][] W;
        final double[] b;
        final double[][] dW;
        final double[] db;
        private double[] x = {};

        Dense(int in, int out, Random rng) {
            W = new double[out][in];
            b = new double[out];
            dW = new double[out][in];
            db = new double[out];
            for (double[] row : W) {
                for (int j = 0; j < in; j++) {
                    row[j] = rng.nextGaussian() * Math.sqrt(1.0 / in);
                }
            }
        }

        @Override
        public double[] forward(double[] input) {
            x = input;
            double[] y = b.clone();
            for (int i = 0; i < y.length; i++) {
                for (int j = 0; j < x.length; j++) {
                    y[i] += W[i][j] * x[j];
                }
            }
            return y;
        }

        @Override
        public double[] backward(double[] gradOut) {
            double[] gradIn = new double[x.length];
            for (int i = 0; i < gradOut.length; i++) {
                for (int j = 0; j < x.length; j++) {
                    dW[i][j] += gradOut[i] * x[j];
                    gradIn[j] += W[i][j] * gradOut[i];
                }
                db[i] += gradOut[i];
            }
            return gradIn;
        }

        void zeroGrad() {
            for (int i = 0; i < db.length; i++) {
                Arrays.fill(dW[i], 0);
                db[i] = 0;
            }
        }

        void step(double lr) {
            for (int i = 0; i < db.length; i++) {
                for (int j = 0; j < W[i].length; j++) {
                    W[i][j] -= lr * dW[i][j];
                }
                b[i] -= lr * db[i];
            }
        }
    }

    static class Tanh implements Layer {
        private double[] y = {};

        @Override
        public double[] forward(double[] x) {
            y = Arrays.stream(x).map(Math::tanh).toArray();
            return y;
        }

        @Override
        public double[] backward(double[] gradOut) {
            double[] gradIn = new double[y.length];
            for (int i = 0; i < y.length; i++) {
                gradIn[i] = gradOut[i] * (1 - y[i] * y[i]);
            }
            return gradIn;
        }
    }

    final List<Layer> layers;

    LayerListNetwork(long seed) {
        Random rng = new Random(seed);
        layers = List.of(new Dense(2, 6, rng), new Tanh(), new Dense(6, 6, rng), new Tanh(), new Dense(6, 1, rng));
    }

    List<Dense> dense() {
        return layers.stream()
                .filter(Dense.class::isInstance)
                .map(Dense.class::cast)
                .toList();
    }

    double[] forward(double[] x) {
        double[] out = x;
        for (Layer layer : layers) {
            out = layer.forward(out);
        }
        return out;
    }

    void zeroGrad() {
        dense().forEach(Dense::zeroGrad);
    }

    /** Mean squared error. */
    void backward(double[][] X, double[][] Y) {
        zeroGrad();
        for (int n = 0; n < X.length; n++) {
            double[] out = forward(X[n]);
            double[] grad = new double[out.length];
            for (int k = 0; k < out.length; k++) {
                grad[k] = 2 * (out[k] - Y[n][k]) / (out.length * X.length);
            }
            for (int l = layers.size() - 1; l >= 0; l--) {
                grad = layers.get(l).backward(grad);
            }
        }
    }

    void train(double[][] X, double[][] Y, double lr) {
        backward(X, Y);
        dense().forEach(layer -> layer.step(lr));
    }

    /** The bug: gradients are never set back to 0. */
    static class NeverZeroed extends LayerListNetwork {
        NeverZeroed(long seed) {
            super(seed);
        }

        @Override
        void zeroGrad() {
            // Somebody was sure that the optimiser does that.
        }
    }

    static Model wrap(LayerListNetwork net) {
        List<Dense> dense = net.dense();
        return Model.named("list of layers")
                .layers(dense, layer -> Storage.of(layer.W), layer -> Storage.of(layer.b))
                .gradient(batch -> {
                    net.backward(batch.inputs(), batch.targets());
                    return Gradient.layers(dense, layer -> Storage.of(layer.dW), layer -> Storage.of(layer.db));
                })
                .trainStep(batch -> net.train(batch.inputs(), batch.targets(), 0.1))
                .predictSample(net::forward)
                .architecture(Architecture.inputs(2).tanh(6).tanh(6).identity(1).meanSquaredError())
                .build();
    }
}
