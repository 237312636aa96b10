package io.github.backcheck.mlp;

import io.github.backcheck.model.Activation;
import io.github.backcheck.model.Architecture;
import io.github.backcheck.model.Loss;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.mult.MatrixMatrixMult_DDRM;

/**
 * The steps of forward pass and backpropagation as they should be; {@link ForwardStepName} and {@link BackwardStepName} say
 * what each computes. Products go to EJML's
 * single-threaded kernels, so that sums have the same order on any machine.
 */
final class StandardSteps {

    private StandardSteps() {}

    static void preActivation(ForwardPass pass, int layer) {
        DMatrixRMaj z = pass.preActivations(layer);
        MatrixMatrixMult_DDRM.multTransB(pass.layerInputs(layer), pass.network().weights(layer), z);
        addToEachRow(pass.network().biases(layer), z);
    }

    private static void addToEachRow(DMatrixRMaj biases, DMatrixRMaj z) {
        for (int first = 0; first < z.getNumElements(); first += z.numCols) {
            for (int unit = 0; unit < z.numCols; unit++) {
                z.data[first + unit] += biases.data[unit];
            }
        }
    }

    static void activation(ForwardPass pass, int layer) {
        DMatrixRMaj z = pass.preActivations(layer);
        Activation activation = pass.network().architecture().layer(layer).activation();
        activation.values(z.data, pass.activations(layer).data, z.numRows, z.numCols);
    }

    static void lossDelta(BackwardPass pass, int layer) {
        Loss loss = pass.network().architecture().loss();
        DMatrixRMaj a = pass.forward().activations(layer);
        double[] delta = pass.delta(layer).data;
        for (int sample = 0; sample < a.numRows; sample++) {
            loss.deltaOfSample(a.data, pass.targets().data, delta, sample * a.numCols, a.numCols);
        }
    }

    static void propagation(BackwardPass pass, int layer) {
        MatrixMatrixMult_DDRM.mult_reorder(pass.delta(layer + 1), pass.network().weights(layer + 1), pass.delta(layer));
    }

    static void activationDerivative(BackwardPass pass, int layer) {
        Architecture architecture = pass.network().architecture();
        if (layer == architecture.depth() - 1 && pass.network().headIsFused()) {
            return;
        }
        Activation activation = architecture.layer(layer).activation();
        DMatrixRMaj z = pass.forward().preActivations(layer);
        DMatrixRMaj a = pass.forward().activations(layer);
        activation.multiplyByDerivative(z.data, a.data, pass.delta(layer).data, z.numRows, z.numCols);
    }

    static void outerProduct(BackwardPass pass, int layer) {
        MatrixMatrixMult_DDRM.multTransA_reorder(
                pass.delta(layer),
                pass.forward().layerInputs(layer),
                pass.gradient(layer).weights());
    }

    static void biasSum(BackwardPass pass, int layer) {
        DMatrixRMaj delta = pass.delta(layer);
        double[] biases = pass.gradient(layer).biases().data;
        for (int unit = 0; unit < delta.numCols; unit++) {
            double sum = 0;
            for (int sample = 0; sample < delta.numRows; sample++) {
                sum += delta.data[sample * delta.numCols + unit];
            }
            biases[unit] = sum;
        }
    }

    static void batchReduction(BackwardPass pass, int layer) {
        pass.gradient(layer).scale(pass.network().architecture().reduction().factor(pass.samples()));
    }

    static void penalty(BackwardPass pass, int layer) {
        double lambda = pass.network().architecture().l2();
        if (lambda != 0) {
            CommonOps_DDRM.addEquals(
                    pass.gradient(layer).weights(), lambda, pass.network().weights(layer));
        }
    }

    static void accumulation(BackwardPass pass, int layer) {
        pass.accumulator(layer).add(pass.gradient(layer));
    }
}
