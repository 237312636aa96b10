package io.github.backcheck.audit;

import io.github.backcheck.model.Architecture;
import io.github.backcheck.model.Gradient;
import io.github.backcheck.model.Model;
import io.github.backcheck.model.ModelBuilder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * A list of layer objects, dense ones and activations, that remember what went through them: forward(x), backward(gradOut).
 * Hidden tanh or ReLU, and a head of sigmoid with binary cross-entropy or of tanh with half squared error, mean over the batch.
 */
final class LayerListStyle implements Program {

    enum Mistake {
        NONE(Fault.NONE),
        /** The loss hands back p − y, as if the sigmoid were in it, and the sigmoid multiplies all the same. */
        LOSS_DELTA_FUSED(Fault.inLast("activation derivative", "derivative-extra")),
        /** The loss hands back the gradient with the opposite sign. */
        LOSS_DELTA_SIGN(Fault.inLast("loss delta", "loss-delta-sign")),
        /** Only the term of y = 1. */
        POSITIVE_TERM_ONLY(Fault.inLast("loss delta", "loss-delta-true-class-only")),
        /** The sigmoid or tanh layers evaluate their derivative at the output as if it were the input. */
        DERIVATIVE_AT_ACTIVATION(Fault.everywhere("activation derivative", "derivative-at-activation")),
        /** ReLU passes back where its input was negative. */
        RELU_MASK_INVERTED(Fault.belowLast("activation derivative", "relu-mask-inverted")),
        /** Hidden activation layers return gradOut as it is. */
        HIDDEN_DERIVATIVE_MISSING(Fault.belowLast("activation derivative", "derivative-missing")),
        /** Activation layers return their derivative, and gradOut is lost. */
        GRAD_OUT_LOST(Fault.belowLast("activation derivative", "delta-lost", "unknown")),
        /** One activation object in all hidden places: it remembers its last use. */
        ACTIVATION_OBJECT_SHARED(Fault.in(
                        "activation derivative",
                        depth -> Fault.layersFrom(0, depth - 2),
                        "wrong-layer-derivative",
                        "derivative-of-wrong-layer")
                .deepSquare()),
        /** W gradOut for Wᵀ gradOut. */
        WEIGHTS_NOT_TRANSPOSED(
                Fault.belowLast("propagation", "weights-not-transposed").square()),
        /** Dense layers remember the input of the call before. */
        STALE_INPUT(Fault.everywhere("outer product", "previous-sample-activation")),
        /** Dense layers set their weights' gradient where they should add to it. */
        DENSE_ASSIGNS(Fault.everywhere("outer product", "last-sample-only")),
        /** The dense layers' gradient is never set to 0. */
        NEVER_ZEROED(Fault.everywhere("accumulation", "accumulators-never-reset")),
        /** The bias gradient is set, not added to. */
        BIAS_ASSIGNS(Fault.everywhere("bias sum", "bias-gradient-last-sample-only", "last-sample-only")),
        /** The bias gradient is subtracted. */
        BIAS_SIGN(Fault.everywhere("bias sum", "bias-gradient-sign")),
        /** The loop back through the list ends before its first element. */
        LIST_ENDS_EARLY(Fault.inFirst("outer product", "first-layer-gets-nothing")
                .and(Fault.inFirst("bias sum", "first-layer-gets-nothing"))),
        /** The gradients of a batch are a sum. */
        MEAN_MISSING(Fault.everywhere("batch reduction", "mean-missing", "sum-instead-of-mean")),
        /** The first activation never got into the list. */
        FIRST_ACTIVATION_FORGOTTEN(Fault.inFirst("forward", "activation-missing")),
        /** Another hidden activation than was meant, forward and backward. */
        OTHER_ACTIVATION(Fault.belowLast("forward", "other-activation")),
        /** The step skips the first element of the list. */
        FIRST_NOT_UPDATED(Fault.inFirst("update", "layer-skipped", "first-layer-gets-nothing")),
        /** Dense layers assign, and the bias gradient is subtracted. */
        ASSIGNS_AND_BIAS_SIGN(DENSE_ASSIGNS.fault.and(BIAS_SIGN.fault)),
        /** Hidden derivative missing, and sign of the loss delta. */
        DERIVATIVE_AND_LOSS_SIGN(HIDDEN_DERIVATIVE_MISSING.fault.and(LOSS_DELTA_SIGN.fault));

        @SuppressWarnings("ImmutableEnumChecker") // Nothing in it changes.
        final Fault fault;

        Mistake(Fault fault) {
            this.fault = fault;
        }
    }

    /** Something that a vector goes through, and a gradient back. */
    private interface Block {
        double[] forward(double[] x);

        double[] backward(double[] gradOut);
    }

    private final class Dense implements Block {
        private final double[][] w;
        private final double[] b;
        private final double[][] dw;
        private final double[] db;
        private double[] input;
        private double[] next;

        private Dense(int in, int out, Random random) {
            w = new double[out][in];
            b = new double[out];
            dw = new double[out][in];
            db = new double[out];
            input = new double[in];
            next = new double[in];
            for (int i = 0; i < out; i++) {
                Arrays.setAll(w[i], j -> random.nextGaussian() / Math.sqrt(in));
                b[i] = 0.1 + 0.2 * random.nextDouble();
            }
        }

        @Override
        public double[] forward(double[] x) {
            input = has(Mistake.STALE_INPUT) ? next : x;
            next = x;
            double[] z = b.clone();
            for (int i = 0; i < z.length; i++) {
                for (int j = 0; j < x.length; j++) {
                    z[i] += w[i][j] * x[j];
                }
            }
            return z;
        }

        @Override
        public double[] backward(double[] gradOut) {
            double[] gradIn = new double[input.length];
            for (int i = 0; i < gradOut.length; i++) {
                for (int j = 0; j < input.length; j++) {
                    double product = gradOut[i] * input[j];
                    dw[i][j] = has(Mistake.DENSE_ASSIGNS) ? product : dw[i][j] + product;
                    gradIn[j] += gradOut[i] * (has(Mistake.WEIGHTS_NOT_TRANSPOSED) ? w[j][i] : w[i][j]);
                }
                double term = has(Mistake.BIAS_SIGN) ? -gradOut[i] : gradOut[i];
                db[i] = has(Mistake.BIAS_ASSIGNS) ? term : db[i] + term;
            }
            return gradIn;
        }

        private void zero() {
            Arrays.fill(db, 0);
            for (double[] row : dw) {
                Arrays.fill(row, 0);
            }
        }

        private void divide(int samples) {
            for (int i = 0; i < dw.length; i++) {
                db[i] /= samples;
                for (int j = 0; j < dw[i].length; j++) {
                    dw[i][j] /= samples;
                }
            }
        }

        private void step() {
            for (int i = 0; i < w.length; i++) {
                b[i] -= rate * db[i];
                for (int j = 0; j < w[i].length; j++) {
                    w[i][j] -= rate * dw[i][j];
                }
            }
        }
    }

    private abstract static class ActivationBlock implements Block {
        double[] in = {};
        double[] out = {};

        @Override
        public double[] forward(double[] x) {
            in = x;
            out = Arrays.stream(x).map(this::value).toArray();
            return out;
        }

        @Override
        public double[] backward(double[] gradOut) {
            double[] gradIn = new double[gradOut.length];
            for (int i = 0; i < gradIn.length; i++) {
                gradIn[i] = gradOut[i] * slope(in[i], out[i]);
            }
            return gradIn;
        }

        abstract double value(double z);

        abstract double slope(double z, double a);
    }

    private final class Sigmoid extends ActivationBlock {
        @Override
        double value(double z) {
            return 1 / (1 + Math.exp(-z));
        }

        @Override
        double slope(double z, double a) {
            double s = has(Mistake.DERIVATIVE_AT_ACTIVATION) ? value(a) : a;
            return s * (1 - s);
        }
    }

    private final class Tanh extends ActivationBlock {
        @Override
        double value(double z) {
            return Math.tanh(z);
        }

        @Override
        double slope(double z, double a) {
            double t = Math.tanh(has(Mistake.DERIVATIVE_AT_ACTIVATION) ? a : z);
            return 1 - t * t;
        }
    }

    private final class Relu extends ActivationBlock {
        @Override
        double value(double z) {
            return Math.max(z, 0);
        }

        @Override
        double slope(double z, double a) {
            boolean open = has(Mistake.RELU_MASK_INVERTED) ? z < 0 : z > 0;
            return open ? 1 : 0;
        }
    }

    /** The two heads. */
    enum Head {
        SIGMOID_CROSS_ENTROPY,
        TANH_SQUARED_ERROR
    }

    private final List<Block> blocks = new ArrayList<>();
    private final List<Dense> denses = new ArrayList<>();
    private final Head head;
    private final String hidden;
    private final double rate;
    private final Mistake mistake;

    /** With hidden "tanh" or "relu". */
    LayerListStyle(Mistake mistake, String hidden, Head head, Settings settings, int... sizes) {
        this.mistake = mistake;
        this.hidden = hidden;
        this.head = head;
        this.rate = settings.rate;
        Random random = new Random(settings.seed);
        Block shared = hiddenBlock();
        for (int l = 1; l < sizes.length; l++) {
            Dense dense = new Dense(sizes[l - 1], sizes[l], random);
            denses.add(dense);
            blocks.add(dense);
            if (l == sizes.length - 1) {
                blocks.add(head == Head.TANH_SQUARED_ERROR ? new Tanh() : new Sigmoid());
            } else if (l > 1 || !has(Mistake.FIRST_ACTIVATION_FORGOTTEN)) {
                blocks.add(has(Mistake.ACTIVATION_OBJECT_SHARED) ? shared : hiddenBlock());
            }
        }
    }

    /** Seed and learning rate. */
    record Settings(long seed, double rate) {}

    private Block hiddenBlock() {
        boolean relu = hidden.equals("relu") != has(Mistake.OTHER_ACTIVATION);
        return relu ? new Relu() : new Tanh();
    }

    private boolean has(Mistake one) {
        if (mistake == Mistake.ASSIGNS_AND_BIAS_SIGN) {
            return one == Mistake.DENSE_ASSIGNS || one == Mistake.BIAS_SIGN;
        } else if (mistake == Mistake.DERIVATIVE_AND_LOSS_SIGN) {
            return one == Mistake.HIDDEN_DERIVATIVE_MISSING || one == Mistake.LOSS_DELTA_SIGN;
        }
        return mistake == one;
    }

    private double[] forward(double[] x) {
        double[] value = x;
        for (Block block : blocks) {
            value = block.forward(value);
        }
        return value;
    }

    private double loss(double[][] x, double[][] y) {
        double sum = 0;
        for (int n = 0; n < x.length; n++) {
            double[] p = forward(x[n]);
            for (int k = 0; k < p.length; k++) {
                if (head == Head.TANH_SQUARED_ERROR) {
                    sum += (p[k] - y[n][k]) * (p[k] - y[n][k]) / 2;
                } else {
                    sum -= y[n][k] * Math.log(p[k]) + (1 - y[n][k]) * Math.log(1 - p[k]);
                }
            }
        }
        return sum / x.length;
    }

    private double lossGradient(double p, double y) {
        double g;
        if (head == Head.TANH_SQUARED_ERROR || has(Mistake.LOSS_DELTA_FUSED)) {
            g = p - y;
        } else if (has(Mistake.POSITIVE_TERM_ONLY)) {
            g = -y / p;
        } else {
            g = (1 - y) / (1 - p) - y / p;
        }
        return has(Mistake.LOSS_DELTA_SIGN) ? -g : g;
    }

    private void backprop(double[][] x, double[][] y) {
        if (!has(Mistake.NEVER_ZEROED)) {
            denses.forEach(Dense::zero);
        }
        for (int n = 0; n < x.length; n++) {
            double[] p = forward(x[n]);
            double[] grad = new double[p.length];
            for (int k = 0; k < p.length; k++) {
                grad[k] = lossGradient(p[k], y[n][k]);
            }
            for (int i = blocks.size() - 1; i >= (has(Mistake.LIST_ENDS_EARLY) ? 1 : 0); i--) {
                grad = back(i, grad);
            }
        }
        if (!has(Mistake.MEAN_MISSING)) {
            denses.forEach(dense -> dense.divide(x.length));
        }
    }

    private double[] back(int i, double[] grad) {
        boolean hiddenActivation = i < blocks.size() - 1 && blocks.get(i) instanceof ActivationBlock;
        if (hiddenActivation && has(Mistake.HIDDEN_DERIVATIVE_MISSING)) {
            return grad;
        }
        double[] result = blocks.get(i).backward(grad);
        if (hiddenActivation && has(Mistake.GRAD_OUT_LOST)) {
            double[] ones = new double[grad.length];
            Arrays.fill(ones, 1);
            return blocks.get(i).backward(ones);
        }
        return result;
    }

    private void step(double[][] x, double[][] y) {
        backprop(x, y);
        for (Dense dense : denses.subList(has(Mistake.FIRST_NOT_UPDATED) ? 1 : 0, denses.size())) {
            dense.step();
        }
    }

    private Gradient gradient(double[][] x, double[][] y) {
        backprop(x, y);
        Gradient result = Gradient.of("dense 1 w", denses.get(0).dw).and("dense 1 b", denses.get(0).db);
        for (int l = 2; l <= denses.size(); l++) {
            Dense dense = denses.get(l - 1);
            result = result.and("dense " + l + " w", dense.dw).and("dense " + l + " b", dense.db);
        }
        return result;
    }

    private ModelBuilder parts() {
        ModelBuilder builder = Model.named("layer list");
        Architecture.Layers shape = Architecture.inputs(denses.get(0).input.length);
        for (int l = 1; l <= denses.size(); l++) {
            Dense dense = denses.get(l - 1);
            int units = dense.b.length;
            builder.weights("dense " + l + " w", dense.w).biases("dense " + l + " b", dense.b);
            if (l == denses.size()) {
                shape = head == Head.TANH_SQUARED_ERROR ? shape.tanh(units) : shape.sigmoid(units);
            } else {
                shape = hidden.equals("relu") ? shape.relu(units) : shape.tanh(units);
            }
        }
        return builder.predictSample(this::forward)
                .architecture(head == Head.TANH_SQUARED_ERROR ? shape.halfSquaredError() : shape.binaryCrossEntropy());
    }

    @Override
    public Model wrap() {
        return parts().loss(batch -> loss(batch.inputs(), batch.targets()))
                .gradient(batch -> gradient(batch.inputs(), batch.targets()))
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
        return parts().gradient(batch -> gradient(batch.inputs(), batch.targets()))
                .build();
    }
}
