package io.github.backcheck.gradient;

import io.github.backcheck.mlp.ForwardPass;
import io.github.backcheck.mlp.Mlp;
import io.github.backcheck.model.Architecture;
import io.github.backcheck.model.Elementwise;
import org.ejml.data.DMatrixRMaj;

/**
 * What the twin computed on a batch, once and for all differences: weights, layer inputs, pre-activations, activations and
 * slopes, each as one array per unit or sample, so that loops over them start at index 0.
 */
final class Recording {

    private final Architecture architecture;
    private final int samples;
    private final double[][] targets;
    private final Layer[] layers;

    /** One layer. */
    private static final class Layer {
        private final double[][] weights;
        private final double[] biases;
        private final double[][] inputs;
        private final double[][] z;
        private final double[][] a;
        private final double[][] slopes;

        Layer(double[][] weights, double[] biases, double[][] inputs, double[][] z, double[][] a, double[][] slopes) {
            this.weights = weights;
            this.biases = biases;
            this.inputs = inputs;
            this.z = z;
            this.a = a;
            this.slopes = slopes;
        }
    }

    Recording(Mlp twin, ForwardPass pass, DMatrixRMaj targets) {
        this.architecture = twin.architecture();
        this.samples = pass.samples();
        this.targets = Rows.transposed(rows(targets));
        this.layers = new Layer[architecture.depth()];
        for (int layer = 0; layer < layers.length; layer++) {
            double[][] z = Rows.transposed(rows(pass.preActivations(layer)));
            double[][] a = Rows.transposed(rows(pass.activations(layer)));
            layers[layer] = new Layer(
                    rows(twin.weights(layer)),
                    twin.biases(layer).data.clone(),
                    rows(pass.layerInputs(layer)),
                    z,
                    a,
                    architecture.layer(layer).activation() instanceof Elementwise f
                            ? slopes(f, z, a)
                            : new double[0][]);
        }
    }

    private static double[][] rows(DMatrixRMaj matrix) {
        return Rows.of(matrix.data, matrix.numRows, matrix.numCols);
    }

    private static double[][] slopes(Elementwise f, double[][] z, double[][] a) {
        double[][] slopes = new double[z.length][z[0].length];
        for (int unit = 0; unit < z.length; unit++) {
            for (int n = 0; n < z[unit].length; n++) {
                slopes[unit][n] = f.derivative(z[unit][n], a[unit][n]);
            }
        }
        return slopes;
    }

    Architecture architecture() {
        return architecture;
    }

    int samples() {
        return samples;
    }

    int depth() {
        return layers.length;
    }

    int units(int layer) {
        return layers[layer].weights.length;
    }

    /** Outputs x samples. */
    double[][] targets() {
        return targets;
    }

    /** Units x inputs. */
    double[][] weights(int layer) {
        return layers[layer].weights;
    }

    double[] biases(int layer) {
        return layers[layer].biases;
    }

    /** Samples x inputs of the layer. */
    double[][] inputs(int layer) {
        return layers[layer].inputs;
    }

    /** Units x samples. */
    double[][] z(int layer) {
        return layers[layer].z;
    }

    /** Units x samples. */
    double[][] a(int layer) {
        return layers[layer].a;
    }

    /** f′(z), units x samples; none for softmax. */
    double[][] slopes(int layer) {
        return layers[layer].slopes;
    }
}
