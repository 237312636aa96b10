package io.github.backcheck.audit;

import io.github.backcheck.model.Architecture;
import io.github.backcheck.model.Gradient;
import io.github.backcheck.model.Model;
import io.github.backcheck.model.ModelBuilder;
import io.github.backcheck.model.Storage;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import java.util.function.IntConsumer;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;

/**
 * Matrices that are never changed but replaced, one sample per column: hidden identity or tanh, linear output, mean squared
 * error, momentum. EJML's SimpleMatrix is not on the class path; {@link Matrix} does what it does.
 */
final class SimpleMatrixStyle implements Program {

    enum Mistake {
        NONE(Fault.NONE),
        /** The 2 of the squares is left out. */
        FACTOR_HALF(Fault.inLast("loss delta", "loss-delta-factor-half", "learning-rate-factor")),
        /** The loss is a mean over the outputs, the delta is not. */
        OUTPUT_COUNT_MISSING(Fault.inLast("loss delta", "loss-delta-factor-outputs", "learning-rate-factor")),
        /** The tanh of a tanh in the derivative. */
        DERIVATIVE_AT_ACTIVATION(Fault.belowLast("activation derivative", "derivative-at-activation")),
        /** 1 − a for 1 − a². */
        SQUARE_MISSING(Fault.belowLast("activation derivative", "unknown")),
        /** W δ for Wᵀ δ. */
        WEIGHTS_NOT_TRANSPOSED(
                Fault.belowLast("propagation", "weights-not-transposed").square()),
        /** The delta of the output is handed to every layer, not that of the layer above. */
        OUTPUT_DELTA_EVERYWHERE(Fault.in("propagation", depth -> Fault.layersFrom(0, depth - 2), "output-delta")
                .deepSquare()),
        /** The step replaces weights before the layer below reads them. */
        WEIGHTS_ALREADY_UPDATED(Fault.belowLast("propagation", "weights-already-updated")),
        /** The product takes z of the layer below. */
        PRE_ACTIVATION_BELOW(Fault.aboveFirst("outer product", "outer-product-of-pre-activation")),
        /** The last column of δ for the sum of its columns. */
        BIAS_LAST_SAMPLE(Fault.everywhere("bias sum", "bias-gradient-last-sample-only")),
        /** Divided by rows, which are units, not by columns. */
        MEAN_OVER_UNITS(Fault.everywhere("batch reduction", "mean-wrong-axis")),
        /** 1 / samples in ints. */
        INTEGER_MEAN(Fault.everywhere("batch reduction", "integer-division")),
        /** The result of minus is thrown away. */
        RESULT_IGNORED(Fault.everywhere("update", "update-to-copy")),
        /** The result of minus is kept for weights only. */
        BIAS_RESULT_IGNORED(Fault.everywhere("update", "update-to-copy", "bias-not-updated")),
        /** The old velocity is subtracted. */
        MOMENTUM_SIGN(Fault.everywhere("update", "momentum-sign")),
        /** The old velocity does not fade. */
        MOMENTUM_UNDAMPED(Fault.everywhere("update", "momentum-without-decay", "accumulators-never-reset")),
        /** The first layer hands on z, and is still given a derivative on the way back. */
        FIRST_ACTIVATION_MISSING(Fault.inFirst("forward", "activation-missing")),
        /** A sigmoid on the way forward, the derivative of tanh on the way back. */
        SIGMOID_FORWARD(Fault.belowLast("forward", "other-activation")),
        /** The 2 left out, and the last column for the sum. */
        HALF_AND_BIAS(FACTOR_HALF.fault.and(BIAS_LAST_SAMPLE.fault)),
        /** Weights not transposed, and no mean. */
        TRANSPOSE_AND_NO_MEAN(WEIGHTS_NOT_TRANSPOSED.fault.and(Fault.everywhere("batch reduction", "mean-missing")));

        @SuppressWarnings("ImmutableEnumChecker") // Nothing in it changes.
        final Fault fault;

        Mistake(Fault fault) {
            this.fault = fault;
        }
    }

    /** Operations give new matrices. */
    static final class Matrix {
        private final DMatrixRMaj data;

        private Matrix(DMatrixRMaj data) {
            this.data = data;
        }

        static Matrix gaussian(int rows, int columns, double scale, Random random) {
            Matrix m = new Matrix(new DMatrixRMaj(rows, columns));
            for (int i = 0; i < rows * columns; i++) {
                m.data.data[i] = scale * random.nextGaussian();
            }
            return m;
        }

        static Matrix zero(Matrix like) {
            return new Matrix(new DMatrixRMaj(like.data.numRows, like.data.numCols));
        }

        Matrix mult(Matrix right) {
            return new Matrix(CommonOps_DDRM.mult(data, right.data, null));
        }

        Matrix plus(Matrix other) {
            return new Matrix(CommonOps_DDRM.add(data, other.data, null));
        }

        Matrix minus(Matrix other) {
            return new Matrix(CommonOps_DDRM.subtract(data, other.data, null));
        }

        Matrix scale(double factor) {
            DMatrixRMaj m = data.copy();
            CommonOps_DDRM.scale(factor, m);
            return new Matrix(m);
        }

        Matrix elementMult(Matrix other) {
            return new Matrix(CommonOps_DDRM.elementMult(data, other.data, null));
        }

        Matrix transpose() {
            return new Matrix(CommonOps_DDRM.transpose(data, null));
        }

        Matrix map(DoubleUnaryOperator f) {
            DMatrixRMaj m = data.copy();
            for (int i = 0; i < m.getNumElements(); i++) {
                m.data[i] = f.applyAsDouble(m.data[i]);
            }
            return new Matrix(m);
        }

        Matrix sumOfColumns() {
            return new Matrix(CommonOps_DDRM.sumRows(data, null));
        }

        Matrix column(int j) {
            return new Matrix(CommonOps_DDRM.extractColumn(data, j, null));
        }

        Matrix ones(int columns) {
            DMatrixRMaj row = new DMatrixRMaj(1, columns);
            CommonOps_DDRM.fill(row, 1);
            return mult(new Matrix(row));
        }

        DMatrixRMaj getDdrm() {
            return data;
        }
    }

    private final Matrix[] weights;
    private final Matrix[] bias;
    private final Matrix[] velocityW;
    private final Matrix[] velocityB;
    private final Matrix[] gradW;
    private final Matrix[] gradB;
    private final boolean tanh;
    private final double rate;
    private final double momentum;
    private final Mistake mistake;

    private SimpleMatrixStyle(Mistake mistake, String hidden, Learning learning, int... sizes) {
        int depth = sizes.length - 1;
        this.mistake = mistake;
        this.tanh = hidden.equals("tanh");
        this.rate = learning.rate;
        this.momentum = learning.momentum;
        this.weights = new Matrix[depth];
        this.bias = new Matrix[depth];
        this.velocityW = new Matrix[depth];
        this.velocityB = new Matrix[depth];
        this.gradW = new Matrix[depth];
        this.gradB = new Matrix[depth];
        Random random = new Random(learning.seed);
        for (int l = 0; l < depth; l++) {
            weights[l] = Matrix.gaussian(sizes[l + 1], sizes[l], 1 / Math.sqrt(sizes[l]), random);
            bias[l] = Matrix.gaussian(sizes[l + 1], 1, 0.25, random);
            velocityW[l] = Matrix.zero(weights[l]);
            velocityB[l] = Matrix.zero(bias[l]);
        }
    }

    /** Seed, learning rate, and momentum, 0 for none. */
    record Learning(long seed, double rate, double momentum) {}

    static SimpleMatrixStyle tanh(Mistake mistake, Learning learning, int... sizes) {
        return new SimpleMatrixStyle(mistake, "tanh", learning, sizes);
    }

    static SimpleMatrixStyle linear(Mistake mistake, Learning learning, int... sizes) {
        return new SimpleMatrixStyle(mistake, "none", learning, sizes);
    }

    private boolean has(Mistake one) {
        return one == mistake
                || (mistake == Mistake.HALF_AND_BIAS && (one == Mistake.FACTOR_HALF || one == Mistake.BIAS_LAST_SAMPLE))
                || (mistake == Mistake.TRANSPOSE_AND_NO_MEAN && one == Mistake.WEIGHTS_NOT_TRANSPOSED);
    }

    private Matrix squash(int layer, Matrix z) {
        if (layer == weights.length - 1 || !tanh) {
            return z;
        }
        if (has(Mistake.FIRST_ACTIVATION_MISSING) && layer == 0) {
            return z;
        }
        return has(Mistake.SIGMOID_FORWARD) ? z.map(v -> 1 / (1 + Math.exp(-v))) : z.map(Math::tanh);
    }

    private Matrix net(int layer, Matrix a) {
        return weights[layer].mult(a).plus(bias[layer].ones(a.data.numCols));
    }

    private Matrix forward(Matrix x) {
        Matrix a = x;
        for (int l = 0; l < weights.length; l++) {
            a = squash(l, net(l, a));
        }
        return a;
    }

    private static Matrix columns(double[][] rows) {
        return new Matrix(new DMatrixRMaj(rows)).transpose();
    }

    private double[][] predict(double[][] x) {
        DMatrixRMaj out = forward(columns(x)).getDdrm();
        double[][] rows = new double[out.numCols][out.numRows];
        for (int i = 0; i < out.numRows; i++) {
            for (int n = 0; n < out.numCols; n++) {
                rows[n][i] = out.get(i, n);
            }
        }
        return rows;
    }

    private double loss(double[][] x, double[][] y) {
        Matrix gap = forward(columns(x)).minus(columns(y));
        return CommonOps_DDRM.elementSum(gap.elementMult(gap).getDdrm()) / gap.data.getNumElements();
    }

    /** Fills the gradients; with weights already updated, the caller says what to do when those of a layer are there. */
    private void backward(double[][] inputs, double[][] targets, IntConsumer layerDone) {
        int depth = weights.length;
        Matrix[] z = new Matrix[depth];
        Matrix[] a = new Matrix[depth + 1];
        a[0] = columns(inputs);
        for (int l = 0; l < depth; l++) {
            z[l] = net(l, a[l]);
            a[l + 1] = squash(l, z[l]);
        }
        Matrix delta = a[depth].minus(columns(targets));
        delta = delta.scale(has(Mistake.FACTOR_HALF) ? 1 : 2);
        if (!has(Mistake.OUTPUT_COUNT_MISSING)) {
            delta = delta.scale(1.0 / delta.data.numRows);
        }
        Matrix outputDelta = delta;
        for (int l = depth - 1; l >= 0; l--) {
            Matrix below = has(Mistake.PRE_ACTIVATION_BELOW) && l > 0 ? z[l - 1] : a[l];
            double share = share(delta);
            gradW[l] = delta.mult(below.transpose()).scale(share);
            gradB[l] = has(Mistake.BIAS_LAST_SAMPLE)
                    ? delta.column(delta.data.numCols - 1).scale(share)
                    : delta.sumOfColumns().scale(share);
            layerDone.accept(l);
            if (l > 0) {
                Matrix from = has(Mistake.OUTPUT_DELTA_EVERYWHERE) ? outputDelta : delta;
                Matrix back = has(Mistake.WEIGHTS_NOT_TRANSPOSED)
                        ? weights[l].mult(from)
                        : weights[l].transpose().mult(from);
                delta = tanh ? back.elementMult(a[l].map(this::slope)) : back;
            }
        }
    }

    private double slope(double a) {
        if (has(Mistake.SQUARE_MISSING)) {
            return 1 - a;
        }
        double t = has(Mistake.DERIVATIVE_AT_ACTIVATION) ? Math.tanh(a) : a;
        return 1 - t * t;
    }

    @SuppressWarnings("NarrowCalculation") // one of the mistakes
    private double share(Matrix delta) {
        int samples = delta.data.numCols;
        if (has(Mistake.INTEGER_MEAN)) {
            return 1 / samples;
        } else if (has(Mistake.MEAN_OVER_UNITS)) {
            return 1.0 / delta.data.numRows;
        }
        return mistake == Mistake.TRANSPOSE_AND_NO_MEAN ? 1 : 1.0 / samples;
    }

    private void train(double[][] x, double[][] y) {
        if (has(Mistake.WEIGHTS_ALREADY_UPDATED)) {
            backward(x, y, this::replace);
            return;
        }
        backward(x, y, l -> {});
        for (int l = 0; l < weights.length; l++) {
            replace(l);
        }
    }

    private void replace(int l) {
        double mu = momentum;
        if (has(Mistake.MOMENTUM_SIGN)) {
            mu = -momentum;
        } else if (has(Mistake.MOMENTUM_UNDAMPED)) {
            mu = 1;
        }
        velocityW[l] = velocityW[l].scale(mu).plus(gradW[l]);
        velocityB[l] = velocityB[l].scale(mu).plus(gradB[l]);
        Matrix newW = weights[l].minus(velocityW[l].scale(rate));
        Matrix newB = bias[l].minus(velocityB[l].scale(rate));
        weights[l] = has(Mistake.RESULT_IGNORED) ? weights[l] : newW;
        bias[l] = has(Mistake.RESULT_IGNORED) || has(Mistake.BIAS_RESULT_IGNORED) ? bias[l] : newB;
    }

    private Gradient gradient(double[][] x, double[][] y) {
        backward(x, y, l -> {});
        Gradient all = Gradient.of("0.W", Storage.of(gradW[0].getDdrm())).and("0.b", Storage.of(gradB[0].getDdrm()));
        for (int l = 1; l < gradW.length; l++) {
            all = all.and(l + ".W", Storage.of(gradW[l].getDdrm())).and(l + ".b", Storage.of(gradB[l].getDdrm()));
        }
        return all;
    }

    private ModelBuilder parts() {
        ModelBuilder builder = Model.named("simple matrices");
        Architecture.Layers shape = Architecture.inputs(weights[0].data.numCols);
        for (int i = 0; i < weights.length; i++) {
            int l = i;
            int units = weights[l].data.numRows;
            builder.weights(l + ".W", Storage.supplied(() -> Storage.of(weights[l].getDdrm())))
                    .biases(l + ".b", Storage.supplied(() -> Storage.of(bias[l].getDdrm())));
            shape = tanh && l < weights.length - 1 ? shape.tanh(units) : shape.identity(units);
        }
        return builder.predict(this::predict).architecture(shape.meanSquaredError());
    }

    @Override
    public Model wrap() {
        return parts().loss(batch -> loss(batch.inputs(), batch.targets()))
                .gradient(batch -> gradient(batch.inputs(), batch.targets()))
                .trainStep(batch -> train(batch.inputs(), batch.targets()))
                .build();
    }

    @Override
    public Model wrapStepOnly() {
        return parts().trainStep(batch -> train(batch.inputs(), batch.targets()))
                .build();
    }

    @Override
    public boolean hasGradient() {
        return true;
    }

    @Override
    public Model wrapGradientOnly() {
        return parts().gradient(batch -> gradient(batch.inputs(), batch.targets()))
                .build();
    }
}
