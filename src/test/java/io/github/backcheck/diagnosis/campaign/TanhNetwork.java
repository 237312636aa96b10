package io.github.backcheck.diagnosis.campaign;

import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** All weights and biases in one array; tanh, softmax, cross-entropy. Each layer: weights row by row, then biases. */
final class TanhNetwork {

    private static final double LAMBDA = 1e-3;

    final int[] n;
    final double[] theta;
    final double[] g;
    final double lambda;
    private final double[] evaluated;
    private final double[][] z;
    final double[][] a;
    private final double[] carried;
    private double[] kept = {};
    private int samples;
    private final Fault fault;
    private final Random random;

    TanhNetwork(Fault fault, long seed, List<Integer> sizes) {
        this.fault = fault;
        this.random = new Random(seed);
        n = sizes.stream().mapToInt(Integer::intValue).toArray();
        theta = new double[offset(depth())];
        g = new double[theta.length];
        carried = new double[1000 * n[1]];
        z = new double[n.length][];
        a = new double[n.length][];
        lambda = switch (fault) {
            case PENALTY_SIGN, PENALTY_DOUBLED, PENALTY_ON_BIASES, DECAY_HIDES_FROZEN -> LAMBDA;
            case OVER_REGULARISED -> 1000 * LAMBDA;
            default -> 0;
        };
        draw();
        evaluated = fault == Fault.STALE_COPY ? theta.clone() : theta;
    }

    int depth() {
        return n.length - 1;
    }

    /** Where the parameters of a layer start; layers count from 0. */
    int offset(int layer) {
        int at = 0;
        for (int l = 0; l < layer; l++) {
            at += (n[l] + 1) * n[l + 1];
        }
        return at;
    }

    int biases(int layer) {
        return offset(layer) + n[layer] * n[layer + 1];
    }

    void draw() {
        for (int l = 0; l < depth(); l++) {
            double range = Math.sqrt(6.0 / (n[l] + n[l + 1]));
            for (int k = offset(l); k < biases(l); k++) {
                if (fault == Fault.SAME_SEED_PER_ROW && (k - offset(l)) % n[l] == 0) {
                    random.setSeed(42);
                }
                theta[k] = switch (fault) {
                    case WEIGHTS_ZERO -> 0;
                    case WEIGHTS_CONSTANT -> 0.1;
                    case WEIGHTS_TOO_LARGE -> 8 * (2 * random.nextDouble() - 1);
                    case LOG_OF_ZERO, EXP_OVERFLOW -> 200 * (2 * random.nextDouble() - 1);
                    case WEIGHTS_TOO_SMALL -> 1e-7 * (2 * random.nextDouble() - 1);
                    case WEIGHTS_POSITIVE -> Math.abs(random.nextDouble());
                    default -> range * (2 * random.nextDouble() - 1);
                };
            }
            Arrays.fill(theta, biases(l), offset(l + 1), 0);
        }
    }

    private double[] affine(double[] from, int l, double[] parameters) {
        double[] to = new double[samples * n[l + 1]];
        for (int s = 0; s < samples; s++) {
            for (int j = 0; j < n[l + 1]; j++) {
                double sum = fault == Fault.BIAS_NOT_ADDED && l == 1 ? 0 : parameters[biases(l) + j];
                for (int i = 0; i < n[l]; i++) {
                    int k = fault == Fault.WEIGHTS_TRANSPOSED && l == 1 ? i * n[l] + j : j * n[l] + i;
                    sum += parameters[offset(l) + k] * from[s * n[l] + i];
                }
                if (fault == Fault.FORWARD_NOT_RESET && l == 0) {
                    sum = carried[s * n[1] + j] += sum;
                }
                to[s * n[l + 1] + j] = sum;
            }
        }
        return to;
    }

    private double[] activate(double[] net, int l) {
        double[] result = new double[net.length];
        for (int k = 0; k < net.length; k++) {
            result[k] = fault == Fault.NO_NONLINEARITY ? net[k] : Math.tanh(net[k]);
            if (fault == Fault.DROPOUT_ALWAYS && l == 0 && random.nextInt(5) == 0) {
                result[k] = 0;
            }
        }
        return result;
    }

    private double[] head(double[] net) {
        return switch (fault) {
            case HIDDEN_ACTIVATION_ON_OUTPUT -> activate(net, depth() - 1);
            case DOUBLE_SOFTMAX -> softmax(softmax(net));
            default -> softmax(net);
        };
    }

    private double[] softmax(double[] net) {
        int classes = n[depth()];
        boolean columns = fault == Fault.SOFTMAX_OVER_BATCH;
        int groups = columns ? classes : samples;
        int members = columns ? samples : classes;
        double[] p = new double[net.length];
        for (int group = 0; group < groups; group++) {
            double max = Double.NEGATIVE_INFINITY;
            for (int m = 0; m < members; m++) {
                max = Math.max(max, net[columns ? m * classes + group : group * classes + m]);
            }
            max = fault == Fault.EXP_OVERFLOW ? 0 : max;
            double sum = 0;
            for (int m = 0; m < members; m++) {
                int k = columns ? m * classes + group : group * classes + m;
                p[k] = Math.exp(net[k] - max);
                sum += p[k];
            }
            for (int m = 0; m < members; m++) {
                p[columns ? m * classes + group : group * classes + m] /= sum;
            }
        }
        return p;
    }

    private double[] forward(double[][] x, double[] parameters) {
        samples = x.length;
        a[0] = new double[samples * n[0]];
        for (int s = 0; s < samples; s++) {
            System.arraycopy(x[s], 0, a[0], s * n[0], n[0]);
        }
        for (int l = 0; l < depth(); l++) {
            z[l + 1] = affine(a[l], l, parameters);
            a[l + 1] = l == depth() - 1 ? head(z[l + 1]) : activate(z[l + 1], l);
        }
        return a[depth()];
    }

    double[][] predict(double[][] x) {
        double[] p = forward(x, evaluated);
        int classes = n[depth()];
        double[][] rows = new double[x.length][];
        for (int s = 0; s < x.length; s++) {
            rows[s] = Arrays.copyOfRange(p, s * classes, (s + 1) * classes);
        }
        return rows;
    }

    double loss(double[][] x, double[][] y) {
        double[] p = forward(x, theta);
        if (fault == Fault.CACHED_LOSS) {
            kept = kept.length == p.length ? kept : p;
            p = kept;
        }
        int classes = n[depth()];
        double sum = 0;
        for (int s = 0; s < samples; s++) {
            for (int k = 0; k < classes; k++) {
                double out = p[s * classes + k];
                if (fault == Fault.LOSS_MISMATCH) {
                    sum += (out - y[s][k]) * (out - y[s][k]) / classes;
                } else if (y[s][k] != 0 || fault == Fault.LOG_OF_ZERO) {
                    sum -= y[s][k] * Math.log(out);
                }
            }
        }
        double penalty = 0;
        for (int l = 0; l < depth(); l++) {
            for (int k = offset(l); k < biases(l); k++) {
                penalty += theta[k] * theta[k];
            }
        }
        return sum / samples / (fault == Fault.FACTOR_TWO ? classes : 1) + lambda / 2 * penalty;
    }

    private double below(int l, int s, int i) {
        int row = fault == Fault.STALE_BUFFERS && l > 0 ? samples - 1 : s;
        return switch (fault) {
            case PRE_ACTIVATION_BELOW -> l > 0 ? z[l][s * n[l] + i] : a[0][s * n[0] + i];
            case INPUT_BELOW -> l < 2 ? a[0][s * n[0] + i] : a[l][s * n[l] + i];
            case OWN_ACTIVATION_BELOW -> l == 1 || l == 2 ? a[l + 1][s * n[l] + i] : a[l][s * n[l] + i];
            default -> a[l][row * n[l] + i];
        };
    }

    private double derivative(int l, int s, int i) {
        int row = fault == Fault.STALE_BUFFERS ? samples - 1 : s;
        double act = a[l][row * n[l] + i];
        double net = z[l][s * n[l] + i];
        double slope = 1 - act * act;
        if (fault == Fault.DERIVATIVE_OF_LAYER_BELOW && l > 1) {
            double other = a[l - 1][s * n[l] + i];
            return 1 - other * other;
        }
        return switch (fault) {
            case NO_NONLINEARITY, DERIVATIVE_MISSING -> 1;
            case ALTERNATING_SIGN -> -slope;
            case DERIVATIVE_AT_ACTIVATION -> 1 - Math.tanh(act) * Math.tanh(act);
            case DERIVATIVE_GIVEN_Z -> 1 - net * net;
            case DERIVATIVE_TWICE -> slope * slope;
            case OTHER_DERIVATIVE -> act * (1 - act);
            case DROPOUT_ALWAYS -> act == 0 ? 0 : slope;
            default -> slope;
        };
    }

    private double[] outputDelta(double[][] y) {
        int classes = n[depth()];
        double[] delta = new double[samples * classes];
        for (int s = 0; s < samples; s++) {
            for (int k = 0; k < classes; k++) {
                double p = a[depth()][s * classes + k];
                delta[s * classes + k] = switch (fault) {
                    case SIGN_FLIPPED -> y[s][k] - p;
                    case OUTPUT_DERIVATIVE -> (p - y[s][k]) * p * (1 - p);
                    case TRUE_CLASS_ONLY -> y[s][k] > 0 ? p - y[s][k] : 0;
                    case GRADIENT_OF_OUTPUT -> 1;
                    default -> p - y[s][k];
                };
            }
        }
        return delta;
    }

    double[] startBack(double[][] x, double[][] y) {
        forward(x, theta);
        return outputDelta(y);
    }

    /** The delta of the layer below. */
    double[] carryBack(int l, double[] delta) {
        double[] lower = new double[samples * n[l]];
        double[] from = fault == Fault.ACTIVATIONS_CARRIED_BACK ? a[l + 1] : delta;
        boolean transposed = fault == Fault.PROPAGATION_TRANSPOSED && n[l] == n[l + 1];
        int weights = fault == Fault.OWN_WEIGHTS_ON_THE_WAY_BACK ? offset(l - 1) : offset(l);
        int width = fault == Fault.OWN_WEIGHTS_ON_THE_WAY_BACK ? n[l - 1] : n[l];
        for (int s = 0; s < samples; s++) {
            for (int i = 0; i < n[l]; i++) {
                double sum = 0;
                for (int j = 0; j < n[l + 1]; j++) {
                    sum += from[s * n[l + 1] + j] * theta[weights + (transposed ? i * width + j : j * width + i)];
                }
                lower[s * n[l] + i] = sum * derivative(l, s, i);
            }
        }
        return lower;
    }

    /** Adds one sample to the gradient of a layer. */
    void add(int l, int s, double[] delta) {
        int weights = gradientOffset(l);
        int units = n[l + 1];
        boolean block = fault == Fault.BLOCK_ONLY && l == 0;
        int rows = block ? Math.min(units, n[2]) : units;
        int columns = block ? Math.min(n[0], n[1]) : n[l];
        double share = switch (fault) {
            case SUM_NOT_MEAN -> 1;
            case MEAN_OVER_UNITS -> 1.0 / units;
            default -> 1.0 / samples;
        };
        for (int j = 0; j < rows; j++) {
            double d = share * delta[s * units + j];
            for (int i = 0; i < columns; i++) {
                int k = weights + j * n[l] + i;
                double one =
                        d * (fault == Fault.WEIGHT_FOR_ACTIVATION ? theta[offset(l) + j * n[l] + i] : below(l, s, i));
                g[k] = fault == Fault.ASSIGNED_NOT_ADDED ? one : g[k] + one;
            }
        }
        for (int j = 0; j < units; j++) {
            int k = biasGradient(l) + j;
            double d = share * delta[s * units + j];
            g[k] = switch (fault) {
                case BIAS_GRADIENT_MISSING -> 0;
                case BIAS_WRONG_AXIS -> g[k] + share * rowSum(delta, s, units);
                case BIAS_LAST_SAMPLE, ASSIGNED_NOT_ADDED -> d;
                case BIAS_SIGN -> g[k] - d;
                case BIAS_IS_BIAS -> theta[biases(l) + j];
                default -> g[k] + d;
            };
        }
    }

    /** Adds the mean over the samples of the inputs times that of the deltas. */
    void addProductOfMeans(int l, double[] delta) {
        for (int j = 0; j < n[l + 1]; j++) {
            double error = 0;
            for (int s = 0; s < samples; s++) {
                error += delta[s * n[l + 1] + j] / samples;
            }
            for (int i = 0; i < n[l]; i++) {
                double input = 0;
                for (int s = 0; s < samples; s++) {
                    input += below(l, s, i) / samples;
                }
                g[offset(l) + j * n[l] + i] += error * input;
            }
            g[biases(l) + j] += error;
        }
    }

    private static double rowSum(double[] delta, int s, int units) {
        return Arrays.stream(delta, s * units, (s + 1) * units).sum();
    }

    int gradientOffset(int l) {
        return fault == Fault.ACCUMULATORS_ALIASED && l == 2 ? offset(1) : offset(l);
    }

    int biasGradient(int l) {
        boolean shared = fault == Fault.ACCUMULATORS_ALIASED || fault == Fault.BIAS_SHARED;
        return shared && l == 2 ? biases(1) : biases(l);
    }
}
