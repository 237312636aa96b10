package io.github.backcheck.diagnosis.campaign;

import java.util.Arrays;
import java.util.Random;

/** A layer that keeps what it saw last, sums up its own gradient and updates itself. */
final class SigmoidLayer {

    final double[][] w;
    final double[] b;
    double[][] gw;
    double[] gb;
    double[][] vw;
    double[] vb;
    double[] x;
    double[] z;
    double[] a;
    double[] delta = {};
    private final boolean[] dropped;
    private double[] running = {};
    private double[] inputSum = {};
    private double[] deltaSum = {};
    private final Fault fault;
    private final int index;
    private final Random random;

    SigmoidLayer(Fault fault, int index, int inputs, int units, Random random) {
        this.fault = fault;
        this.index = index;
        this.random = random;
        w = new double[units][inputs];
        b = new double[units];
        gw = new double[units][inputs];
        gb = new double[units];
        vw = new double[units][inputs];
        vb = new double[units];
        x = new double[inputs];
        z = new double[units];
        a = new double[units];
        dropped = new boolean[units];
        draw();
    }

    void draw() {
        Random source = random;
        for (int j = 0; j < w.length; j++) {
            if (fault == Fault.SAME_SEED_PER_ROW) {
                source = new Random(42);
            }
            for (int i = 0; i < w[j].length; i++) {
                w[j][i] = switch (fault) {
                    case WEIGHTS_ZERO -> 0;
                    case WEIGHTS_CONSTANT -> 0.1;
                    case WEIGHTS_TOO_LARGE -> 16 * Math.abs(source.nextDouble()) - 8;
                    case LOG_OF_ZERO -> 30 * source.nextGaussian();
                    case WEIGHTS_TOO_SMALL -> 1e-7 * source.nextGaussian();
                    case WEIGHTS_POSITIVE -> source.nextDouble();
                    default -> source.nextGaussian() / Math.sqrt(w[j].length);
                };
            }
            b[j] = 0;
        }
    }

    double[] forward(double[] input, boolean last) {
        x = input;
        z = new double[w.length];
        if (fault == Fault.FORWARD_NOT_RESET && index == 0) {
            running = running.length == 0 ? z : running;
            z = running;
        }
        a = new double[w.length];
        for (int j = 0; j < w.length; j++) {
            for (int i = 0; i < input.length; i++) {
                z[j] += (fault == Fault.WEIGHTS_TRANSPOSED && index == 1 ? w[i][j] : w[j][i]) * input[i];
            }
            if (fault != Fault.BIAS_NOT_ADDED) {
                z[j] += b[j];
            }
            a[j] = fault == Fault.NO_NONLINEARITY && !last ? z[j] : 1 / (1 + Math.exp(-z[j]));
        }
        if (last && fault == Fault.SOFTMAX_ON_ONE_UNIT) {
            double sum = Math.exp(z[0]);
            a[0] = Math.exp(z[0]) / sum;
        }
        return a;
    }

    void drop() {
        for (int j = 0; j < a.length; j++) {
            dropped[j] = random.nextInt(4) == 0;
            a[j] = dropped[j] ? 0 : a[j] / 0.75;
        }
    }

    /** f'(z) of a unit; the layer below is there for one who takes the wrong layer's. */
    double derivative(int j, SigmoidLayer below) {
        double slope = a[j] * (1 - a[j]);
        return switch (fault) {
            case NO_NONLINEARITY, DERIVATIVE_MISSING -> 1;
            case ALTERNATING_SIGN -> a[j] * (a[j] - 1);
            case DERIVATIVE_AT_ACTIVATION -> {
                double again = 1 / (1 + Math.exp(-a[j]));
                yield again * (1 - again);
            }
            case DERIVATIVE_GIVEN_Z -> z[j] * (1 - z[j]);
            case DERIVATIVE_TWICE -> slope * slope;
            case OTHER_DERIVATIVE -> 1 - a[j] * a[j];
            case DERIVATIVE_OF_LAYER_BELOW -> below == this ? slope : below.a[j] * (1 - below.a[j]);
            case DROPOUT_ALWAYS -> dropped[j] ? 0 : 0.75 * a[j] * (1 - 0.75 * a[j]) / 0.75;
            case MASK_NOT_APPLIED_BACK -> index == 0 ? (dropped[j] ? 0.25 : 0.75 * a[j] * (1 - 0.75 * a[j])) : slope;
            default -> slope;
        };
    }

    /** W transposed, times delta. */
    double[] carryBack(SigmoidLayer below) {
        double[] result = new double[x.length];
        double[] from = fault == Fault.ACTIVATIONS_CARRIED_BACK ? a : delta;
        for (int i = 0; i < result.length; i++) {
            for (int j = 0; j < w.length; j++) {
                double weight = switch (fault) {
                    case PROPAGATION_TRANSPOSED -> w.length == w[0].length ? w[i][j] : w[j][i];
                    case OWN_WEIGHTS_ON_THE_WAY_BACK -> below.w[j][i];
                    default -> w[j][i];
                };
                result[i] += weight * from[j];
            }
        }
        return result;
    }

    void reset() {
        if (fault == Fault.PRODUCT_OF_MEANS) {
            inputSum = new double[x.length];
            deltaSum = new double[w.length];
        }
        if (fault == Fault.NOT_ZEROED || fault == Fault.RESET_FROM_ALIAS) {
            return;
        }
        for (double[] row : gw) {
            Arrays.fill(row, 0);
        }
        Arrays.fill(gb, 0);
    }

    private double factor(int j, int i, double[] networkInput, SigmoidLayer below) {
        return switch (fault) {
            case PRE_ACTIVATION_BELOW -> below == this ? x[i] : below.z[i];
            case INPUT_BELOW -> networkInput[i];
            case OWN_ACTIVATION_BELOW -> index == 1 || index == 2 ? a[i] : x[i];
            case WEIGHT_FOR_ACTIVATION -> w[j][i];
            default -> x[i];
        };
    }

    void accumulate(double[] networkInput, SigmoidLayer below, SigmoidLayer above) {
        boolean block = fault == Fault.BLOCK_ONLY && above != this;
        int rows = block ? Math.min(w.length, above.w.length) : w.length;
        int columns = block ? Math.min(x.length, above.x.length) : x.length;
        for (int j = 0; j < rows; j++) {
            for (int i = 0; i < columns; i++) {
                double one = delta[j] * factor(j, i, networkInput, below);
                gw[j][i] = fault == Fault.ASSIGNED_NOT_ADDED ? one : gw[j][i] + one;
            }
        }
        for (int j = 0; j < w.length; j++) {
            gb[j] = switch (fault) {
                case BIAS_GRADIENT_MISSING -> 0;
                case BIAS_WRONG_AXIS -> gb[j] + Arrays.stream(delta).sum();
                case BIAS_LAST_SAMPLE, ASSIGNED_NOT_ADDED -> delta[j];
                case BIAS_SIGN -> gb[j] - delta[j];
                case BIAS_IS_BIAS -> b[j];
                default -> gb[j] + delta[j];
            };
        }
        if (fault == Fault.PRODUCT_OF_MEANS) {
            for (int i = 0; i < x.length; i++) {
                inputSum[i] += x[i];
            }
            for (int j = 0; j < w.length; j++) {
                deltaSum[j] += delta[j];
            }
        }
    }

    /** Makes means of the sums, and adds the penalty. */
    void average(int samples, double lambda) {
        int divisor = switch (fault) {
            case SUM_NOT_MEAN -> 1;
            case MEAN_OVER_UNITS -> w.length;
            default -> samples;
        };
        for (int j = 0; j < w.length; j++) {
            for (int i = 0; i < w[j].length; i++) {
                if (fault == Fault.PRODUCT_OF_MEANS) {
                    gw[j][i] = deltaSum[j] / samples * (inputSum[i] / samples);
                } else {
                    gw[j][i] = gw[j][i] / divisor + lambda * w[j][i];
                }
            }
            gb[j] = fault == Fault.BIAS_IS_BIAS ? gb[j] : gb[j] / divisor;
            gb[j] += fault == Fault.PENALTY_ON_BIASES ? lambda * b[j] : 0;
        }
    }

    void update(double rate, double momentum) {
        for (int j = 0; j < w.length; j++) {
            double[] row = fault == Fault.APPLIED_TO_COPY ? w[j].clone() : w[j];
            for (int i = 0; i < row.length; i++) {
                if (fault == Fault.RESET_FROM_ALIAS) {
                    gw[j][i] *= rate;
                    row[i] -= gw[j][i];
                } else {
                    vw[j][i] = momentum * vw[j][i] - rate * gw[j][i];
                    row[i] += vw[j][i];
                }
            }
        }
        double[] biases = fault == Fault.APPLIED_TO_COPY ? b.clone() : b;
        for (int j = 0; j < biases.length; j++) {
            if (fault == Fault.RESET_FROM_ALIAS) {
                gb[j] *= rate;
                biases[j] -= gb[j];
            } else {
                vb[j] = momentum * vb[j] - rate * gb[j];
                biases[j] += vb[j];
            }
        }
    }

    /** The same update, with the result written to the wrong variable. */
    void updateWeightsOnly(double rate, double momentum) {
        double[] wrong = b.clone();
        update(rate, momentum);
        System.arraycopy(b, 0, gb, 0, b.length);
        System.arraycopy(wrong, 0, b, 0, b.length);
    }
}
