package io.github.backcheck.diagnosis;

import io.github.backcheck.model.Architecture;
import io.github.backcheck.model.Gradient;
import io.github.backcheck.model.Model;
import io.github.backcheck.model.ModelBuilder;
import io.github.backcheck.model.Storage;
import java.util.Random;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.NormOps_DDRM;

/** A program of EJML matrices that are replaced at each step: sigmoids, binary cross-entropy, an L2 penalty. */
final class EjmlMatrices {

    DMatrixRMaj w1;
    DMatrixRMaj b1;
    DMatrixRMaj w2;
    DMatrixRMaj b2;
    private final double eta;
    private final double lambda;
    private final Bug bug;

    EjmlMatrices(Bug bug, double eta, double lambda, long seed, int... sizes) {
        Random random = new Random(seed);
        this.w1 = random(sizes[1], sizes[0], random);
        this.b1 = new DMatrixRMaj(sizes[1], 1);
        this.w2 = random(sizes[2], sizes[1], random);
        this.b2 = new DMatrixRMaj(sizes[2], 1);
        this.eta = bug.rate(eta);
        this.lambda = lambda;
        this.bug = bug;
    }

    private static DMatrixRMaj random(int rows, int columns, Random random) {
        DMatrixRMaj m = new DMatrixRMaj(rows, columns);
        for (int i = 0; i < m.getNumElements(); i++) {
            m.data[i] = random.nextGaussian() / Math.sqrt(columns);
        }
        return m;
    }

    /** Units x samples, as the program keeps its activations. */
    private static DMatrixRMaj layer(DMatrixRMaj w, DMatrixRMaj b, DMatrixRMaj x) {
        DMatrixRMaj a = new DMatrixRMaj(w.numRows, x.numCols);
        CommonOps_DDRM.mult(w, x, a);
        for (int i = 0; i < a.numRows; i++) {
            for (int n = 0; n < a.numCols; n++) {
                a.set(i, n, 1 / (1 + Math.exp(-a.get(i, n) - b.get(i, 0))));
            }
        }
        return a;
    }

    private static DMatrixRMaj columns(double[][] rows) {
        return CommonOps_DDRM.transpose(new DMatrixRMaj(rows), null);
    }

    double[][] predict(double[][] inputs) {
        DMatrixRMaj a = layer(w2, b2, layer(w1, b1, columns(inputs)));
        double[][] outputs = new double[inputs.length][a.numRows];
        for (int n = 0; n < inputs.length; n++) {
            for (int k = 0; k < a.numRows; k++) {
                outputs[n][k] = a.get(k, n);
            }
        }
        return outputs;
    }

    double loss(double[][] inputs, double[][] targets) {
        double[][] p = predict(inputs);
        double sum = 0;
        for (int n = 0; n < p.length; n++) {
            for (int k = 0; k < p[n].length; k++) {
                sum -= targets[n][k] > 0.5 ? Math.log(p[n][k]) : Math.log1p(-p[n][k]);
            }
        }
        double squares = Math.pow(NormOps_DDRM.normF(w1), 2) + Math.pow(NormOps_DDRM.normF(w2), 2);
        return sum / p.length + lambda / 2 * squares;
    }

    /** w1, b1, w2, b2. */
    DMatrixRMaj[] gradient(double[][] inputs, double[][] targets) {
        DMatrixRMaj x = columns(inputs);
        DMatrixRMaj h = layer(w1, b1, x);
        DMatrixRMaj delta2 = layer(w2, b2, h);
        CommonOps_DDRM.subtractEquals(delta2, columns(targets));
        CommonOps_DDRM.scale(bug == Bug.SUMMED_GRADIENT ? 1 : 1.0 / x.numCols, delta2);
        DMatrixRMaj delta1 = new DMatrixRMaj(h.numRows, h.numCols);
        CommonOps_DDRM.multTransA(bug == Bug.HIDDEN_SIGN ? -1 : 1, w2, delta2, delta1);
        for (int i = 0; i < h.getNumElements(); i++) {
            double a = h.data[i];
            delta1.data[i] *= bug == Bug.WRONG_DERIVATIVE ? a * (a - 1) : a * (1 - a);
        }
        DMatrixRMaj g1 = new DMatrixRMaj(w1.numRows, w1.numCols);
        DMatrixRMaj g2 = new DMatrixRMaj(w2.numRows, w2.numCols);
        CommonOps_DDRM.multTransB(delta2, h, g2);
        CommonOps_DDRM.addEquals(g2, lambda, w2);
        DMatrixRMaj gb1 = new DMatrixRMaj(b1.numRows, 1);
        if (bug != Bug.FIRST_LAYER_FROZEN) {
            CommonOps_DDRM.multTransB(delta1, x, g1);
            CommonOps_DDRM.addEquals(g1, lambda, w1);
            CommonOps_DDRM.sumRows(delta1, gb1);
        }
        return new DMatrixRMaj[] {g1, gb1, g2, CommonOps_DDRM.sumRows(delta2, null)};
    }

    void step(double[][] inputs, double[][] targets) {
        DMatrixRMaj[] g = gradient(inputs, targets);
        DMatrixRMaj moved1 = moved(w1, g[0]);
        DMatrixRMaj moved2 = moved(w2, g[2]);
        DMatrixRMaj movedB1 = moved(b1, g[1]);
        DMatrixRMaj movedB2 = moved(b2, g[3]);
        if (bug == Bug.UPDATE_TO_COPY) {
            return;
        }
        w1 = bug == Bug.WEIGHTS_TO_COPY ? w1 : moved1;
        b1 = movedB1;
        w2 = moved2;
        b2 = movedB2;
    }

    private DMatrixRMaj moved(DMatrixRMaj parameter, DMatrixRMaj gradient) {
        DMatrixRMaj result = parameter.copy();
        CommonOps_DDRM.addEquals(result, bug == Bug.ASCENT ? eta : -eta, gradient);
        return result;
    }

    Architecture architecture() {
        return Architecture.inputs(w1.numCols)
                .sigmoid(w1.numRows)
                .sigmoid(w2.numRows)
                .binaryCrossEntropy()
                .l2(lambda);
    }

    ModelBuilder stepOnly() {
        return Model.named("matrices")
                .weights("first/W", Storage.supplied(() -> Storage.of(w1)))
                .biases("first/b", Storage.supplied(() -> Storage.of(b1)))
                .weights("second/W", Storage.supplied(() -> Storage.of(w2)))
                .biases("second/b", Storage.supplied(() -> Storage.of(b2)))
                .loss(batch -> loss(batch.inputs(), batch.targets()))
                .trainStep(batch -> step(batch.inputs(), batch.targets()))
                .predict(this::predict)
                .architecture(architecture());
    }

    Model wrap() {
        return stepOnly()
                .gradient(batch -> {
                    DMatrixRMaj[] g = gradient(batch.inputs(), batch.targets());
                    return Gradient.of("first/W", Storage.of(g[0]))
                            .and("first/b", Storage.of(g[1]))
                            .and("second/W", Storage.of(g[2]))
                            .and("second/b", Storage.of(g[3]));
                })
                .build();
    }
}
