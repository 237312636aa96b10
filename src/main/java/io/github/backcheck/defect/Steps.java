package io.github.backcheck.defect;

import io.github.backcheck.mlp.BackwardPass;
import io.github.backcheck.mlp.BackwardStep;
import io.github.backcheck.mlp.BackwardStepName;
import io.github.backcheck.mlp.ForwardPass;
import io.github.backcheck.model.Architecture;
import io.github.backcheck.model.Elementwise;
import io.github.backcheck.model.Loss;
import java.util.function.DoubleUnaryOperator;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;

/** What the wrong steps are made of. */
final class Steps {

    /** A matrix as a formula. */
    @FunctionalInterface
    interface Entries {
        double at(int row, int column);
    }

    private Steps() {}

    /** The step as it should be, and something after it. */
    static BackwardStep after(BackwardStepName standard, BackwardStep more) {
        return (pass, layer) -> {
            standard.standard().apply(pass, layer);
            more.apply(pass, layer);
        };
    }

    /** Computes every entry; a formula may read the entry that it is about to replace. */
    static void fill(DMatrixRMaj into, Entries entries) {
        for (int row = 0; row < into.numRows; row++) {
            for (int column = 0; column < into.numCols; column++) {
                into.set(row, column, entries.at(row, column));
            }
        }
    }

    /** Replaces every entry by a function of it. */
    static void map(DMatrixRMaj matrix, DoubleUnaryOperator function) {
        fill(matrix, (row, column) -> function.applyAsDouble(matrix.get(row, column)));
    }

    static double sum(DMatrixRMaj matrix) {
        return CommonOps_DDRM.elementSum(matrix);
    }

    static double rowSum(DMatrixRMaj matrix, int row) {
        double sum = 0;
        for (int column = 0; column < matrix.numCols; column++) {
            sum += matrix.get(row, column);
        }
        return sum;
    }

    static double columnSum(DMatrixRMaj matrix, int column) {
        double sum = 0;
        for (int row = 0; row < matrix.numRows; row++) {
            sum += matrix.get(row, column);
        }
        return sum;
    }

    /** The sum over the samples of a factor for each unit times a factor for each input. */
    static double product(DMatrixRMaj left, int unit, DMatrixRMaj right, int input) {
        double sum = 0;
        for (int sample = 0; sample < left.numRows; sample++) {
            sum += left.get(sample, unit) * right.get(sample, input);
        }
        return sum;
    }

    static int indexOfLargest(DMatrixRMaj matrix, int row) {
        int largest = 0;
        for (int column = 1; column < matrix.numCols; column++) {
            largest = matrix.get(row, column) > matrix.get(row, largest) ? column : largest;
        }
        return largest;
    }

    static DMatrixRMaj weights(BackwardPass pass, int layer) {
        return pass.network().weights(layer);
    }

    static DMatrixRMaj weights(ForwardPass pass, int layer) {
        return pass.network().weights(layer);
    }

    static DMatrixRMaj biases(ForwardPass pass, int layer) {
        return pass.network().biases(layer);
    }

    /** What a layer reads. */
    static DMatrixRMaj inputs(BackwardPass pass, int layer) {
        return pass.forward().layerInputs(layer);
    }

    static DMatrixRMaj z(BackwardPass pass, int layer) {
        return pass.forward().preActivations(layer);
    }

    static DMatrixRMaj a(BackwardPass pass, int layer) {
        return pass.forward().activations(layer);
    }

    static DMatrixRMaj outputs(BackwardPass pass) {
        return pass.forward().outputs();
    }

    static Architecture architecture(BackwardPass pass) {
        return pass.network().architecture();
    }

    /** f of a layer where {@link Fits#ELEMENTWISE} holds. */
    static Elementwise f(BackwardPass pass, int layer) {
        return (Elementwise) architecture(pass).layer(layer).activation();
    }

    /** What a - y is multiplied by in the loss delta: 1 but for the mean squared error. */
    static double differenceFactor(Architecture architecture) {
        return architecture.loss() == Loss.MEAN_SQUARED_ERROR ? 2.0 / architecture.outputCount() : 1;
    }

    /** The derivative of the loss by a of a layer, or by z where loss and head are fused, from the delta above. */
    static DMatrixRMaj beforeDerivative(BackwardPass pass, int layer) {
        DMatrixRMaj delta = pass.delta(layer);
        DMatrixRMaj result = new DMatrixRMaj(delta.numRows, delta.numCols);
        if (layer < architecture(pass).depth() - 1) {
            CommonOps_DDRM.mult(pass.delta(layer + 1), weights(pass, layer + 1), result);
            return result;
        }
        for (int sample = 0; sample < delta.numRows; sample++) {
            architecture(pass)
                    .loss()
                    .deltaOfSample(
                            outputs(pass).data,
                            pass.targets().data,
                            result.data,
                            sample * delta.numCols,
                            delta.numCols);
        }
        return result;
    }
}
