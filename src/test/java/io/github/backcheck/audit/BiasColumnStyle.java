package io.github.backcheck.audit;

import io.github.backcheck.model.Architecture;
import io.github.backcheck.model.BiasPlacement;
import io.github.backcheck.model.Gradient;
import io.github.backcheck.model.Model;
import io.github.backcheck.model.ModelBuilder;
import io.github.backcheck.model.Storage;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A list of matrices outputs x (inputs + 1), a 1 appended to each activation: sigmoids, half squared error, summed. */
final class BiasColumnStyle implements Program {

    enum Mistake {
        NONE(Fault.NONE),
        /** Target minus output. */
        LOSS_DELTA_SIGN(Fault.inLast("loss delta", "loss-delta-sign")),
        /** The derivative squashes once more what is squashed already. */
        DERIVATIVE_AT_ACTIVATION(Fault.everywhere("activation derivative", "derivative-at-activation")),
        /** y (y − 1). */
        DERIVATIVE_SIGN(Fault.everywhere("activation derivative", "derivative-sign")),
        /** The output's derivative is left out. */
        OUTPUT_DERIVATIVE_MISSING(Fault.inLast("activation derivative", "derivative-missing")),
        /** The hidden derivative is multiplied in twice. */
        HIDDEN_DERIVATIVE_TWICE(Fault.belowLast("activation derivative", "derivative-twice")),
        /** The bias column is taken off at the wrong end. */
        BIAS_DROPPED_AT_WRONG_END(Fault.belowLast("propagation", "columns-shifted", "unknown")),
        /** δ times the weight for δ times the activation. */
        OUTER_WEIGHTS(Fault.everywhere("outer product", "outer-product-of-weights")),
        /** The loop over the units ends one early. */
        LAST_ROW_MISSING(Fault.everywhere("outer product", "last-row-missing")
                .and(Fault.everywhere("bias sum", "last-row-missing"))),
        /** The loop over the inputs ends one early, the bias is done. */
        LAST_INPUT_MISSING(Fault.everywhere("outer product", "last-column-missing")),
        /** The loop over the inputs ends before the bias. */
        BIAS_MISSING(Fault.everywhere("bias sum", "bias-gradient-missing")),
        /** The bias input is −1 on the way back. */
        BIAS_SIGN(Fault.everywhere("bias sum", "bias-gradient-sign")),
        /** The bias gradient is the bias. */
        BIAS_IS_BIAS(Fault.everywhere("bias sum", "bias-gradient-is-bias")),
        /** Each sample replaces the one before. */
        ASSIGNED(Fault.everywhere("outer product", "last-sample-only")
                .and(Fault.everywhere("bias sum", "last-sample-only"))),
        /** The gradient matrices are made once. */
        NEVER_RESET(Fault.everywhere("accumulation", "accumulators-never-reset")),
        /** A 0 is appended to hidden activations on the way forward. */
        HIDDEN_ONE_IS_ZERO(Fault.aboveFirst("forward", "bias-not-added")),
        /** The last layer returns its net input. */
        LAST_LAYER_LINEAR(Fault.inLast("forward", "activation-missing")),
        /** The sign of the derivative and that of the update: they cancel in the last layer and every second below. */
        DERIVATIVE_SIGN_AND_ASCENT(DERIVATIVE_SIGN.fault.and(Fault.everywhere("update", "update-ascends"))),
        /** The derivative of the activation, and the biases missing. */
        ACTIVATION_AND_BIAS(DERIVATIVE_AT_ACTIVATION.fault.and(BIAS_MISSING.fault));

        @SuppressWarnings("ImmutableEnumChecker") // Nothing in it changes.
        final Fault fault;

        Mistake(Fault fault) {
            this.fault = fault;
        }
    }

    private final List<double[][]> wts = new ArrayList<>();
    private List<double[][]> sums = new ArrayList<>();
    private final double alpha;
    private final Mistake mistake;

    BiasColumnStyle(Mistake mistake, long seed, double alpha, int... sizes) {
        this.mistake = mistake;
        this.alpha = alpha;
        Random random = new Random(seed);
        for (int l = 1; l < sizes.length; l++) {
            double[][] wt = new double[sizes[l]][sizes[l - 1] + 1];
            for (double[] row : wt) {
                for (int j = 0; j < row.length; j++) {
                    row[j] = random.nextGaussian() / Math.sqrt(row.length);
                }
            }
            wts.add(wt);
        }
        sums = zeros();
    }

    private boolean has(Mistake one) {
        if (mistake == Mistake.DERIVATIVE_SIGN_AND_ASCENT) {
            return one == Mistake.DERIVATIVE_SIGN || one == mistake;
        }
        if (mistake == Mistake.ACTIVATION_AND_BIAS) {
            return one == Mistake.DERIVATIVE_AT_ACTIVATION || one == Mistake.BIAS_MISSING;
        }
        return one == mistake;
    }

    private List<double[][]> zeros() {
        List<double[][]> list = new ArrayList<>();
        wts.forEach(wt -> list.add(new double[wt.length][wt[0].length]));
        return list;
    }

    private static double[] append(double[] v, double one) {
        double[] longer = new double[v.length + 1];
        System.arraycopy(v, 0, longer, 0, v.length);
        longer[v.length] = one;
        return longer;
    }

    private static double sgm(double z) {
        return 1 / (1 + Math.exp(-z));
    }

    private double dersgm(double y) {
        if (has(Mistake.DERIVATIVE_AT_ACTIVATION)) {
            return sgm(y) * (1 - sgm(y));
        }
        return has(Mistake.DERIVATIVE_SIGN) ? y * (y - 1) : y * (1 - y);
    }

    /** The input and what each layer gives, without the ones. */
    private List<double[]> outputs(double[] x) {
        List<double[]> ys = new ArrayList<>();
        ys.add(x);
        for (int l = 0; l < wts.size(); l++) {
            double one = l > 0 && has(Mistake.HIDDEN_ONE_IS_ZERO) ? 0 : 1;
            double[] in = append(ys.get(l), one);
            double[] y = new double[wts.get(l).length];
            for (int i = 0; i < y.length; i++) {
                double net = 0;
                for (int j = 0; j < in.length; j++) {
                    net += wts.get(l)[i][j] * in[j];
                }
                y[i] = l == wts.size() - 1 && has(Mistake.LAST_LAYER_LINEAR) ? net : sgm(net);
            }
            ys.add(y);
        }
        return ys;
    }

    private double[] predict(double[] x) {
        return outputs(x).get(wts.size());
    }

    private double loss(double[][] x, double[][] t) {
        double sum = 0;
        for (int n = 0; n < x.length; n++) {
            double[] y = predict(x[n]);
            for (int i = 0; i < y.length; i++) {
                sum += (t[n][i] - y[i]) * (t[n][i] - y[i]);
            }
        }
        return sum / 2;
    }

    private void backprop(double[][] x, double[][] t) {
        if (!has(Mistake.NEVER_RESET)) {
            sums = zeros();
        }
        for (int n = 0; n < x.length; n++) {
            List<double[]> ys = outputs(x[n]);
            int top = wts.size() - 1;
            double[] y = ys.get(top + 1);
            double[] d = new double[y.length];
            for (int i = 0; i < d.length; i++) {
                d[i] = has(Mistake.LOSS_DELTA_SIGN) ? t[n][i] - y[i] : y[i] - t[n][i];
                d[i] *= has(Mistake.OUTPUT_DERIVATIVE_MISSING) ? 1 : dersgm(y[i]);
            }
            for (int l = top; l >= 0; l--) {
                addProducts(l, d, append(ys.get(l), has(Mistake.BIAS_SIGN) ? -1 : 1));
                d = lower(l, d, ys.get(l));
            }
        }
    }

    private void addProducts(int l, double[] d, double[] in) {
        double[][] wt = wts.get(l);
        double[][] sum = sums.get(l);
        int rows = has(Mistake.LAST_ROW_MISSING) ? d.length - 1 : d.length;
        int columns = has(Mistake.BIAS_MISSING) ? in.length - 1 : in.length;
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                boolean isBias = j == in.length - 1;
                double term = d[i] * in[j];
                if (has(Mistake.OUTER_WEIGHTS) && !isBias) {
                    term = d[i] * wt[i][j];
                } else if (has(Mistake.LAST_INPUT_MISSING) && j == in.length - 2) {
                    continue;
                } else if (has(Mistake.BIAS_IS_BIAS) && isBias) {
                    sum[i][j] = wt[i][j];
                    continue;
                }
                sum[i][j] = has(Mistake.ASSIGNED) ? term : sum[i][j] + term;
            }
        }
    }

    private double[] lower(int l, double[] d, double[] y) {
        double[] lower = new double[y.length];
        int shift = has(Mistake.BIAS_DROPPED_AT_WRONG_END) ? 1 : 0;
        for (int j = 0; j < lower.length; j++) {
            for (int i = 0; i < d.length; i++) {
                lower[j] += wts.get(l)[i][j + shift] * d[i];
            }
            lower[j] *= dersgm(y[j]);
            lower[j] *= has(Mistake.HIDDEN_DERIVATIVE_TWICE) ? dersgm(y[j]) : 1;
        }
        return lower;
    }

    private void learn(double[][] x, double[][] t) {
        backprop(x, t);
        for (int l = 0; l < wts.size(); l++) {
            for (int i = 0; i < wts.get(l).length; i++) {
                for (int j = 0; j < wts.get(l)[i].length; j++) {
                    double change = alpha * sums.get(l)[i][j];
                    wts.get(l)[i][j] += has(Mistake.DERIVATIVE_SIGN_AND_ASCENT) ? change : -change;
                }
            }
        }
    }

    private Gradient gradient(double[][] x, double[][] t) {
        backprop(x, t);
        Gradient all = Gradient.withBiases("L0", BiasPlacement.LAST_COLUMN, Storage.of(sums.get(0)));
        for (int l = 1; l < sums.size(); l++) {
            all = all.andWithBiases("L" + l, BiasPlacement.LAST_COLUMN, Storage.of(sums.get(l)));
        }
        return all;
    }

    private ModelBuilder parts() {
        ModelBuilder builder = Model.named("bias column");
        Architecture.Layers shape = Architecture.inputs(wts.get(0)[0].length - 1);
        for (int l = 0; l < wts.size(); l++) {
            builder.weightsWithBiases("L" + l, BiasPlacement.LAST_COLUMN, wts.get(l));
            shape = shape.sigmoid(wts.get(l).length);
        }
        return builder.predictSample(this::predict)
                .architecture(shape.halfSquaredError().summed());
    }

    @Override
    public Model wrap() {
        return parts().loss(batch -> loss(batch.inputs(), batch.targets()))
                .gradient(batch -> gradient(batch.inputs(), batch.targets()))
                .trainStep(batch -> learn(batch.inputs(), batch.targets()))
                .build();
    }

    @Override
    public Model wrapStepOnly() {
        return parts().trainStep(batch -> learn(batch.inputs(), batch.targets()))
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
