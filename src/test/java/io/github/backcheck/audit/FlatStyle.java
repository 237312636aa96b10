package io.github.backcheck.audit;

import io.github.backcheck.model.Architecture;
import io.github.backcheck.model.Gradient;
import io.github.backcheck.model.Model;
import io.github.backcheck.model.ModelBuilder;
import io.github.backcheck.model.Storage;
import java.util.Arrays;
import java.util.Random;

/**
 * One vector of all parameters and one of their gradient: hidden ReLU or tanh, softmax and cross-entropy, mean over the
 * batch, L2 penalty.
 */
final class FlatStyle implements Program {

    enum Mistake {
        NONE(Fault.NONE),
        /** Target minus probability. */
        LOSS_DELTA_SIGN(Fault.inLast("loss delta", "loss-delta-sign")),
        /** Only the output of the true class is given a delta. */
        TRUE_CLASS_ONLY(Fault.inLast("loss delta", "loss-delta-true-class-only")),
        /** p (1 − p) once more, which softmax and cross-entropy together do not need. */
        OUTPUT_DERIVATIVE_EXTRA(Fault.inLast("activation derivative", "derivative-extra")),
        /** The hidden derivative is left out. */
        HIDDEN_DERIVATIVE_MISSING(Fault.belowLast("activation derivative", "derivative-missing")),
        /** ReLU lets through what it should stop, and the reverse. */
        RELU_MASK_INVERTED(Fault.belowLast("activation derivative", "relu-mask-inverted")),
        /** 1 − z² for 1 − tanh² z. */
        TANH_SLOPE_AT_NET(Fault.belowLast("activation derivative", "derivative-formula-at-pre-activation")),
        /** The weights are read as if they were stored the other way round. */
        WEIGHTS_NOT_TRANSPOSED(
                Fault.belowLast("propagation", "weights-not-transposed").square()),
        /** The offset is that of the layer's own weights, not of those above. */
        OWN_WEIGHTS(Fault.belowLast("propagation", "own-weights", "wrong-layer-weights")
                .square()),
        /** The sum over the batch where the loss is a mean. */
        MEAN_MISSING(Fault.everywhere("batch reduction", "mean-missing", "sum-instead-of-mean")),
        /** Divided by the number of samples twice. */
        MEAN_TWICE(Fault.everywhere("batch reduction", "mean-twice")),
        /** Each sample's share of the weights' gradient replaces the one before. */
        WEIGHTS_ASSIGNED(Fault.everywhere("outer product", "last-sample-only")),
        /** Each sample's share of the biases' gradient replaces the one before. */
        BIAS_ASSIGNED(Fault.everywhere("bias sum", "last-sample-only", "bias-gradient-last-sample-only")),
        /** The loop back ends one layer early. */
        FIRST_LAYER_SKIPPED(Fault.inFirst("outer product", "first-layer-gets-nothing")
                .and(Fault.inFirst("bias sum", "first-layer-gets-nothing"))),
        /** − λ w. */
        PENALTY_SUBTRACTED(Fault.everywhere("penalty", "penalty-sign")),
        /** The loss has a penalty, the gradient has none. */
        PENALTY_MISSING(Fault.everywhere("penalty", "penalty-missing")),
        /** Biases are penalised too, in the gradient only. */
        PENALTY_ON_BIASES(Fault.everywhere("penalty", "penalty-on-biases")),
        /** 2 λ w for a penalty of λ / 2 times the squares. */
        PENALTY_FACTOR(Fault.everywhere("penalty", "penalty-factor")),
        /** The gradient vector is never set to 0. */
        NEVER_RESET(Fault.everywhere("accumulation", "accumulators-never-reset")),
        /** The step goes into a clone. */
        UPDATE_TO_COPY(Fault.everywhere("update", "update-to-copy")),
        /** Mean missing, and penalty subtracted. */
        MEAN_AND_PENALTY(MEAN_MISSING.fault.and(PENALTY_SUBTRACTED.fault)),
        /** Weights not transposed, and hidden derivative missing. */
        TRANSPOSE_AND_DERIVATIVE(WEIGHTS_NOT_TRANSPOSED.fault.and(HIDDEN_DERIVATIVE_MISSING.fault));

        @SuppressWarnings("ImmutableEnumChecker") // Nothing in it changes.
        final Fault fault;

        Mistake(Fault fault) {
            this.fault = fault;
        }
    }

    /** The nonlinearity of the hidden layers. */
    enum Hidden {
        RELU,
        TANH
    }

    private final int[] sizes;
    private final double[] theta;
    private final double[] grad;
    private final int[] offset;
    private final Hidden hidden;
    private final double eta;
    private final double lambda;
    private final Mistake mistake;

    FlatStyle(Mistake mistake, Hidden hidden, double lambda, long seed, double eta, int... sizes) {
        this.mistake = mistake;
        this.hidden = hidden;
        this.lambda = lambda;
        this.eta = eta;
        this.sizes = sizes.clone();
        this.offset = new int[sizes.length];
        for (int l = 0; l + 1 < sizes.length; l++) {
            offset[l + 1] = offset[l] + sizes[l + 1] * (sizes[l] + 1);
        }
        this.theta = new double[offset[sizes.length - 1]];
        this.grad = new double[theta.length];
        Random random = new Random(seed);
        for (int l = 0; l + 1 < sizes.length; l++) {
            for (int k = offset[l]; k < offset[l + 1]; k++) {
                theta[k] = k < bias(l) ? random.nextGaussian() / Math.sqrt(sizes[l]) : 0.2 * random.nextGaussian();
            }
        }
    }

    private boolean has(Mistake one) {
        return mistake == one
                || (mistake == Mistake.MEAN_AND_PENALTY
                        && (one == Mistake.MEAN_MISSING || one == Mistake.PENALTY_SUBTRACTED))
                || (mistake == Mistake.TRANSPOSE_AND_DERIVATIVE
                        && (one == Mistake.WEIGHTS_NOT_TRANSPOSED || one == Mistake.HIDDEN_DERIVATIVE_MISSING));
    }

    private int bias(int l) {
        return offset[l] + sizes[l + 1] * sizes[l];
    }

    private int top() {
        return sizes.length - 2;
    }

    /** zs[l] into layer l, the activations of which are as[l + 1]. */
    private double[][][] forward(double[] x) {
        double[][] zs = new double[top() + 1][];
        double[][] as = new double[top() + 2][];
        as[0] = x;
        for (int l = 0; l <= top(); l++) {
            zs[l] = new double[sizes[l + 1]];
            as[l + 1] = new double[sizes[l + 1]];
            int w = offset[l];
            for (int i = 0; i < sizes[l + 1]; i++) {
                double sum = theta[bias(l) + i];
                for (int j = 0; j < sizes[l]; j++) {
                    sum += theta[w++] * as[l][j];
                }
                zs[l][i] = sum;
                as[l + 1][i] = hidden == Hidden.RELU ? (sum > 0 ? sum : 0) : Math.tanh(sum);
            }
        }
        as[top() + 1] = softmax(zs[top()]);
        return new double[][][] {zs, as};
    }

    private static double[] softmax(double[] z) {
        double max = Arrays.stream(z).max().getAsDouble();
        double[] e = Arrays.stream(z).map(v -> Math.exp(v - max)).toArray();
        double sum = Arrays.stream(e).sum();
        return Arrays.stream(e).map(v -> v / sum).toArray();
    }

    private double[] predict(double[] x) {
        return forward(x)[1][top() + 1];
    }

    private double loss(double[][] x, double[][] y) {
        double loss = 0;
        for (int n = 0; n < x.length; n++) {
            double[] p = predict(x[n]);
            for (int k = 0; k < p.length; k++) {
                if (y[n][k] > 0) {
                    loss -= y[n][k] * Math.log(p[k]);
                }
            }
        }
        loss /= x.length;
        for (int l = 0; l <= top(); l++) {
            for (int k = offset[l]; k < bias(l); k++) {
                loss += lambda / 2 * theta[k] * theta[k];
            }
        }
        return loss;
    }

    private double slope(double z) {
        if (has(Mistake.HIDDEN_DERIVATIVE_MISSING)) {
            return 1;
        }
        if (hidden == Hidden.RELU) {
            return z > 0 == has(Mistake.RELU_MASK_INVERTED) ? 0 : 1;
        }
        double t = has(Mistake.TANH_SLOPE_AT_NET) ? z : Math.tanh(z);
        return 1 - t * t;
    }

    private double[] gradient(double[][] x, double[][] y) {
        if (!has(Mistake.NEVER_RESET)) {
            Arrays.fill(grad, 0);
        }
        for (int n = 0; n < x.length; n++) {
            double[][][] pass = forward(x[n]);
            double[] delta = pass[1][top() + 1].clone();
            for (int k = 0; k < delta.length; k++) {
                double p = delta[k];
                delta[k] = has(Mistake.LOSS_DELTA_SIGN) ? y[n][k] - p : p - y[n][k];
                if (has(Mistake.TRUE_CLASS_ONLY) && y[n][k] == 0) {
                    delta[k] = 0;
                }
                if (has(Mistake.OUTPUT_DERIVATIVE_EXTRA)) {
                    delta[k] *= p * (1 - p);
                }
            }
            for (int l = top(); l >= (has(Mistake.FIRST_LAYER_SKIPPED) ? 1 : 0); l--) {
                add(l, delta, pass[1][l]);
                if (l > 0) {
                    delta = below(l, delta, pass[0][l - 1]);
                }
            }
        }
        double share = 1.0 / x.length;
        if (has(Mistake.MEAN_MISSING)) {
            share = 1;
        } else if (has(Mistake.MEAN_TWICE)) {
            share *= share;
        }
        for (int k = 0; k < grad.length; k++) {
            grad[k] *= share;
        }
        penalise();
        return grad;
    }

    private void add(int l, double[] delta, double[] below) {
        for (int i = 0; i < delta.length; i++) {
            for (int j = 0; j < below.length; j++) {
                int k = offset[l] + i * below.length + j;
                grad[k] = (has(Mistake.WEIGHTS_ASSIGNED) ? 0 : grad[k]) + delta[i] * below[j];
            }
            int b = bias(l) + i;
            grad[b] = (has(Mistake.BIAS_ASSIGNED) ? 0 : grad[b]) + delta[i];
        }
    }

    private double[] below(int l, double[] delta, double[] z) {
        double[] next = new double[sizes[l]];
        int start = offset[has(Mistake.OWN_WEIGHTS) ? l - 1 : l];
        for (int j = 0; j < next.length; j++) {
            for (int i = 0; i < delta.length; i++) {
                int k = has(Mistake.WEIGHTS_NOT_TRANSPOSED) ? j * sizes[l] + i : i * sizes[l] + j;
                next[j] += theta[start + k] * delta[i];
            }
            next[j] *= slope(z[j]);
        }
        return next;
    }

    private void penalise() {
        double factor = lambda;
        if (has(Mistake.PENALTY_SUBTRACTED)) {
            factor = -lambda;
        } else if (has(Mistake.PENALTY_MISSING)) {
            factor = 0;
        } else if (has(Mistake.PENALTY_FACTOR)) {
            factor = 2 * lambda;
        }
        for (int l = 0; l <= top(); l++) {
            int end = has(Mistake.PENALTY_ON_BIASES) ? offset[l + 1] : bias(l);
            for (int k = offset[l]; k < end; k++) {
                grad[k] += factor * theta[k];
            }
        }
    }

    private void step(double[][] x, double[][] y) {
        double[] g = gradient(x, y);
        double[] parameters = has(Mistake.UPDATE_TO_COPY) ? theta.clone() : theta;
        for (int k = 0; k < g.length; k++) {
            parameters[k] -= eta * g[k];
        }
    }

    private Gradient wrapped(double[] g) {
        Gradient gradient = Gradient.of("W0", Storage.flat(g, 0, sizes[1], sizes[0]));
        for (int l = 0; l <= top(); l++) {
            gradient = l == 0 ? gradient : gradient.and("W" + l, Storage.flat(g, offset[l], sizes[l + 1], sizes[l]));
            gradient = gradient.and("b" + l, Storage.flat(g, bias(l), sizes[l + 1], 1));
        }
        return gradient;
    }

    private ModelBuilder parts() {
        ModelBuilder builder = Model.named("flat vector");
        Architecture.Layers shape = Architecture.inputs(sizes[0]);
        for (int l = 0; l <= top(); l++) {
            builder.weights("W" + l, Storage.flat(theta, offset[l], sizes[l + 1], sizes[l]))
                    .biases("b" + l, Storage.flat(theta, bias(l), sizes[l + 1], 1));
            shape = l == top()
                    ? shape.softmax(sizes[l + 1])
                    : hidden == Hidden.RELU ? shape.relu(sizes[l + 1]) : shape.tanh(sizes[l + 1]);
        }
        return builder.predictSample(this::predict)
                .architecture(shape.softmaxCrossEntropy().l2(lambda));
    }

    @Override
    public Model wrap() {
        return parts().loss(batch -> loss(batch.inputs(), batch.targets()))
                .gradient(batch -> wrapped(gradient(batch.inputs(), batch.targets())))
                .trainStep(batch -> step(batch.inputs(), batch.targets()))
                .build();
    }

    @Override
    public Model wrapStepOnly() {
        return parts().trainStep(batch -> step(batch.inputs(), batch.targets())).build();
    }

    @Override
    public boolean hasGradient() {
        return true;
    }

    @Override
    public Model wrapGradientOnly() {
        return parts().gradient(batch -> wrapped(gradient(batch.inputs(), batch.targets())))
                .build();
    }
}
