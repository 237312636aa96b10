package io.github.backcheck.audit;

import io.github.backcheck.model.Architecture;
import io.github.backcheck.model.Gradient;
import io.github.backcheck.model.Model;
import io.github.backcheck.model.ModelBuilder;
import io.github.backcheck.model.Storage;
import java.util.List;
import java.util.Random;

/** Everything in float[][], biases as matrices of one row, whole batches: hidden ReLU or sigmoid, softmax, cross-entropy, mean. */
final class FloatStyle implements Program {

    enum Mistake {
        NONE(Fault.NONE),
        /** The softmax of the softmax, which the delta knows nothing of. */
        SOFTMAX_TWICE(Fault.inLast("forward", "softmax-twice")),
        /** The softmax over the samples of a class. */
        SOFTMAX_OVER_BATCH(Fault.inLast("forward", "softmax-over-batch")),
        /** The last layer's bias is left out. */
        OUTPUT_BIAS_NOT_ADDED(Fault.inLast("forward", "bias-not-added")),
        /** The first hidden layer is linear. */
        FIRST_ACTIVATION_MISSING(Fault.inFirst("forward", "activation-missing")),
        /** The reported loss is a sum, the gradient is that of the mean. */
        LOSS_SUMMED(Fault.in("loss", depth -> List.of(), "loss-sum", "mean-missing")),
        /** The reported loss is that of the last sample. */
        LOSS_LAST_SAMPLE(Fault.in("loss", depth -> List.of(), "loss-last-sample-only")),
        /** Target minus probability. */
        LOSS_DELTA_SIGN(Fault.inLast("loss delta", "loss-delta-sign")),
        /** One minus the probability for all classes. */
        ONE_MINUS_PROBABILITY(Fault.inLast("loss delta", "unknown")),
        /** The hidden derivative is read off the delta's sign, not off z. */
        MASK_OF_DELTA(Fault.belowLast("activation derivative", "unknown")),
        /** The mask of ReLU the wrong way round. */
        MASK_INVERTED(Fault.belowLast("activation derivative", "relu-mask-inverted")),
        /** Sigmoid of what is a sigmoid already. */
        SIGMOID_AT_ACTIVATION(Fault.belowLast("activation derivative", "derivative-at-activation")),
        /** The inputs of the network in all layers. */
        RAW_INPUT(
                Fault.aboveFirst("outer product", "outer-product-of-raw-input").square()),
        /** Biases have no gradient. */
        BIAS_MISSING(Fault.everywhere("bias sum", "bias-gradient-missing")),
        /** The sum is subtracted. */
        BIAS_SIGN(Fault.everywhere("bias sum", "bias-gradient-sign")),
        /** Divided by the number of inputs. */
        MEAN_OVER_INPUTS(Fault.everywhere("batch reduction", "mean-wrong-axis")),
        /** Delta and product are both divided by the number of samples. */
        MEAN_TWICE(Fault.everywhere("batch reduction", "mean-twice")),
        /** The matrices of the gradient live for ever. */
        NEVER_RESET(Fault.everywhere("accumulation", "accumulators-never-reset")),
        /** The rate is 1 / the number of layers plus one, in ints. */
        INTEGER_DIVISION(Fault.everywhere("update", "integer-division", "update-is-zero")),
        /** Rows are cloned, changed and lost. */
        UPDATE_TO_COPY(Fault.everywhere("update", "update-to-copy")),
        /** Mask inverted, and biases without a gradient. */
        MASK_AND_BIAS(MASK_INVERTED.fault.and(BIAS_MISSING.fault)),
        /** Mean twice, and sign of the loss delta. */
        MEAN_AND_SIGN(MEAN_TWICE.fault.and(LOSS_DELTA_SIGN.fault));

        @SuppressWarnings("ImmutableEnumChecker") // Nothing in it changes.
        final Fault fault;

        Mistake(Fault fault) {
            this.fault = fault;
        }
    }

    private final float[][][] weight;
    private final float[][][] bias;
    private float[][][] dWeight;
    private float[][][] dBias;
    private final boolean relu;
    private final float rate;
    private final Mistake mistake;

    @SuppressWarnings("NarrowCalculation") // one of the mistakes
    private FloatStyle(Mistake mistake, String hidden, long seed, float rate, int... sizes) {
        this.mistake = mistake;
        this.relu = hidden.equals("relu");
        this.rate = mistake == Mistake.INTEGER_DIVISION ? 1 / sizes.length : rate;
        int depth = sizes.length - 1;
        weight = new float[depth][][];
        bias = new float[depth][][];
        Random random = new Random(seed);
        for (int l = 0; l < depth; l++) {
            weight[l] = random(sizes[l + 1], sizes[l], 1 / Math.sqrt(sizes[l]), random);
            bias[l] = random(1, sizes[l + 1], 0.2, random);
        }
        dWeight = zeros(weight);
        dBias = zeros(bias);
    }

    static FloatStyle relu(Mistake mistake, long seed, float rate, int... sizes) {
        return new FloatStyle(mistake, "relu", seed, rate, sizes);
    }

    static FloatStyle sigmoid(Mistake mistake, long seed, float rate, int... sizes) {
        return new FloatStyle(mistake, "sigmoid", seed, rate, sizes);
    }

    private static float[][] random(int rows, int columns, double scale, Random random) {
        float[][] m = new float[rows][columns];
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                m[i][j] = (float) (scale * random.nextGaussian());
            }
        }
        return m;
    }

    private static float[][][] zeros(float[][][] like) {
        float[][][] zeros = new float[like.length][][];
        for (int l = 0; l < like.length; l++) {
            zeros[l] = new float[like[l].length][like[l][0].length];
        }
        return zeros;
    }

    private boolean has(Mistake one) {
        return switch (mistake) {
            case MASK_AND_BIAS -> one == Mistake.MASK_INVERTED || one == Mistake.BIAS_MISSING;
            case MEAN_AND_SIGN -> one == Mistake.MEAN_TWICE || one == Mistake.LOSS_DELTA_SIGN;
            default -> one == mistake;
        };
    }

    private static float[][] floats(double[][] d) {
        float[][] f = new float[d.length][d[0].length];
        for (int n = 0; n < d.length; n++) {
            for (int j = 0; j < d[n].length; j++) {
                f[n][j] = (float) d[n][j];
            }
        }
        return f;
    }

    private static float sigmoid(float v) {
        return (float) (1 / (1 + Math.exp(-v)));
    }

    /** Activations, the inputs first, samples x units. */
    private float[][][] forward(float[][] x) {
        int depth = weight.length;
        float[][][] a = new float[depth + 1][][];
        a[0] = x;
        for (int l = 0; l < depth; l++) {
            boolean last = l == depth - 1;
            a[l + 1] = new float[x.length][weight[l].length];
            for (int n = 0; n < x.length; n++) {
                for (int i = 0; i < weight[l].length; i++) {
                    float z = last && has(Mistake.OUTPUT_BIAS_NOT_ADDED) ? 0 : bias[l][0][i];
                    for (int j = 0; j < weight[l][i].length; j++) {
                        z += weight[l][i][j] * a[l][n][j];
                    }
                    if (!last && !(l == 0 && has(Mistake.FIRST_ACTIVATION_MISSING))) {
                        z = relu ? Math.max(0, z) : sigmoid(z);
                    }
                    a[l + 1][n][i] = z;
                }
            }
        }
        if (has(Mistake.SOFTMAX_OVER_BATCH)) {
            a[depth] = transpose(a[depth]);
            softmaxRows(a[depth]);
            a[depth] = transpose(a[depth]);
        } else {
            softmaxRows(a[depth]);
        }
        if (has(Mistake.SOFTMAX_TWICE)) {
            softmaxRows(a[depth]);
        }
        return a;
    }

    private static float[][] transpose(float[][] m) {
        float[][] t = new float[m[0].length][m.length];
        for (int i = 0; i < m.length; i++) {
            for (int j = 0; j < m[0].length; j++) {
                t[j][i] = m[i][j];
            }
        }
        return t;
    }

    private static void softmaxRows(float[][] m) {
        for (float[] row : m) {
            float max = row[0];
            for (float v : row) {
                max = Math.max(max, v);
            }
            float sum = 0;
            for (int j = 0; j < row.length; j++) {
                row[j] = (float) Math.exp(row[j] - max);
                sum += row[j];
            }
            for (int j = 0; j < row.length; j++) {
                row[j] /= sum;
            }
        }
    }

    private double[][] predict(double[][] x) {
        float[][] out = forward(floats(x))[weight.length];
        double[][] d = new double[out.length][out[0].length];
        for (int n = 0; n < out.length; n++) {
            for (int k = 0; k < out[n].length; k++) {
                d[n][k] = out[n][k];
            }
        }
        return d;
    }

    private double loss(double[][] x, double[][] y) {
        double[][] p = predict(x);
        double sum = 0;
        for (int n = 0; n < p.length; n++) {
            if (has(Mistake.LOSS_LAST_SAMPLE)) {
                sum = 0;
            }
            for (int k = 0; k < p[n].length; k++) {
                sum -= y[n][k] == 0 ? 0 : y[n][k] * Math.log(p[n][k]);
            }
        }
        return has(Mistake.LOSS_SUMMED) || has(Mistake.LOSS_LAST_SAMPLE) ? sum : sum / x.length;
    }

    private void backward(float[][] x, float[][] y) {
        if (!has(Mistake.NEVER_RESET)) {
            dWeight = zeros(weight);
            dBias = zeros(bias);
        }
        float[][][] a = forward(x);
        int top = weight.length - 1;
        float share = has(Mistake.MEAN_OVER_INPUTS) ? 1f / x[0].length : 1f / x.length;
        share *= has(Mistake.MEAN_TWICE) ? share : 1;
        for (int n = 0; n < x.length; n++) {
            float[] delta = a[top + 1][n].clone();
            for (int k = 0; k < delta.length; k++) {
                if (has(Mistake.ONE_MINUS_PROBABILITY)) {
                    delta[k] = delta[k] - 1;
                } else {
                    delta[k] = has(Mistake.LOSS_DELTA_SIGN) ? y[n][k] - delta[k] : delta[k] - y[n][k];
                }
            }
            for (int l = top; l >= 0; l--) {
                float[] below = has(Mistake.RAW_INPUT) ? x[n] : a[l][n];
                float[] next = new float[a[l][n].length];
                for (int i = 0; i < delta.length; i++) {
                    for (int j = 0; j < next.length; j++) {
                        dWeight[l][i][j] += share * delta[i] * below[j];
                        next[j] += delta[i] * weight[l][i][j];
                    }
                    if (!has(Mistake.BIAS_MISSING)) {
                        dBias[l][0][i] += (has(Mistake.BIAS_SIGN) ? -share : share) * delta[i];
                    }
                }
                for (int j = 0; j < next.length && l > 0; j++) {
                    next[j] *= slope(a[l][n][j], next[j]);
                }
                delta = next;
            }
        }
    }

    private float slope(float a, float delta) {
        if (has(Mistake.MASK_OF_DELTA)) {
            return delta > 0 ? 1 : 0;
        }
        if (relu) {
            return a > 0 != has(Mistake.MASK_INVERTED) ? 1 : 0;
        }
        float s = has(Mistake.SIGMOID_AT_ACTIVATION) ? sigmoid(a) : a;
        return s * (1 - s);
    }

    private void train(double[][] x, double[][] y) {
        backward(floats(x), floats(y));
        for (int l = 0; l < weight.length; l++) {
            apply(weight[l], dWeight[l]);
            apply(bias[l], dBias[l]);
        }
    }

    private void apply(float[][] parameter, float[][] gradient) {
        for (int i = 0; i < parameter.length; i++) {
            float[] row = has(Mistake.UPDATE_TO_COPY) ? parameter[i].clone() : parameter[i];
            for (int j = 0; j < row.length; j++) {
                row[j] -= rate * gradient[i][j];
            }
        }
    }

    private Gradient gradient(double[][] x, double[][] y) {
        backward(floats(x), floats(y));
        Gradient result = Gradient.of("weight0", Storage.of(dWeight[0])).and("bias0", Storage.of(dBias[0]));
        for (int l = 1; l < weight.length; l++) {
            result = result.and("weight" + l, Storage.of(dWeight[l])).and("bias" + l, Storage.of(dBias[l]));
        }
        return result;
    }

    private ModelBuilder parts() {
        ModelBuilder builder = Model.named("floats");
        Architecture.Layers shape = Architecture.inputs(weight[0][0].length);
        for (int l = 0; l < weight.length; l++) {
            builder.weights("weight" + l, Storage.of(weight[l])).biases("bias" + l, Storage.of(bias[l]));
            int units = weight[l].length;
            if (l == weight.length - 1) {
                shape = shape.softmax(units);
            } else {
                shape = relu ? shape.relu(units) : shape.sigmoid(units);
            }
        }
        return builder.predict(this::predict).architecture(shape.softmaxCrossEntropy());
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
