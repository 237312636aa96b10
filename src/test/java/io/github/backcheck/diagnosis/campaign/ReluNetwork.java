package io.github.backcheck.diagnosis.campaign;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.IntConsumer;

/** Matrices inputs x outputs: ReLUs, softmax, cross-entropy; forward and backward. */
final class ReluNetwork {

    static final double LAMBDA = 1e-3;

    final double[][][] w;
    final double[][] b;
    double[][][] gw;
    double[][] gb;
    private double[][][] z;
    private double[][][] a;
    private double[][][] evaluatedW;
    private double[][] evaluatedB;
    private double[][][] sums;
    private double[][] kept = {};
    private boolean[][] mask = {};
    final Random random;
    private final Fault fault;
    final double lambda;

    ReluNetwork(Fault fault, long seed, List<Integer> sizes) {
        this.fault = fault;
        this.random = new Random(seed);
        int depth = sizes.size() - 1;
        w = new double[depth][][];
        b = new double[depth][];
        for (int l = 0; l < depth; l++) {
            w[l] = new double[sizes.get(l)][sizes.get(l + 1)];
            b[l] = new double[sizes.get(l + 1)];
        }
        lambda = switch (fault) {
            case PENALTY_SIGN, PENALTY_DOUBLED, PENALTY_ON_BIASES, DECAY_HIDES_FROZEN -> LAMBDA;
            case OVER_REGULARISED -> 1;
            default -> 0;
        };
        z = new double[depth][][];
        a = new double[depth + 1][][];
        sums = new double[depth][][];
        draw();
        evaluatedW = fault == Fault.STALE_COPY ? copy(w) : w;
        evaluatedB = fault == Fault.STALE_COPY
                ? Arrays.stream(b).map(double[]::clone).toArray(double[][]::new)
                : b;
        gw = zeros(w);
        gb = zeros(b);
        if (fault == Fault.ACCUMULATORS_ALIASED) {
            gw[2] = gw[1];
        }
        if (fault == Fault.BIAS_SHARED) {
            gb[2] = gb[1];
        }
    }

    void draw() {
        for (int l = 0; l < w.length; l++) {
            double scale = Math.sqrt(2.0 / w[l].length);
            for (double[] row : w[l]) {
                for (int j = 0; j < row.length; j++) {
                    row[j] = weight(scale);
                }
            }
            if (fault == Fault.SAME_SEED_PER_ROW) {
                for (int j = 0; j < b[l].length; j++) {
                    Random unit = new Random(42);
                    for (double[] row : w[l]) {
                        row[j] = scale * unit.nextGaussian();
                    }
                }
            }
            Arrays.fill(b[l], 0);
        }
    }

    private double weight(double scale) {
        return switch (fault) {
            case WEIGHTS_ZERO -> 0;
            case WEIGHTS_CONSTANT -> 0.1;
            case WEIGHTS_TOO_LARGE -> 16 * random.nextDouble() - 8;
            case WEIGHTS_TOO_SMALL -> 1e-7 * random.nextGaussian();
            case WEIGHTS_POSITIVE -> random.nextDouble();
            default -> scale * random.nextGaussian();
        };
    }

    private static double[][][] copy(double[][][] all) {
        return Arrays.stream(all)
                .map(one -> Arrays.stream(one).map(double[]::clone).toArray(double[][]::new))
                .toArray(double[][][]::new);
    }

    static double[][][] zeros(double[][][] like) {
        return Arrays.stream(like).map(ReluNetwork::zeros).toArray(double[][][]::new);
    }

    static double[][] zeros(double[][] like) {
        return Arrays.stream(like).map(row -> new double[row.length]).toArray(double[][]::new);
    }

    private double[][] affine(double[][] x, int l, double[][][] weights, double[][] biases) {
        double[][] result = new double[x.length][biases[l].length];
        if (fault == Fault.FORWARD_NOT_RESET && l == 0) {
            if (sums[l] == null || sums[l].length != x.length) {
                sums[l] = result;
            }
            result = sums[l];
        }
        boolean transposed = fault == Fault.WEIGHTS_TRANSPOSED && l == 1;
        for (int n = 0; n < x.length; n++) {
            for (int i = 0; i < x[n].length; i++) {
                for (int j = 0; j < result[n].length; j++) {
                    result[n][j] += x[n][i] * (transposed ? weights[l][j][i] : weights[l][i][j]);
                }
            }
            if (fault != Fault.BIAS_NOT_ADDED) {
                for (int j = 0; j < result[n].length; j++) {
                    result[n][j] += biases[l][j];
                }
            }
        }
        return result;
    }

    private double[][] relu(double[][] net) {
        double[][] result = new double[net.length][net[0].length];
        for (int n = 0; n < net.length; n++) {
            for (int j = 0; j < net[n].length; j++) {
                result[n][j] = fault == Fault.NO_NONLINEARITY ? net[n][j] : Math.max(0, net[n][j]);
            }
        }
        return result;
    }

    private void drop(double[][] hidden) {
        mask = new boolean[hidden.length][hidden[0].length];
        for (int n = 0; n < hidden.length; n++) {
            for (int j = 0; j < hidden[n].length; j++) {
                mask[n][j] = random.nextDouble() < 0.2;
                hidden[n][j] = mask[n][j] ? 0 : hidden[n][j] / 0.8;
            }
        }
    }

    private double[][] softmax(double[][] net) {
        double[][] p = new double[net.length][net[0].length];
        for (int n = 0; n < net.length; n++) {
            double largest = fault == Fault.EXP_OVERFLOW
                    ? 0
                    : Arrays.stream(net[n]).max().getAsDouble();
            double sum = 0;
            for (int k = 0; k < p[n].length; k++) {
                p[n][k] = Math.exp(net[n][k] - largest);
                sum += p[n][k];
            }
            for (int k = 0; k < p[n].length; k++) {
                p[n][k] /= sum;
            }
        }
        return p;
    }

    private double[][] softmaxOfColumns(double[][] net) {
        double[][] p = new double[net.length][net[0].length];
        for (int k = 0; k < p[0].length; k++) {
            double sum = 0;
            for (int n = 0; n < net.length; n++) {
                p[n][k] = Math.exp(net[n][k]);
                sum += p[n][k];
            }
            for (int n = 0; n < net.length; n++) {
                p[n][k] /= sum;
            }
        }
        return p;
    }

    private double[][] head(double[][] net) {
        return switch (fault) {
            case SOFTMAX_OVER_BATCH -> softmaxOfColumns(net);
            case HIDDEN_ACTIVATION_ON_OUTPUT -> relu(net);
            case DOUBLE_SOFTMAX -> softmax(softmax(net));
            default -> softmax(net);
        };
    }

    /** Keeps what the way back needs. */
    private double[][] forward(double[][] x) {
        a[0] = x;
        int last = w.length - 1;
        for (int l = 0; l < last; l++) {
            z[l] = affine(a[l], l, w, b);
            a[l + 1] = relu(z[l]);
            if (l == 0 && (fault == Fault.MASK_NOT_APPLIED_BACK || fault == Fault.DROPOUT_ALWAYS)) {
                drop(a[1]);
            }
        }
        z[last] = affine(a[last], last, w, b);
        a[last + 1] = head(z[last]);
        double[][] outputs = a[last + 1];
        if (fault == Fault.STALE_BUFFERS) {
            double[][] hidden = a[1];
            a[1] = new double[hidden.length][];
            double[] buffer = new double[hidden[0].length];
            for (int n = 0; n < hidden.length; n++) {
                System.arraycopy(hidden[n], 0, buffer, 0, buffer.length);
                a[1][n] = buffer;
            }
        }
        return outputs;
    }

    double[][] predict(double[][] x) {
        double[][] h = x;
        for (int l = 0; l < w.length - 1; l++) {
            h = relu(affine(h, l, evaluatedW, evaluatedB));
            if (l == 0 && fault == Fault.DROPOUT_ALWAYS) {
                drop(h);
            }
        }
        return head(affine(h, w.length - 1, evaluatedW, evaluatedB));
    }

    double loss(double[][] x, double[][] y) {
        double[][] p = forward(x);
        if (fault == Fault.CACHED_LOSS) {
            if (kept.length != p.length) {
                kept = p;
            }
            p = kept;
        }
        double sum = 0;
        for (int n = 0; n < x.length; n++) {
            for (int k = 0; k < p[n].length; k++) {
                if (fault == Fault.LOSS_MISMATCH) {
                    sum += 0.5 * (p[n][k] - y[n][k]) * (p[n][k] - y[n][k]);
                } else if (fault == Fault.LOG_OF_ZERO || y[n][k] != 0) {
                    sum -= y[n][k] * Math.log(p[n][k]);
                }
            }
        }
        double squares = 0;
        for (double[][] layer : w) {
            for (double[] row : layer) {
                for (double weight : row) {
                    squares += weight * weight;
                }
            }
        }
        return sum / x.length + lambda / 2 * squares;
    }

    private double[][] outputDelta(double[][] y) {
        double[][] p = a[w.length];
        double[][] delta = new double[y.length][y[0].length];
        for (int n = 0; n < y.length; n++) {
            for (int k = 0; k < y[n].length; k++) {
                double error = p[n][k] - y[n][k];
                delta[n][k] = switch (fault) {
                    case SIGN_FLIPPED -> y[n][k] - p[n][k];
                    case FACTOR_TWO -> 2 * error;
                    case OUTPUT_DERIVATIVE -> error * p[n][k] * (1 - p[n][k]);
                    case TRUE_CLASS_ONLY -> y[n][k] == 1 ? error : 0;
                    case GRADIENT_OF_OUTPUT -> 1;
                    default -> error;
                };
            }
        }
        return delta;
    }

    private double derivative(int l, int n, int j) {
        double net = z[l][n][j];
        double open = net > 0 ? 1 : 0;
        if (fault == Fault.DERIVATIVE_OF_LAYER_BELOW && l > 0) {
            return z[l - 1][n][j] > 0 ? 1 : 0;
        }
        return switch (fault) {
            case NO_NONLINEARITY, DERIVATIVE_MISSING -> 1;
            case RELU_INVERTED -> 1 - open;
            case ALTERNATING_SIGN -> -open;
            case OTHER_DERIVATIVE -> a[l + 1][n][j] * (1 - a[l + 1][n][j]);
            case DROPOUT_ALWAYS -> l == 0 ? (mask[n][j] ? 0 : open / 0.8) : open;
            case STALE_BUFFERS -> a[l + 1][n][j] > 0 ? 1 : 0;
            default -> open;
        };
    }

    private double[][] carryBack(int l, double[][] delta) {
        double[][] from = fault == Fault.ACTIVATIONS_CARRIED_BACK ? a[l + 1] : delta;
        double[][] below = new double[delta.length][w[l].length];
        for (int n = 0; n < delta.length; n++) {
            for (int i = 0; i < below[n].length; i++) {
                for (int j = 0; j < delta[n].length; j++) {
                    double weight = switch (fault) {
                        case PROPAGATION_TRANSPOSED -> w[l].length == w[l][0].length ? w[l][j][i] : w[l][i][j];
                        case OWN_WEIGHTS_ON_THE_WAY_BACK -> w[l - 1][i][j];
                        default -> w[l][i][j];
                    };
                    below[n][i] += weight * from[n][j];
                }
                below[n][i] *= derivative(l - 1, n, i);
            }
        }
        return below;
    }

    /** Leaves the gradient in gw and gb, and tells of each layer whose gradient is complete. */
    void backward(double[][] x, double[][] y, ReluGradient gradient, IntConsumer complete) {
        forward(x);
        gradient.reset(this);
        double[][] delta = outputDelta(y);
        for (int l = w.length - 1; l >= (fault == Fault.LOOP_BOUND || fault == Fault.DECAY_HIDES_FROZEN ? 1 : 0); l--) {
            gradient.add(this, l, delta);
            complete.accept(l);
            if (l > 0) {
                delta = carryBack(l, delta);
            }
        }
        gradient.addPenalty(this);
    }

    /** What a layer reads, as the way back believes it. */
    double below(int l, int n, int i, int j) {
        return switch (fault) {
            case PRE_ACTIVATION_BELOW -> l > 0 ? z[l - 1][n][i] : a[0][n][i];
            case INPUT_BELOW -> a[0][n][i];
            case OWN_ACTIVATION_BELOW -> l == 1 || l == 2 ? a[l + 1][n][i] : a[l][n][i];
            case WEIGHT_FOR_ACTIVATION -> w[l][i][j];
            default -> a[l][n][i];
        };
    }
}
