package io.github.backcheck.diagnosis.campaign;

import java.util.Arrays;
import java.util.Random;

/** How the program of ReLUs adds gradients up over a batch. */
final class ReluGradient {

    private final Fault fault;
    private final Random race;
    private final double[][][] templateW;
    private final double[][] templateB;

    ReluGradient(Fault fault, long seed, ReluNetwork net) {
        this.fault = fault;
        this.templateW = net.gw;
        this.templateB = net.gb;
        this.race = new Random(seed);
    }

    void reset(ReluNetwork net) {
        if (fault == Fault.NOT_ZEROED) {
            return;
        }
        if (fault == Fault.RESET_FROM_ALIAS) {
            net.gw = templateW;
            net.gb = templateB;
            return;
        }
        for (double[][] layer : net.gw) {
            for (double[] row : layer) {
                Arrays.fill(row, 0);
            }
        }
        for (double[] layer : net.gb) {
            Arrays.fill(layer, 0);
        }
    }

    void add(ReluNetwork net, int l, double[][] delta) {
        int samples = delta.length;
        double share = switch (fault) {
            case SUM_NOT_MEAN -> 1;
            case MEAN_OVER_UNITS -> 1.0 / delta[0].length;
            default -> 1.0 / samples;
        };
        if (fault == Fault.PRODUCT_OF_MEANS) {
            addProductOfMeans(net, l, delta);
        } else {
            addWeights(net, l, delta, share);
        }
        addBiases(net, l, delta, share);
    }

    private void addWeights(ReluNetwork net, int l, double[][] delta, double share) {
        double[][] g = net.gw[l];
        boolean block = fault == Fault.BLOCK_ONLY && l + 1 < net.w.length;
        int rows = block ? Math.min(g.length, net.w[l + 1].length) : g.length;
        int columns = block ? Math.min(g[0].length, net.w[l + 1][0].length) : g[0].length;
        int samples = fault == Fault.FIRST_SAMPLE_ONLY ? 1 : delta.length;
        for (int n = 0; n < samples; n++) {
            if (fault == Fault.DATA_RACE && race.nextInt(50) == 0) {
                continue;
            }
            for (int i = 0; i < rows; i++) {
                for (int j = 0; j < columns; j++) {
                    double one = share * net.below(l, n, i, j) * delta[n][j];
                    if (fault == Fault.ASSIGNED_NOT_ADDED) {
                        g[i][j] = one;
                    } else {
                        g[i][j] += one;
                    }
                }
            }
        }
    }

    private static void addProductOfMeans(ReluNetwork net, int l, double[][] delta) {
        for (int i = 0; i < net.gw[l].length; i++) {
            for (int j = 0; j < net.gw[l][i].length; j++) {
                double input = 0;
                double error = 0;
                for (int n = 0; n < delta.length; n++) {
                    input += net.below(l, n, i, j) / delta.length;
                    error += delta[n][j] / delta.length;
                }
                net.gw[l][i][j] += input * error;
            }
        }
    }

    private void addBiases(ReluNetwork net, int l, double[][] delta, double share) {
        double[] g = net.gb[l];
        int samples = fault == Fault.FIRST_SAMPLE_ONLY ? 1 : delta.length;
        for (int n = 0; n < samples; n++) {
            for (int j = 0; j < g.length; j++) {
                switch (fault) {
                    case BIAS_GRADIENT_MISSING -> g[j] = 0;
                    case BIAS_WRONG_AXIS ->
                        g[j] += share * Arrays.stream(delta[n]).sum();
                    case BIAS_LAST_SAMPLE, ASSIGNED_NOT_ADDED -> g[j] = share * delta[n][j];
                    case BIAS_SIGN -> g[j] -= share * delta[n][j];
                    case BIAS_IS_BIAS -> g[j] = net.b[l][j];
                    default -> g[j] += share * delta[n][j];
                }
            }
        }
    }

    void addPenalty(ReluNetwork net) {
        double lambda = switch (fault) {
            case PENALTY_SIGN -> -net.lambda;
            case PENALTY_DOUBLED -> 2 * net.lambda;
            default -> net.lambda;
        };
        for (int l = 0; l < net.w.length; l++) {
            for (int i = 0; i < net.w[l].length; i++) {
                for (int j = 0; j < net.w[l][i].length; j++) {
                    net.gw[l][i][j] += lambda * net.w[l][i][j];
                }
            }
            if (fault == Fault.PENALTY_ON_BIASES) {
                for (int j = 0; j < net.b[l].length; j++) {
                    net.gb[l][j] += lambda * net.b[l][j];
                }
            }
        }
    }
}
