package io.github.backcheck.gradient;

import io.github.backcheck.mlp.ForwardPass;
import io.github.backcheck.mlp.Mlp;
import io.github.backcheck.model.Architecture;
import io.github.backcheck.model.Elementwise;
import java.util.Arrays;
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
    private final double loss;

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
        this.loss = twin.loss(pass, targets);
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

    /** The loss of the batch, penalty included. */
    double loss() {
        return loss;
    }

    /**
     * The pre-activations of the last layer if those of one layer were others.
     *
     * @param layer from 0
     * @param moves how far they move, units x samples. Not modified.
     * @param share of the moves that is made
     * @return outputs x samples
     */
    double[][] headWith(int layer, double[][] moves, double share) {
        double[][] z = new double[moves.length][];
        for (int unit = 0; unit < moves.length; unit++) {
            z[unit] = z(layer)[unit].clone();
            Rows.addProduct(share, moves[unit], z[unit]);
        }
        for (int below = layer; below < depth() - 1; below++) {
            double[][] a = activations(below, z);
            z = new double[units(below + 1)][samples];
            for (int unit = 0; unit < z.length; unit++) {
                Arrays.fill(z[unit], biases(below + 1)[unit]);
                Rows.addProducts(weights(below + 1)[unit], 0, a, a.length, z[unit]);
            }
        }
        return z;
    }

    /** The activations of the last layer for other pre-activations of it, both outputs x samples. */
    double[][] outputsOf(double[][] head) {
        double[] a = new double[head.length * samples];
        double[] z = Rows.flat(Rows.transposed(head));
        architecture.layer(depth() - 1).activation().values(z, a, samples, head.length);
        return Rows.transposed(Rows.of(a, samples, head.length));
    }

    /** The loss of the batch for other pre-activations of the last layer, outputs x samples, without the penalty. */
    double lossOf(double[][] head) {
        double[] z = Rows.flat(Rows.transposed(head));
        double[] a = Rows.flat(Rows.transposed(outputsOf(head)));
        double[] y = Rows.flat(Rows.transposed(targets));
        double sum = 0;
        for (int n = 0; n < samples; n++) {
            sum += architecture.loss().ofSample(z, a, y, n * head.length, head.length);
        }
        return architecture.reduction().factor(samples) * sum;
    }

    private double[][] activations(int layer, double[][] z) {
        double[][] a = new double[z.length][samples];
        for (int unit = 0; unit < z.length; unit++) {
            architecture.layer(layer).activation().values(z[unit], a[unit], samples, 1);
        }
        return a;
    }
}
