package io.github.backcheck.audit;

import io.github.backcheck.model.Architecture;
import io.github.backcheck.model.Model;
import io.github.backcheck.model.ModelBuilder;
import java.util.Random;

/**
 * Arrays of inputs x outputs, whole batches through home-made matrix products, and one method fit: hidden sigmoid or tanh,
 * linear output, half squared error added up over the batch.
 */
final class InOutStyle implements Program {

    enum Mistake {
        NONE(Fault.NONE),
        /** 2 (a − y) where the loss has one half. */
        FACTOR_TWO(Fault.inLast("loss delta", "loss-delta-factor-two", "learning-rate-factor")),
        /** The linear output is treated as a sigmoid. */
        OUTPUT_DERIVATIVE_EXTRA(
                Fault.inLast("activation derivative", "derivative-extra", "derivative-of-another-activation")),
        /** The derivative of the other hidden activation. */
        DERIVATIVE_OF_ANOTHER(Fault.belowLast("activation derivative", "derivative-of-another-activation")),
        /** The hidden derivative is squared. */
        DERIVATIVE_TWICE(Fault.belowLast("activation derivative", "derivative-twice")),
        /** δ W for δ Wᵀ. */
        WEIGHTS_NOT_TRANSPOSED(
                Fault.belowLast("propagation", "weights-not-transposed").square()),
        /** The weights of the layer that receives the delta. */
        OWN_WEIGHTS(Fault.belowLast("propagation", "own-weights", "wrong-layer-weights")
                .square()),
        /** What reaches each hidden layer is handed on before the derivative is multiplied in. */
        ERROR_FOR_DELTA(Fault.in("propagation", depth -> Fault.layersFrom(0, depth - 2), "error-instead-of-delta")
                .deepSquare()),
        /** δᵀ a for aᵀ δ. */
        OUTER_TRANSPOSED(
                Fault.everywhere("outer product", "outer-product-transposed").square()),
        /** All layers are multiplied with the inputs of the network. */
        RAW_INPUT(
                Fault.aboveFirst("outer product", "outer-product-of-raw-input").square()),
        /** A layer is multiplied with its own activation. */
        OWN_ACTIVATION(Fault.everywhere("outer product", "outer-product-of-own-activation")
                .square()),
        /** The mean of a times the mean of δ, times the number of samples. */
        PRODUCT_OF_MEANS(Fault.everywhere("outer product", "product-of-means")),
        /** All layers get the bias gradient of the last. */
        BIAS_SHARED(Fault.belowLast("bias sum", "bias-gradient-shared").square()),
        /** The sum over the units of a sample, not over the samples of a unit. */
        BIAS_WRONG_AXIS(Fault.everywhere("bias sum", "bias-gradient-wrong-axis")),
        /** The update adds. */
        UPDATE_ADDS(Fault.everywhere("update", "update-ascends")),
        /** The step is applied a second time. */
        UPDATE_TWICE(Fault.everywhere("update", "update-applied-twice", "learning-rate-factor")),
        /** The step takes what the call before computed. */
        PREVIOUS_GRADIENT(Fault.everywhere("update", "previous-gradient")),
        /** New weights are made and forgotten, biases do change. */
        WEIGHTS_TO_COPY(Fault.everywhere("update", "update-to-copy")),
        /** Factor 2, and shared bias gradients. */
        FACTOR_AND_BIAS_SHARED(FACTOR_TWO.fault.and(BIAS_SHARED.fault).square()),
        /** Raw inputs, and weights not transposed. */
        RAW_INPUT_AND_TRANSPOSE(RAW_INPUT.fault.and(WEIGHTS_NOT_TRANSPOSED.fault));

        @SuppressWarnings("ImmutableEnumChecker") // Nothing in it changes.
        final Fault fault;

        Mistake(Fault fault) {
            this.fault = fault;
        }
    }

    private final double[][][] w;
    private final double[][] b;
    private double[][][] lastDw;
    private double[][] lastDb;
    /** What reached the layer above. */
    private double[][] error = {};

    private final String activation;
    private final double lr;
    private final Mistake mistake;

    /** With "tanh" or "sigmoid". */
    InOutStyle(Mistake mistake, String activation, long seed, double lr, int... sizes) {
        this.mistake = mistake;
        this.activation = activation;
        this.lr = lr;
        this.w = new double[sizes.length - 1][][];
        this.b = new double[sizes.length - 1][];
        this.lastDw = new double[w.length][][];
        this.lastDb = new double[w.length][];
        Random rnd = new Random(seed);
        for (int l = 0; l < w.length; l++) {
            w[l] = new double[sizes[l]][sizes[l + 1]];
            b[l] = rnd.doubles(sizes[l + 1], -0.5, 0.5).toArray();
            lastDw[l] = new double[sizes[l]][sizes[l + 1]];
            lastDb[l] = new double[sizes[l + 1]];
            for (double[] row : w[l]) {
                for (int j = 0; j < row.length; j++) {
                    row[j] = rnd.nextGaussian() / Math.sqrt(sizes[l]);
                }
            }
        }
    }

    private boolean has(Mistake one) {
        return switch (mistake) {
            case FACTOR_AND_BIAS_SHARED -> one == Mistake.FACTOR_TWO || one == Mistake.BIAS_SHARED;
            case RAW_INPUT_AND_TRANSPOSE -> one == Mistake.RAW_INPUT || one == Mistake.WEIGHTS_NOT_TRANSPOSED;
            default -> mistake == one;
        };
    }

    private static double[][] matmul(double[][] p, double[][] q) {
        double[][] r = new double[p.length][q[0].length];
        for (int i = 0; i < p.length; i++) {
            for (int k = 0; k < q.length; k++) {
                for (int j = 0; j < q[0].length; j++) {
                    r[i][j] += p[i][k] * q[k][j];
                }
            }
        }
        return r;
    }

    private static double[][] transpose(double[][] p) {
        double[][] r = new double[p[0].length][p.length];
        for (int i = 0; i < p.length; i++) {
            for (int j = 0; j < p[0].length; j++) {
                r[j][i] = p[i][j];
            }
        }
        return r;
    }

    private static double[] sumOfColumns(double[][] p) {
        double[] sum = new double[p[0].length];
        for (double[] row : p) {
            for (int j = 0; j < row.length; j++) {
                sum[j] += row[j];
            }
        }
        return sum;
    }

    private double activate(double z) {
        return activation.equals("tanh") ? Math.tanh(z) : 1 / (1 + Math.exp(-z));
    }

    private double prime(double a) {
        boolean tanh = activation.equals("tanh") != has(Mistake.DERIVATIVE_OF_ANOTHER);
        double slope = tanh ? 1 - a * a : a * (1 - a);
        return has(Mistake.DERIVATIVE_TWICE) ? slope * slope : slope;
    }

    private double[][][] activations(double[][] x) {
        double[][][] a = new double[w.length + 1][][];
        a[0] = x;
        for (int l = 0; l < w.length; l++) {
            a[l + 1] = matmul(a[l], w[l]);
            for (double[] row : a[l + 1]) {
                for (int j = 0; j < row.length; j++) {
                    row[j] += b[l][j];
                    row[j] = l == w.length - 1 ? row[j] : activate(row[j]);
                }
            }
        }
        return a;
    }

    double[][] predict(double[][] x) {
        return activations(x)[w.length];
    }

    private double loss(double[][] x, double[][] y) {
        double[][] out = predict(x);
        double loss = 0;
        for (int n = 0; n < x.length; n++) {
            for (int j = 0; j < out[n].length; j++) {
                loss += 0.5 * (out[n][j] - y[n][j]) * (out[n][j] - y[n][j]);
            }
        }
        return loss;
    }

    void fit(double[][] x, double[][] y) {
        double[][][] a = activations(x);
        double[][][] dw = new double[w.length][][];
        double[][] db = new double[w.length][];
        double[][] delta = copy(a[w.length]);
        for (int n = 0; n < x.length; n++) {
            for (int j = 0; j < delta[n].length; j++) {
                double out = delta[n][j];
                delta[n][j] = (has(Mistake.FACTOR_TWO) ? 2 : 1) * (out - y[n][j]);
                delta[n][j] *= has(Mistake.OUTPUT_DERIVATIVE_EXTRA) ? out * (1 - out) : 1;
            }
        }
        double[] outputBias = biasGradient(delta);
        for (int l = w.length - 1; l >= 0; l--) {
            double[][] below = a[l];
            if (has(Mistake.RAW_INPUT)) {
                below = x;
            } else if (has(Mistake.OWN_ACTIVATION)) {
                below = a[l + 1];
            }
            dw[l] = outer(below, delta);
            db[l] = has(Mistake.BIAS_SHARED) ? outputBias : biasGradient(delta);
            if (l > 0) {
                delta = down(l, delta, a[l]);
            }
        }
        apply(dw, db);
        if (has(Mistake.UPDATE_TWICE)) {
            apply(dw, db);
        }
    }

    private double[] biasGradient(double[][] delta) {
        if (!has(Mistake.BIAS_WRONG_AXIS)) {
            return sumOfColumns(delta);
        }
        double[] sum = sumOfColumns(transpose(delta));
        double[] padded = new double[delta[0].length];
        System.arraycopy(sum, 0, padded, 0, Math.min(sum.length, padded.length));
        return padded;
    }

    private double[][] outer(double[][] below, double[][] delta) {
        if (has(Mistake.PRODUCT_OF_MEANS)) {
            double[] p = sumOfColumns(below);
            double[] q = sumOfColumns(delta);
            double[][] product = matmul(transpose(new double[][] {p}), new double[][] {q});
            for (double[] row : product) {
                for (int j = 0; j < row.length; j++) {
                    row[j] /= delta.length;
                }
            }
            return product;
        }
        return has(Mistake.OUTER_TRANSPOSED) ? matmul(transpose(delta), below) : matmul(transpose(below), delta);
    }

    private double[][] down(int l, double[][] delta, double[][] a) {
        double[][] weights = has(Mistake.OWN_WEIGHTS) ? w[l - 1] : w[l];
        double[][] from = delta;
        if (has(Mistake.ERROR_FOR_DELTA) && l < w.length - 1) {
            from = error;
        }
        double[][] next = matmul(from, has(Mistake.WEIGHTS_NOT_TRANSPOSED) ? weights : transpose(weights));
        error = copy(next);
        for (int n = 0; n < next.length; n++) {
            for (int j = 0; j < next[n].length; j++) {
                next[n][j] *= prime(a[n][j]);
            }
        }
        return next;
    }

    private void apply(double[][][] dw, double[][] db) {
        double[][][] useW = has(Mistake.PREVIOUS_GRADIENT) ? lastDw : dw;
        double[][] useB = has(Mistake.PREVIOUS_GRADIENT) ? lastDb : db;
        double rate = has(Mistake.UPDATE_ADDS) ? -lr : lr;
        for (int l = 0; l < w.length; l++) {
            double[][] target = has(Mistake.WEIGHTS_TO_COPY) ? copy(w[l]) : w[l];
            for (int i = 0; i < target.length; i++) {
                for (int j = 0; j < target[i].length; j++) {
                    target[i][j] -= rate * useW[l][i][j];
                }
            }
            for (int j = 0; j < b[l].length; j++) {
                b[l][j] -= rate * useB[l][j];
            }
        }
        lastDw = dw;
        lastDb = db;
    }

    private static double[][] copy(double[][] p) {
        double[][] r = new double[p.length][];
        for (int i = 0; i < p.length; i++) {
            r[i] = p[i].clone();
        }
        return r;
    }

    private ModelBuilder parts() {
        ModelBuilder builder = Model.named("in x out");
        Architecture.Layers shape = Architecture.inputs(w[0].length);
        for (int l = 0; l < w.length; l++) {
            builder.weightsInByOut("w" + l, w[l]).biases("b" + l, b[l]);
            int units = b[l].length;
            if (l == w.length - 1) {
                shape = shape.identity(units);
            } else {
                shape = activation.equals("tanh") ? shape.tanh(units) : shape.sigmoid(units);
            }
        }
        return builder.trainStep(batch -> fit(batch.inputs(), batch.targets()))
                .predict(this::predict)
                .architecture(shape.halfSquaredError().summed());
    }

    @Override
    public Model wrap() {
        return parts().loss(batch -> loss(batch.inputs(), batch.targets())).build();
    }

    @Override
    public Model wrapStepOnly() {
        return parts().build();
    }
}
