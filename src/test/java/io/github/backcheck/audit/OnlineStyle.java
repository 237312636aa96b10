package io.github.backcheck.audit;

import io.github.backcheck.model.Architecture;
import io.github.backcheck.model.Model;
import io.github.backcheck.model.ModelBuilder;
import java.util.Arrays;
import java.util.Random;

/**
 * A batch is gone through sample by sample, each with the weights that the one before left; no biases anywhere. Either leaky
 * ReLU with a linear output or sigmoid throughout, half squared error.
 */
final class OnlineStyle implements Program {

    enum Mistake {
        NONE(Fault.NONE),
        /** Each layer's weights are changed before the layer below reads them. */
        WEIGHTS_ALREADY_UPDATED(Fault.belowLast("propagation", "weights-already-updated")),
        /** The output's error, not its delta nor the next layer's, reaches every hidden layer. */
        OUTPUT_ERROR(
                Fault.belowLast("propagation", "output-error-instead-of-delta").square()),
        /** The sum of the deltas above, weights left out. */
        NO_WEIGHTS(Fault.belowLast("propagation", "weights-missing")),
        /** The slope on the negative side is 0. */
        LEAK_FORGOTTEN(Fault.belowLast("activation derivative", "derivative-of-another-activation", "leak-missing")),
        /** Slope 1 on the negative side, the small one on the positive. */
        SLOPES_SWAPPED(Fault.belowLast("activation derivative", "relu-mask-inverted")),
        /** z (1 − z). */
        SIGMOID_SLOPE_AT_NET(Fault.everywhere("activation derivative", "derivative-formula-at-pre-activation")),
        /** y (y − 1). */
        SIGMOID_SLOPE_SIGN(Fault.everywhere("activation derivative", "derivative-sign")),
        /** The output is left out of its error: minus the target alone. */
        OUTPUT_TARGET_FOR_ERROR(Fault.inLast("loss delta", "loss-delta-without-output", "unknown")),
        /** The other side of the weight matrix. */
        OUTER_TRANSPOSED(
                Fault.everywhere("outer product", "outer-product-transposed").square()),
        /** z of the layer below. */
        OUTER_NET(Fault.aboveFirst("outer product", "outer-product-of-pre-activation")),
        /** The activations are those of the sample before. */
        STALE_ACTIVATIONS(Fault.everywhere("outer product", "previous-sample-activation")),
        /** Loop bounds of another matrix: the last unit gets nothing. */
        LAST_ROW(Fault.everywhere("outer product", "last-row-missing")),
        /** The last input of each unit gets nothing. */
        LAST_COLUMN(Fault.everywhere("outer product", "last-column-missing")),
        /** for (l = top; l > 0; l--). */
        FIRST_LAYER(Fault.inFirst("update", "first-layer-gets-nothing", "layer-skipped")),
        /** The changes of one sample are still there for the next. */
        CHANGES_NEVER_CLEARED(Fault.everywhere("accumulation", "accumulators-never-reset")),
        /** Return where continue was meant: the first sample only. */
        FIRST_SAMPLE_ONLY(Fault.everywhere("batch reduction", "first-sample-only")),
        /** Ascent. */
        UPDATE_ADDS(Fault.everywhere("update", "update-ascends")),
        /** The learning rate is multiplied into the delta and into the change. */
        RATE_TWICE(Fault.everywhere("update", "learning-rate-twice", "learning-rate-factor")),
        /** z of the layer below, and ascent. */
        OUTER_NET_AND_ASCENT(OUTER_NET.fault.and(UPDATE_ADDS.fault)),
        /** Last column missing, and weights left out on the way back. */
        LAST_COLUMN_AND_NO_WEIGHTS(LAST_COLUMN.fault.and(NO_WEIGHTS.fault));

        @SuppressWarnings("ImmutableEnumChecker") // Nothing in it changes.
        final Fault fault;

        Mistake(Fault fault) {
            this.fault = fault;
        }
    }

    private static final double LEAK = 0.01;

    private final double[][][] w;
    private final double[][][] change;
    private final double[][] a;
    private final double[][] z;
    private double[][] before;
    private final boolean leaky;
    private final double eta;
    private final Mistake mistake;

    private OnlineStyle(Mistake mistake, String kind, long seed, double eta, int... sizes) {
        this.mistake = mistake;
        this.leaky = kind.equals("leaky");
        this.eta = eta;
        int layers = sizes.length - 1;
        w = new double[layers][][];
        change = new double[layers][][];
        z = new double[layers][];
        a = new double[layers + 1][];
        before = new double[layers + 1][];
        before[0] = new double[sizes[0]];
        Random random = new Random(seed);
        for (int l = 0; l < layers; l++) {
            before[l + 1] = new double[sizes[l + 1]];
            w[l] = new double[sizes[l + 1]][sizes[l]];
            change[l] = new double[sizes[l + 1]][sizes[l]];
            for (double[] row : w[l]) {
                Arrays.setAll(row, j -> random.nextGaussian() / Math.sqrt(row.length));
            }
        }
    }

    static OnlineStyle leakyRelu(Mistake mistake, long seed, double eta, int... sizes) {
        return new OnlineStyle(mistake, "leaky", seed, eta, sizes);
    }

    static OnlineStyle sigmoid(Mistake mistake, long seed, double eta, int... sizes) {
        return new OnlineStyle(mistake, "sigmoid", seed, eta, sizes);
    }

    private boolean has(Mistake one) {
        boolean first = mistake == Mistake.OUTER_NET_AND_ASCENT;
        boolean second = mistake == Mistake.LAST_COLUMN_AND_NO_WEIGHTS;
        return mistake == one
                || (first && (one == Mistake.OUTER_NET || one == Mistake.UPDATE_ADDS))
                || (second && (one == Mistake.LAST_COLUMN || one == Mistake.NO_WEIGHTS));
    }

    private double f(int l, double net) {
        if (!leaky) {
            return 1 / (1 + Math.exp(-net));
        }
        return l == w.length - 1 || net > 0 ? net : LEAK * net;
    }

    private double slope(int l, int i) {
        double net = z[l][i];
        if (leaky) {
            if (l == w.length - 1) {
                return 1;
            }
            double low = has(Mistake.LEAK_FORGOTTEN) ? 0 : LEAK;
            return net > 0 != has(Mistake.SLOPES_SWAPPED) ? 1 : low;
        }
        double y = has(Mistake.SIGMOID_SLOPE_AT_NET) ? net : a[l + 1][i];
        return has(Mistake.SIGMOID_SLOPE_SIGN) ? y * (y - 1) : y * (1 - y);
    }

    double[] run(double[] x) {
        a[0] = x;
        for (int l = 0; l < w.length; l++) {
            z[l] = new double[w[l].length];
            a[l + 1] = new double[w[l].length];
            for (int i = 0; i < z[l].length; i++) {
                for (int j = 0; j < a[l].length; j++) {
                    z[l][i] += w[l][i][j] * a[l][j];
                }
                a[l + 1][i] = f(l, z[l][i]);
            }
        }
        return a[w.length];
    }

    private double loss(double[][] xs, double[][] ys) {
        double total = 0;
        for (int n = 0; n < xs.length; n++) {
            double[] out = run(xs[n]);
            for (int i = 0; i < out.length; i++) {
                double e = out[i] - ys[n][i];
                total += e * e / 2;
            }
        }
        return total / xs.length;
    }

    void learn(double[][] xs, double[][] ys) {
        for (int n = 0; n < xs.length; n++) {
            run(xs[n]);
            backward(ys[n]);
            before = a.clone();
            if (has(Mistake.FIRST_SAMPLE_ONLY)) {
                return;
            }
        }
    }

    private void backward(double[] y) {
        int top = w.length - 1;
        double[] error = new double[y.length];
        double[] delta = new double[y.length];
        for (int i = 0; i < y.length; i++) {
            error[i] = a[top + 1][i] - y[i];
            if (has(Mistake.OUTPUT_TARGET_FOR_ERROR)) {
                error[i] = -y[i];
            }
            delta[i] = error[i] * slope(top, i) * (has(Mistake.RATE_TWICE) ? eta : 1);
        }
        double[][] deltas = new double[w.length][];
        deltas[top] = delta;
        for (int l = top - 1; l >= 0; l--) {
            if (has(Mistake.WEIGHTS_ALREADY_UPDATED)) {
                update(l + 1, deltas[l + 1]);
            }
            double[] from = has(Mistake.OUTPUT_ERROR) ? error : deltas[l + 1];
            deltas[l] = new double[w[l].length];
            for (int j = 0; j < deltas[l].length; j++) {
                double sum = 0;
                for (int i = 0; i < from.length; i++) {
                    sum += has(Mistake.NO_WEIGHTS) ? from[i] : from[i] * w[l + 1][i][j];
                }
                deltas[l][j] = sum * slope(l, j);
            }
        }
        if (has(Mistake.WEIGHTS_ALREADY_UPDATED)) {
            update(0, deltas[0]);
            return;
        }
        for (int l = top; l >= (has(Mistake.FIRST_LAYER) ? 1 : 0); l--) {
            update(l, deltas[l]);
        }
    }

    private void update(int l, double[] delta) {
        double[] below = a[l];
        if (has(Mistake.STALE_ACTIVATIONS)) {
            below = before[l];
        } else if (has(Mistake.OUTER_NET) && l > 0) {
            below = z[l - 1];
        }
        int rows = delta.length - (has(Mistake.LAST_ROW) ? 1 : 0);
        int columns = below.length - (has(Mistake.LAST_COLUMN) ? 1 : 0);
        double sign = has(Mistake.UPDATE_ADDS) ? 1 : -1;
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                double product = has(Mistake.OUTER_TRANSPOSED) ? delta[j] * below[i] : delta[i] * below[j];
                change[l][i][j] = (has(Mistake.CHANGES_NEVER_CLEARED) ? change[l][i][j] : 0) + product;
                w[l][i][j] += sign * eta * change[l][i][j];
            }
        }
    }

    private ModelBuilder parts() {
        ModelBuilder builder = Model.named("online");
        Architecture.Layers shape = Architecture.inputs(w[0][0].length);
        for (int l = 0; l < w.length; l++) {
            builder.weights("w" + (l + 1), w[l]);
            if (!leaky) {
                shape = shape.sigmoid(w[l].length);
            } else {
                shape = l == w.length - 1 ? shape.identity(w[l].length) : shape.leakyRelu(w[l].length);
            }
        }
        return builder.trainStep(batch -> learn(batch.inputs(), batch.targets()))
                .predictSample(this::run)
                .architecture(shape.halfSquaredError());
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
