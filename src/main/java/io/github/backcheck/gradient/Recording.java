package io.github.backcheck.gradient;

import io.github.backcheck.mlp.Mlp;
import io.github.backcheck.model.Activation;
import io.github.backcheck.model.Architecture;
import io.github.backcheck.model.Batch;
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
        private final double[][] below;
        private final double[][] inputs;
        private final double[][] z;
        private final double[][] a;
        private final double[][] slopes;

        Layer(double[][] weights, double[] biases, double[][] below, double[][] z, double[][] a, double[][] slopes) {
            this.weights = weights;
            this.biases = biases;
            this.below = below;
            this.inputs = Rows.transposed(below);
            this.z = z;
            this.a = a;
            this.slopes = slopes;
        }
    }

    Recording(Mlp twin, Batch batch) {
        this.architecture = twin.architecture();
        this.samples = batch.size();
        this.targets = Rows.transposed(rows(batch.targetMatrix()));
        this.layers = new Layer[architecture.depth()];
        double[][] below = Rows.transposed(rows(batch.inputMatrix()));
        for (int layer = 0; layer < layers.length; layer++) {
            double[][] weights = rows(twin.weights(layer));
            double[] biases = twin.biases(layer).data.clone();
            double[][] z = preActivations(weights, biases, below);
            double[][] a = activations(layer, z);
            double[][] slopes =
                    architecture.layer(layer).activation() instanceof Elementwise f ? slopes(f, z, a) : new double[0][];
            layers[layer] = new Layer(weights, biases, below, z, a, slopes);
            below = a;
        }
        this.loss = lossOf(z(depth() - 1)) + penalty();
    }

    private static double[][] rows(DMatrixRMaj matrix) {
        return Rows.of(matrix.data, matrix.numRows, matrix.numCols);
    }

    /** W a_prev + b, all units x samples. */
    private static double[][] preActivations(double[][] weights, double[] biases, double[][] below) {
        double[][] z = new double[weights.length][below[0].length];
        for (int unit = 0; unit < z.length; unit++) {
            Arrays.fill(z[unit], biases[unit]);
            Rows.addProducts(weights[unit], 0, below, below.length, z[unit]);
        }
        return z;
    }

    private double[][] activations(int layer, double[][] z) {
        Activation activation = architecture.layer(layer).activation();
        if (activation instanceof Elementwise) {
            double[][] a = new double[z.length][samples];
            for (int unit = 0; unit < z.length; unit++) {
                activation.values(z[unit], a[unit], samples, 1);
            }
            return a;
        }
        // Softmax wants the units of a sample side by side.
        double[] a = new double[z.length * samples];
        activation.values(Rows.flat(Rows.transposed(z)), a, samples, z.length);
        return Rows.transposed(Rows.of(a, samples, z.length));
    }

    private double penalty() {
        if (architecture.l2() == 0) {
            return 0;
        }
        double squares = 0;
        for (Layer layer : layers) {
            for (double[] row : layer.weights) {
                double norm = Norms.of(row);
                squares += norm * norm;
            }
        }
        return architecture.l2() / 2 * squares;
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

    /** The same as inputs of the layer x samples. */
    double[][] below(int layer) {
        return layers[layer].below;
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
        for (int above = layer + 1; above < depth(); above++) {
            z = preActivations(weights(above), biases(above), activations(above - 1, z));
        }
        return z;
    }

    /** The activations of the last layer for other pre-activations of it, both outputs x samples. */
    double[][] outputsOf(double[][] head) {
        return activations(depth() - 1, head);
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
}
